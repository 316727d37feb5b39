// A run whose answers can be worked out by hand: in two days a quarter, then half of 4 mol of brucite in 1 kg
// of tailings on 0.5 m2 turns into nesquehonite, with CO2 that comes in through the top:
//     Mg(OH)2 + CO2(g) + 2 H2O = MgCO3:3H2O
#pragma once

#include "report/run.h"

namespace talus::report {

inline Run known_run() {
  const Curve reacted{0, 1, 2};  // mol
  Run run;
  run.name = "known";
  run.file = "known.h5";
  run.time = {0, 86400, 172800};
  run.moment = {0, 0, 0};
  run.materials = {"tailings"};
  run.volume = 1e-3;
  run.dry_mass = 1;
  run.footprint = 0.5;
  run.saturation = {0.5, 0.4, 0.3};
  run.provenance = {{"status", "done"}};
  run.system = {.components = {"H+", "HCO3-", "Mg+2", "H2O"},
                .elements = {"C", "H", "Mg", "O"},
                .gases = {"CO2(g)"},
                .minerals = {"Brucite", "Nesquehonite"},
                .exchange_species = {},
                .carbon_sources = {},
                .carbon_kinds = {},
                .component_elements = {4, 4, {0, 1, 0, 0, 1, 1, 0, 3, 0, 0, 1, 0, 0, 2, 0, 1}},
                .component_charge = {1, -1, 2, 0},
                .gas_components = {1, 4, {1, 1, 0, -1}},
                .exchange_components = {},
                .mineral_components = {2, 4, {-2, 0, 1, 2, -1, 1, 1, 3}},
                .mineral_molar_mass = {0.0583197, 0.13836},
                .mineral_molar_volume = {24.63e-6, 74.79e-6}};
  run.external.assign(4, Curve(3, 0));
  PatchRecord top{
      .name = "top", .area = 0.5, .footprint = 0.5, .entered = std::vector<Curve>(4, Curve(3, 0))};
  run.total["aqueous_H+"] = run.total["aqueous_HCO3-"] = Curve(3, 0.02);
  run.total["aqueous_Mg+2"] = Curve(3, 0);
  run.total["gaseous_CO2(g)"] = Curve(3, 0.001);
  for (std::size_t k = 0; k < 3; ++k) {
    run.total["mineral_Brucite"].push_back(4 - reacted[k]);
    run.total["mineral_Nesquehonite"].push_back(reacted[k]);
    run.total["aqueous_H2O"].push_back(10 - 2 * reacted[k]);
    run.total["water"].push_back(0.01801528 * (10 - 2 * reacted[k]));
    for (std::size_t j = 0; j < 4; ++j) top.entered[j][k] = reacted[k] * run.system.gas_components(0, j);
  }
  top.gas = {reacted};
  run.patches = {top};
  return run;
}

}  // namespace talus::report
