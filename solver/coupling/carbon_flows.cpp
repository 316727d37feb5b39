#include "solver/coupling/carbon_flows.h"

#include <cmath>

#include "solver/coupling/fluxes.h"

namespace talus {

namespace {

/// Carbon that goes each way, mol/s.
struct Ways {
  double to_right = 0, to_left = 0;

  /// What a flux makes of the concentrations (mol/m3) of its sides.
  void add(const FaceFlux<double>& flux, double left, double right) {
    to_right += flux.left * left;
    to_left -= flux.right * right;
  }
  /// A way on which less than nothing goes counts for the other.
  void turn_round() {
    const double right = std::max(to_right, 0.0) + std::max(-to_left, 0.0);
    to_left = std::max(to_left, 0.0) + std::max(-to_right, 0.0);
    to_right = right;
  }
};

Ways through_face(const Model& model, const Stage& stage, const CellValues<double>& values, std::size_t f) {
  const auto [a, b] = cells_of(model.mesh.faces, f);
  const std::size_t n = model.unknowns.size(), gases = model.system.gases.size(),
                    carbon = model.carbon->component;
  Ways ways;
  for (std::size_t g = 0; g < gases; ++g)
    if (const double atoms = model.carbon->atoms_of_gas[g]; atoms != 0)
      ways.add(gas_flux_of<double>(model, stage, f, g, {values.gas_factor[a], values.gas_factor[b]}),
               atoms * values.gas[a * gases + g], atoms * values.gas[b * gases + g]);
  ways.add(solute_flux_of<double>(model, stage, f, {values.solute_factor[a], values.solute_factor[b]}),
           values.concentration[a * n + carbon], values.concentration[b * n + carbon]);
  if (!stage.advection.empty()) {
    const double correction = stage.advection[f * n + carbon];
    if (stage.water.through_face(f) > 0)
      ways.to_right += correction;
    else
      ways.to_left -= correction;
  }
  ways.turn_round();
  return ways;
}

/// Adds what goes through face f of a patch.
void add_patch_face(const Model& model, const Stage& stage, const CellValues<double>& values,
                    std::size_t patch, std::size_t f, double seconds, CarbonFlows::OfPatch& flows) {
  const PatchConditions& conditions = model.patches[patch];
  const auto cell = static_cast<std::size_t>(model.mesh.patches[patch].cell[f]);
  const std::size_t n = model.unknowns.size(), gases = conditions.air.size(),
                    carbon = model.carbon->component;
  for (std::size_t g = 0; g < gases; ++g) {
    const double atoms = model.carbon->atoms_of_gas[g];
    if (atoms == 0) continue;
    const PoresBehind<double> pores{values.gas_factor[cell], values.solute_factor[cell],
                                    values.porosity[cell], values.dissolved[cell * gases + g]};
    const FaceFlux<double> flux = patch_gas_flux_of(model, stage, patch, f, g, pores);
    flows.by_air[f] += seconds * atoms * flux.left * outside_gas(stage, patch, g, cell);
    flows.out[f] -= seconds * atoms * flux.right * values.gas[cell * gases + g];
  }
  const FaceFlux<double> flux = patch_solute_flux_of(model, stage, patch, f, values.solute_factor[cell]);
  if (conditions.solutes) flows.by_standing[f] += seconds * flux.left * (*conditions.solutes)[carbon];
  flows.out[f] -= seconds * flux.right * values.concentration[cell * n + carbon];
  const double water = stage.water.into_patch(patch, f);
  if (water > 0) flows.by_entering[f] += seconds * water * (*conditions.inflow)[carbon];
}

}  // namespace

void CarbonFlows::clear(const Model& model) {
  to_right.assign(model.mesh.faces.size(), 0.0);
  to_left = to_right;
  patches.clear();
  for (const Patch& patch : model.mesh.patches) {
    const std::vector<double> none(patch.size(), 0.0);
    patches.push_back({none, none, none, none});
  }
}

void CarbonFlows::add(const Model& model, const Stage& stage, const CellValues<double>& values,
                      double seconds) {
  for (std::size_t f = 0; f < to_right.size(); ++f) {
    const Ways ways = through_face(model, stage, values, f);
    to_right[f] += seconds * ways.to_right;
    to_left[f] += seconds * ways.to_left;
  }
  for (std::size_t p = 0; p < patches.size(); ++p)
    for (std::size_t f = 0; f < model.mesh.patches[p].size(); ++f)
      add_patch_face(model, stage, values, p, f, seconds, patches[p]);
}

}  // namespace talus
