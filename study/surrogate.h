// A polynomial in place of runs, and whether it is to be used as one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "study/orthonormal.h"
#include "study/polynomial_chaos.h"
#include "study/study.h"

namespace talus::study {

/// A surrogate that a study asked for.
struct Surrogate {
  std::optional<PolynomialChaos> polynomial;  ///< none: `why_none`
  std::string why_none;
  double largest_error = 0;  ///< that it may have to be used, a share of the variance of the runs

  bool usable() const { return polynomial && polynomial->error <= largest_error; }
  /// Of which degree it is, its error, and whether it is to be used.
  std::string sentence() const;
};

/// The polynomials that those of a study are made of, by parameter, up to the degree that it asks for.
std::vector<OrthonormalPolynomials> polynomials_of(const Study& study);

/// The surrogates of answers, each by drawn run as `values`: not a number where the run failed, the same runs in all. An empty
/// one has none: not every run gave a number.
std::vector<Surrogate> surrogates_of(const Study& study, const std::vector<std::vector<Value>>& values,
                                     const std::vector<std::vector<double>>& answers);

}  // namespace talus::study
