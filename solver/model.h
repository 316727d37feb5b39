// The model: everything that is fixed while a run goes on, and in the words of the solver instead of the
// user's.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/series.h"
#include "chemistry/balances.h"
#include "chemistry/recipe.h"
#include "mesh/mesh.h"
#include "solver/transport/diffusion.h"

namespace talus {

/// What a patch lets through; three independent parts and free outflow.
struct PatchConditions {
  std::vector<double> air;                     ///< pressure of each gas in the air, Pa; empty: closed to gas
  std::optional<std::vector<double>> inflow;   ///< of each component and water, mol per m3 of entering water
  std::optional<std::vector<double>> solutes;  ///< of each component and bound water, mol per m3 of water
  bool outflow = false;
  std::vector<double> water_in;  ///< per face of the patch, m3/s into the domain
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
};

/// For each interior face: what lies behind its upstream cell, seen from the face (transport/advection.h).
struct Upstream {
  Index cell = -1;      ///< local cell, or -1
  int patch = -1;       ///< patch with an inflow, or -1
  double distance = 0;  ///< m, from there to the centre of the upstream cell
};

struct Model {
  std::shared_ptr<const Database> database;
  ChemicalSystem system;
  Reactions reactions;
  Mesh mesh;
  CellProperties cells;
  std::vector<std::string> materials;
  std::vector<PatchConditions> patches;  ///< in the order of mesh.patches
  std::vector<double> face_water;        ///< per face, m3/s from left to right
  std::vector<Upstream> upstream;        ///< per face; empty for plain upwind advection
  bool water_moves = false;       ///< the saturation is given, and make-up water booked
  double solute_diffusivity = 0;  ///< m2/s in free water
  Series temperature;             ///< K, over time

  /// Diffusivity of gas g in free air at 101325 Pa and `kelvin`, m2/s.
  double gas_diffusivity(std::size_t g, double kelvin) const {
    const GasRecord& gas = *system.gases[g].record;
    return gas.diffusivity * std::pow(kelvin / 273.15, gas.diffusivity_exponent);
  }
  bool has_flow() const { return !face_water.empty(); }
};

}  // namespace talus
