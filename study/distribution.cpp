#include "study/distribution.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <numeric>

namespace talus::study {
namespace {

/// The p-quantile of a standard normal variable that is known to be between `low` and `high`.
double normal_between(double p, double low, double high) {
  const boost::math::normal standard;
  const auto below = [&](double z) {
    return std::isinf(z) ? (z > 0 ? 1.0 : 0.0) : boost::math::cdf(standard, z);
  };
  const double from = below(low), to = below(high), at = from + p * (to - from);
  if (!(at > 0)) return low;
  if (!(at < 1)) return high;
  return std::clamp(boost::math::quantile(standard, at), low, high);
}

double quantile_of(const Normal& d, double p) {
  return std::clamp(d.mean + d.deviation * normal_between(p, (d.low - d.mean) / d.deviation,
                                                          (d.high - d.mean) / d.deviation),
                    d.low, d.high);
}

double quantile_of(const Lognormal& d, double p) {
  const auto standard = [&](double x) {
    return ((x > 0 ? std::log(x) : -HUGE_VAL) - d.mean_of_logs) / d.deviation_of_logs;
  };
  const double z = normal_between(p, standard(d.low), standard(d.high));
  return std::clamp(std::exp(d.mean_of_logs + d.deviation_of_logs * z), d.low, d.high);
}

double quantile_of(const Uniform& d, double p) { return d.low + p * (d.high - d.low); }

double quantile_of(const Loguniform& d, double p) {
  return std::clamp(d.low * std::pow(d.high / d.low, p), d.low, d.high);
}

double quantile_of(const Triangular& d, double p) {
  const double width = d.high - d.low, left = d.mode - d.low, right = d.high - d.mode;
  return p * width < left ? d.low + std::sqrt(p * width * left) : d.high - std::sqrt((1 - p) * width * right);
}

double quantile_of(const Discrete& d, double p) {
  const double all = std::accumulate(d.weights.begin(), d.weights.end(), 0.0);
  double sum = 0;
  std::size_t last = 0;
  for (std::size_t i = 0; i < d.weights.size(); ++i) {
    if (!(d.weights[i] > 0)) continue;
    sum += d.weights[i];
    last = i;
    if (p * all <= sum) break;
  }
  return static_cast<double>(last);
}

}  // namespace

Lognormal lognormal_of_moments(double mean, double deviation) {
  const double ratio = deviation / mean, variance = std::log1p(ratio * ratio);
  return {std::log(mean) - 0.5 * variance, std::sqrt(variance), 0, HUGE_VAL};
}

double quantile(const Distribution& distribution, double p) {
  return std::visit([p](const auto& one) { return quantile_of(one, p); }, distribution);
}

}  // namespace talus::study
