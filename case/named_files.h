// The files that a case names, with their hashes, for the record of a run.
#pragma once

#include <string>

namespace talus {

/// Lines of comment to stand below the echo of a case: "# SHA-256 of weather.csv = "ab12..."" for each file that a key "file",
/// "..._file", "from" or "normals" of the echo names, relative to `folder`. Databases have a hash of their own.
std::string hashes_of_named_files(const std::string& echo, const std::string& folder);

}  // namespace talus
