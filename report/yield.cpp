#include "report/yield.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "chemistry/database/formula.h"
#include "report/irrigated.h"

namespace talus::report {
namespace {

/// Spans of the rate curve: steps are joined until they cover this part of the run.
constexpr double shortest_span = 1.0 / 400;

/// A curve of the outputs by the steps, where the file has the series `name` of it (mol of carbon).
Curve by_steps(const Run& run, const std::string& name, const Curve& time, const Curve& at_outputs) {
  Curve values{0};
  for (const double moles : run.series.at(name).value) values.push_back(moles * carbon_dioxide_molar_mass());
  // a file that continues a run counts the steps from the start of that: what there was at its first output
  // is what the steps have more than the outputs at the last one
  const auto beyond = std::ranges::upper_bound(time, run.time.back()) - time.begin();
  const double before = values[static_cast<std::size_t>(beyond - 1)] - at_outputs.back();
  for (std::size_t k = 1; k < values.size(); ++k) values[k] -= before;
  return values;
}

/// From the steps where the file has them, else from the outputs.
CarbonRates rates_of(const Run& run, const CarbonBalance& carbon) {
  Curve time = run.time, from_air = carbon.from_air, stored = carbon.stored;
  if (!run.step_time.empty() && run.series.contains("stored_CO2") && run.series.contains("from_air_CO2")) {
    time = {run.time.front()};
    time.insert(time.end(), run.step_time.begin(), run.step_time.end());
    from_air = by_steps(run, "from_air_CO2", time, carbon.from_air);
    stored = by_steps(run, "stored_CO2", time, carbon.stored);
  }
  CarbonRates rates;
  std::size_t from = 0;
  for (std::size_t k = 1; k < time.size(); ++k) {
    const double span = time[k] - time[from];
    if (span <= 0 || (span < shortest_span * run.length() && k + 1 < time.size())) continue;
    rates.time.push_back(0.5 * (time[k] + time[from]));
    rates.from_air.push_back((from_air[k] - from_air[from]) / span);
    rates.stored.push_back((stored[k] - stored[from]) / span);
    from = k;
  }
  return rates;
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
    const double grown = std::max(0.0, amount.back() - amount.front());
    const double carbon = run.system.atoms(run.system.mineral_components, m, "C");
    yield.formed.push_back({.mineral = mineral,
                            .amount = grown,
                            .mass = grown * run.system.mineral_molar_mass[m],
                            .carbon_dioxide = grown * carbon * carbon_dioxide_molar_mass(),
                            .holds_carbon = carbon != 0});
  }
}

/// What ran off, stands and lies on the patches.
void follow_surface(const Run& run, double molar_mass, WaterAccount& water) {
  const auto add = [&](std::optional<double>& sum, const std::vector<Curve>& curves) {
    if (!curves.empty()) sum = sum.value_or(0) + curves.front().back() * molar_mass;
  };
  std::vector<double> lies;  // snow of all patches over time, mol
  for (const PatchRecord& patch : run.patches) {
    add(water.ran_off, patch.runoff);
    add(water.ponded, patch.ponded);
    add(water.pond_evaporated, patch.pond_vapour);
    const auto snow = run.series.find("snow_" + patch.name);
    if (snow == run.series.end() || snow->second.value.empty()) continue;
    lies.resize(snow->second.value.size(), 0.0);
    std::ranges::transform(lies, snow->second.value, lies.begin(), std::plus{});
  }
  if (lies.empty()) return;
  water.snow = lies.back() * molar_mass;
  water.most_snow = std::ranges::max(lies) * molar_mass;
}

WaterAccount follow_water(const Run& run) {
  const System& system = run.system;
  const double molar_mass = parse_formula("H2O").molar_mass;
  WaterAccount water;
  water.irrigated = irrigated_water(run);
  const Curve& liquid = run.total_of("water");
  water.initial = liquid.front();
  water.final = liquid.back();
  for (std::size_t m = 0; m < system.minerals.size(); ++m) {
    const Curve& amount = run.total_of("mineral_" + system.minerals[m]);
    const double hydrogen = system.atoms(system.mineral_components, m, "H");
    water.bound += 0.5 * hydrogen * (amount.back() - amount.front()) * molar_mass;
  }
  for (std::size_t j = 0; j < system.components.size(); ++j)
    if (system.components[j] == "H2O")
      water.made_up = run.external[j].back() * molar_mass - water.irrigated.value_or(0);
  for (const PatchRecord& patch : run.patches) {
    if (!patch.inflow.empty()) water.brought += patch.inflow.back().back() * molar_mass;
    if (!patch.outflow.empty()) water.drained += patch.outflow.back().back() * molar_mass;
    if (!patch.vapour.empty()) water.evaporated -= patch.vapour.front().back() * molar_mass;
  }
  follow_surface(run, molar_mass, water);
  if (!run.saturation.empty()) {
    water.initial_saturation = run.saturation.front();
    water.final_saturation = run.saturation.back();
  }
  return water;
}

}  // namespace

std::optional<double> time_to_reach(const Curve& time, const Curve& curve, double level) {
  for (std::size_t k = 0; k < curve.size(); ++k) {
    if (!(curve[k] >= level)) continue;
    if (k == 0 || curve[k] == curve[k - 1]) return time[k];
    return time[k - 1] + (time[k] - time[k - 1]) * (level - curve[k - 1]) / (curve[k] - curve[k - 1]);
  }
  return std::nullopt;
}

double at_time(const Curve& time, const Curve& curve, double when) {
  const auto after = std::upper_bound(time.begin(), time.end(), when);
  if (after == time.begin()) return curve.front();
  const auto k = static_cast<std::size_t>(after - time.begin()) - 1;
  if (k + 1 == time.size() || when == time[k]) return curve[k];
  return curve[k] + (curve[k + 1] - curve[k]) * (when - time[k]) / (time[k + 1] - time[k]);
}

Yield make_yield(const Run& run) {
  Yield yield;
  yield.length = run.length();
  yield.dry_mass = run.dry_mass;
  yield.footprint = run.footprint;
  yield.carbon = make_carbon_balance(run);
  yield.sources = carbon_of_sources(run);
  yield.rates = rates_of(run, yield.carbon);
  yield.time_error = std::numeric_limits<double>::quiet_NaN();
  if (const auto error = run.series.find("time_error_CO2");
      !run.has_richards && error != run.series.end() && !error->second.value.empty())
    yield.time_error = error->second.value.back() * carbon_dioxide_molar_mass();
  follow_minerals(run, yield);
  yield.water = follow_water(run);
  yield.elements = element_yields(run);
  yield.acid_base = acid_base_of(run);
  return yield;
}

}  // namespace talus::report
