#include "study/orthonormal.h"

#include <algorithm>
#include <boost/math/quadrature/gauss.hpp>
#include <cmath>
#include <numeric>

namespace talus::study {
namespace {

/// How many standard deviations of a normal distribution are integrated over, from its densest point: beyond, t^24 times the
/// density is below 1e-8 of its integral.
constexpr double far_away = 14;
/// Squared norm, as a share of the squared width of the distribution, below which a polynomial is zero at every value.
constexpr double no_norm = 1e-12;

/// A distribution of t as values with weights, which sum to 1.
struct Nodes {
  std::vector<double> t, weight;

  /// Adds those of Gauss between `low` and `high`, times the density.
  template <class Density>
  void add(double low, double high, const Density& density) {
    using Rule = boost::math::quadrature::gauss<double, 20>;
    const double middle = 0.5 * (low + high), half = 0.5 * (high - low);
    for (std::size_t i = 0; i < Rule::abscissa().size(); ++i)
      for (const double sign : {-1.0, 1.0}) {
        t.push_back(middle + sign * half * Rule::abscissa()[i]);
        weight.push_back(half * Rule::weights()[i] * density(t.back()));
      }
  }
  void normalise() {
    const double sum = std::accumulate(weight.begin(), weight.end(), 0.0);
    for (double& one : weight) one /= sum;
  }
};

struct Measure {
  PolynomialVariable variable;
  Nodes nodes;
};

/// A standard normal distribution between `low` and `high`.
Nodes normal_between(double low, double high) {
  const double densest = std::clamp(0.0, low, high);
  const double from = std::max(low, densest - far_away), to = std::min(high, densest + far_away);
  const int panels = static_cast<int>(std::ceil(to - from));
  Nodes nodes;
  for (int i = 0; i < panels; ++i)
    nodes.add(from + (to - from) * i / panels, from + (to - from) * (i + 1) / panels,
              [&](double t) { return std::exp(0.5 * (densest * densest - t * t)); });
  return nodes;
}

Measure measure_of(const Normal& d, std::span<const double>) {
  return {{false, d.mean, d.deviation},
          normal_between((d.low - d.mean) / d.deviation, (d.high - d.mean) / d.deviation)};
}

Measure measure_of(const Lognormal& d, std::span<const double>) {
  const auto standard = [&](double x) {
    return ((x > 0 ? std::log(x) : -HUGE_VAL) - d.mean_of_logs) / d.deviation_of_logs;
  };
  return {{true, d.mean_of_logs, d.deviation_of_logs}, normal_between(standard(d.low), standard(d.high))};
}

/// From -1 to 1 where the values are between `low` and `high`.
PolynomialVariable between_ends(bool logarithm, double low, double high) {
  return {logarithm, 0.5 * (low + high), high > low ? 0.5 * (high - low) : 1};
}

Nodes uniform() {
  Nodes nodes;
  nodes.add(-1, 1, [](double) { return 1.0; });
  return nodes;
}

Measure measure_of(const Uniform& d, std::span<const double>) {
  return {between_ends(false, d.low, d.high), uniform()};
}

Measure measure_of(const Loguniform& d, std::span<const double>) {
  return {between_ends(true, std::log(d.low), std::log(d.high)), uniform()};
}

Measure measure_of(const Triangular& d, std::span<const double>) {
  Measure measure{between_ends(false, d.low, d.high), {}};
  const double mode = measure.variable(d.mode);
  if (mode > -1) measure.nodes.add(-1, mode, [&](double t) { return (t + 1) / (mode + 1); });
  if (mode < 1) measure.nodes.add(mode, 1, [&](double t) { return (1 - t) / (1 - mode); });
  return measure;
}

Measure measure_of(const Discrete& d, std::span<const double> values) {
  const auto [low, high] = std::ranges::minmax_element(values);
  Measure measure{between_ends(false, *low, *high), {}};
  for (const double value : values) measure.nodes.t.push_back(measure.variable(value));
  measure.nodes.weight = d.weights;
  return measure;
}

}  // namespace

double PolynomialVariable::operator()(double x) const {
  return ((logarithm ? std::log(x) : x) - middle) / width;
}

OrthonormalPolynomials::OrthonormalPolynomials(const Distribution& distribution,
                                               std::span<const double> values, int most) {
  Measure measure = std::visit([&](const auto& one) { return measure_of(one, values); }, distribution);
  variable_ = measure.variable;
  Nodes& nodes = measure.nodes;
  nodes.normalise();
  const auto [low, high] = std::ranges::minmax_element(nodes.t);
  const double least = no_norm * (*high - *low) * (*high - *low);
  std::vector<double> before(nodes.t.size(), 0.0), now(nodes.t.size(), 1.0);
  double b = 1;
  for (int k = 0;; ++k) {
    double a = 0, next_b = 0;
    for (std::size_t i = 0; i < now.size(); ++i) a += nodes.weight[i] * nodes.t[i] * now[i] * now[i];
    a_.push_back(a);
    b_.push_back(b);
    if (k == most) break;
    for (std::size_t i = 0; i < now.size(); ++i) {
      const double next = (nodes.t[i] - a) * now[i] - std::sqrt(b) * before[i];
      before[i] = now[i];
      now[i] = next;
      next_b += nodes.weight[i] * next * next;
    }
    if (!(next_b > least)) break;
    b = next_b;
    for (double& one : now) one /= std::sqrt(b);
  }
}

std::vector<double> OrthonormalPolynomials::operator()(double x) const {
  const double t = variable_(x);
  std::vector<double> values{1};
  double before = 0;
  for (std::size_t k = 0; k + 1 < a_.size(); ++k) {
    const double next =
        ((t - a_[k]) * values[k] - (k == 0 ? 0 : std::sqrt(b_[k]) * before)) / std::sqrt(b_[k + 1]);
    before = values[k];
    values.push_back(next);
  }
  return values;
}

}  // namespace talus::study
