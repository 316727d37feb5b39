// What a Database of the library holds.
#pragma once

#include <talus/database.h>

#include <map>
#include <mutex>

#include "chemistry/speciation/speciated_water.h"

namespace talus::api {

/// The records, and what speciations with them share.
struct Database::Impl {
  std::vector<std::string> files;
  talus::Database records;
  mutable std::mutex busy;  // speciators keep what waters of the same elements share
  mutable std::map<std::string, Speciator> speciators;  // by their conventions
};

}  // namespace talus::api
