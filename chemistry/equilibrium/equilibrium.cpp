#include "chemistry/equilibrium/equilibrium.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

#include "base/error.h"
#include "chemistry/equilibrium/equilibrium_anew.h"
#include "chemistry/formation.h"

namespace talus {

namespace {

constexpr double ln10 = std::numbers::ln10;

/// The totals with a trace of what is not there; notes what that is, and a total that cannot be.
Eigen::VectorXd feasible_totals(const EquilibriumModel& model, const Batch& batch, Equilibrium& result) {
  const std::size_t n = model.system->components();
  Eigen::VectorXd total(static_cast<Eigen::Index>(n + 1));
  const double water = water_there(model, batch) * water_molar_mass;
  for (std::size_t j = 0; j <= n; ++j) {
    const std::string& name = model.system->component_name(j);
    total(static_cast<Eigen::Index>(j)) = batch.total[j];
    if (!std::isfinite(batch.total[j])) result.failure = "the total of '" + name + "' is not a number";
    if (j == n ? !(water > 0) : !only_taken_in(model, j)) {
      if (j == n) result.failure = "there is no water";
      continue;
    }
    const Supply supply = supply_of(model, batch, j);
    if (supply.endless || supply.amount > 0 || j == n) continue;
    if (supply.amount < 0) result.failure = "the total of '" + name + "' is below 0";
    total(static_cast<Eigen::Index>(j)) += trace_total * water;
    result.absent.push_back(name);
  }
  return total;
}

EquilibriumPoint point_near(const EquilibriumModel& model, const Batch& batch, const Equilibrium& near) {
  EquilibriumPoint point;
  const auto n = static_cast<Eigen::Index>(near.ln_molality.size());
  point.x.resize(n + 1);
  for (Eigen::Index j = 0; j < n; ++j) point.x(j) = near.ln_molality[static_cast<std::size_t>(j)];
  point.x(n) = std::log(near.water);
  point.change.setZero(static_cast<Eigen::Index>(model.phases.size()));
  for (std::size_t p = 0; p < model.phases.size(); ++p)
    point.present.push_back(batch.phases[p].open || near.present[p]);
  return point;
}

/// What the search found, in the words of the result.
void report(const EquilibriumModel& model, const Batch& batch, const EquilibriumSearch& search,
            const EquilibriumPoint& point, Equilibrium& result) {
  const std::size_t n = model.system->components();
  const Vessel& vessel = search.vessel();
  const Solution<double>& s = vessel.solution();
  result.ln_molality.assign(point.x.data(), point.x.data() + n);
  result.ln_activity = s.ln_activity;
  result.molality = s.molality;
  result.water = vessel.water();
  result.ionic_strength = s.ionic_strength;
  if (const int h = model.system->component("H+"); h >= 0)
    result.pH = -s.ln_activity[static_cast<std::size_t>(h)] / ln10;
  for (std::size_t j = 0; j <= n; ++j) {
    result.dissolved.push_back(vessel.dissolved(j));
    result.total.push_back(vessel.held(static_cast<Eigen::Index>(j)));
  }
  for (std::size_t p = 0; p < model.phases.size(); ++p) {
    const auto i = static_cast<Eigen::Index>(p);
    const bool open = batch.phases[p].open;
    result.amount.push_back(point.present[p] ? (open ? 0 : batch.phases[p].amount) + point.change(i) : 0);
    result.change.push_back(point.change(i));
    result.saturation.push_back(vessel.saturation(i) / ln10 + batch.phases[p].target);
  }
  result.present = point.present;
  for (std::size_t g = 0; g < model.system->gases.size(); ++g)
    result.gas_fugacity.push_back(vessel.fugacity(g));
  for (std::size_t e = 0; e < model.exchangers.size(); ++e) {
    std::vector<double>& amounts = result.exchanged.emplace_back();
    for (std::size_t i = 0; i < model.exchangers[e].species.size(); ++i)
      amounts.push_back(
          batch.sites[e] > 0 ? loaded_amount(model.exchangers[e], vessel.loading[e], i, batch.sites[e]) : 0);
  }
  result.balance_error = search.balance_error();
}

}  // namespace

Phase phase(const Database& database, const ChemicalSystem& system, const std::string& name) {
  std::vector<std::string> components;
  for (std::size_t j = 0; j < system.components(); ++j) components.push_back(system.component_name(j));
  const auto made = [&](const auto& record) {
    auto found =
        formation(database, {components.begin(), components.end()}, name, record.reaction, record.constant);
    if (!found)
      throw std::invalid_argument("'" + name + "' needs a component that is not chosen: " + record.reaction);
    Phase one{name, "", row_of(found->amounts, components), std::move(found->log_k)};
    if constexpr (requires { record.formula; })
      one.formula = record.formula;
    else
      one.gas = &record;
    return one;
  };
  if (const auto mineral = database.minerals.find(name); mineral != database.minerals.end())
    return made(mineral->second);
  if (const auto gas = database.gases.find(name); gas != database.gases.end()) return made(gas->second);
  std::vector<std::string> known;
  for (const auto& [other, record] : database.minerals) known.push_back(other);
  for (const auto& [other, record] : database.gases) known.push_back(other);
  throw std::invalid_argument("no mineral or gas '" + name + "'; " + suggestion(name, known));
}

EquilibriumConstants constants_of(const EquilibriumModel& model, double temperature) {
  EquilibriumConstants at{model.system->at(temperature), {}, {}};
  for (const Phase& p : model.phases) at.ln_k_phase.push_back(ln10 * p.log_k.at(temperature));
  for (const Exchanger& e : model.exchangers) at.exchange.push_back(constants_of(e, temperature));
  return at;
}

Equilibrium equilibrate(const EquilibriumModel& model, const EquilibriumConstants& at, const Batch& batch,
                        const Equilibrium* near) {
  check(batch.total.size() == model.system->balances(),
        "a batch has a total of every component and of water");
  check(batch.phases.size() == model.phases.size(), "a batch says how each phase of the model starts");
  check(batch.sites.size() == model.exchangers.size(), "a batch has sites of each exchanger of the model");
  Equilibrium result;
  for (std::size_t p = 0; p < model.phases.size(); ++p)
    if (!(batch.phases[p].amount >= 0) || !std::isfinite(batch.phases[p].target))
      result.failure = "the amount of '" + model.phases[p].name + "' is below 0 or its target not a number";
  const Eigen::VectorXd total =
      result.failure.empty() ? feasible_totals(model, batch, result) : Eigen::VectorXd();
  if (!result.failure.empty()) return result;
  EquilibriumSearch search(model, at, batch, total);
  EquilibriumPoint point;
  if (near != nullptr && near->found) {
    point = point_near(model, batch, *near);
    search.vessel().guess(near->ionic_strength, near->ln_activity.back());
    result.found = search.settle(point);
  }
  if (!result.found) {
    result.found = EquilibriumAnew(model, at, batch, search).find(point);
    if (!result.found) result.failure = search.failure();
  }
  result.iterations = search.iterations();
  if (result.found) report(model, batch, search, point, result);
  return result;
}

std::vector<double> totals_of(const Water& water, double kilograms) {
  std::vector<double> total = water.total;
  for (double& t : total) t *= kilograms;
  total.back() += kilograms / water_molar_mass;
  return total;
}

std::vector<double> exchanged_totals(const EquilibriumModel& model, const EquilibriumConstants& at,
                                     const std::vector<double>& ln_molality,
                                     const std::vector<double>& sites) {
  Solution<double> solution(*model.system);
  if (!speciate(*model.system, at.water, std::span<const double>(ln_molality), solution))
    throw std::invalid_argument("the speciation of the water beside the exchanger does not settle");
  std::vector<double> held(model.system->balances(), 0.0);
  Loading<double> loading;
  for (std::size_t e = 0; e < model.exchangers.size(); ++e) {
    load(model.exchangers[e], at.exchange[e], solution, loading);
    add_loading(model.exchangers[e], loading, sites[e], std::span<double>(held));
  }
  return held;
}

}  // namespace talus
