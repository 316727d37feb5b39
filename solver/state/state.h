// The state of a run: every array that changes, in one place, each with one writer and one declaration
// (arrays.h), which says to everybody else what it is: the start, restarts, the run file, operations.
//
//     array                                          written by
//     temperature                                    take_temperature(): start, each step, restart
//     next_temperature, heat_step, heated_for        heat (heat.cpp)
//     ln_molality, ln_water, totals, amount,
//     equilibrium, porosity                          coupling (implicit.cpp), operations (churn.cpp)
//     initial_amount, initial_surface, sites,
//     initial_equilibrium                            start (build.cpp), operations (churn.cpp)
//     entered, crossings, external                     coupling, operations
//     water                                          start (build.cpp) where it is prescribed; else flow
//     head, water_rate, flow_step                    flow (richards.cpp)
//     reaction_heat                                  coupling (reaction_heat.cpp), operations
//     solutes                                        start (build.cpp), coupling (flow_first.cpp), operations
//     permeability, suction                          coupling (pores_and_flow.cpp)
//     placed_lifts                                   lifts (growing_pile.cpp)
//     carbon_in_pores, carbon_in_minerals            start (build.cpp), coupling (carbon_by_source.cpp), operations
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "chemistry/pack.h"
#include "mesh/mesh.h"

namespace talus {

/// Several values per cell, value by value (structure of arrays): fields[j] is one contiguous array of local
/// cells, padded to a whole number of tiles so that a tile can be loaded at any cell.
class Fields {
 public:
  Fields() = default;
  Fields(std::size_t count, std::size_t cells, double value = 0)
      : cells_(cells),
        stride_((cells / tile_width + 2) * tile_width),
        data_(count * stride_, value),
        count_(count) {}

  std::span<double> operator[](std::size_t j) { return {data_.data() + j * stride_, cells_}; }
  std::span<const double> operator[](std::size_t j) const { return {data_.data() + j * stride_, cells_}; }
  /// The address of value j of `cell`; a whole tile may be read from there.
  const double* at(std::size_t j, std::size_t cell) const { return data_.data() + j * stride_ + cell; }
  std::size_t size() const { return count_; }

 private:
  std::size_t cells_ = 0, stride_ = 0;
  std::vector<double> data_;
  std::size_t count_ = 0;
};

/// For each interior face: what lies behind its upstream cell, seen from the face (transport/advection.h).
struct Upstream {
  Index cell = -1;      ///< local cell, or -1
  int patch = -1;       ///< patch with an inflow, or -1
  double distance = 0;  ///< m, from there to the centre of the upstream cell
};

/// Where water goes, the same for all of a step; empty where nothing flows. A volume of water is its mass
/// divided by ChemicalSystem::water_density.
struct WaterFlow {
  std::vector<double> faces;                 ///< per interior face, m3/s from left to right
  std::vector<std::vector<double>> patches;  ///< [patch][face], m3/s into the domain
  std::vector<Upstream> upstream;            ///< per interior face; empty for plain upwind advection

  // As vapour, which is H2O alone; the same signs, m3/s of liquid water. Empty where none moves.
  std::vector<double> vapour_faces;
  std::vector<std::vector<double>> vapour_patches;  ///< [patch][face]; no faces where none evaporates

  bool empty() const { return faces.empty() && patches.empty(); }
  double through_face(std::size_t f) const { return faces.empty() ? 0.0 : faces[f]; }
  double into_patch(std::size_t patch, std::size_t f) const {
    return patches.empty() ? 0.0 : patches[patch][f];
  }
  double vapour_through_face(std::size_t f) const { return vapour_faces.empty() ? 0.0 : vapour_faces[f]; }
  double vapour_into_patch(std::size_t patch, std::size_t f) const {
    return vapour_patches.empty() || vapour_patches[patch].empty() ? 0.0 : vapour_patches[patch][f];
  }
};

/// How what entered through a patch crossed its faces since the start: with the gas, with the water, and as its
/// vapour. All that entered is gas_components times `gas`, plus `inflow`, minus `outflow`, plus `vapour` of H2O.
struct Crossing {
  /// The same on all ranks; what a patch has not stays empty.
  bool has_gas = false, has_water = false, has_vapour = false, has_rain = false, has_pond = false;
  std::vector<double> gas;              ///< [face][gas], mol; out is negative
  std::vector<double> inflow, outflow;  ///< [face][component and water], mol, neither negative
  std::vector<double> vapour = {};      ///< [face], mol of H2O; what evaporates is negative

  // Outside of the domain, on its faces; written by the flow. [face], mol of H2O.
  std::vector<double> runoff = {};  ///< rain that did not enter, and what came out under it, since the start
  std::vector<double> ponded = {};  ///< that stands there now
  std::vector<double> pond_vapour = {};  ///< that has evaporated from what stood there

  // Where carbon is followed by its source: what came in and left since the start, [face][source], mol, neither negative.
  bool has_carbon = false;
  std::vector<double> carbon_in = {}, carbon_out = {};
};

struct State {
  double time = 0;  ///< s, since the start

  // per local cell
  std::vector<double> temperature;       ///< K
  std::vector<double> next_temperature;  ///< K, at the end of the step at work, where heat flows; else empty
  Fields ln_molality;                    ///< of each component, mol/kgw
  Fields ln_water;                       ///< one: water per bulk volume, kg/m3

  // per local cell, where water flows by Richards' equation
  Fields head;                       ///< one: pressure head of the water, m
  std::vector<double> permeability;  ///< over that of the material
  std::vector<double> suction;       ///< what a suction counts for, over that in the material

  // per owned cell
  Fields water_rate;  ///< one: of the water per bulk volume in the last step of the flow, 1/s
  Fields
      totals;  ///< of each component and water, dissolved, in the gas and on exchangers: mol/m3, by the balances
  Fields amount;           ///< of each solid, mol/m3
  Fields porosity;         ///< one: what solids leave, m3/m3
  Fields initial_amount;   ///< of each solid that was there, mol/m3 (V0)
  Fields initial_surface;  ///< of each solid that was there, m2/m3 (A0)
  Fields sites;            ///< of each exchanger, mol/m3
  Fields
      solutes;  ///< one: of the water, by the osmolality of its liquid, which they keep from freezing; mol/m3
  Fields
      reaction_heat;  ///< one: that reactions gave off in the last step and the heat of the next brings, J/m3
  Fields equilibrium, initial_equilibrium;  ///< of each mineral at equilibrium, now and at the start, mol/m3
  Fields carbon_in_pores;     ///< of each source of carbon, in gas, water and on exchangers, mol/m3
  Fields carbon_in_minerals;  ///< [holder of carbon][source], mol/m3

  WaterFlow water;              ///< of the step to come
  double flow_step = 0;         ///< s, the step of the flow to try next
  bool heat_flows = false;      ///< the temperature follows from heat, not from the case
  bool reactions_heat = false;  ///< they warm the pile
  double heat_step = 0;         ///< s, that of heat
  double heated_for = 0;        ///< s, from `temperature` to `next_temperature`
  bool grows = false;           ///< lifts are placed
  double placed_lifts = 0;      ///< how many have been

  // since the start
  std::vector<std::vector<double>> entered;  ///< per patch: [face][component and water], mol
  std::vector<Crossing> crossings;           ///< per patch: the same, gas and water apart
  std::vector<double> external;              ///< of each component and water, on the first rank, mol
};

}  // namespace talus
