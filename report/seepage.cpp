#include "report/seepage.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/units.h"
#include "chemistry/database/formula.h"
#include "report/refuse.h"
#include "report/words.h"

namespace talus::report {
namespace {

constexpr const char* all_dissolved = "TDS";

/// "mg/L" of "0.5 mg/L".
std::string unit_of(const std::string& text) {
  char* end = nullptr;
  std::strtod(text.c_str(), &end);
  const std::string rest(end);
  const auto first = rest.find_first_not_of(' '), last = rest.find_last_not_of(' ');
  return first == std::string::npos ? "" : rest.substr(first, last - first + 1);
}

/// A limit in the unit that it is written in.
struct Limit {
  double value = 0;
  std::string unit;
  bool moles = false;  ///< per volume; else mass
  double per_si = 1;   ///< the unit in kg/m3 or mol/m3
};

/// UnitError where it is no concentration.
Limit limit_in(const std::string& text) {
  Limit limit{.unit = unit_of(text)};
  double si = 0;
  try {
    si = to_si(text, "kg/m3");
  } catch (const UnitError&) {
    si = to_si(text, "mol/m3");
    limit.moles = true;
  }
  limit.per_si = to_si("1 " + limit.unit, limit.moles ? "mol/m3" : "kg/m3");
  limit.value = si / limit.per_si;
  return limit;
}

/// kg in one mole of a component; not a number of one that holds what is no element of nature.
double molar_mass(const System& system, std::size_t component) {
  double mass = 0;
  for (std::size_t e = 0; e < system.elements.size(); ++e) {
    const double atoms = system.component_elements(component, e),
                 each = element_molar_mass(system.elements[e]);
    if (atoms != 0) mass += each > 0 ? atoms * each : std::nan("");
  }
  return mass;
}

/// The weights; none where one of them is not known.
std::vector<double> if_known(std::vector<double> weights) {
  return std::ranges::any_of(weights, [](double one) { return std::isnan(one); }) ? std::vector<double>{}
                                                                                  : weights;
}

/// Whether a component is of more than hydrogen and oxygen, so that its total is an amount of something dissolved.
bool holds_more_than_water(const System& system, std::size_t component) {
  for (std::size_t e = 0; e < system.elements.size(); ++e)
    if (system.elements[e] != "H" && system.elements[e] != "O" &&
        system.component_elements(component, e) != 0)
      return true;
  return false;
}

/// Whether a gas is nothing but this component, as N2(g) is N2(aq).
bool is_dissolved_gas(const System& system, std::size_t component) {
  for (std::size_t g = 0; g < system.gases.size(); ++g) {
    bool alone = system.gas_components(g, component) != 0;
    for (std::size_t j = 0; j < system.components.size(); ++j)
      alone = alone && (j == component || system.gas_components(g, j) == 0);
    if (alone) return true;
  }
  return false;
}

/// What a mole of each component counts of `quantity`, in mol or kg; empty where the system has no such quantity.
std::vector<double> weights_of(const System& system, const std::string& quantity, bool moles) {
  std::vector<double> weights(system.components.size(), 0.0);
  if (quantity == all_dissolved) {
    if (moles) return {};  // moles of what
    for (std::size_t j = 0; j < weights.size(); ++j)
      if (holds_more_than_water(system, j) && !is_dissolved_gas(system, j))
        weights[j] = molar_mass(system, j);
    return if_known(std::move(weights));
  }
  if (const auto found = std::ranges::find(system.elements, quantity);
      found != system.elements.end() && quantity != "H" && quantity != "O") {
    const auto e = static_cast<std::size_t>(found - system.elements.begin());
    const double mass = moles ? 1 : element_molar_mass(quantity);
    if (mass == 0) return {};
    for (std::size_t j = 0; j < weights.size(); ++j) weights[j] = mass * system.component_elements(j, e);
    return weights;
  }
  const auto found = std::ranges::find(system.components, quantity);
  const auto j = static_cast<std::size_t>(found - system.components.begin());
  if (found == system.components.end() || !holds_more_than_water(system, j)) return {};
  weights[j] = moles ? 1 : molar_mass(system, j);
  return if_known(std::move(weights));
}

/// What may be limited in any of the runs.
std::vector<std::string> known_quantities(std::span<const Account> accounts) {
  std::vector<std::string> known{all_dissolved};
  for (const Account& account : accounts) {
    const System& system = account.run.system;
    for (const auto* names : {&system.elements, &system.components})
      for (const std::string& name : *names)
        if (std::ranges::count(known, name) == 0 && !weights_of(system, name, true).empty())
          known.push_back(name);
  }
  return known;
}

void check_quantity(std::span<const Account> accounts, const LimitCase& said, bool moles,
                    const Document& document, const std::string& key) {
  if (std::ranges::none_of(accounts, [&](const Account& one) {
        return !weights_of(one.run.system, said.quantity, moles).empty();
      }))
    refuse(document, key, key + ": no run has '" + said.quantity + "' among what water can carry",
           suggestion(said.quantity, known_quantities(accounts)));
}

void check_patch(std::span<const Account> accounts, const std::string& patch, const Document& document,
                 const std::string& key) {
  std::vector<std::string> known;
  for (const Account& account : accounts)
    for (const PatchRecord& one : account.run.patches)
      if (!one.inside() && std::ranges::count(known, one.name) == 0) known.push_back(one.name);
  if (std::ranges::count(known, patch) == 0)
    refuse(document, key, key + ": no run has a patch '" + patch + "'", suggestion(patch, known));
}

/// m3 of water that has left at each output; nothing where the patch lets none through.
Curve drained_water(const Run& run, const PatchRecord& patch) {
  Curve volume(run.time.size(), 0.0);
  if (patch.outflow.empty()) return volume;
  const auto j = static_cast<std::size_t>(std::ranges::find(run.system.components, "H2O") -
                                          run.system.components.begin());
  const double per_mole = parse_formula("H2O").molar_mass / run.water_density();
  for (std::size_t k = 0; k < volume.size(); ++k) volume[k] = per_mole * patch.outflow.at(j)[k];
  return volume;
}

Curve drained_amount(const PatchRecord& patch, std::span<const double> weights, std::size_t rows) {
  Curve amount(rows, 0.0);
  for (std::size_t j = 0; j < weights.size(); ++j)
    for (std::size_t k = 0; weights[j] != 0 && k < rows; ++k) amount[k] += weights[j] * patch.outflow[j][k];
  return amount;
}

void follow(const Run& run, const Curve& water, const Curve& amount, const Limit& limit, Seepage& seepage) {
  double above = 0, drained = 0;
  std::size_t from = 0;
  for (std::size_t k = 1; k < run.time.size(); ++k) {
    const double span = run.time[k] - run.time[from];
    if (span <= 0) continue;  // before and after an operation
    SeepageInterval one{.from = run.time[from],
                        .to = run.time[k],
                        .water = water[k] - water[from],
                        .amount = amount[k] - amount[from]};
    one.concentration = one.water > 0 ? one.amount / one.water / limit.per_si : std::nan("");
    from = k;
    seepage.intervals.push_back(one);
    if (!(one.water > 0)) {
      seepage.without += span;
      continue;
    }
    drained += span;
    seepage.greatest = std::max(seepage.greatest, one.concentration);
    if (one.concentration <= limit.value) continue;
    above += span;
    if (!seepage.first_above) seepage.first_above = {one.from, one.to};
  }
  seepage.mean = amount.back() / water.back() / limit.per_si;
  seepage.share_above = above / drained;
}

Seepage seepage_through(const Run& run, const PatchRecord& patch, const LimitCase& said, const Limit& limit) {
  Seepage seepage{.run = run.name,
                  .patch = patch.name,
                  .quantity = said.quantity,
                  .unit = limit.unit,
                  .source = said.source.value_or(""),
                  .start = run.start,
                  .moles = limit.moles,
                  .limit = limit.value,
                  .intervals = {}};
  const std::vector<double> weights = weights_of(run.system, said.quantity, limit.moles);
  const Curve water = drained_water(run, patch);
  if (weights.empty())
    seepage.unknown = "The case of " + run.name + " has no " + said.quantity + ".";
  else if (!(water.back() > 0))
    seepage.unknown = "No water has left through " + patch.name + " of " + run.name + ".";
  if (!seepage.unknown.empty()) {
    seepage.mean = seepage.greatest = seepage.share_above = std::nan("");
    return seepage;
  }
  follow(run, water, drained_amount(patch, weights, run.time.size()), limit, seepage);
  return seepage;
}

void add_run(const Run& run, const LimitCase& said, const Limit& limit, std::vector<Seepage>& all) {
  const std::size_t before = all.size();
  for (const PatchRecord& patch : run.patches)
    if (said.patch ? patch.name == *said.patch : !patch.inside() && drained_water(run, patch).back() > 0)
      all.push_back(seepage_through(run, patch, said, limit));
  if (all.size() == before)
    all.push_back(
        seepage_through(run, {.name = said.patch.value_or("any patch"), .entered = {}}, said, limit));
}

}  // namespace

std::string Seepage::name() const {
  return quantity + " through " + patch + ", limit " + as_written(limit) + " " + unit;
}

void check_limits(Document& document, std::span<const LimitCase> limits) {
  for (std::size_t i = 0; i < limits.size(); ++i) {
    const LimitCase& said = limits[i];
    const std::string quantity = "limits[" + std::to_string(i) + "].quantity",
                      limit = "limits[" + std::to_string(i) + "].limit";
    if (said.quantity == "pH")
      document.problem(document.place_of_value(quantity),
                       quantity + ": the pH of what drains stands in no run file",
                       "an instrument of the case reads the pH of the last cell ([[instruments]])");
    try {
      const Limit value = limit_in(said.limit);
      if (!(value.value >= 0))
        document.problem(document.place_of_value(limit), limit + " is negative",
                         "a concentration counts from 0");
      if (said.quantity == all_dissolved && value.moles)
        document.problem(document.place_of_value(limit), limit + ": TDS is a mass, and this is in moles",
                         "as \"500 mg/L\"");
    } catch (const UnitError& error) {
      if (!said.limit.empty())
        document.problem(document.place_of_value(limit), limit + ": " + error.what(),
                         "a concentration in water: \"0.5 mg/L\", \"1e-5 mol/L\"");
    }
  }
}

std::vector<Seepage> seepage_of(std::span<const Account> accounts, std::span<const LimitCase> limits,
                                const Document& document) {
  std::vector<Seepage> all;
  for (std::size_t i = 0; i < limits.size(); ++i) {
    const LimitCase& said = limits[i];
    const std::string at = "limits[" + std::to_string(i) + "]";
    const Limit limit = limit_in(said.limit);
    check_quantity(accounts, said, limit.moles, document, at + ".quantity");
    if (said.patch) check_patch(accounts, *said.patch, document, at + ".patch");
    for (const Account& account : accounts) add_run(account.run, said, limit, all);
  }
  return all;
}

}  // namespace talus::report
