// Words of [scenarios] that are not keys of the case: base/scenarios.h makes a case of each of its runs.
#pragma once

#include <string>
#include <vector>

#include "base/input.h"

namespace talus {

/// One list of [[scenarios.NAME.vary]], besides the keys that it varies.
struct VaryCase {
  std::vector<std::string> names;
};
template <class V>
void describe(VaryCase& c, V& v) {
  v("names", c.names,
    "Names of the values, which become part of the names of runs; the values of the first key when absent. "
    "The other keys are keys of the case, each with a list: lists of one [[vary]] go together, every [[vary]] is combined with every other.",
    optional_key);
}

/// Words of a scenario besides the keys of the case that it changes (base/scenarios.h puts those in).
struct ScenarioCase {
  std::vector<std::string> remove;
  std::vector<VaryCase> vary;
};
template <class V>
void describe(ScenarioCase& s, V& v) {
  v("remove", s.remove, "Keys of the case that the scenario does not have.", optional_key);
  v("vary", s.vary, "Keys with lists of values: a run for each combination.", optional_key);
}

}  // namespace talus
