#include "report/measured.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "base/csv_numbers.h"
#include "base/units.h"
#include "report/account_named.h"
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

double base_of(const Curve& depth) {
  double face = 0;
  for (const double middle : depth) face = 2 * middle - face;
  return face;
}

double modelled_at_depth(const Run& run, const std::string& quantity, const MeasuredPoint& point) {
  Curve times, values;
  for (std::size_t p = 0; p < run.profiles.rows.size(); ++p) {
    const bool mass = quantity == "TIC" || has_mineral(run, quantity);
    const Curve layers = mass ? share_of_mass(run, quantity, p) : run.profiles.value.at(quantity)[p];
    times.push_back(run.time[run.profiles.rows[p]]);
    values.push_back((mass ? 100 : 1) * mean_between(run.profiles.depth, layers, point.top, point.bottom));
  }
  return at_time(times, values, point.time);
}

/// The points of a table, without what the run gives.
std::vector<MeasuredPoint> points_of(const MeasuredCase& said, const std::string& unit, bool deep,
                                     const Document& document) {
  const auto in_unit = [&](const std::string& text) { return from_si(to_si(text, unit), unit); };
  const double none = std::nan("");
  std::vector<MeasuredPoint> points;
  if (!said.file) {
    MeasuredPoint point{.time = *said.time, .top = none, .bottom = none, .measured = in_unit(*said.value)};
    if (said.uncertainty) point.uncertainty = in_unit(*said.uncertainty);
    if (deep) point.top = said.depths ? (*said.depths)[0] : said.depth.value_or(none);
    if (deep) point.bottom = said.depths ? (*said.depths)[1] : point.top;
    return {point};
  }
  const std::filesystem::path folder = std::filesystem::path(document.name()).parent_path();
  const CsvColumn time{"time", "s", not_negative}, depth{"depth", "m"}, value{"value", unit},
      uncertainty{"uncertainty", unit, not_negative};
  const std::vector<std::vector<CsvColumn>> headings =
      deep ? std::vector<std::vector<CsvColumn>>{{time, depth, value, uncertainty}, {time, depth, value}}
           : std::vector<std::vector<CsvColumn>>{{time, value, uncertainty}, {time, value}};
  const CsvNumbers table = csv_numbers((folder / *said.file).string(), headings);
  const auto column = [&](const char* name) {
    return static_cast<std::size_t>(std::ranges::find(table.names, name) - table.names.begin());
  };
  for (std::size_t row = 0; row < table.values[0].size(); ++row) {
    MeasuredPoint point{.time = table.values[column("time")][row],
                        .top = none,
                        .bottom = none,
                        .measured = from_si(table.values[column("value")][row], unit)};
    if (deep) point.top = point.bottom = table.values[column("depth")][row];
    if (column("uncertainty") < table.names.size())
      point.uncertainty = from_si(table.values[column("uncertainty")][row], unit);
    points.push_back(point);
  }
  return points;
}

MeasuredSeries series_of(const Account& account, const MeasuredCase& said, const Document& document,
                         const std::string& at) {
  const Run& run = account.run;
  const std::optional<Curve> whole = modelled_curve(account, said.quantity);
  const std::string unit = whole ? unit_of_whole(said.quantity) : unit_at_depth(run, said.quantity);
  if (unit.empty()) {
    std::vector<std::string> known{
        "CO2 uptake", "CO2 uptake per area", "CO2 stored", "CO2 stored per area", "CO2 flux", "TIC"};
    for (const Conversion& mineral : account.yield.conversions)
      known.push_back(mineral.mineral + " conversion");
    for (const std::string& mineral : run.system.minerals) known.push_back(mineral);
    for (const auto& [field, values] : run.profiles.value) known.push_back(field);
    refuse(document, at + ".quantity", at + ": " + run.name + " has no '" + said.quantity + "'",
           suggestion(said.quantity, known));
  }
  MeasuredSeries series{.run = run.name,
                        .quantity = said.quantity,
                        .unit = unit,
                        .kind = said.kind,
                        .source = said.source,
                        .points = {}};
  try {
    series.points = points_of(said, unit, !whole, document);
  } catch (const UnitError& error) {
    refuse(document, at + ".value", at + ": " + error.what(), error.hint());
  }
  const double base = base_of(run.profiles.depth) * (1 + 1e-9);
  for (MeasuredPoint& point : series.points) {
    if (point.time < run.time.front() || point.time > run.time.back() * (1 + 1e-9))
      refuse(document, at, at + ": " + duration(point.time) + " is not within " + run.name);
    if (!whole && !(point.top >= 0 && point.bottom <= base && point.top <= point.bottom))
      refuse(document, at, at + ": '" + said.quantity + "' needs a depth within the pile",
             "write depth, or depths with from and to");
    point.modelled =
        whole ? at_time(run.time, *whole, point.time) : modelled_at_depth(run, said.quantity, point);
    const double error = said.quantity.starts_with("CO2 uptake") || said.quantity == "CO2 flux"
                             ? account.numerical_error()
                         : said.quantity.starts_with("CO2 stored") ? account.numerical_error_of_stored()
                                                                   : std::nan("");
    point.numerical = std::isnan(error) ? 0 : error * std::abs(point.modelled);
  }
  return series;
}

}  // namespace

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

std::optional<Curve> modelled_curve(const Account& account, const std::string& quantity) {
  const Yield& yield = account.yield;
  const auto scaled = [](Curve curve, double factor) {
    for (double& value : curve) value *= factor;
    return curve;
  };
  const bool uptake = quantity.starts_with("CO2 uptake"), wide = yield.footprint > 0;
  const Curve& mass = uptake ? yield.carbon.from_air : yield.carbon.stored;
  if (quantity == "CO2 uptake" || quantity == "CO2 stored") return scaled(mass, 1e3 / yield.dry_mass);
  if (quantity == "CO2 uptake per area" || quantity == "CO2 stored per area")
    return wide ? std::optional(scaled(mass, 1 / yield.footprint)) : std::nullopt;
  if (quantity == "CO2 flux" && wide && !yield.rates.time.empty()) {
    Curve flux;
    for (const double time : account.run.time)
      flux.push_back(1e3 * 86400 / yield.footprint * at_time(yield.rates.time, yield.rates.from_air, time));
    return flux;
  }
  for (const Conversion& mineral : yield.conversions)
    if (quantity == mineral.mineral + std::string(conversion_suffix)) return scaled(mineral.conversion, 100);
  return std::nullopt;
}

void check_measured(Document& document, std::span<const MeasuredCase> measured) {
  for (std::size_t i = 0; i < measured.size(); ++i) {
    const MeasuredCase& m = measured[i];
    const std::string at = "measured[" + std::to_string(i) + "]";
    if (m.value.has_value() == m.file.has_value())
      document.problem(document.place_of_key(at), at + " needs 'value' or 'file', one of the two");
    if (m.value && !m.time) document.problem(document.place_of_key(at), at + " does not say when: 'time'");
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
                                            std::span<const MeasuredCase> measured,
                                            const Document& document) {
  std::vector<MeasuredSeries> all;
  for (std::size_t i = 0; i < measured.size(); ++i) {
    const std::string at = "measured[" + std::to_string(i) + "]";
    const Account* only =
        measured[i].run ? &account_named(accounts, *measured[i].run, document, at + ".run") : nullptr;
    for (const Account& account : accounts) {
      if (only != nullptr && only != &account) continue;
      MeasuredSeries series = series_of(account, measured[i], document, at);
      const auto same = std::ranges::find_if(all, [&](const MeasuredSeries& one) {
        return one.run == series.run && one.quantity == series.quantity && one.kind == series.kind &&
               one.source == series.source;
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
