// A key of an operation that must be a face between cells.
#pragma once

#include <string_view>

namespace talus {

struct FaceKey {
  std::string_view key;  ///< its name
  double depth = 0;      ///< below the surface, m
};

}  // namespace talus
