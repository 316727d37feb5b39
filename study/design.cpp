#include "study/design.h"

#include <algorithm>

namespace talus::study {
namespace {

Spreading spreading_of(const std::string& method) {
  return method == "sobol"             ? Spreading::sobol
         : method == "latin hypercube" ? Spreading::latin_hypercube
                                       : Spreading::random;
}

}  // namespace

std::string_view part_word(Role::Part part) {
  static constexpr std::string_view words[] = {"medians", "low", "high", "sample", "A", "B", "AB"};
  return words[part];
}

std::size_t grid_size(const std::vector<Parameter>& parameters, std::size_t most) {
  std::size_t size = 1;
  for (const Parameter& parameter : parameters)
    size = std::min(size * std::min(parameter.values.size(), most + 1), most + 1);
  return size;
}

std::optional<RankCorrelations> correlations_of(const StudyCase& said,
                                                const std::vector<Parameter>& parameters) {
  if (said.correlated.empty()) return {};
  const std::size_t n = parameters.size();
  RankCorrelations ranks{n, std::vector<double>(n * n, 0)};
  for (std::size_t i = 0; i < n; ++i) ranks.matrix[i * n + i] = 1;
  for (const CorrelatedCase& pair : said.correlated) {
    const auto place = [&](const std::string& name) {
      return static_cast<std::size_t>(std::ranges::find(parameters, name, &Parameter::name) -
                                      parameters.begin());
    };
    const std::size_t i = place(pair.names[0]), j = place(pair.names[1]);
    ranks.matrix[i * n + j] = ranks.matrix[j * n + i] = pair.rank_correlation;
  }
  return ranks;
}

Design::Design(const StudyCase& said, std::vector<Parameter> parameters)
    : parameters_(std::move(parameters)), tornado_(said.tornado), indices_(said.indices) {
  const std::size_t k = parameters_.size();
  if (tornado_) first_sample_ = 1 + 2 * k;
  if (said.method == "grid") {
    rows_ = grid_size(parameters_, 1000000);
  } else {
    rows_ = static_cast<std::size_t>(*said.runs);
    points_.emplace(spreading_of(said.method), indices_ ? 2 * k : k, rows_,
                    static_cast<std::uint32_t>(*said.seed), correlations_of(said, parameters_));
  }
  size_ = first_sample_ + rows_ * (indices_ ? k + 2 : 1);
}

Design::Design(std::vector<Parameter> parameters, std::vector<std::vector<Value>> points)
    : parameters_(std::move(parameters)),
      rows_(points.size()),
      size_(points.size()),
      listed_(std::move(points)) {}

Role Design::role(std::size_t run) const {
  if (run < first_sample_) {
    if (run == 0) return {Role::medians};
    return {(run - 1) % 2 == 0 ? Role::low : Role::high, (run - 1) / 2};
  }
  const std::size_t at = run - first_sample_, group = parameters_.size() + 2;
  if (!indices_) return {Role::sample, 0, at};
  const std::size_t row = at / group, member = at % group;
  if (member < 2) return {member == 0 ? Role::a : Role::b, 0, row};
  return {Role::ab, member - 2, row};
}

std::vector<Value> Design::of_tornado(const Role& role) const {
  std::vector<Value> values;
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    const bool turned = role.part != Role::medians && role.parameter == i;
    values.push_back(parameters_[i].at(!turned ? 0.5 : role.part == Role::low ? *tornado_ : 1 - *tornado_));
  }
  return values;
}

std::vector<Value> Design::of_grid(std::size_t row) const {
  std::vector<Value> values(parameters_.size());
  for (std::size_t i = parameters_.size(); i-- > 0;) {
    const auto& list = parameters_[i].values;
    values[i] = list[row % list.size()];
    row /= list.size();
  }
  return values;
}

std::vector<Value> Design::values(std::size_t run) const {
  if (!listed_.empty()) return listed_[run];
  const Role role = this->role(run);
  if (run < first_sample_) return of_tornado(role);
  if (!points_) return of_grid(role.row);
  const std::vector<double> point = (*points_)(role.row);
  const std::size_t k = parameters_.size();
  std::vector<Value> values;
  for (std::size_t i = 0; i < k; ++i) {
    const bool of_b = role.part == Role::b || (role.part == Role::ab && role.parameter == i);
    values.push_back(parameters_[i].at(point[of_b ? k + i : i]));
  }
  return values;
}

}  // namespace talus::study
