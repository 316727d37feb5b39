// Polynomial chaos fitted to runs, of the degree that foretells runs best that it has not seen.
#pragma once

#include <Eigen/Dense>
#include <optional>
#include <span>
#include <vector>

#include "study/orthonormal.h"
#include "study/polynomial_chaos.h"

namespace talus::study {

/// The runs that answers are fitted over.
///
/// For each degree up to the highest asked for, the terms are all whose degrees sum to that much or less, and their coefficients
/// those of least squares. Of these polynomials that is taken whose error is the least when each run in turn is
/// left out of the fit and foretold by it. It follows from one fit: with the hat matrix H = A (A^T A)^-1 A^T the
/// difference is e_i / (1 - H_ii), e_i the residual of run i in the fit of all (Allen 1974, Technometrics 16:125).
///
/// A degree is not tried where it has more terms than half the runs, more than 500, or where the runs do not tell its terms apart.
class ChaosSample {
 public:
  /// The values of the parameters, by run; independent of each other, drawn from the distributions of `polynomials`, which are by
  /// parameter.
  ChaosSample(const std::vector<OrthonormalPolynomials>& polynomials,
              const std::vector<std::vector<double>>& values, int highest);

  /// The polynomial of an answer, by run. Nothing where there are too few runs for degree 1, or where the answer does not vary.
  std::optional<PolynomialChaos> fit(std::span<const double> answer) const;

 private:
  std::vector<std::vector<int>> degrees_;  // of the terms, those of lower degree first
  std::vector<Eigen::Index> counts_;       // of terms, by degree from 0
  Eigen::MatrixXd factor_;                 // lower triangle L, L L^T = A^T A
  Eigen::MatrixXd basis_;                  // L^-1 A^T: orthonormal over the runs, term by run
};

}  // namespace talus::study
