// Churning: each column is mixed from its top patch down to a depth, as a plough or a dozer does.
//
//     a -> (1 - e) a + e mean(a)          mean by volume over the mixed cells of the column, e the efficiency
//
// for every array of the state whose declaration says that it is mixed (state/arrays.h): the amounts per bulk
// volume of every component, gas, mineral, water, and of what the surface law remembers of the start (V0, A0).
// The gas that was trapped stays in the cells, or gives way to the air of the patch, through which the
// exchange counts as entered.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/input.h"
#include "base/ranges.h"
#include "solver/operations/face_key.h"

namespace talus {

class Implicit;
struct Model;
struct State;

struct Churn {
  static constexpr std::string_view name = "churn";
  static constexpr std::string_view sentence = "mix each column from the top patch down to 'depth'.";
  double depth = 0;       ///< m
  double efficiency = 1;  ///< -
  bool renew_air = false;
};
template <class V>
void describe(Churn& c, V& v) {
  v("depth", c.depth, in("cm"), ranges::extent, "How deep; must be a face between cells.");
  v("efficiency", c.efficiency, in("1"), fraction, "0: nothing moves; 1: the mixed zone becomes uniform.",
    by_default("1"));
  v("renew_air", c.renew_air,
    "true: the gas of the mixed zone is replaced by the air of the patch, through which the exchange counts as entered. "
    "false: it is trapped and mixed.",
    by_default("false"));
}

inline std::vector<FaceKey> faces(const Churn& churn) { return {{"depth", churn.depth}}; }

/// "churn to 20 cm every 1 d, efficiency 1, air trapped".
std::string words(const Churn& churn, const std::string& when);

/// Mixes `state` and finds its new equilibrium in the water and gas of each cell. Collective. Throws
/// SolveError when there is none.
void apply(const Churn& churn, const Model& model, Implicit& implicit, State& state);

}  // namespace talus
