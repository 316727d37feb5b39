// Minerals that a case lets dissolve and not grow, in water that is supersaturated with them: they stay as
// they are, where in nature they might grow and take up what the water brings.
#pragma once

#include <string>
#include <vector>

#include "solver/model.h"
#include "solver/named.h"

namespace talus {

/// Numbers of the minerals of the system that dissolve and do not grow.
std::vector<std::size_t> minerals_that_only_dissolve(const Model& model);

/// Those that a water of the case is supersaturated with at the start, with the highest saturation index:
/// "Lizardite (SI 1.35 in water 'process')". Empty when there are none.
std::vector<std::string> supersaturated_at_start(const Model& model, const Named<Water>& waters);

class OnlyDissolve {
 public:
  /// `model` must outlive it.
  explicit OnlyDissolve(const Model& model);

  /// Looks for such minerals in cells that hold them, in a written state: its values of field_columns(), at
  /// `time` (s). Collective.
  void look(const std::vector<std::vector<double>>& fields, double time);

  /// A line for each mineral: in how many cells, how far, where, since when; empty when there never was one.
  std::string warning() const;

 private:
  // Of one mineral; the worst cell is the one with the highest saturation index, of several the first one.
  struct Finding {
    std::string mineral;
    std::size_t amount = 0, index = 0;  // columns
    double first = -1;                  // s
    double most = 0;                    // cells at once
    double worst = 0;                   // SI
    double number = 0, depth = 0;       // of the worst cell; m
    double time = 0;                    // s, of the worst
  };
  void look(Finding& finding, const std::vector<double>& amount, const std::vector<double>& index,
            double time) const;

  const Model& model_;
  std::vector<Finding> findings_;
};

}  // namespace talus
