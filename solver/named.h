// Look-ups in the named tables of a case, while a model is built.
#pragma once

#include <string>

#include "base/error.h"
#include "base/input.h"

namespace talus {

/// The number of the table of that name, which is there.
template <class T>
std::size_t index_of(const Named<T>& tables, const std::string& name) {
  for (std::size_t i = 0; i < tables.size(); ++i)
    if (tables[i].first == name) return i;
  check(false, "names of a case are checked before it is built");
  return 0;
}

/// The value of that name; nullptr where there is none.
template <class T>
const T* find(const Named<T>& values, const std::string& name) {
  for (const auto& [other, value] : values)
    if (other == name) return &value;
  return nullptr;
}

}  // namespace talus
