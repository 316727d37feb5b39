// talus study DURABILITY.toml --durability
#pragma once

#include <string>

namespace talus::cli {

/// What goes with it.
struct DurabilityOptions {
  std::string folder;
  std::size_t jobs = 1;
  bool check = false, force = false;
};

/// Runs the futures, goes on with those that are missing, and writes what is kept.
void study_durability(const std::string& file, const DurabilityOptions& options);

}  // namespace talus::cli
