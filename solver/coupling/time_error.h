// The error in time that a step adds to what has entered through the patches, with its sign.
//
// For y' = f the method's error of a step is, to leading order and with h the step,
//
//     h^3 [ (sum b c^2 - 1/3)/2 f''(f,f)  +  (sum b A c - 1/6) f'f'f ]
//
// The difference q to a quadrature of third order (source_rates.h) has the first part whole, but of the second,
// which is the error of the stages themselves, only a seventh: sum (b - b^) A c. What is missing is
//
//     s = (sum b^ A c - 1/6) h^3 f'f'f,  and  h^3 f'f'f = h J v  with  v = h (f at the end - f at the start)
//
// The factors of the last stage give W = (I - g h J)^-1 for one solve, and h J v as (W v - v) / g, filtered
// once. Stiff reactions, whose errors the method damps, leave q and s by another W: the error is W (q + s).
// For y' = -k y it is from 0.93 to 1.8 times the true one up to k h = 10, and above it beyond.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "solver/coupling/source_rates.h"

namespace talus {

/// The last stage of a step.
struct LastStage {
  const CellValues<double>& values;
  const CellDerivatives& derivatives;
  const Fields& area;         ///< of each solid at the start of the step, m2/m3
  std::span<const double> x;  ///< [cell][unknown]
  /// The change of the unknowns by the Jacobian of the stage when cells get `gained` ([owned cell][balance],
  /// mol) more at the start; false where it has none.
  std::function<bool(std::span<const double> gained, std::span<double> response)> respond;
};

/// Of each balance, mol through all patches and of all ranks.
struct EnteredError {
  std::vector<double> error;       ///< of the step: what it made enter too much
  std::vector<double> unfiltered;  ///< size of q and of s before the last filter
};

/// The error of a step of length dt (s) with the rates `rates`. Where the last stage has no Jacobian, because
/// it was solved without any iteration, that of the quadrature, times what it is at most too small by.
/// Collective.
EnteredError error_of_entered(const Model& model, double dt, const StepRates& rates, const LastStage& stage);

}  // namespace talus
