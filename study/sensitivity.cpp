#include "study/sensitivity.h"

#include <algorithm>
#include <boost/random/uniform_int_distribution.hpp>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <random>

#include "report/credit.h"

namespace talus::study {
namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t resamples = 400;

/// The base points of which every run gave an answer, less the mean of A and B.
SaltelliSample whole_and_centred(const SaltelliSample& sample) {
  SaltelliSample whole;
  whole.ab.resize(sample.ab.size());
  for (std::size_t j = 0; j < sample.a.size(); ++j) {
    bool good = std::isfinite(sample.a[j]) && std::isfinite(sample.b[j]);
    for (const auto& one : sample.ab) good = good && std::isfinite(one[j]);
    if (!good) continue;
    whole.a.push_back(sample.a[j]);
    whole.b.push_back(sample.b[j]);
    for (std::size_t i = 0; i < sample.ab.size(); ++i) whole.ab[i].push_back(sample.ab[i][j]);
  }
  const double sum = std::accumulate(whole.a.begin(), whole.a.end(), 0.0) +
                     std::accumulate(whole.b.begin(), whole.b.end(), 0.0);
  const double mean = sum / (2 * static_cast<double>(whole.a.size()));
  for (auto* values : {&whole.a, &whole.b})
    for (double& value : *values) value -= mean;
  for (auto& values : whole.ab)
    for (double& value : values) value -= mean;
  return whole;
}

struct Pair {
  double first, total;
};

/// The indices of parameter i from the base points `rows`.
Pair indices_of(const SaltelliSample& sample, std::size_t i, const std::vector<std::size_t>& rows) {
  double first = 0, total = 0, sum = 0, squares = 0;
  for (const std::size_t j : rows) {
    const double a = sample.a[j], b = sample.b[j], ab = sample.ab[i][j];
    first += b * (ab - a);
    total += (a - ab) * (a - ab);
    sum += a + b;
    squares += a * a + b * b;
  }
  const auto n = static_cast<double>(rows.size());
  const double mean = sum / (2 * n), variance = squares / (2 * n) - mean * mean;
  if (!(variance > 0)) return {nothing, nothing};
  return {first / n / variance, total / (2 * n) / variance};
}

Estimate with_interval(double value, std::vector<double> drawn) {
  std::erase_if(drawn, [](double x) { return !std::isfinite(x); });
  if (drawn.empty()) return {value, nothing, nothing};
  return {value, report::sample_quantile(drawn, 0.025), report::sample_quantile(drawn, 0.975)};
}

/// Ranks from 0; equal values share their mean rank.
std::vector<double> ranks_of(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return values[i]; });
  std::vector<double> ranks(values.size());
  for (std::size_t i = 0; i < order.size();) {
    std::size_t end = i;
    while (end < order.size() && values[order[end]] == values[order[i]]) ++end;
    for (std::size_t k = i; k < end; ++k) ranks[order[k]] = 0.5 * static_cast<double>(i + end - 1);
    i = end;
  }
  return ranks;
}

}  // namespace

std::vector<SobolIndex> sobol_indices(const SaltelliSample& sample) {
  const SaltelliSample whole = whole_and_centred(sample);
  const std::size_t count = whole.a.size(), parameters = sample.ab.size();
  const Estimate none{nothing, nothing, nothing};
  if (count < 2) return std::vector<SobolIndex>(parameters, {none, none});
  std::vector<std::size_t> rows(count);
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  std::vector<Pair> found;
  for (std::size_t i = 0; i < parameters; ++i) found.push_back(indices_of(whole, i, rows));
  std::vector<std::vector<double>> first(parameters), total(parameters);
  std::mt19937_64 random;
  boost::random::uniform_int_distribution<std::size_t> any_row(0, count - 1);
  for (std::size_t r = 0; r < resamples; ++r) {
    for (std::size_t& row : rows) row = any_row(random);
    for (std::size_t i = 0; i < parameters; ++i) {
      const Pair drawn = indices_of(whole, i, rows);
      first[i].push_back(drawn.first);
      total[i].push_back(drawn.total);
    }
  }
  std::vector<SobolIndex> indices;
  for (std::size_t i = 0; i < parameters; ++i)
    indices.push_back({with_interval(found[i].first, first[i]), with_interval(found[i].total, total[i])});
  return indices;
}

double rank_correlation(std::span<const double> x, std::span<const double> y) {
  const std::vector<double> one = ranks_of(x), other = ranks_of(y);
  const double middle = 0.5 * (static_cast<double>(x.size()) - 1);
  double product = 0, squares = 0, other_squares = 0;
  for (std::size_t i = 0; i < one.size(); ++i) {
    product += (one[i] - middle) * (other[i] - middle);
    squares += (one[i] - middle) * (one[i] - middle);
    other_squares += (other[i] - middle) * (other[i] - middle);
  }
  return squares > 0 && other_squares > 0 ? product / std::sqrt(squares * other_squares) : nothing;
}

double share_between(std::span<const double> x, std::span<const double> y) {
  const std::vector<double> ranks = ranks_of(y);
  struct Group {
    double sum = 0, count = 0;
  };
  std::map<double, Group> groups;
  const double middle = 0.5 * (static_cast<double>(x.size()) - 1);
  double all = 0, between = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    groups[x[i]].sum += ranks[i] - middle;
    groups[x[i]].count += 1;
    all += (ranks[i] - middle) * (ranks[i] - middle);
  }
  if (!(all > 0) || groups.size() < 2 || groups.size() == x.size()) return nothing;
  for (const auto& [word, group] : groups) between += group.sum * group.sum / group.count;
  const auto n = static_cast<double>(x.size()), k = static_cast<double>(groups.size());
  return std::max(0.0, 1 - (n - 1) / (n - k) * (1 - between / all));
}

std::string_view impact_word(double relative) {
  const double size = std::abs(relative);
  if (!(size >= 0)) return "unknown";
  return size < 0.01   ? "negligible"
         : size < 0.05 ? "low"
         : size < 0.2  ? "medium"
         : size <= 0.5 ? "high"
                       : "very high";
}

}  // namespace talus::study
