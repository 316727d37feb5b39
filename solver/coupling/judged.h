// What the lengths of steps are judged by: the integrals whose errors in time are looked at, in one list.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "solver/model.h"

namespace talus {

/// mol that a step brought: through all patches of each balance, of each solid and of each slow reaction; or
/// the errors of these. Of all ranks.
struct Integrals {
  std::vector<double> entered, solids, slow;
};

/// One of them.
struct Judged {
  std::string name;   ///< in /restart/judged of a run file
  std::string words;  ///< in a sentence about what keeps steps short
};

/// Names in the order of what judged_values() gives: carbon, each component that entered (not water), each solid
/// and each slow reaction. `components` ends with water.
std::vector<std::string> judged_names(std::span<const std::string> components,
                                      std::span<const std::string> solids, std::span<const std::string> slow);

/// The same with their words.
std::vector<Judged> judged_by(const Model& model);

/// Their values; `carbon` are atoms of it in each balance.
std::vector<double> judged_values(const Integrals& of, std::span<const double> carbon);

}  // namespace talus
