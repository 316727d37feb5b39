// What cannot be answered, with the place where it was asked.
#pragma once

#include <string>

#include "base/error.h"
#include "base/input.h"

namespace talus::report {

/// Throws InputError at the value of `key` in `document`: `what` is wrong, and `hint` what mends it.
[[noreturn]] inline void refuse(const Document& document, const std::string& key, const std::string& what,
                                const std::string& hint = "") {
  throw InputError({{document.place_of_value(key), what, hint}});
}

}  // namespace talus::report
