// What a column of results or a field is.
#pragma once

#include <string>

namespace talus::api {

/// Name, unit ("1" for pure numbers) and a phrase for people.
struct Quantity {
  std::string name, unit, meaning;
};

}  // namespace talus::api

#ifndef TALUS_INSIDE
namespace talus {
using api::Quantity;
}
#endif
