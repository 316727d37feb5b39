// --set-from FILE: values for keys of a case, a line each as --set takes them, so that other programs can write them.
//
//     # a comment
//     materials.tailings.surface.Brucite = "1.3 m2/g"
//     layers[0].thickness = 30 cm
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/error.h"

namespace talus {

/// Such files, read one after the other.
class SetFiles {
 public:
  /// InputError with every line that is no key with a value; FileError.
  explicit SetFiles(std::span<const std::string> paths);

  /// The lines, then `more`, which stand on top of them: what --set takes.
  std::vector<std::string> with(const std::vector<std::string>& more) const;

  /// An InputError whose problems stand where the lines do, in place of "--set".
  InputError placed(const InputError& error) const;

 private:
  std::vector<Place> lines_;  // with their texts
};

}  // namespace talus
