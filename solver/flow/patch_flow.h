// Liquid water through patches and from sources, as part of Richards' equation: what times bring, what faces take, what
// stands on them.
#pragma once

#include <vector>

#include "solver/flow/conductances.h"
#include "solver/flow/offered.h"
#include "solver/flow/ponds.h"
#include "solver/flow/vapour_flow.h"

namespace talus {

class PatchFlow {
 public:
  /// Must outlive it.
  explicit PatchFlow(const Model& model);

  /// What stands on the faces of the state.
  void load(const State& state) { ponds_.load(state); }
  /// Takes rain and sources at `time`.
  void take_rain(double time) { rain_ = offered_water(model_, time); }
  /// Begins a step of that length (s) under that rain and the air of `vapour`, or of none (0), in which no pond is kept.
  void begin(double seconds, VapourFlow& vapour);

  /// Adds what crosses the faces at the heads of local cells (m) to the sums of Newton's method. `wetness_at(cell, head)` is
  /// what a cell would hold there.
  template <class WetnessAt>
  void add(const Conductances& conductances, std::span<const double> head,
           std::span<const Wetness<double>> wet, WetnessAt&& wetness_at, FlowSums sums);

  /// Ends the step: ponds have what did not enter.
  void end() { ponds_.end(into_); }
  /// Begins the mean fluxes of a step of transport, and adds those of the last add() with their share of it.
  void begin_mean(WaterFlow& water) const;
  void add_mean(double share, WaterFlow& water) const;
  /// Gives the state its ponds.
  void store(State& state) const { ponds_.store(state); }

 private:
  const Model& model_;
  bool ponds_kept_ = false;
  Ponds ponds_;
  std::vector<double> rain_;               ///< per patch, m/s; of a source m3/s
  std::vector<std::vector<double>> into_;  ///< [patch][face], m3/s
};

template <class WetnessAt>
void PatchFlow::add(const Conductances& conductances, std::span<const double> head,
                    std::span<const Wetness<double>> wet, WetnessAt&& wetness_at, FlowSums sums) {
  const Mesh& mesh = model_.mesh;
  for (std::size_t p = 0; p < mesh.patches.size(); ++p) {
    const WaterConditions& conditions = model_.patches[p].water;
    if (conditions.closed()) continue;
    const bool pond = ponds_kept_ && ponds_.on(p);
    for (std::size_t i = 0; i < mesh.patches[p].size(); ++i) {
      const auto c = static_cast<std::size_t>(mesh.patches[p].cell[i]);
      if (conditions.open[i] == 0) continue;
      const auto outside = [&](double pressure_head) { return wetness_at(c, pressure_head).permeability; };
      const WaterFlux<double> q =
          conditions.source ? WaterFlux<double>{rain_[p] * conditions.share[i], 0, 0}
          : pond ? flux_from_pond(ponds_.at(p, i), conductances.patches[p][i], head[c] + mesh.z[c], wet[c])
                 : flux_into(conditions, conductances.patches[p][i], rain_[p], head[c] + mesh.z[c], wet[c],
                             outside);
      into_[p][i] = q.value;
      sums.residual[c] -= q.value;
      sums.through[c] += std::abs(q.value);
      sums.diagonal[c] -= q.by_left;
    }
  }
}

}  // namespace talus
