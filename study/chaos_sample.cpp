#include "study/chaos_sample.h"

#include <algorithm>
#include <cmath>

namespace talus::study {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr std::size_t most_terms = 500;
/// Least square of what is left of a term, which is 1 on average over the distributions, when the others are taken out of it.
constexpr double least_left = 1e-6;

/// Adds all degrees of parameters from `first` on that sum to `sum`, none above what its parameter has, until there are
/// more than `most`.
void add_degrees(const std::vector<OrthonormalPolynomials>& polynomials, std::size_t first, int sum,
                 std::size_t most, std::vector<int>& now, std::vector<std::vector<int>>& all) {
  if (sum == 0) return all.push_back(now);
  if (first == polynomials.size()) return;
  for (int d = std::min(sum, polynomials[first].most()); d >= 0 && all.size() <= most; --d) {
    now[first] = d;
    add_degrees(polynomials, first + 1, sum - d, most, now, all);
  }
  now[first] = 0;
}

/// The terms, those of lower degree first, and how many there are up to each degree: of all degrees that can be tried.
std::vector<Index> terms_up_to(const std::vector<OrthonormalPolynomials>& polynomials, int highest,
                               std::size_t most, std::vector<std::vector<int>>& terms) {
  std::vector<Index> counts;
  std::vector<int> now(polynomials.size(), 0);
  for (int degree = 0; degree <= highest; ++degree) {
    const std::size_t before = terms.size();
    add_degrees(polynomials, 0, degree, most, now, terms);
    if (terms.size() > most || terms.size() == before) {
      terms.resize(before);
      break;
    }
    counts.push_back(static_cast<Index>(terms.size()));
  }
  return counts;
}

/// The value of each term at each run.
MatrixXd values_of_terms(const std::vector<OrthonormalPolynomials>& polynomials,
                         const std::vector<std::vector<double>>& values,
                         const std::vector<std::vector<int>>& terms) {
  MatrixXd all(static_cast<Index>(terms.size()), static_cast<Index>(values.size()));
  std::vector<std::vector<double>> powers(polynomials.size());
  for (std::size_t run = 0; run < values.size(); ++run) {
    for (std::size_t i = 0; i < powers.size(); ++i) powers[i] = polynomials[i](values[run][i]);
    for (std::size_t k = 0; k < terms.size(); ++k) {
      double product = 1;
      for (std::size_t i = 0; i < powers.size(); ++i)
        product *= powers[i][static_cast<std::size_t>(terms[k][i])];
      all(static_cast<Index>(k), static_cast<Index>(run)) = product;
    }
  }
  return all;
}

/// The mean square of e_i / (1 - H_ii); infinite where a run alone decides a coefficient.
double left_out_square(const VectorXd& residuals, const VectorXd& leverages) {
  double sum = 0;
  for (Index i = 0; i < residuals.size(); ++i) {
    const double rest = 1 - leverages[i];
    if (!(rest > 1e-10)) return HUGE_VAL;
    sum += residuals[i] * residuals[i] / (rest * rest);
  }
  return sum / static_cast<double>(residuals.size());
}

}  // namespace

ChaosSample::ChaosSample(const std::vector<OrthonormalPolynomials>& polynomials,
                         const std::vector<std::vector<double>>& values, int highest) {
  counts_ = terms_up_to(polynomials, highest, std::min(most_terms, values.size() / 2), degrees_);
  if (counts_.empty()) return;
  const MatrixXd terms = values_of_terms(polynomials, values, degrees_);
  MatrixXd products = MatrixXd::Zero(terms.rows(), terms.rows());
  products.selfadjointView<Eigen::Lower>().rankUpdate(terms);
  const double least = std::sqrt(least_left * static_cast<double>(values.size()));
  while (!counts_.empty()) {
    const Eigen::LLT<MatrixXd> cholesky(products.topLeftCorner(counts_.back(), counts_.back()));
    factor_ = cholesky.matrixL();
    if (cholesky.info() == Eigen::Success && factor_.diagonal().minCoeff() > least) break;
    counts_.pop_back();
  }
  if (counts_.empty()) return;
  basis_ = factor_.triangularView<Eigen::Lower>().solve(terms.topRows(counts_.back()));
}

std::optional<PolynomialChaos> ChaosSample::fit(std::span<const double> answer) const {
  if (counts_.size() < 2) return {};
  const Eigen::Map<const VectorXd> y(answer.data(), static_cast<Index>(answer.size()));
  const double variance = (y.array() - y.mean()).square().sum() / (static_cast<double>(answer.size()) - 1);
  if (y.minCoeff() == y.maxCoeff()) return {};
  const VectorXd along = basis_ * y;
  VectorXd residuals = y, leverages = VectorXd::Zero(y.size());
  double best = HUGE_VAL;
  std::size_t degree = 0;
  for (std::size_t d = 0; d < counts_.size(); ++d) {
    const Index from = d == 0 ? 0 : counts_[d - 1], count = counts_[d] - from;
    const auto rows = basis_.middleRows(from, count);
    residuals -= rows.transpose() * along.segment(from, count);
    leverages += rows.colwise().squaredNorm().transpose();
    const double square = d == 0 ? HUGE_VAL : left_out_square(residuals, leverages);
    if (!(square < best)) continue;
    best = square;
    degree = d;
  }
  if (degree == 0) return {};
  const Index count = counts_[degree];
  const VectorXd coefficients =
      factor_.topLeftCorner(count, count).triangularView<Eigen::Lower>().transpose().solve(along.head(count));
  PolynomialChaos found{
      .degree = static_cast<int>(degree), .terms = {}, .runs = answer.size(), .error = best / variance};
  for (Index k = 0; k < count; ++k)
    found.terms.push_back({degrees_[static_cast<std::size_t>(k)], coefficients[k]});
  return found;
}

}  // namespace talus::study
