// Numbers as messages show them.
#pragma once

#include <cmath>
#include <cstdio>
#include <string>
#include <string_view>

#include "base/units.h"

namespace talus {

/// `value_si` with 12 digits, so that rounding does not show.
inline std::string readable(double value_si, std::string_view unit) {
  char digits[32];
  std::snprintf(digits, sizeof digits, "%.12g", value_si);
  return with_unit(std::stod(digits), unit);
}

/// The same, of a part that was computed: 0.4286, 42.86 %.
inline std::string readable_part(double part, std::string_view unit) {
  return readable(std::round(part * 1e4) / 1e4, unit);
}

}  // namespace talus
