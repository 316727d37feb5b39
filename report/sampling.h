// How many cores show a change of inorganic carbon: two groups of cores, as of a project and of its baseline, whose
// means are compared by a two-sided t-test.
//
//     power(n) = P(|t'| > t(1 - a/2; v)),   t' of the non-central t distribution of v = 2 n - 2 degrees of freedom
//                                           and of the non-centrality (change / s) sqrt(n / 2)
//
//     n   cores in each of the two groups          s   standard deviation of single cores, the same in both
//     a   1 - confidence
//
// Source: Cohen (1988) Statistical Power Analysis for the Behavioral Sciences, 2nd ed., ch. 2. For many cores it comes to
// n = 2 (z(1 - a/2) + z(power))^2 (s / change)^2.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "report/account.h"
#include "report/claim_case.h"
#include "report/measured.h"

namespace talus::report {

/// The probability that n cores in each group show a change of `effect` standard deviations. n: 2 at least.
double power_of_cores(double effect, int cores, double confidence);

/// The fewest cores in each group that show it with this probability; nothing where a million do not.
std::optional<int> cores_needed(double effect, double confidence, double power);

/// The smallest change, in standard deviations, that n cores in each group show with this probability, which is above
/// 1 - confidence: with that one "finds" a change where there is none.
double detectable_effect(int cores, double confidence, double power);

/// Standard deviation of cores that were taken at the same time from the same depth.
struct PooledSpread {
  double deviation = 0;
  int freedom = 0;  ///< cores minus groups; 0: no two cores are of one time and depth
  int points = 0;   ///< cores of which there are two or more of one time and depth
};
PooledSpread pooled_spread(std::span<const MeasuredPoint> points);

/// A change, and what it takes to show it.
struct SamplingRow {
  std::string what;
  double change = 0;  ///< kg of carbon per kg of initial dry mass
  std::optional<int>
      cores;  ///< in each group; nothing where a million are too few, and where nothing changes
};

/// The design of a claim.
struct Sampling {
  SamplingCase said;
  double project = 0,
         baseline = 0;   ///< mean inorganic carbon at the end of the period, kg per kg of initial dry mass
  double deviation = 0;  ///< of single cores, the same unit
  std::string deviation_from;  ///< in words
  std::vector<SamplingRow> rows;
  std::optional<double> detectable;  ///< by `said.cores`, kg per kg
};

/// Carbon in minerals at output `row`, kg per kg of initial dry mass.
double inorganic_carbon(const Run& run, std::size_t row);

/// Works it out for the runs of a claim at these of their outputs. FileError where the spread is to come from measured
/// cores, and no two are of one time and depth.
Sampling sampling_of(const SamplingCase& said, const Run& project, std::size_t project_row,
                     const Run& baseline, std::size_t baseline_row, std::span<const MeasuredSeries> measured);

}  // namespace talus::report
