#include "chemistry/equilibrium/equilibrium_anew.h"

#include <algorithm>
#include <cmath>

#include "chemistry/speciation/strength_search.h"

namespace talus {

namespace {

using Eigen::Index;

/// ln molalities from totals alone, ln of all water last. What only phases bring starts at 1e-5 mol/kgw.
Eigen::VectorXd first_guess(const EquilibriumModel& model, const Batch& batch) {
  const std::size_t n = model.system->components();
  Eigen::VectorXd x(static_cast<Index>(n + 1));
  const double water = std::max(batch.total[n], water_there(model, batch)) * water_molar_mass;
  for (std::size_t j = 0; j < n; ++j) {
    const Supply supply = supply_of(model, batch, j);
    double molality = batch.total[j] / water;
    if (!(molality > trace_total)) molality = supply.endless || supply.amount > 0 ? 1e-5 : trace_total;
    if (model.system->component_name(j) == "H+") molality = 1e-7;
    x(static_cast<Index>(j)) = std::log(std::min(molality, 1.0));
  }
  x(x.size() - 1) = std::log(water);
  return x;
}

/// Ionic strength of the totals as ions, mol/kgw, at most 1.
double strength_of_totals(const EquilibriumModel& model, const Batch& batch) {
  const std::size_t n = model.system->components();
  const double water = std::max(batch.total[n], water_there(model, batch)) * water_molar_mass;
  double strength = 1e-6;
  for (std::size_t j = 0; j < n; ++j) {
    const double z = model.system->species[j].charge;
    if (model.system->component_name(j) != "H+") strength += 0.5 * z * z * std::abs(batch.total[j]) / water;
  }
  return std::min(strength, 1.0);
}

}  // namespace

bool EquilibriumAnew::find(EquilibriumPoint& point) {
  return model_.system->by_mixture() ? follow_activities(point) : find_strength(point);
}

void EquilibriumAnew::begin(EquilibriumPoint& point) {
  begun_ = false;
  point.x = first_guess(model_, batch_);
  point.change.setZero(static_cast<Index>(model_.phases.size()));
  point.present.assign(model_.phases.size(), false);
}

/// Lowers a guess until the species that it makes need no more of any component than there is: a total taken
/// for the free ion can make a million times as much of a complex.
void EquilibriumAnew::lower_to_totals(Eigen::VectorXd& x) {
  constexpr double little = 1e-3;  // mol/kgw: what an endless phase gives at first
  const std::size_t n = model_.system->components();
  const double water = std::exp(x(static_cast<Index>(n)));
  for (int times = 0; times < 200; ++times) {
    if (!search_.vessel().evaluate(x)) {
      for (std::size_t j = 0; j < n; ++j)
        if (model_.system->component_name(j) != "H+") x(static_cast<Index>(j)) -= 2;
      continue;
    }
    bool within = true;
    for (std::size_t j = 0; j < n; ++j) {
      if (model_.system->component_name(j) == "H+") continue;
      // of oxygen, which hydrogen takes away, what is there against what is not
      const auto row = static_cast<Index>(j);
      const Vessel& vessel = search_.vessel();
      const double there = 0.5 * (vessel.magnitude(row) + vessel.held(row)), taken = there - vessel.held(row);
      const Supply supply = supply_of(model_, batch_, j);
      const double asked = std::max({std::abs(supply.amount), std::abs(batch_.total[j]), taken,
                                     (supply.endless ? little : trace_total) * water});
      const double off = std::log(there / asked);
      if (!(off > std::log(2.0))) continue;
      x(row) -= std::min(off, 5.0);
      within = false;
    }
    if (within) return;
  }
}

/// Both stages at given activities; the path is followed further where the test does not succeed.
bool EquilibriumAnew::solve_from_afar(EquilibriumPoint& point) {
  if (!begun_) {
    lower_to_totals(point.x);
    if (!search_.follow_path(point, 1e-4, true)) return false;
  }
  begun_ = true;
  for (const double gap : {1e-10, 1e-13, 1e-16}) {
    if (!search_.follow_path(point, gap)) return false;
    EquilibriumPoint tried = point;
    tried.present.assign(model_.phases.size(), false);
    for (std::size_t p = 0; p < model_.phases.size(); ++p) {
      const auto i = static_cast<Index>(p);
      const double amount = batch_.phases[p].amount + point.change(i);
      tried.present[p] =
          batch_.phases[p].open || amount > -search_.vessel().saturation(i) * search_.possible_amount(i);
    }
    if (search_.settle(tried)) {
      point = std::move(tried);
      return true;
    }
  }
  return false;
}

/// At given activities, from the last point where there is one.
bool EquilibriumAnew::solve(EquilibriumPoint& point) {
  if (begun_) {
    EquilibriumPoint tried = point;
    if (search_.settle(tried)) {
      point = std::move(tried);
      return true;
    }
    begin(point);
  }
  return solve_from_afar(point);
}

/// The second stage with activities that follow what is dissolved.
bool EquilibriumAnew::release(EquilibriumPoint& point) {
  EquilibriumPoint tried = point;
  search_.vessel().release();
  // where ionic strength answers to the ions that it makes as much as it is, the speciation is not exact
  if (!search_.settle(tried) || search_.balance_error() > 1e-11) return false;
  point = std::move(tried);
  return true;
}

/// Whether there is less solute than water; where not, the activity of water that was taken is none.
bool EquilibriumAnew::plausible() {
  double sum = 0;
  for (const double m : search_.vessel().solution().molality) sum += m;
  return sum < most_solute ||
         search_.give_up(
             "there would be more dissolved than there is water, which no model of activity describes");
}

bool EquilibriumAnew::find_strength(EquilibriumPoint& point) {
  begin(point);
  StrengthSearch search(strength_of_totals(model_, batch_));
  GivenActivities given;
  given.ln_gamma.resize(model_.system->species.size());
  double tried_at = 1;
  for (int times = 0; times < 200; ++times) {
    given.strength = search.strength();
    activities_.at_strength(given.strength, given.ln_gamma);
    search_.vessel().hold(given);
    if (!solve(point)) return false;
    const std::vector<double>& molality = search_.vessel().solution().molality;
    const double ln_water = activities_.ln_water(molality);
    const double off = search.next(activities_.strength(molality)) +
                       std::abs(ln_water - std::exchange(given.ln_water, ln_water));
    if (off < 1e-12) return plausible();
    if (off > 0.1 * tried_at) continue;
    tried_at = off;
    if (release(point)) return plausible();
  }
  return search_.give_up("the activity coefficients and the ionic strength that they make do not meet");
}

bool EquilibriumAnew::follow_activities(EquilibriumPoint& point) {
  begin(point);
  GivenActivities given;
  given.strength = strength_of_totals(model_, batch_);
  given.ln_gamma.assign(model_.system->species.size(), 0.0);
  double tried_at = 1;
  for (int times = 0; times < 300; ++times) {
    search_.vessel().hold(given);
    if (!solve(point)) return false;
    const std::vector<double> molality = search_.vessel().solution().molality;
    const Activities found = activities_(molality, false);
    if (!found.ln_gamma.allFinite() || !std::isfinite(found.ln_water))
      return search_.give_up("the model of activity has no value on the way to the answer");
    const double most = times < 20 ? 1 : 0.3, part = times < 20 ? 1 : 0.5;  // what goes to and fro is led
    double off = std::abs(found.ln_water - given.ln_water);
    for (std::size_t i = 0; i < molality.size(); ++i) {
      const double step = found.ln_gamma(static_cast<Index>(i)) - given.ln_gamma[i];
      if (molality[i] > 1e-12) off = std::max(off, std::abs(step));
      given.ln_gamma[i] += part * std::clamp(step, -most, most);
    }
    given.ln_water += part * std::clamp(found.ln_water - given.ln_water, -0.3, 0.3);
    given.strength = found.strength;
    if (off < 1e-12) return plausible();
    if (off > 0.3 * tried_at && times % 10 != 9) continue;
    tried_at = off;
    if (release(point)) return plausible();
  }
  return search_.give_up("the activity coefficients and the water that they make do not meet");
}

}  // namespace talus
