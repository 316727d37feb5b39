// The runs of a study, numbered from 0: which values each takes is a function of the study and its number alone.
//
//     tornado          the medians; then each parameter alone at its low and at its high percentile
//     samples          points that are drawn, or every combination of a grid (the last parameter goes first)
//     with indices     for each base point: its sample A, its sample B, and A with each parameter of B in turn
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "study/parameters.h"
#include "study/unit_points.h"

namespace talus::study {

/// What a run is for.
struct Role {
  enum Part { medians, low, high, sample, a, b, ab } part = sample;
  std::size_t parameter = 0;  ///< of low, high and ab
  std::size_t row = 0;        ///< of samples and base points, from 0
};

/// "medians", "low Brucite" ... as results.csv has it.
std::string_view part_word(Role::Part part);

/// Which values each run takes.
class Design {
 public:
  /// A study that read_study() found nothing wrong with.
  Design(const StudyCase& said, std::vector<Parameter> parameters);
  /// These points, one after the other.
  Design(std::vector<Parameter> parameters, std::vector<std::vector<Value>> points);

  std::size_t size() const { return size_; }
  Role role(std::size_t run) const;
  /// The values of the parameters, in their order.
  std::vector<Value> values(std::size_t run) const;
  const std::vector<Parameter>& parameters() const { return parameters_; }
  /// Base points of Saltelli's design; 0 without indices.
  std::size_t base_points() const { return indices_ ? rows_ : 0; }

 private:
  std::vector<Value> of_tornado(const Role& role) const;
  std::vector<Value> of_grid(std::size_t row) const;

  std::vector<Parameter> parameters_;
  std::optional<double> tornado_;
  bool indices_ = false;
  std::size_t first_sample_ = 0, rows_ = 0, size_ = 0;
  std::optional<UnitPoints> points_;
  std::vector<std::vector<Value>> listed_;  // instead of all these
};

/// How many combinations a grid has; more than `most` count as most + 1.
std::size_t grid_size(const std::vector<Parameter>& parameters, std::size_t most);

/// The rank correlations that a study asks for; nothing without any.
std::optional<RankCorrelations> correlations_of(const StudyCase& said,
                                                const std::vector<Parameter>& parameters);

}  // namespace talus::study
