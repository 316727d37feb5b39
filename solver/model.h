// The model: everything that is fixed while a run goes on, and in the words of the solver instead of the
// user's.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/series.h"
#include "chemistry/balances.h"
#include "chemistry/speciation/recipe.h"
#include "mesh/mesh.h"
#include "solver/carbon_sources.h"
#include "solver/laws/air.h"
#include "solver/laws/boundary.h"
#include "solver/laws/crust.h"
#include "solver/laws/diffusion.h"
#include "solver/laws/heat_boundary.h"
#include "solver/laws/retention.h"
#include "solver/laws/weather.h"
#include "solver/temperature_table.h"
#include "solver/unknowns.h"

namespace talus {

/// What a patch lets through: independent parts, each closed unless it is given.
struct PatchConditions {
  std::vector<AirGas> air;                     ///< of each gas; empty: closed to gas
  std::optional<std::vector<double>> inflow;   ///< of each component and water, mol per m3 of entering water
  std::optional<std::vector<double>> solutes;  ///< of each component and bound water, mol per m3 of water
  /// Chemical enthalpy of both (chemical_enthalpy.h), J per m3 of water; where the heat of reactions counts.
  double inflow_enthalpy = 0, solutes_enthalpy = 0;
  std::optional<Crust> crust;  ///< between air and cells
  bool outflow = false;
  WaterConditions water;  ///< of Richards' equation
};

/// Per cell, from its material.
struct CellProperties {
  std::vector<double> porosity;                   ///< of the material, per local cell, padded to whole tiles
  std::vector<double> critical_porosity;          ///< at which nothing grows, the same
  std::vector<int> material;                      ///< per owned cell
  std::vector<double> dry_density;                ///< kg/m3, per owned cell
  std::vector<DiffusionLaw> gas_law, solute_law;  ///< per material
  std::vector<double> dispersivity;               ///< m, per material
  std::vector<int> local_material;                ///< per local cell
  std::vector<Hydraulics>
      hydraulics;  ///< per material; empty where water does not flow by Richards' equation
};

struct Model {
  std::shared_ptr<const Database> database;
  ChemicalSystem system;
  Unknowns unknowns;  ///< of a cell
  Reactions reactions;
  Mesh mesh;
  CellProperties cells;
  std::vector<std::string> materials;
  std::vector<PatchConditions> patches;  ///< in the order of mesh.patches
  bool water_is_held = false;     ///< each cell keeps its saturation: what reactions take is made up for
  bool limited = false;           ///< advection of second order (transport/advection.h)
  double solute_diffusivity = 0;  ///< m2/s in free water
  TemperatureTable temperature;   ///< K, over time and depth; where heat flows that of the start
  Series pressure;                ///< Pa, of the gas in the pores and of the air, over time
  std::shared_ptr<const Weather> weather = {};  ///< null without
  bool vapour_moves = false;                    ///< vapour diffuses between cells, by Richards' equation
  std::optional<HeatModel> heat;                ///< where heat flows
  std::optional<CarbonSources> carbon = {};     ///< where carbon is followed by its source
  std::vector<double> lift_times =
      {};  ///< s, rising: when each lift is placed; empty where the pile stays as it is
  std::vector<int> lift_of_cell = {};  ///< per local cell: 0 from the start on, k placed as the k-th lift

  /// Whether water flows by Richards' equation.
  bool has_richards() const { return !cells.hydraulics.empty(); }

  /// Diffusivity of gas g in free air of `pascal` at `kelvin`, m2/s: the record's at 273.15 K and 1
  /// atm, times (T / 273.15 K)^n (1 atm / p) (Marrero and Mason 1972, J. Phys. Chem. Ref. Data 1:3).
  double gas_diffusivity(std::size_t g, double kelvin, double pascal) const {
    const GasRecord& gas = *system.gases[g].record;
    return gas.diffusivity * std::pow(kelvin / 273.15, gas.diffusivity_exponent) *
           (standard_atmosphere / pascal);
  }
};

/// The thermal properties of a local cell.
inline const ThermalMaterial& thermal_material(const Model& model, std::size_t cell) {
  return model.heat->materials[static_cast<std::size_t>(model.cells.local_material[cell])];
}

/// Whether the heat of reactions warms the pile.
inline bool has_reaction_heat(const Model& model) { return model.heat && model.heat->reaction; }

/// The temperature (K) whose constants chemistry takes at `kelvin`.
inline double chemical_temperature(const Model& model, double kelvin) {
  const bool held = model.heat && model.heat->holds_constants;
  return held ? std::max(kelvin, zero_celsius_in_kelvin) : kelvin;
}

/// The hydraulic properties of a local cell.
inline const Hydraulics& hydraulics_at(const Model& model, std::size_t cell) {
  return model.cells.hydraulics[static_cast<std::size_t>(model.cells.local_material[cell])];
}

}  // namespace talus
