// Vessels that the tests of equilibrium share: a water, phases, and what a right answer fulfils.
#pragma once

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "chemistry/equilibrium/equilibrium.h"
#include "tests/catch.h"
#include "tests/chemistry/dat_files.h"
#include "tests/chemistry/small_systems.h"

namespace talus {

/// Phases that the shipped database does not have. Constants of phreeqc.dat (Parkhurst and Appelo 2013, USGS
/// TM 6-A43) at 25 degC; "Calcite twin" is calcite under another name.
inline const std::string more_phases = R"(PHASES
Gypsum
CaSO4:2H2O = Ca+2 + SO4-2 + 2 H2O
-log_k -4.58
Anhydrite
CaSO4 = Ca+2 + SO4-2
-log_k -4.36
Aragonite
CaCO3 + H+ = Ca+2 + HCO3-
-log_k 1.993
Calcite_twin
CaCO3 + H+ = Ca+2 + HCO3-
-log_k 1.849
Calcite_known
CaCO3 + H+ = Ca+2 + HCO3-
-log_k 1.849
Halite
NaCl = Na+ + Cl-
-log_k 1.570
)";

/// The shipped database with these.
inline const Database& with_more_phases() {
  static const Database database = [] {
    const DatFolder folder;
    folder.write("more.dat", more_phases);
    return Database::read({"talus", "more.dat"}, folder.path());
  }();
  return database;
}

/// A model with its system and constants, and a batch of it that starts as pure water.
struct TestVessel {
  ChemicalSystem system;
  EquilibriumModel model;
  EquilibriumConstants at;
  Batch batch;

  TestVessel(const Database& database, const SystemChoice& choice, const std::vector<std::string>& phases,
             double kilograms = 1, double temperature = 298.15)
      : system(database, choice), model{&system} {
    for (const std::string& name : phases) model.phases.push_back(phase(database, system, name));
    at = constants_of(model, temperature);
    batch.total.assign(system.balances(), 0.0);
    batch.total.back() = kilograms / water_molar_mass;
    batch.phases.resize(phases.size());
  }
  TestVessel(const TestVessel&) = delete;
  TestVessel& operator=(const TestVessel&) = delete;

  double& total(const std::string& component) {
    return batch.total[static_cast<std::size_t>(system.component(component))];
  }
  std::size_t number(const std::string& phase_name) const {
    std::size_t p = 0;
    while (model.phases.at(p).name != phase_name) ++p;
    return p;
  }
  PhaseStart& start(const std::string& phase_name) { return batch.phases[number(phase_name)]; }
  std::size_t component(const std::string& name) const {
    return static_cast<std::size_t>(system.component(name));
  }
};

/// What every answer fulfils: balances, charge, and of each phase that it is there at its target, or not
/// there and below it.
inline void check_equilibrium(const TestVessel& vessel, const Equilibrium& e) {
  INFO(e.failure);
  REQUIRE(e.found);
  const Batch& batch = vessel.batch;
  for (std::size_t p = 0; p < vessel.model.phases.size(); ++p) {
    CAPTURE(vessel.model.phases[p].name, e.amount[p], e.saturation[p]);
    CHECK(e.amount[p] ==
          Approx((batch.phases[p].open ? 0 : batch.phases[p].amount) + e.change[p]).margin(1e-15));
    const double beyond = e.saturation[p] - batch.phases[p].target;
    if (e.present[p]) {
      CHECK(std::abs(beyond) < 1e-11);
      CHECK((e.amount[p] >= 0 || batch.phases[p].open));
    } else {
      CHECK(e.amount[p] == 0);
      CHECK(beyond < 1e-9);
    }
  }
  double charge = 0, size = 0, water = std::max(batch.total.back() * water_molar_mass, e.water);
  for (std::size_t p = 0; p < vessel.model.phases.size(); ++p)
    water += vessel.model.phases[p].row.water * batch.phases[p].amount * water_molar_mass;
  for (std::size_t j = 0; j < vessel.system.balances(); ++j) {
    double held = e.total[j], terms = std::abs(held);
    for (std::size_t p = 0; p < vessel.model.phases.size(); ++p) {
      const ReactionRow& row = vessel.model.phases[p].row;
      const double power = j == vessel.system.components() ? row.water : row.of(j);
      held += power * e.change[p];
      terms += std::abs(power * e.change[p]);
    }
    for (std::size_t i = 0; i < vessel.system.species.size(); ++i)
      terms += e.water * std::abs(vessel.system.species[i].row.of(j)) * e.molality[i];
    CAPTURE(vessel.system.component_name(j), batch.total[j]);
    const double over = held - batch.total[j];
    if (std::ranges::count(e.absent, vessel.system.component_name(j)) > 0) {
      CHECK(over > 0);  // the trace that stands for nothing
      CHECK(over < 2 * trace_total * water);
      continue;
    }
    CHECK(std::abs(over) < 1e-12 * (terms + std::abs(batch.total[j])));
    if (j < vessel.system.components()) {
      charge += vessel.system.species[j].charge * over;
      size += std::abs(vessel.system.species[j].charge) * terms;
    }
  }
  CHECK(std::abs(charge) < 1e-12 * size);
  CHECK(e.balance_error < 1e-12);
}

}  // namespace talus
