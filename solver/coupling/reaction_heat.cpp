#include "solver/coupling/reaction_heat.h"

#include <algorithm>

#include "base/exact_sum.h"
#include "solver/coupling/fluxes.h"
#include "solver/transport/advection.h"

namespace talus {

void ReactionHeat::note_start() { at_start_ = values_.held_enthalpy; }

void ReactionHeat::begin() { brought_.assign(values_.held_enthalpy.size(), 0.0); }

/// Chemical enthalpy that gas and water carry through an interior face, W from left to right, without the correction of advection.
double ReactionHeat::through_face(std::size_t face) const {
  const auto [a, b] = cells_of(model_.mesh.faces, face);
  const std::size_t gases = model_.system.gases.size();
  double sum =
      solute_flux_of<double>(model_, stage_, face, {values_.solute_factor[a], values_.solute_factor[b]})
          .at(values_.enthalpy[a], values_.enthalpy[b]);
  for (std::size_t g = 0; g < gases; ++g)
    sum += model_.heat->reaction->gases[g] *
           gas_flux_of<double>(model_, stage_, face, g, {values_.gas_factor[a], values_.gas_factor[b]})
               .at(values_.gas[a * gases + g], values_.gas[b * gases + g]);
  return sum;
}

/// The same through face `face` of a patch, W into the domain.
double ReactionHeat::through_patch(std::size_t patch, std::size_t face) {
  const PatchConditions& conditions = model_.patches[patch];
  const auto cell = static_cast<std::size_t>(model_.mesh.patches[patch].cell[face]);
  const double water = stage_.water.into_patch(patch, face);
  double sum = patch_solute_flux_of<double>(model_, stage_, patch, face, values_.solute_factor[cell])
                   .at(conditions.solutes_enthalpy, values_.enthalpy[cell]);
  if (water > 0) sum += water * conditions.inflow_enthalpy;
  gas_.resize(model_.system.gases.size());
  patch_gas_flux(model_, stage_, values_, patch, face, gas_.data());
  for (std::size_t g = 0; g < conditions.air.size(); ++g) sum += model_.heat->reaction->gases[g] * gas_[g];
  return sum;
}

void ReactionHeat::count(double seconds) {
  if (!has_reaction_heat(model_)) return;
  const std::vector<double> correction = limited_enthalpy_correction(model_, stage_.water, values_.enthalpy);
  const Faces& faces = model_.mesh.faces;
  for (std::size_t f = 0; f < faces.size(); ++f) {
    const auto [a, b] = cells_of(faces, f);
    const double joules = seconds * (through_face(f) + (correction.empty() ? 0.0 : correction[f]));
    if (a < brought_.size()) brought_[a] -= joules;
    if (b < brought_.size()) brought_[b] += joules;
  }
  for (std::size_t p = 0; p < model_.mesh.patches.size(); ++p)
    for (std::size_t i = 0; i < model_.mesh.patches[p].size(); ++i)
      brought_[static_cast<std::size_t>(model_.mesh.patches[p].cell[i])] += seconds * through_patch(p, i);
}

double ReactionHeat::finish(State& state) const {
  if (!has_reaction_heat(model_)) return 0;
  const ReactionEnthalpies& enthalpies = *model_.heat->reaction;
  const std::size_t solids = model_.reactions.solids.size(), slow = enthalpies.slow.size();
  std::vector<ExactSum> sum(1);
  for (std::size_t c = 0; c < at_start_.size(); ++c) {
    const double volume = model_.mesh.volume[c];
    double gained = values_.held_enthalpy[c] - at_start_[c] - brought_[c] / volume;
    for (std::size_t p = 0; p < solids; ++p)
      gained += enthalpies.minerals[model_.reactions.solids[p].mineral] * values_.change[c * solids + p];
    for (std::size_t q = 0; q < model_.system.equilibrium.size(); ++q)
      gained += enthalpies.minerals[model_.system.equilibrium[q].mineral] * minerals_.change(c, q);
    for (std::size_t i = 0; i < slow; ++i) gained += enthalpies.slow[i] * values_.extent[c * slow + i];
    state.reaction_heat[0][c] = -gained;
    sum[0].add(-volume * gained);
  }
  return sum_over_ranks(model_.mesh.communicator, sum)[0];
}

}  // namespace talus
