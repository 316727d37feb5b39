#include "report/instruments.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/units.h"
#include "report/csv_row.h"
#include "report/dates.h"
#include "report/table.h"
#include "report/words.h"

namespace talus::report {
namespace {

using nlohmann::json;
using Kind = HtmlTable::Cell::Kind;

constexpr const char* flux = "CO2 flux";
constexpr const char* through_chamber = "from_air_CO2";
constexpr double day = 86400, carbon_molar_mass = 0.012011;  // s; kg/mol
constexpr std::size_t most_points = 400;                     // of a curve that is drawn

const Curve* series_of(const Run& run, const Instrument& instrument, const std::string& quantity) {
  const auto column = std::ranges::find(instrument.columns, quantity, &Instrument::Column::quantity);
  if (column == instrument.columns.end()) return nullptr;
  const auto found = run.series.find(column->series);
  return found == run.series.end() ? nullptr : &found->second.value;
}

/// The mean flux of each of at most `spans` equal parts of the steps, at its middle. A run from its start begins with the
/// first step; one that goes on from another with the second, since its file does not say what came in before the first.
TimedCurve mean_flux(const Run& run, const Instrument& chamber, const Curve& after_steps, std::size_t spans) {
  Curve time = run.step_time, amount = after_steps;
  const auto parent = run.provenance.find("parent");
  if (parent == run.provenance.end() || parent->second.empty()) {
    time.insert(time.begin(), run.time.front());
    amount.insert(amount.begin(), 0);
  }
  TimedCurve curve{.unit = "g/m2/d", .time = {}, .value = {}};
  const double factor = 1e3 * day * carbon_dioxide_molar_mass() / chamber.area;
  const std::size_t last = amount.empty() ? 0 : amount.size() - 1;
  spans = std::min(spans, last);
  std::size_t from = 0;
  for (std::size_t k = 1; k <= spans; ++k) {
    const std::size_t to = k * last / spans;
    const double length = time[to] - time[from];
    if (!(length > 0)) continue;
    curve.time.push_back(0.5 * (time[from] + time[to]));
    curve.value.push_back(factor * (amount[to] - amount[from]) / length);
    from = to;
  }
  return curve;
}

/// wt% of one mineral, or of the carbon of all that hold some.
std::optional<TimedCurve> share_of_mass(const Run& run, const Instrument& sensor,
                                        const std::string& quantity) {
  TimedCurve curve{.unit = "wt%", .time = run.step_time, .value = Curve(run.step_time.size(), 0)};
  bool any = false;
  for (std::size_t m = 0; m < run.system.minerals.size(); ++m) {
    const std::string& mineral = run.system.minerals[m];
    const double mass = quantity == "TIC"
                            ? carbon_molar_mass * run.system.atoms(run.system.mineral_components, m, "C")
                        : quantity == mineral ? run.system.mineral_molar_mass[m]
                                              : 0;
    if (mass == 0) continue;
    const Curve* amount = series_of(run, sensor, "mineral_" + mineral);
    if (amount == nullptr) return {};
    any = true;
    for (std::size_t k = 0; k < amount->size(); ++k)
      curve.value[k] += 100 * mass * (*amount)[k] / sensor.dry_density;
  }
  return any ? std::optional(curve) : std::nullopt;
}

Instrument instrument_of(const json& entry) {
  Instrument one;
  one.name = entry.at("name");
  if (entry.contains("patch")) {
    one.patch = entry.at("patch");
    one.area = entry.at("area");
  } else {
    one.depth = entry.at("depth");
    one.depth_from = entry.at("depth_from");
    one.depth_to = entry.at("depth_to");
    one.dry_density = entry.at("dry_density");
    if (entry.contains("x")) one.x = entry.at("x").get<double>();
    if (entry.contains("y")) one.y = entry.at("y").get<double>();
  }
  for (const json& column : entry.at("columns"))
    one.columns.push_back({column.at("quantity"), column.at("unit"), column.at("series")});
  return one;
}

/// Every so many points, the last one always.
TimedCurve thinned(const TimedCurve& curve) {
  if (curve.time.size() <= most_points) return curve;
  TimedCurve few{.unit = curve.unit, .time = {}, .value = {}};
  for (std::size_t k = 0; k <= most_points; ++k) {
    const std::size_t at = k * (curve.time.size() - 1) / most_points;
    few.time.push_back(curve.time[at]);
    few.value.push_back(curve.value[at]);
  }
  return few;
}

/// What is drawn and listed of an instrument: its fields, and the flux of a chamber in place of its amount.
std::vector<std::string> quantities_of(const Instrument& one) {
  if (!one.patch.empty()) return {flux};
  std::vector<std::string> names;
  for (const auto& column : one.columns) names.push_back(column.quantity);
  return names;
}

/// Calls work(account, instrument, quantity) for all.
template <class Work>
void for_all(std::span<const Account> accounts, const Work& work) {
  for (const Account& account : accounts)
    for (const Instrument& one : instruments_of(account.run))
      for (const std::string& quantity : quantities_of(one)) work(account, one, quantity);
}

}  // namespace

std::string Instrument::words() const {
  if (!patch.empty()) return name + " on " + patch;
  std::string text = name + ", " + with_unit(depth, "cm") + " deep";
  if (x) text += ", x = " + with_unit(*x, "m");
  if (y) text += ", y = " + with_unit(*y, "m");
  return text;
}

std::vector<Instrument> instruments_of(const Run& run) {
  std::vector<Instrument> all;
  if (run.instruments.empty()) return all;
  try {
    for (const json& entry : json::parse(run.instruments)) all.push_back(instrument_of(entry));
  } catch (const json::exception& error) {
    throw FileError(run.file + ": /instruments cannot be read: " + error.what());
  }
  return all;
}

std::optional<TimedCurve> reading(const Run& run, const Instrument& instrument, const std::string& quantity) {
  if (!instrument.patch.empty()) {
    const Curve* amount = series_of(run, instrument, through_chamber);
    if (quantity != flux || amount == nullptr) return {};
    TimedCurve curve = mean_flux(run, instrument, *amount, amount->size());
    return curve.time.empty() ? std::nullopt : std::optional(std::move(curve));
  }
  if (const Curve* values = series_of(run, instrument, quantity)) {
    const auto column = std::ranges::find(instrument.columns, quantity, &Instrument::Column::quantity);
    return TimedCurve{.unit = column->unit, .time = run.step_time, .value = *values};
  }
  return share_of_mass(run, instrument, quantity);
}

std::vector<Figure> instrument_figures(std::span<const Account> accounts) {
  std::vector<Figure> figures;
  double longest = 0;
  for (const Account& account : accounts) longest = std::max(longest, account.run.time.back());
  const TimeUnit unit = time_unit(longest);
  for_all(accounts, [&](const Account& account, const Instrument& one, const std::string& quantity) {
    const Curve* amount = one.patch.empty() ? nullptr : series_of(account.run, one, through_chamber);
    const std::optional<TimedCurve> curve =
        amount != nullptr ? std::optional(mean_flux(account.run, one, *amount, most_points))
                          : reading(account.run, one, quantity);
    if (!curve || curve->time.empty()) return;
    const std::string title = "Instruments: " + quantity;
    auto figure = std::ranges::find(figures, title, &Figure::title);
    if (figure == figures.end()) {
      Figure fresh;
      fresh.id = "instrument" + std::to_string(figures.size());
      fresh.title = title;
      set_time_axis(fresh, longest, common_start(accounts));
      fresh.y_name =
          curve->unit == "1" || curve->unit == "-" ? quantity : quantity + " (" + curve->unit + ")";
      figures.push_back(std::move(fresh));
      figure = figures.end() - 1;
    }
    FigureCurve drawn{.name = accounts.size() > 1 ? one.words() + ", " + account.run.name : one.words(),
                      .color = static_cast<int>(figure->curves.size()),
                      .points = {}};
    const TimedCurve few = thinned(*curve);
    for (std::size_t k = 0; k < few.time.size(); ++k)
      if (std::isfinite(few.value[k])) drawn.points.emplace_back(few.time[k] / unit.seconds, few.value[k]);
    figure->curves.push_back(std::move(drawn));
  });
  return figures;
}

std::string instruments_section(std::span<const Account> accounts) {
  HtmlTable table({"instrument", "run", "quantity", "first", "last", "unit"}, 3, 5);
  bool any = false;
  for_all(accounts, [&](const Account& account, const Instrument& one, const std::string& quantity) {
    const std::optional<TimedCurve> curve = reading(account.run, one, quantity);
    if (!curve || curve->time.empty()) return;
    any = true;
    table.row({{one.words(), Kind::head},
               {account.run.name},
               {typeset(quantity)},
               {typeset_number(curve->value.front()), Kind::number},
               {typeset_number(curve->value.back()), Kind::number},
               {typeset(curve->unit), Kind::unit}});
  });
  if (!any) return "";
  return "<h2>Instruments</h2>\n<p>What [[instruments]] of the case read, after every step; first and last of the run. "
         "instruments.csv has all of it.</p>\n" +
         table.text();
}

std::string instruments_csv(std::span<const Account> accounts) {
  std::string table;
  for_all(accounts, [&](const Account& account, const Instrument& one, const std::string& quantity) {
    const std::optional<TimedCurve> curve = reading(account.run, one, quantity);
    for (std::size_t k = 0; curve && k < curve->time.size(); ++k)
      add_csv_row(table, account.run.name, one.name, one.depth, quantity, curve->unit, curve->time[k],
                  curve->value[k]);
  });
  return table.empty() ? "" : "run,instrument,depth_m,quantity,unit,time_s,value\n" + table;
}

}  // namespace talus::report
