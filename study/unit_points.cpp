#include "study/unit_points.h"

#include <Eigen/Dense>
#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/random/sobol.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <cmath>
#include <numbers>
#include <numeric>
#include <random>

#include "report/credit.h"

namespace talus::study {
namespace {

/// What a stream of random numbers is for, so that none is used twice.
enum class Purpose : std::uint32_t { point, slices, shift };

std::mt19937_64 stream(std::uint32_t seed, Purpose purpose, std::size_t number) {
  std::seed_seq words{seed, static_cast<std::uint32_t>(purpose), static_cast<std::uint32_t>(number),
                      static_cast<std::uint32_t>(static_cast<std::uint64_t>(number) >> 32)};
  return std::mt19937_64(words);
}

/// The middle of the cell of width 2^-52 that `bits` begin with: never 0 or 1.
double unit_number(std::uint64_t bits) { return (static_cast<double>(bits >> 12) + 0.5) * 0x1p-52; }

double normal_probability(double z) { return boost::math::cdf(boost::math::normal(), z); }

/// Positions of the values in increasing order.
std::vector<std::size_t> order_of(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return values[i]; });
  return order;
}

}  // namespace

std::optional<std::vector<double>> normal_factor(const RankCorrelations& ranks) {
  const auto n = static_cast<Eigen::Index>(ranks.dimensions);
  Eigen::MatrixXd normal(n, n);
  for (Eigen::Index i = 0; i < n; ++i)
    for (Eigen::Index j = 0; j < n; ++j)
      normal(i, j) =
          i == j ? 1 : 2 * std::sin(std::numbers::pi / 6 * ranks.matrix[static_cast<std::size_t>(i * n + j)]);
  const Eigen::LLT<Eigen::MatrixXd> factor(normal);
  if (factor.info() != Eigen::Success) return {};
  const Eigen::MatrixXd lower = factor.matrixL();
  std::vector<double> rows;
  for (Eigen::Index i = 0; i < n; ++i)
    for (Eigen::Index j = 0; j < n; ++j) rows.push_back(lower(i, j));
  return rows;
}

UnitPoints::UnitPoints(Spreading spreading, std::size_t dimensions, std::size_t count, std::uint32_t seed,
                       const std::optional<RankCorrelations>& correlations)
    : spreading_(spreading), dimensions_(dimensions), count_(count), seed_(seed) {
  if (correlations) factor_ = normal_factor(*correlations).value();
  if (spreading == Spreading::sobol)
    for (std::size_t d = 0; d < dimensions; ++d) shift_.push_back(stream(seed, Purpose::shift, d)());
  if (spreading == Spreading::latin_hypercube) make_hypercube();
}

void UnitPoints::make_hypercube() {
  std::vector<std::size_t> slices(count_);
  for (std::size_t d = 0; d < dimensions_; ++d) {
    std::iota(slices.begin(), slices.end(), std::size_t{0});
    std::mt19937_64 random = stream(seed_, Purpose::slices, d);
    for (std::size_t i = count_; i-- > 1;)
      std::swap(slices[i], slices[boost::random::uniform_int_distribution<std::size_t>(0, i)(random)]);
    for (const std::size_t slice : slices)
      hypercube_.push_back((static_cast<double>(slice) + unit_number(random())) /
                           static_cast<double>(count_));
  }
  if (!factor_.empty()) order_hypercube();
}

void UnitPoints::order_hypercube() {
  std::vector<std::vector<double>> wanted(dimensions_, std::vector<double>(count_));
  for (std::size_t i = 0; i < count_; ++i) {
    const std::vector<double> point = correlated(independent(i));
    for (std::size_t d = 0; d < dimensions_; ++d) wanted[d][i] = point[d];
  }
  for (std::size_t d = 0; d < dimensions_; ++d) {
    const auto begin = hypercube_.begin() + static_cast<std::ptrdiff_t>(d * count_);
    std::vector<double> sorted(begin, begin + static_cast<std::ptrdiff_t>(count_));
    std::ranges::sort(sorted);
    const std::vector<std::size_t> order = order_of(wanted[d]);
    for (std::size_t rank = 0; rank < count_; ++rank) hypercube_[d * count_ + order[rank]] = sorted[rank];
  }
}

std::vector<double> UnitPoints::independent(std::size_t number) const {
  std::vector<double> point(dimensions_);
  if (spreading_ == Spreading::latin_hypercube) {
    for (std::size_t d = 0; d < dimensions_; ++d) point[d] = hypercube_[d * count_ + number];
  } else if (spreading_ == Spreading::random) {
    std::mt19937_64 random = stream(seed_, Purpose::point, number);
    for (double& x : point) x = unit_number(random());
  } else {
    boost::random::sobol sequence(dimensions_);  // whose first point is the one after the origin
    if (number > 0) sequence.seed(number - 1);
    for (std::size_t d = 0; d < dimensions_; ++d)
      point[d] = unit_number((number == 0 ? 0 : sequence()) ^ shift_[d]);
  }
  return point;
}

std::vector<double> UnitPoints::correlated(std::vector<double> point) const {
  std::vector<double> normal(dimensions_);
  for (std::size_t d = 0; d < dimensions_; ++d) normal[d] = report::normal_quantile(point[d]);
  for (std::size_t d = 0; d < dimensions_; ++d) {
    double z = 0;
    for (std::size_t e = 0; e <= d; ++e) z += factor_[d * dimensions_ + e] * normal[e];
    point[d] = std::clamp(normal_probability(z), 0x1p-53, 1 - 0x1p-53);
  }
  return point;
}

std::vector<double> UnitPoints::operator()(std::size_t number) const {
  std::vector<double> point = independent(number);
  const bool ordered = spreading_ == Spreading::latin_hypercube;
  return factor_.empty() || ordered ? point : correlated(std::move(point));
}

}  // namespace talus::study
