#include "report/measured.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>

#include "base/csv_numbers.h"
#include "base/csv_text.h"
#include "base/units.h"
#include "base/words.h"
#include "report/account_named.h"
#include "report/dates.h"
#include "report/refuse.h"
#include "report/words.h"

namespace talus::report {
namespace {

constexpr std::string_view conversion_suffix = " conversion";

/// The unit of a quantity of the whole pile; empty for others.
std::string unit_of_whole(const std::string& quantity) {
  if (quantity == "CO2 uptake" || quantity == "CO2 stored") return "g/kg";
  if (quantity == "CO2 uptake per area" || quantity == "CO2 stored per area") return "kg/m2";
  if (quantity == "CO2 flux") return "g/m2/d";
  return quantity.ends_with(conversion_suffix) ? "%" : "";
}

bool has_mineral(const Run& run, const std::string& name) {
  return std::ranges::find(run.system.minerals, name) != run.system.minerals.end();
}

/// The unit of a quantity at a depth; empty where the run has no such quantity.
std::string unit_at_depth(const Run& run, const std::string& quantity) {
  if (quantity == "TIC" || has_mineral(run, quantity)) return "wt%";
  const auto found = run.profiles.unit.find(quantity);
  return found != run.profiles.unit.end() && run.profiles.value.contains(quantity) ? found->second : "";
}

/// What minerals weigh in each layer, kg per kg of initial dry mass: one mineral, or the carbon of all.
Curve share_of_mass(const Run& run, const std::string& quantity, std::size_t profile) {
  Curve share(run.profiles.depth.size(), 0);
  for (std::size_t m = 0; m < run.system.minerals.size(); ++m) {
    const std::string& name = run.system.minerals[m];
    if (quantity != "TIC" && quantity != name) continue;
    const double mass = quantity == "TIC" ? run.system.atoms(run.system.mineral_components, m, "C") * 0.012011
                                          : run.system.mineral_molar_mass[m];
    const Curve& amount = run.profiles.value.at("mineral_" + name)[profile];
    for (std::size_t i = 0; i < share.size(); ++i) share[i] += mass * amount[i] / run.profiles.dry_density[i];
  }
  return share;
}

/// The mean of the layers between two depths, by thickness; of a point the layer that it is in.
double mean_between(const Curve& depth, const Curve& values, double top, double bottom) {
  double face = 0, sum = 0, thickness = 0;
  for (std::size_t i = 0; i < depth.size(); ++i) {
    const double next = 2 * depth[i] - face;  // cells reach as far below their middle as above it
    const double within = std::min(bottom, next) - std::max(top, face);
    if (top == bottom && top >= face && (top < next || i + 1 == depth.size())) return values[i];
    if (within > 0) sum += within * values[i], thickness += within;
    face = next;
  }
  return sum / thickness;
}

/// What an instrument of a column read that is where a point was measured, if there is one.
std::optional<TimedCurve> read_in_the_same_cell(const Run& run, const std::string& quantity,
                                                const MeasuredPoint& point) {
  if (point.top != point.bottom) return {};
  for (const Instrument& one : instruments_of(run))
    if (one.patch.empty() && !one.x && point.top >= one.depth_from && point.top <= one.depth_to)
      if (auto curve = reading(run, one, quantity)) return curve;
  return {};
}

double modelled_at_depth(const Run& run, const std::string& quantity, const MeasuredPoint& point) {
  if (const auto curve = read_in_the_same_cell(run, quantity, point))
    return at_time(curve->time, curve->value, point.time);
  Curve times, values;
  for (std::size_t p = 0; p < run.profiles.rows.size(); ++p) {
    const bool mass = quantity == "TIC" || has_mineral(run, quantity);
    const Curve layers = mass ? share_of_mass(run, quantity, p) : run.profiles.value.at(quantity)[p];
    times.push_back(run.time[run.profiles.rows[p]]);
    values.push_back((mass ? 100 : 1) * mean_between(run.profiles.depth, layers, point.top, point.bottom));
  }
  return at_time(times, values, point.time);
}

/// A difference (SI) in `unit`: 2 K is one of 2 degC.
double difference_from_si(double difference, const std::string& unit) {
  return from_si(difference, unit) - from_si(0, unit);
}

/// One standard deviation as text, in `unit`: a difference, so that "0.5 degC" is 0.5 K. UnitError.
double uncertainty_in(const std::string& text, const std::string& unit) {
  const double end = to_si(text, unit);  // which also finds what is wrong with the text
  std::string_view rest = trimmed(text);
  if (rest.starts_with("+")) rest.remove_prefix(1);
  double number = 0;
  rest.remove_prefix(static_cast<std::size_t>(
      std::from_chars(rest.data(), rest.data() + rest.size(), number).ptr - rest.data()));
  if (number < 0) throw UnitError("'" + text + "' is negative", "one standard deviation is 0 or more");
  return difference_from_si(end - to_si("0" + std::string(rest), unit), unit);
}

/// 0 of the unit that the last column of a file has in its heading, SI: 273.15 of "uncertainty [degC]".
double zero_of_last_column(const std::string& path, const std::string& unit) {
  const std::string own = heading_of(CsvText(path).next().value().back().text, true).unit.value();
  return to_si(own == "1" ? "0" : "0 " + own, unit);
}

/// The points of a table, without what the run gives.
std::vector<MeasuredPoint> points_of(const MeasuredCase& said, const std::string& unit, bool deep,
                                     const Document& document) {
  const auto in_unit = [&](const std::string& text) { return from_si(to_si(text, unit), unit); };
  const double none = std::nan("");
  std::vector<MeasuredPoint> points;
  if (!said.file) {
    MeasuredPoint point{.time = *said.time, .top = none, .bottom = none, .measured = in_unit(*said.value)};
    if (deep) point.top = said.depths ? (*said.depths)[0] : said.depth.value_or(none);
    if (deep) point.bottom = said.depths ? (*said.depths)[1] : point.top;
    return {point};
  }
  const std::filesystem::path folder = std::filesystem::path(document.name()).parent_path();
  const CsvColumn depth{"depth", "m"}, value{"value", unit}, uncertainty{"uncertainty", unit};
  std::vector<std::vector<CsvColumn>> headings;
  for (const CsvColumn& when : {CsvColumn{"time", "s", not_negative}, CsvColumn{"date", unit_of_dates}}) {
    std::vector<CsvColumn> columns{when};
    if (deep) columns.push_back(depth);
    columns.push_back(value);
    headings.push_back(columns);
    columns.push_back(uncertainty);
    headings.push_back(columns);
  }
  const std::string path = (folder / *said.file).string();
  std::optional<double> zero;  // of the uncertainty's unit, once there is a row that could be read
  const CsvNumbers table = csv_numbers(path, headings, [&](const CsvNumbers& so_far) {
    if (so_far.names.back() != "uncertainty") return std::string();
    if (!zero) zero = zero_of_last_column(path, unit);
    return std::string(so_far.values.back().back() < *zero ? "uncertainty is negative" : "");
  });
  const auto column = [&](const char* name) {
    return static_cast<std::size_t>(std::ranges::find(table.names, name) - table.names.begin());
  };
  const bool dates = table.names.front() == "date";
  if (dates && !document.start())
    throw InputError({{table.places.front(), "dates count from the start of the run, which nothing says",
                       "write run.start in the case, or a column time [d]"}});
  const double start = dates ? *document.start() : 0;
  for (std::size_t row = 0; row < table.values[0].size(); ++row) {
    MeasuredPoint point{.time = table.values[0][row] - start,
                        .top = none,
                        .bottom = none,
                        .measured = from_si(table.values[column("value")][row], unit)};
    if (deep) point.top = point.bottom = table.values[column("depth")][row];
    if (zero) point.uncertainty = difference_from_si(table.values.back()[row] - *zero, unit);
    points.push_back(point);
  }
  return points;
}

[[noreturn]] void refuse_quantity(const Account& account, const MeasuredCase& said, const Document& document,
                                  const std::string& at) {
  const Run& run = account.run;
  std::vector<std::string> known{
      "CO2 uptake", "CO2 uptake per area", "CO2 stored", "CO2 stored per area", "CO2 flux", "TIC"};
  for (const Conversion& mineral : account.yield.conversions)
    known.push_back(mineral.mineral + " conversion");
  for (const std::string& mineral : run.system.minerals) known.push_back(mineral);
  for (const auto& [field, values] : run.profiles.value) known.push_back(field);
  refuse(document, at + ".quantity", at + ": " + run.name + " has no '" + said.quantity + "'",
         suggestion(said.quantity, known));
}

/// What the instrument reads that the table names. InputError when there is none of that name, or it reads something else.
TimedCurve read_by(const Run& run, const MeasuredCase& said, const Document& document,
                   const std::string& at) {
  std::vector<std::string> known;
  for (const Instrument& one : instruments_of(run)) {
    known.push_back(one.name);
    if (one.name != *said.instrument) continue;
    if (auto curve = reading(run, one, said.quantity)) return *curve;
    std::vector<std::string> read;
    for (const auto& column : one.columns) read.push_back(one.patch.empty() ? column.quantity : "CO2 flux");
    refuse(document, at + ".quantity",
           at + ": the instrument '" + one.name + "' does not read '" + said.quantity + "'",
           suggestion(said.quantity, read));
  }
  refuse(document, at + ".instrument", at + ": " + run.name + " has no instrument '" + *said.instrument + "'",
         known.empty() ? "[[instruments]] of its case" : suggestion(*said.instrument, known));
}

/// What the run has for a quantity that is not one of a depth.
std::optional<TimedCurve> curve_without_depth(const Account& account, const MeasuredCase& said,
                                              const Document& document, const std::string& at) {
  if (said.instrument) return read_by(account.run, said, document, at);
  return modelled_curve(account, said.quantity);
}

}  // namespace

MeasuredSeries measured_series(const Account& account, const MeasuredCase& said, const Document& document,
                               const std::string& at) {
  const Run& run = account.run;
  const std::optional<TimedCurve> whole = curve_without_depth(account, said, document, at);
  const std::string unit = whole ? whole->unit : unit_at_depth(run, said.quantity);
  if (unit.empty()) refuse_quantity(account, said, document, at);
  MeasuredSeries series{.run = run.name,
                        .quantity = said.quantity,
                        .unit = unit,
                        .kind = said.kind,
                        .source = said.source,
                        .instrument = said.instrument.value_or(""),
                        .start = run.start,
                        .points = {}};
  try {
    series.points = points_of(said, unit, !whole, document);
  } catch (const UnitError& error) {
    refuse(document, at + ".value", at + ": " + error.what(), error.hint());
  }
  if (said.uncertainty && !said.file) try {
      series.points[0].uncertainty = uncertainty_in(*said.uncertainty, unit);
    } catch (const UnitError& error) {
      refuse(document, at + ".uncertainty", at + ".uncertainty: " + error.what(), error.hint());
    }
  const double base = base_of(run) * (1 + 1e-9);
  for (MeasuredPoint& point : series.points) {
    if (point.time < run.time.front() || point.time > run.time.back() * (1 + 1e-9))
      refuse(document, at, at + ": " + when(run, point.time) + " is not within " + run.name);
    if (!whole && !(point.top >= 0 && point.bottom <= base && point.top <= point.bottom))
      refuse(document, at, at + ": '" + said.quantity + "' needs a depth within the pile",
             "write depth, or depths with from and to");
    point.modelled =
        whole ? at_time(whole->time, whole->value, point.time) : modelled_at_depth(run, said.quantity, point);
    const double error = said.quantity.starts_with("CO2 uptake") || said.quantity == "CO2 flux"
                             ? account.numerical_error()
                         : said.quantity.starts_with("CO2 stored") ? account.numerical_error_of_stored()
                                                                   : std::nan("");
    point.numerical = std::isnan(error) ? 0 : error * std::abs(point.modelled);
  }
  return series;
}

double base_of(const Run& run) {
  double face = 0;
  for (const double middle : run.profiles.depth) face = 2 * middle - face;
  return face;
}

std::optional<double> MeasuredPoint::z() const {
  const double spread = std::hypot(uncertainty.value_or(0), numerical);
  return uncertainty && spread > 0 ? std::optional(residual() / spread) : std::nullopt;
}

double MeasuredSeries::bias() const {
  double sum = 0;
  for (const MeasuredPoint& point : points) sum += point.residual();
  return sum / static_cast<double>(points.size());
}

double MeasuredSeries::rmse() const {
  double sum = 0;
  for (const MeasuredPoint& point : points) sum += point.residual() * point.residual();
  return std::sqrt(sum / static_cast<double>(points.size()));
}

std::size_t MeasuredSeries::outside() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(points, [](const MeasuredPoint& p) { return p.z() && std::abs(*p.z()) > 2; }));
}

std::optional<TimedCurve> modelled_curve(const Account& account, const std::string& quantity) {
  const Yield& yield = account.yield;
  const auto scaled = [&](const Curve& time, Curve curve, double factor) {
    for (double& value : curve) value *= factor;
    return TimedCurve{unit_of_whole(quantity), time, std::move(curve)};
  };
  const Curve& time = account.run.time;
  const bool uptake = quantity.starts_with("CO2 uptake"), wide = yield.footprint > 0;
  const Curve& mass = uptake ? yield.carbon.from_air : yield.carbon.stored;
  if (quantity == "CO2 uptake" || quantity == "CO2 stored") return scaled(time, mass, 1e3 / yield.dry_mass);
  if (quantity == "CO2 uptake per area" || quantity == "CO2 stored per area")
    return wide ? std::optional(scaled(time, mass, 1 / yield.footprint)) : std::nullopt;
  if (quantity == "CO2 flux" && wide && !yield.rates.time.empty())
    return scaled(yield.rates.time, yield.rates.from_air, 1e3 * 86400 / yield.footprint);
  for (const Conversion& mineral : yield.conversions)
    if (quantity == mineral.mineral + std::string(conversion_suffix))
      return scaled(time, mineral.conversion, 100);
  return std::nullopt;
}

std::optional<TimedCurve> modelled_curve(const Account& account, const MeasuredSeries& series) {
  if (series.instrument.empty()) return modelled_curve(account, series.quantity);
  for (const Instrument& one : instruments_of(account.run))
    if (one.name == series.instrument) return reading(account.run, one, series.quantity);
  return std::nullopt;
}

void check_measured(Document& document, std::span<const MeasuredCase> measured, const std::string& table) {
  for (std::size_t i = 0; i < measured.size(); ++i) {
    const MeasuredCase& m = measured[i];
    const std::string at = table + "[" + std::to_string(i) + "]";
    if (m.value.has_value() == m.file.has_value())
      document.problem(document.place_of_key(at), at + " needs 'value' or 'file', one of the two");
    if (m.value && !m.time) document.problem(document.place_of_key(at), at + " does not say when: 'time'");
    if (m.instrument && (m.depth || m.depths))
      document.problem(document.place_of_key(at + ".instrument"), at + " has an 'instrument' and a depth",
                       "the instrument is where its table says");
    if (m.depth && m.depths)
      document.problem(document.place_of_key(at), at + " has both 'depth' and 'depths'",
                       "give one of the two");
    for (const auto& [there, key] :
         {std::pair{m.time.has_value(), "time"}, std::pair{m.depth.has_value(), "depth"},
          std::pair{m.depths.has_value(), "depths"}, std::pair{m.uncertainty.has_value(), "uncertainty"}})
      if (there && m.file)
        document.problem(document.place_of_key(at + "." + key), at + "." + key + " is a column of the file",
                         "leave it out here");
  }
}

std::vector<MeasuredSeries> measured_series(std::span<const Account> accounts,
                                            std::span<const MeasuredCase> measured, const Document& document,
                                            const std::string& table) {
  std::vector<MeasuredSeries> all;
  for (std::size_t i = 0; i < measured.size(); ++i) {
    const std::string at = table + "[" + std::to_string(i) + "]";
    const Account* only =
        measured[i].run ? &account_named(accounts, *measured[i].run, document, at + ".run") : nullptr;
    for (const Account& account : accounts) {
      if (only != nullptr && only != &account) continue;
      MeasuredSeries series = measured_series(account, measured[i], document, at);
      const auto same = std::ranges::find_if(all, [&](const MeasuredSeries& one) {
        return one.run == series.run && one.quantity == series.quantity && one.kind == series.kind &&
               one.source == series.source && one.instrument == series.instrument;
      });
      if (same == all.end())
        all.push_back(std::move(series));
      else
        same->points.insert(same->points.end(), series.points.begin(), series.points.end());
    }
  }
  return all;
}

}  // namespace talus::report
