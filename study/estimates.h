// What a sample says of a quantity, and how sure that is.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace talus::study {

/// A number with an interval that holds the true one with 95 % confidence. An end is not a number where the sample is too
/// small to bound it.
struct Estimate {
  double value = 0, low = 0, high = 0;
};

/// The shares of the sample whose percentiles are given: P5, P16, P50, P84, P95.
inline constexpr std::array<double, 5> percentiles{0.05, 0.16, 0.5, 0.84, 0.95};

/// The p-quantile of a sample that is sorted, linear between its values; the interval is that of order statistics, which
/// holds for every distribution (David and Nagaraja 2003, Order Statistics, 7.1): x(l) to x(u) with l and u - 1 the
/// 2.5 % and 97.5 % quantiles of a binomial distribution of n trials of probability p. Of samples that are spread more evenly
/// than independent ones (Latin hypercube, Sobol) it is wider than it need be. Values may be infinite: lower or higher than
/// anything that was seen; a percentile that falls there is infinite.
Estimate percentile_of(std::span<const double> sorted, double p);

/// The mean; the interval is that of 1.96 standard errors.
Estimate mean_of(std::span<const double> values);

/// P16, P50 and P84 of the first so many values.
struct Convergence {
  std::size_t count = 0;
  double low = 0, middle = 0, high = 0;
};

/// They of growing parts of the sample, in the order of its values, the last one all of it; not of parts of less than 8.
std::vector<Convergence> convergence_of(std::span<const double> values);

/// x and the share of the sample that is above it; at most `most` points, the ends among them. `sorted` increases.
std::vector<std::array<double, 2>> exceedance_of(std::span<const double> sorted, std::size_t most);

/// What taking the same random numbers for project and baseline is worth: the variance of their difference if they were
/// independent, var P + var B, divided by that of the differences that go together, var(P - B).
double variance_ratio(std::span<const double> project, std::span<const double> baseline);

}  // namespace talus::study
