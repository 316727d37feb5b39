#include "study/estimates.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <cmath>
#include <limits>

#include "report/credit.h"

namespace talus::study {
namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
constexpr double outside = 0.025;  // of an interval of 95 %, on each side

std::vector<double> copied(std::span<const double> values) { return {values.begin(), values.end()}; }

double variance(std::span<const double> values) {
  const double deviation = report::spread_of(copied(values)).deviation;
  return deviation * deviation;
}

}  // namespace

Estimate percentile_of(std::span<const double> sorted, double p) {
  if (sorted.empty()) return {nothing, nothing, nothing};
  const auto n = sorted.size();
  const boost::math::binomial below(static_cast<double>(n),
                                    p);  // how many of the sample are below the true one
  const auto first = static_cast<std::size_t>(boost::math::quantile(below, outside));
  const auto last = static_cast<std::size_t>(boost::math::quantile(below, 1 - outside)) + 1;
  return {report::sorted_quantile(sorted, p), first >= 1 ? sorted[first - 1] : nothing,
          last <= n ? sorted[last - 1] : nothing};
}

Estimate mean_of(std::span<const double> values) {
  if (values.empty()) return {nothing, nothing, nothing};
  const report::Spread spread = report::spread_of(copied(values));
  if (values.size() < 2) return {spread.mean, nothing, nothing};
  const double half =
      report::normal_quantile(1 - outside) * spread.deviation / std::sqrt(static_cast<double>(values.size()));
  return {spread.mean, spread.mean - half, spread.mean + half};
}

std::vector<Convergence> convergence_of(std::span<const double> values) {
  std::vector<Convergence> parts;
  constexpr double growth = 1.2;
  for (double wanted = 8;; wanted *= growth) {
    const std::size_t count = std::min(values.size(), static_cast<std::size_t>(std::ceil(wanted)));
    if (count < 8) break;
    std::vector<double> sorted = copied(values.first(count));
    std::ranges::sort(sorted);
    parts.push_back({count, report::sorted_quantile(sorted, 0.16), report::sorted_quantile(sorted, 0.5),
                     report::sorted_quantile(sorted, 0.84)});
    if (count == values.size()) break;
  }
  return parts;
}

std::vector<std::array<double, 2>> exceedance_of(std::span<const double> sorted, std::size_t most) {
  std::vector<std::array<double, 2>> curve;
  const std::size_t n = sorted.size(), points = std::min(n, most);
  for (std::size_t i = 0; i < points; ++i) {
    const std::size_t at = points < 2 ? 0 : i * (n - 1) / (points - 1);
    curve.push_back({sorted[at], static_cast<double>(n - 1 - at) / static_cast<double>(n)});
  }
  return curve;
}

double variance_ratio(std::span<const double> project, std::span<const double> baseline) {
  std::vector<double> together;
  for (std::size_t i = 0; i < project.size(); ++i) together.push_back(project[i] - baseline[i]);
  return (variance(project) + variance(baseline)) / variance(together);
}

}  // namespace talus::study
