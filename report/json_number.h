// Numbers in JSON, which has none that are infinite or not a number.
#pragma once

#include <cmath>
#include <nlohmann/json.hpp>

namespace talus::report {

/// The number; null where it is not finite.
inline nlohmann::json json_number(double value) {
  return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json(nullptr);
}

}  // namespace talus::report
