// Rain and melted snow that stand on the faces of a patch: what cannot enter stays up to a depth and enters later; what
// is more runs off. The air takes from a pond before it takes from the pores below.
//
// Over a step of the flow of length dt, implicit in the depth at its end (m over the area A that rain falls on):
//
//     available   B = rain + stored / dt - evaporated                     m3/s
//     enters      in = min(B, C (B dt / A + z_f - H_c) / (1 + C dt / A), C (ponding + z_f - H_c))
//     stands      depth = (B - in) dt / A, at most ponding; the rest runs off
//
// C is the half-cell conductance under water. in is a function of the head H_c of the cell that falls, as all conditions
// are (laws/boundary.h). Where water under pressure comes out it runs off at once. The pond has the composition of what
// falls: what evaporates from it does not concentrate it, and no heat is stored in it.
#pragma once

#include <vector>

#include "solver/flow/fluxes.h"
#include "solver/model.h"
#include "solver/state/state.h"

namespace talus {

/// A face under a pond in one step.
struct PondFace {
  double most = 0;       ///< ponding, m
  double area = 0;       ///< A, m2
  double available = 0;  ///< B, m3/s
  double seconds = 0;    ///< dt
};

/// What enters through a face from its pond, m3/s, and its derivative in by_left; below 0 what comes out.
template <class S>
WaterFlux<S> flux_from_pond(const PondFace& pond, const PatchFace& face, const S& head,
                            const Wetness<S>& cell) {
  const double rise = pond.seconds / pond.area, all = pond.available * rise;  // 1/(m2/s), m
  const double level = std::min(all, pond.most) + face.z;
  if (head > S(level)) {
    Wetness<S> outside;
    outside.permeability = S(1.0);
    const WaterFlux<S> out = flux_between(face.conductance, S(head - S(level)), cell, outside);
    return {-out.value, -out.by_left, S(0.0)};
  }
  const double c = face.conductance, sinking = c / (1 + c * rise);
  const S filled = S(c) * (S(pond.most + face.z) - head), falling = S(sinking) * (S(all + face.z) - head);
  const bool runs_over = filled < falling;
  const S least = runs_over ? filled : falling;
  if (!(least < S(pond.available))) return {S(pond.available), S(0.0), S(0.0)};
  return {least, S(runs_over ? -c : -sinking), S(0.0)};
}

class Ponds {
 public:
  /// Must outlive it.
  explicit Ponds(const Model& model);

  /// Whether a patch has them.
  bool on(std::size_t patch) const { return model_.patches[patch].water.keeps_pond(); }
  /// What stands on the faces of the state, and what has run off.
  void load(const State& state);
  /// Begins a step of that length (s): `rain` of each patch, m/s, and what a face would lose as open water, m3/s.
  template <class OpenWater>
  void begin(double seconds, const std::vector<double>& rain, OpenWater&& evaporates);
  /// Part of the step in which the pores below a face are open to the air.
  double bare(std::size_t patch, std::size_t face) const { return faces_[patch][face].bare; }
  /// A face in this step.
  PondFace at(std::size_t patch, std::size_t face) const;

  /// Ends the step, in which `into` came into the domain, m3/s, [patch][face].
  void end(const std::vector<std::vector<double>>& into);
  /// Gives the state what stands on its faces, and what has run off and evaporated, mol.
  void store(State& state) const;

 private:
  struct Face {
    double area = 0;                   ///< on which rain falls, m2
    double stands = 0;                 ///< m3
    double ran_off = 0, dried = 0;     ///< m3 since load()
    double rain = 0, evaporation = 0;  ///< m3/s of the step
    double bare = 1;
  };
  const Model& model_;
  double seconds_ = 0;
  std::vector<std::vector<Face>> faces_;  ///< of patches under rain
};

template <class OpenWater>
void Ponds::begin(double seconds, const std::vector<double>& rain, OpenWater&& evaporates) {
  seconds_ = seconds;
  for (std::size_t p = 0; p < faces_.size(); ++p)
    for (std::size_t i = 0; i < faces_[p].size(); ++i) {
      Face& face = faces_[p][i];
      face.rain = rain[p] * face.area;
      face.evaporation = 0;
      face.bare = 1;
      if (!(face.stands > 0)) continue;
      const double wanted = evaporates(p, i);
      face.evaporation = std::min(wanted, face.stands / seconds);
      face.bare = wanted > 0 ? 1 - face.evaporation / wanted : 0;  // dew falls on the pond
    }
}

}  // namespace talus
