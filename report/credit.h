// What of an uncertain amount is credited: rules of crediting schemes.
//
//     percentile        N(p): of the ensemble, or of a normal distribution: N + z(p) sigma
//     lower bound       N - z((1 + c) / 2) sigma, the lower end of the two-sided interval of confidence c
//     standard errors   N - k sigma / sqrt(n)
//     deduction         N (1 - f (h - h0)),  h = z((1 + c) / 2) sigma / N above h0, the half-width that is allowed
//
//     z                 quantile of the standard normal distribution
//
// Source: general statistics; deductions by half-width as VCS and ART-TREES have them, with the user's numbers.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "report/claim_case.h"

namespace talus::report {

/// z with P(Z <= z) = p of a standard normal variable; 0 < p < 1.
double normal_quantile(double p);

/// The p-quantile of `values`, linear between the sorted ones (the median of two is their mean). At least one.
double sample_quantile(std::vector<double> values, double p);
/// The same of values that are sorted already; they may be infinite.
double sorted_quantile(std::span<const double> sorted, double p);

/// Mean, and standard deviation with n - 1.
struct Spread {
  double mean = 0, deviation = 0;
};
Spread spread_of(const std::vector<double>& values);

/// An amount and how sure it is; all in kg.
struct Uncertain {
  double mean = 0;
  double deviation = 0;            ///< given, or of the ensemble
  double numerical = 0;            ///< error of grid and steps, which counts as one standard deviation more
  std::vector<double> ensemble{};  ///< empty where a deviation was given

  double total() const;  ///< square root of the sum of both squares
};

/// What the rule credits of it, kg. Not more than the mean; negative where the amount is not sure to be above
/// zero.
double credited(const Uncertain& amount, const CreditCase& rule);

/// "16th percentile", "lower end of the 90 % interval".
std::string rule_words(const CreditCase& rule);

}  // namespace talus::report
