// The numbers of a speciated water under the headings of a table: of one water, and of many of one plan.
#pragma once

#include <cmath>
#include <map>
#include <numbers>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "chemistry/public/talus/speciated_water.h"
#include "chemistry/speciation/exchange.h"
#include "chemistry/speciation/water_plan.h"

namespace talus {

/// The single numbers of a water: heading and value.
std::vector<std::pair<std::string, std::optional<double>>> numbers_of(const SpeciatedWater& water);

/// All numbers of a water by the headings of their columns.
std::map<std::string, double> columns_of(const SpeciatedWater& water);

// Headings of what there are many of.
std::string total_heading(const std::string& name);
std::string molality_heading(const std::string& species);
std::string activity_heading(const std::string& species);
std::string gamma_heading(const std::string& species);
std::string index_heading(const std::string& phase);
std::string exchange_heading(const std::string& species);
std::string sites_heading(const std::string& species);

/// Headings in the order of a table: single numbers, totals, species, activities, coefficients, phases, exchange.
std::vector<std::string> in_order(std::set<std::string> headings);

/// A water that was solved, or those in the lanes of a tile.
template <class R>
struct SolvedWater {
  std::span<const R> ln_activity;                      ///< of the components, water last
  std::span<const R> ln_molality, ln_gamma, molality;  ///< of the species, mol/kgw
  R ionic_strength;                                    ///< mol/kgw
};

/// The numbers of waters of one plan in the order of its columns, without looking up a name.
class PlannedColumns {
 public:
  /// The system must outlive it.
  PlannedColumns(const PlannedSystem& system, const WaterPlan& plan,
                 const std::vector<Exchanger>& exchangers);

  /// One heading for each number.
  const std::vector<std::string>& headings() const { return headings_; }

  /// Appends the numbers of a water but for those of exchangers, which are the last.
  template <class R>
  void append(const ConstantsOf<R>& at, const SolvedWater<R>& water, std::vector<R>& numbers) const;

  // Columns: of the ionic strength (mol/kgw), of the charge error (%), the first that append() leaves.
  std::size_t strength = 0, charge_error = 0, exchange = 0;

 private:
  struct Held {
    std::size_t species;
    double amount;
  };
  const PlannedSystem& system_;
  std::vector<std::string> headings_;
  std::vector<std::vector<Held>> totals_;  // of each entry of the plan: the species that have it
};

template <class R>
void PlannedColumns::append(const ConstantsOf<R>& at, const SolvedWater<R>& w,
                            std::vector<R>& numbers) const {
  using std::exp;
  const R over_ln10(1 / std::numbers::ln10);
  const WaterSystem& water = system_.water;
  R cations(0.0), anions(0.0), all(0.0), alkalinity(0.0), mass(1.0), hardness(0.0);
  for (std::size_t i = 0; i < w.molality.size(); ++i) {
    const R& m = w.molality[i];
    const double charge = water.species[i].charge;
    all += m;
    alkalinity += R(system_.alkalinity[i]) * m;
    mass += R(system_.molar_mass[i]) * m;
    hardness += R(system_.hardness[i]) * m;
    if (charge != 0) (charge > 0 ? cations : anions) += R(std::abs(charge)) * m;
  }
  const R charge = cations - anions;
  numbers.push_back(at.temperature - R(273.15));
  numbers.push_back(-w.ln_activity[0] * over_ln10);
  if (water.electron >= 0) numbers.push_back(-w.ln_activity[1] * over_ln10);
  numbers.push_back(w.ionic_strength);
  numbers.push_back(exp(w.ln_activity.back()));
  if (water.by_mixture) numbers.push_back(R(-moles_of_water) * w.ln_activity.back() / all);
  for (const R& one : {alkalinity, hardness, charge, R(100.0) * charge / (cations + anions), mass})
    numbers.push_back(one);
  for (const std::vector<Held>& holders : totals_) {
    R total(0.0);
    for (const Held& held : holders) total += R(held.amount) * w.molality[held.species];
    numbers.push_back(total);
  }
  const auto each_species = [&](auto number) {
    for (std::size_t i = 0; i < w.molality.size(); ++i)
      if (static_cast<int>(i) != water.electron) numbers.push_back(number(i));
  };
  each_species([&](std::size_t i) { return w.molality[i]; });
  each_species([&](std::size_t i) { return (w.ln_molality[i] + w.ln_gamma[i]) * over_ln10; });
  each_species([&](std::size_t i) { return w.ln_gamma[i] * over_ln10; });
  for (std::size_t p = 0; p < water.phases.size(); ++p)
    numbers.push_back((water.phases[p].row.dot(w.ln_activity) - at.ln_k_mineral[p]) * over_ln10);
}

}  // namespace talus
