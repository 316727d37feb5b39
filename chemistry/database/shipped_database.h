// The files of chemistry/data, put into the program when it is built.
#pragma once

#include <string_view>
#include <vector>

namespace talus {

/// A file of a shipped database.
struct ShippedFile {
  std::string_view database;  ///< what a case calls it: "talus", "talus redox"
  std::string_view name;      ///< "metals.toml"
  std::string_view text;
  std::string_view tree;  ///< of the text (base/packed_tree.h)
};

/// All of them, in the order in which they are read.
const std::vector<ShippedFile>& shipped_files();

}  // namespace talus
