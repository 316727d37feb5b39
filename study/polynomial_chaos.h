// An answer as a polynomial of the parameters (orthonormal.h): a surrogate, of which mean, variance and Sobol's indices are sums of
// squares.
#pragma once

#include <cstddef>
#include <vector>

namespace talus::study {

/// A product of orthonormal polynomials, by the degree of each parameter, and what it is multiplied with.
struct ChaosTerm {
  std::vector<int> degrees;
  double coefficient = 0;  ///< in the unit of the answer
};

/// y = sum over terms of coefficient times the product over parameters of p_degree(x).
struct PolynomialChaos {
  int degree = 0;                ///< the highest sum of the degrees of a term
  std::vector<ChaosTerm> terms;  ///< the first is the constant
  std::size_t runs = 0;
  /// Mean square of what each run differs from the polynomial of all others by, as a share of the variance of the runs.
  double error = 0;

  /// Of the answer over the distributions; in its unit.
  double mean() const { return terms.front().coefficient; }
  double deviation() const;
  /// Shares of the variance: the terms of this parameter alone, and all terms that it is in (Sudret 2008, Reliab. Eng. Syst.
  /// Saf. 93:964). Not numbers where nothing varies.
  struct Indices {
    double first, total;
  };
  Indices indices(std::size_t parameter) const;
};

}  // namespace talus::study
