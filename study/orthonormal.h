// Polynomials of a parameter that are orthonormal on its distribution: what a polynomial chaos is made of.
#pragma once

#include <span>
#include <vector>

#include "study/distribution.h"

namespace talus::study {

/// The variable that polynomials of a parameter are written in: t = (x - middle) / width, or the same of ln x. It is of order
/// one, and without a unit.
struct PolynomialVariable {
  bool logarithm = false;
  double middle = 0, width = 1;  ///< in the unit of the parameter, or of its logarithm

  double operator()(double x) const;
};

/// p_0 = 1, p_1, p_2 ... of the variable t, with mean(p_j p_k) = 1 for j = k and 0 otherwise over the distribution:
///
///     sqrt(b_(k+1)) p_(k+1) = (t - a_k) p_k - sqrt(b_k) p_(k-1)
///
/// Hermite's of a normal or lognormal distribution, Legendre's of a uniform one. The coefficients are found by the procedure of
/// Stieltjes over nodes and weights of Gauss (Gautschi 2004, Orthogonal Polynomials, 2.2.3.1), for truncated and triangular
/// distributions too. Of a discrete distribution of n values there are n of them, up to the degree n - 1.
class OrthonormalPolynomials {
 public:
  /// Up to degree `most`, 0 to 12. `values` are those of a discrete distribution, by number.
  OrthonormalPolynomials(const Distribution& distribution, std::span<const double> values, int most);

  /// The highest degree that there is.
  int most() const { return static_cast<int>(a_.size()) - 1; }
  const PolynomialVariable& variable() const { return variable_; }
  /// a_k of the equation above, k from 0 to most().
  const std::vector<double>& a() const { return a_; }
  /// b_k of the equation above, k from 1 to most(); b_0 = 1 is not used.
  const std::vector<double>& b() const { return b_; }
  /// p_0 ... p_most at x, a value of the parameter in its unit.
  std::vector<double> operator()(double x) const;

 private:
  PolynomialVariable variable_;
  std::vector<double> a_, b_;
};

}  // namespace talus::study
