// Whether the model of activity coefficients of a run is used within its range (activity_limit()).
#pragma once

#include <span>
#include <string>
#include <vector>

#include "solver/model.h"

namespace talus {

class ActivityRange {
 public:
  /// `model` must outlive it.
  explicit ActivityRange(const Model& model);

  /// Looks for cells above the limit in a written state: its values of field_columns(), at `time` (s).
  /// Collective.
  void look(const std::vector<std::vector<double>>& fields, double time);

  /// One line on how often the limit was passed, in how many cells, how far and where; empty when it never
  /// was.
  std::string warning() const;

 private:
  // A cell above the limit; of several the one with the highest ionic strength, then the first one.
  struct Cell {
    double ionic_strength = 0;  // mol/kgw
    double number = 0;
    double depth = 0;  // m
    double time = 0;   // s
  };

  const Model& model_;
  std::size_t column_;  // of the ionic strength
  double limit_;        // mol/kgw
  int looks_ = 0, above_ = 0;
  double most_ = 0;   // cells above it at once
  double first_ = 0;  // s, of the first state above it
  Cell worst_;
};

}  // namespace talus
