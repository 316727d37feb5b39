// What transport and reactions do at one instant, and what a step makes of two or three of them: the mean
// over the step, and how far it may be off.
#pragma once

#include <numbers>
#include <span>
#include <vector>

#include "solver/coupling/jacobian.h"
#include "solver/coupling/residual.h"

namespace talus {

constexpr double gamma_weight = 1 - 1 / std::numbers::sqrt2;  ///< of Alexander's method

/// mol/s of each balance through all patches, of each solid and of each slow reaction; of all ranks.
struct SourceRates {
  std::vector<double> entering, solids, slow;
  std::vector<double> cells;   ///< what the water and gas of cells gain, [owned cell][balance], of this rank
  std::vector<double> formed;  ///< of solids in cells, [owned cell][solid], of this rank
};

/// What goes on at the unknowns of the last residual. Collective.
SourceRates source_rates_of(const Model& model, const CellValues<double>& values,
                            const Fluxes<double>& fluxes);

/// combine(first, second, third) of each number.
template <class Combine>
SourceRates combined(const SourceRates& a, const SourceRates& b, const SourceRates& c, Combine&& combine) {
  SourceRates result = a;
  const auto each = [&](std::vector<double> SourceRates::*of) {
    for (std::size_t i = 0; i < (result.*of).size(); ++i)
      (result.*of)[i] = combine((a.*of)[i], (b.*of)[i], (c.*of)[i]);
  };
  each(&SourceRates::entering);
  each(&SourceRates::solids);
  each(&SourceRates::slow);
  each(&SourceRates::cells);
  each(&SourceRates::formed);
  return result;
}

/// The rates of a step, mol/s.
struct StepRates {
  SourceRates mean;
  SourceRates error;  ///< what a quadrature of higher order makes of them, less the mean
  SourceRates turn;   ///< at the end, less those at the start
  double of_stages =
      0;  ///< of h^3 f'f'f: what the error of the stages adds to the quadrature's (time_error.h)
};

/// Of a step of two stages. The error is a third-order quadrature through the start, stage 1 and stage 2,
/// less the method's own.
inline StepRates rates_of_two_stages(const SourceRates& start, const SourceRates& first,
                                     const SourceRates& second) {
  constexpr double g = gamma_weight;
  constexpr double middle = 1 / (6 * g * (1 - g)), end = 0.5 - middle * g, begin = 1 - middle - end;
  return {combined(start, first, second, [](double, double b, double c) { return (1 - g) * b + g * c; }),
          combined(start, first, second,
                   [](double a, double b, double c) {
                     return begin * a + (middle - (1 - g)) * b + (end - g) * c;
                   }),
          combined(start, first, second, [](double a, double, double c) { return c - a; }),
          middle * g * g + end / 2 - 1.0 / 6};
}

/// Of a step of one stage, backward Euler's. The error is the trapezoid's less its own.
inline StepRates rates_of_one_stage(const SourceRates& start, const SourceRates& end) {
  return {end, combined(start, end, end, [](double a, double b, double) { return (a - b) / 2; }),
          combined(start, end, end, [](double a, double b, double) { return b - a; }), 0};
}

}  // namespace talus
