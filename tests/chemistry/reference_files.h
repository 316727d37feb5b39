// Files of other codes that some tests compare with, where they are.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#ifndef TALUS_NO_CATCH
#include "tests/catch.h"
#endif

namespace talus {

/// The project's root.
inline std::string project_root() {
  const char* root = std::getenv("TALUS_ROOT");
  return root != nullptr ? root : ".";
}

/// TALUS_REFERENCE, or the folder beside the project that other tests look for.
inline std::filesystem::path reference_folder() {
  const char* chosen = std::getenv("TALUS_REFERENCE");
  return chosen != nullptr ? chosen : project_root() + "/../shared/reference";
}

/// TALUS_DATABASES, or the folder `databases` beside the references.
inline std::filesystem::path databases_folder() {
  if (const char* chosen = std::getenv("TALUS_DATABASES")) return chosen;
  return reference_folder().parent_path() / "databases";
}

/// Lines of a file; says so and returns none where there is no such file.
inline std::vector<std::string> lines_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  if (lines.empty()) WARN("skipped: there is no " << path.string());
  return lines;
}

/// A line cut at `separator`.
inline std::vector<std::string> cut(const std::string& line, char separator) {
  std::vector<std::string> cells;
  std::istringstream words(line);
  for (std::string cell; std::getline(words, cell, separator);) cells.push_back(cell);
  return cells;
}

}  // namespace talus
