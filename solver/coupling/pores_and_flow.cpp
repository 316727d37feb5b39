#include "solver/coupling/pores_and_flow.h"

#include <algorithm>
#include <cmath>

#include "base/exact_sum.h"
#include "solver/laws/flux.h"
#include "solver/state/energy.h"

namespace talus {

PoresAndFlow::PoresAndFlow(const Model& model)
    : model_(model), ghosts_(model.mesh), freezes_(model.heat && model.heat->freezes()) {}

/// What ice in the pores leaves of the permeability: 10^(-Omega i), i its part of the pores (Hansson and others
/// 2004, Vadose Zone J. 3:693).
double PoresAndFlow::past_ice(const State& state, std::size_t cell) const {
  const double pores = state.porosity[0][cell] * density_of_ice;
  return std::pow(10.0, -model_.heat->impedance * std::min(ice_in(model_, state, cell) / pores, 1.0));
}

double PoresAndFlow::permeability_of(std::size_t cell, double porosity) const {
  return relative_permeability(hydraulics_at(model_, cell).permeability_law, porosity,
                               model_.cells.porosity[cell], model_.cells.critical_porosity[cell]);
}

void PoresAndFlow::apply(State& state) const {
  const bool fill = model_.reactions.fill_pores;
  if (!fill && !freezes_) return;
  for (std::size_t c = 0; c < static_cast<std::size_t>(model_.mesh.owned); ++c) {
    const double porosity = state.porosity[0][c], open = fill ? permeability_of(c, porosity) : 1;
    if (fill && hydraulics_at(model_, c).leverett)
      state.suction[c] = leverett_scale(porosity, model_.cells.porosity[c], open);
    state.permeability[c] = freezes_ ? open * past_ice(state, c) : open;
  }
  ghosts_.update(state.permeability);
  ghosts_.update(state.suction);
}

double PoresAndFlow::lag(const State& state) const {
  if (!model_.reactions.fill_pores) return 0;
  const Mesh& mesh = model_.mesh;
  std::vector<double> now(static_cast<std::size_t>(mesh.local));
  for (std::size_t c = 0; c < static_cast<std::size_t>(mesh.owned); ++c)
    now[c] = permeability_of(c, state.porosity[0][c]) * (freezes_ ? past_ice(state, c) : 1);
  ghosts_.update(now);
  std::vector<ExactSum> sums(2);  // of the power that is lost, and that times the change
  for (std::size_t f = 0; f < mesh.faces.size(); ++f) {
    const auto a = static_cast<std::size_t>(mesh.faces.left[f]),
               b = static_cast<std::size_t>(mesh.faces.right[f]);
    const auto conductance_by = [&](const std::vector<double>& permeability) {
      return conductance(
          1, mesh.faces.distance_left[f], hydraulics_at(model_, a).permeability * permeability[a],
          mesh.faces.distance_right[f], hydraulics_at(model_, b).permeability * permeability[b]);
    };
    const double before = conductance_by(state.permeability), after = conductance_by(now);
    const double drop = state.head[0][a] + mesh.z[a] - state.head[0][b] - mesh.z[b];
    const double power = std::abs(state.water.through_face(f) * drop);
    if (!(before > 0 && power > 0)) continue;
    if (a >= static_cast<std::size_t>(mesh.owned)) continue;  // the rank of the left cell counts the face
    sums[0].add(power);
    sums[1].add(power * std::abs(after > 0 ? std::log(after / before) : -1.0));
  }
  const std::vector<double> total = sum_over_ranks(mesh.communicator, sums);
  return total[0] > 0 ? total[1] / total[0] : 0;
}

}  // namespace talus
