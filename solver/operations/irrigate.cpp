#include "solver/operations/irrigate.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/exact_sum.h"
#include "base/petsc.h"
#include "base/units.h"
#include "solver/coupling/implicit.h"
#include "solver/model.h"
#include "solver/state/state.h"

namespace talus {

namespace {

constexpr int most_halvings = 6;  // of an addition whose equilibrium is not found at once

/// Water that each owned cell gets, m3/m3, and the volume (m3) for which a column has had no room, the largest of this rank.
struct Doses {
  std::vector<double> of_cell;
  double without_room = 0;
};

Doses doses_of(const Irrigate& irrigate, const Model& model, const State& state) {
  const Mesh& mesh = model.mesh;
  Doses doses;
  doses.of_cell.assign(static_cast<std::size_t>(mesh.owned), 0.0);
  for (const Patch& patch : mesh.patches)
    for (std::size_t f = 0; patch.name == "top" && f < patch.size(); ++f) {
      const auto top = static_cast<Index>(patch.cell[f]);
      const auto after = std::ranges::upper_bound(mesh.column_first, top);
      const auto first = static_cast<std::size_t>(*(after - 1));  // columns run from the base to the top
      const double all = *irrigate.amount * area_under_rain(patch.area[f], patch.nz[f]);
      double left = all;
      for (auto c = static_cast<std::size_t>(top) + 1; left > 0 && c-- > first;) {
        const double water = std::exp(state.ln_water[0][c]) / model.system.water_density + doses.of_cell[c];
        const double room = std::max(*irrigate.wets_to * state.porosity[0][c] - water, 0.0) * mesh.volume[c];
        const double taken = std::min(room, left);
        doses.of_cell[c] += taken / mesh.volume[c];
        left -= taken;
      }
      if (left > 1e-12 * all) doses.without_room = std::max(doses.without_room, left / all);
    }
  return doses;
}

/// Adds `share` of the doses to what cells hold.
void add(const Irrigate& irrigate, const std::vector<double>& doses, double share, const Model& model,
         State& state) {
  for (std::size_t c = 0; c < doses.size(); ++c) {
    if (doses[c] == 0) continue;
    for (std::size_t j = 0; j < irrigate.brings.size(); ++j)
      state.totals[j][c] += share * doses[c] * irrigate.brings[j];
    if (irrigate.carbon_source >= 0)
      state.carbon_in_pores[static_cast<std::size_t>(irrigate.carbon_source)][c] +=
          share * doses[c] * irrigate.brings[model.carbon->component];
    state.ln_water[0][c] =  // a first guess, without the water that solutes bind
        std::log(std::exp(state.ln_water[0][c]) + share * doses[c] * model.system.water_density);
  }
}

/// Adds a share of the doses and finds the equilibrium of each cell; in two halves where Newton's method does not find it.
Step add_and_respeciate(const Irrigate& irrigate, const std::vector<double>& doses, double share,
                        int halvings, const Model& model, Implicit& implicit, State& state) {
  const State before = state;
  add(irrigate, doses, share, model, state);
  Step step = implicit.respeciate(state);
  if (step.good || halvings == 0) return step;
  state = before;
  for (int half = 0; half < 2; ++half) {
    step = add_and_respeciate(irrigate, doses, share / 2, halvings - 1, model, implicit, state);
    if (!step.good) return step;
  }
  return step;
}

/// Counts what was brought, of each balance, on the first rank: the same on any number of ranks.
void count_external(const Irrigate& irrigate, const std::vector<double>& doses, const Model& model,
                    State& state) {
  std::vector<ExactSum> brought(irrigate.brings.size());
  for (std::size_t c = 0; c < doses.size(); ++c)
    for (std::size_t j = 0; j < brought.size(); ++j)
      brought[j].add(doses[c] * irrigate.brings[j] * model.mesh.volume[c]);
  const std::vector<double> all = sum_over_ranks(model.mesh.communicator, brought);
  if (rank_among(model.mesh.communicator) != 0) return;
  for (std::size_t j = 0; j < all.size(); ++j) state.external[j] += all[j];
}

/// Counts the carbon of its source at the faces above the cells.
void count_carbon(const Irrigate& irrigate, const std::vector<double>& doses, const Model& model,
                  State& state) {
  if (irrigate.carbon_source < 0) return;
  const std::size_t sources = model.carbon->sources.size();
  for (std::size_t p = 0; p < model.mesh.patches.size(); ++p)
    for (std::size_t f = 0; model.mesh.patches[p].name == "top" && f < model.mesh.patches[p].size(); ++f) {
      const auto top = static_cast<Index>(model.mesh.patches[p].cell[f]);
      const auto after = std::ranges::upper_bound(model.mesh.column_first, top);
      for (auto c = static_cast<std::size_t>(*(after - 1)); c <= static_cast<std::size_t>(top); ++c)
        state.crossings[p].carbon_in[f * sources + static_cast<std::size_t>(irrigate.carbon_source)] +=
            doses[c] * model.mesh.volume[c] * irrigate.brings[model.carbon->component];
    }
}

}  // namespace

std::string words(const Irrigate& irrigate, const std::string& when) {
  return "irrigate with " + with_unit(*irrigate.amount, "mm") +
         (irrigate.composition ? " of '" + *irrigate.composition + "'" : "") +
         ", to S = " + with_unit(*irrigate.wets_to, "1") + ", " + when;
}

void apply(const Irrigate& irrigate, const Model& model, Implicit& implicit, State& state) {
  const Doses doses = doses_of(irrigate, model, state);
  const double without_room = max_over_ranks(model.mesh.communicator, doses.without_room);
  if (without_room > 0)
    throw SolveError("irrigation with " + with_unit(*irrigate.amount, "mm") + ": a column has no room for " +
                     with_unit(without_room, "%") + " of it below S = " + with_unit(*irrigate.wets_to, "1") +
                     "; give less, or only when the surface has dried (dried_below)");
  const Step step = add_and_respeciate(irrigate, doses.of_cell, 1, most_halvings, model, implicit, state);
  if (!step.good) throw SolveError("no equilibrium after irrigation: " + step.reason);
  count_external(irrigate, doses.of_cell, model, state);
  count_carbon(irrigate, doses.of_cell, model, state);
}

}  // namespace talus
