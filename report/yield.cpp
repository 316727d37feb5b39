#include "report/yield.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "chemistry/formula.h"

namespace talus::report {
namespace {

/// Spans of the rate curve: steps are joined until they cover this part of the run.
constexpr double shortest_span = 1.0 / 400;

Curve scaled_change(const Curve& amount, double factor) {
  Curve change;
  for (const double value : amount) change.push_back(factor * (value - amount.front()));
  return change;
}

std::vector<StoredIn> stored_by_place(const Run& run) {
  const System& system = run.system;
  const double mass = carbon_dioxide_molar_mass();
  std::vector<StoredIn> places;
  for (std::size_t m = 0; m < system.minerals.size(); ++m) {
    const double carbon = system.atoms(system.mineral_components, m, "C");
    if (carbon != 0)
      places.push_back(
          {system.minerals[m], scaled_change(run.total_of("mineral_" + system.minerals[m]), carbon * mass)});
  }
  Curve water(run.time.size(), 0), gas(run.time.size(), 0);
  const auto carbon_column =
      std::find(system.elements.begin(), system.elements.end(), "C") - system.elements.begin();
  for (std::size_t j = 0; j < system.components.size(); ++j) {
    if (carbon_column == static_cast<std::ptrdiff_t>(system.elements.size())) break;
    const double carbon = system.component_elements(j, static_cast<std::size_t>(carbon_column));
    const Curve change = scaled_change(run.total_of("aqueous_" + system.components[j]), carbon * mass);
    for (std::size_t k = 0; k < water.size(); ++k) water[k] += change[k];
  }
  for (std::size_t g = 0; g < system.gases.size(); ++g) {
    const double carbon = system.atoms(system.gas_components, g, "C");
    const Curve change = scaled_change(run.total_of("gaseous_" + system.gases[g]), carbon * mass);
    for (std::size_t k = 0; k < gas.size(); ++k) gas[k] += change[k];
  }
  places.push_back({"water", std::move(water)});
  places.push_back({"pore gas", std::move(gas)});
  return places;
}

/// kg of CO2 in what `amounts` (mol of each component, at the end) hold.
double carbon_dioxide_in(const System& system, const std::vector<Curve>& amounts) {
  const auto found = std::find(system.elements.begin(), system.elements.end(), "C");
  if (found == system.elements.end()) return 0;
  const auto column = static_cast<std::size_t>(found - system.elements.begin());
  double carbon = 0;
  for (std::size_t j = 0; j < amounts.size(); ++j)
    carbon += system.component_elements(j, column) * amounts[j].back();
  return carbon * carbon_dioxide_molar_mass();
}

/// Uptake per time: from the steps where the file has them, else from the outputs.
void rate_of_uptake(const Run& run, Yield& yield) {
  Curve time = run.time, stored = yield.stored;
  if (const auto series = run.series.find("stored_CO2");
      series != run.series.end() && !series->second.value.empty()) {
    time = {run.time.front()};
    stored = {0};
    for (std::size_t k = 0; k < run.step_time.size(); ++k) {
      time.push_back(run.step_time[k]);
      stored.push_back(series->second.value[k] * carbon_dioxide_molar_mass());
    }
    // a file that continues a run counts the steps from the start of that: what was stored at its first
    // output is what the steps have more than the outputs at the last one
    const auto beyond = std::ranges::upper_bound(time, run.time.back()) - time.begin();
    const double before = stored[static_cast<std::size_t>(beyond - 1)] - yield.stored.back();
    for (std::size_t k = 1; k < stored.size(); ++k) stored[k] -= before;
  }
  std::size_t from = 0;
  for (std::size_t k = 1; k < time.size(); ++k) {
    const double span = time[k] - time[from];
    if (span <= 0 || (span < shortest_span * yield.length && k + 1 < time.size())) continue;
    yield.rate_time.push_back(0.5 * (time[k] + time[from]));
    yield.rate.push_back((stored[k] - stored[from]) / span);
    from = k;
  }
}

Conversion conversion_of(const Run& run, std::size_t m, const Curve& amount) {
  const std::string& mineral = run.system.minerals[m];
  const double start = amount.front(), molar_mass = run.system.mineral_molar_mass[m];
  Conversion result{.mineral = mineral,
                    .initial = start * molar_mass,
                    .final = amount.back() * molar_mass,
                    .conversion = {},
                    .reached = {}};
  const auto to_conversion = [&](double value) { return 1 - value / start; };
  for (const double value : amount) result.conversion.push_back(to_conversion(value));
  Curve time = run.time, conversion = result.conversion;
  if (const auto series = run.series.find("mineral_" + mineral); series != run.series.end()) {
    time = {run.time.front()};  // the steps stand closer than the outputs
    conversion = {0};
    time.insert(time.end(), run.step_time.begin(), run.step_time.end());
    for (const double value : series->second.value) conversion.push_back(to_conversion(value));
  }
  for (std::size_t i = 0; i < conversion_marks.size(); ++i)
    if (const auto reached = time_to_reach(time, conversion, conversion_marks[i]))
      result.reached[i] = *reached - run.time.front();
  return result;
}

void follow_minerals(const Run& run, Yield& yield) {
  for (std::size_t m = 0; m < run.system.minerals.size(); ++m) {
    const std::string& mineral = run.system.minerals[m];
    const Curve& amount = run.total_of("mineral_" + mineral);
    if (amount.front() > 0) yield.conversions.push_back(conversion_of(run, m, amount));
    const double grown = amount.back() - amount.front();
    if (grown <= 0) continue;
    const double carbon = run.system.atoms(run.system.mineral_components, m, "C");
    yield.formed.push_back({.mineral = mineral,
                            .amount = grown,
                            .mass = grown * run.system.mineral_molar_mass[m],
                            .carbon_dioxide = grown * carbon * carbon_dioxide_molar_mass()});
  }
}

WaterAccount follow_water(const Run& run) {
  const System& system = run.system;
  const double molar_mass = parse_formula("H2O").molar_mass;
  WaterAccount water;
  const Curve& liquid = run.total_of("water");
  water.initial = liquid.front();
  water.final = liquid.back();
  for (std::size_t m = 0; m < system.minerals.size(); ++m) {
    const Curve& amount = run.total_of("mineral_" + system.minerals[m]);
    const double hydrogen = system.atoms(system.mineral_components, m, "H");
    water.bound += 0.5 * hydrogen * (amount.back() - amount.front()) * molar_mass;
  }
  for (std::size_t j = 0; j < system.components.size(); ++j)
    if (system.components[j] == "H2O") water.made_up = run.booked[j].back() * molar_mass;
  if (!run.saturation.empty()) {
    water.initial_saturation = run.saturation.front();
    water.final_saturation = run.saturation.back();
  }
  return water;
}

}  // namespace

double carbon_dioxide_molar_mass() {
  static const double mass = parse_formula("CO2").molar_mass;
  return mass;
}

std::optional<double> time_to_reach(const Curve& time, const Curve& curve, double level) {
  for (std::size_t k = 0; k < curve.size(); ++k) {
    if (!(curve[k] >= level)) continue;
    if (k == 0 || curve[k] == curve[k - 1]) return time[k];
    return time[k - 1] + (time[k] - time[k - 1]) * (level - curve[k - 1]) / (curve[k] - curve[k - 1]);
  }
  return std::nullopt;
}

Yield make_yield(const Run& run) {
  Yield yield;
  yield.length = run.length();
  yield.dry_mass = run.dry_mass;
  yield.footprint = run.footprint;
  yield.by_place = stored_by_place(run);
  yield.stored.assign(run.time.size(), 0);
  for (const StoredIn& place : yield.by_place)
    for (std::size_t k = 0; k < place.stored.size(); ++k) yield.stored[k] += place.stored[k];
  for (const PatchRecord& patch : run.patches)
    yield.through_patch.emplace_back(patch.name, carbon_dioxide_in(run.system, patch.entered));
  yield.booked = carbon_dioxide_in(run.system, run.booked);
  yield.time_error = std::numeric_limits<double>::quiet_NaN();
  if (const auto error = run.series.find("time_error_CO2");
      error != run.series.end() && !error->second.value.empty())
    yield.time_error = error->second.value.back() * carbon_dioxide_molar_mass();
  rate_of_uptake(run, yield);
  follow_minerals(run, yield);
  yield.water = follow_water(run);
  return yield;
}

}  // namespace talus::report
