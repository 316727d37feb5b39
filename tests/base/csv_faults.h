// What is wrong with a table, as the tests of tables compare it.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"

namespace talus {

/// What `read` complains of, each with its line and hint.
template <class Read>
std::vector<std::string> faults_of(const Read& read) {
  try {
    read();
  } catch (const InputError& error) {
    std::vector<std::string> found;
    for (const Problem& p : error.problems())
      found.push_back(std::to_string(p.place.line) + ": " + p.what + "; " + p.hint);
    return found;
  }
  return {};
}

}  // namespace talus
