// How easily water passes faces and patches, where pores are full: half cells in series, and crusts before
// them.
//
//     C = A / (d_a / K_a + d_b / K_b)          K = k rho g / mu, at the temperature of the time; k is slowed by
//                                              minerals and ice in coupling/pores_and_flow.h
#pragma once

#include <span>
#include <vector>

#include "solver/flow/fluxes.h"
#include "solver/model.h"
#include "solver/state/state.h"

namespace talus {

class Conductances {
 public:
  /// `model` must outlive it.
  explicit Conductances(const Model& model);

  /// At the temperature of `time` (s), with the pores of the state; where heat flows at that of the state.
  void prepare(const State& state, double time);

  std::vector<double> faces;                    ///< of interior faces, m2/s
  std::vector<std::vector<PatchFace>> patches;  ///< [patch][face]; of sources nothing

 private:
  /// Hydraulic conductivity of a full cell along a normal, m/s.
  double conductivity(std::size_t cell, double nz) const;
  /// What the half cell behind a face of a patch and its crust let pass, m2/s; `conductivity` of the cell.
  double through_crust(std::size_t patch, std::size_t face, double conductivity) const;

  const Model& model_;
  std::vector<double> fluidity_;  ///< [local cell] rho g / mu, 1/(m s)
  std::span<const double> permeability_, porosity_;
};

}  // namespace talus
