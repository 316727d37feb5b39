// Which keys of a case differ from those of another one.
#pragma once

#include <string>
#include <vector>

namespace talus {

/// A key whose value differs; a text is empty where the key is absent.
struct ChangedKey {
  std::string path;  ///< "run.length", "layers[1].thickness"
  std::string before, after;
};

/// The keys that differ between two cases as echo() writes them, in the order of `after`, then those that are
/// gone. A key that is new and false is none of them: versions before did not know it.
std::vector<ChangedKey> changed_keys(const std::string& before, const std::string& after);

}  // namespace talus
