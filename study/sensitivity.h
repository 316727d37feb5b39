// Which parameters decide an answer.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "study/estimates.h"

namespace talus::study {

/// An answer at N base points of two independent samples A and B, and at the points of A with parameter i of B: the design of
/// Saltelli and others (2010), Comput. Phys. Commun. 181:259. Not a number where a run failed.
struct SaltelliSample {
  std::vector<double> a, b;
  std::vector<std::vector<double>> ab;  ///< by parameter
};

/// Sobol's indices of a parameter: the share of the variance that it makes alone, and with all others.
struct SobolIndex {
  Estimate first, total;
};

/// The indices of every parameter:
///
///     S_i = mean(f_B (f_ABi - f_A)) / V        Saltelli and others (2010), table 2 (b), with f less its mean
///     T_i = mean((f_A - f_ABi)^2) / (2 V)      Jansen (1999), Comput. Phys. Commun. 117:35
///     V   = variance of f_A and f_B together
///
/// The intervals hold 95 % of 400 resamples of the base points (bootstrap; Archer, Saltelli and Sobol 1997, J. Stat.
/// Comput. Simul. 58:99), drawn by numbers of their own: the same for the same sample. Base points of which a run failed are
/// left out. Not numbers where less than two base points are left, or where nothing varies.
std::vector<SobolIndex> sobol_indices(const SaltelliSample& sample);

/// Spearman's rank correlation of x and y; not a number where one of them does not vary.
double rank_correlation(std::span<const double> x, std::span<const double> y);

/// The share of the variance of the ranks of y that is between the groups x, numbers of words: what a rank correlation squared is
/// of numbers. epsilon^2 = 1 - (N - 1) / (N - k) * within / all, of N values in k groups, not below 0 (Kelley 1935, PNAS
/// 21:554). Not a number where y does not vary, where there is one group, or where no group has two values.
double share_between(std::span<const double> x, std::span<const double> y);

/// The word for a relative effect: "negligible" below 1 %, "low" below 5 %, "medium" below 20 %, "high" up to 50 %, "very
/// high" above; the bins of CarbonPlan's CDR Verification Framework (carbonplan.org/research/cdr-verification-methods).
std::string_view impact_word(double relative);

}  // namespace talus::study
