#include "case/named_files.h"

#include <filesystem>
#include <regex>
#include <set>

#include "base/sha256.h"

namespace talus {

std::string hashes_of_named_files(const std::string& echo, const std::string& folder) {
  static const std::regex named("(^|[^A-Za-z0-9_\"])((?:[A-Za-z0-9_]+_)?file|from|normals) = \"([^\"]*)\"");
  std::set<std::string> names;
  for (std::sregex_iterator found(echo.begin(), echo.end(), named), end; found != end; ++found)
    names.insert((*found)[3].str());
  std::string lines;
  for (const std::string& name : names) {
    const std::filesystem::path path = std::filesystem::path(folder) / name;
    if (std::error_code error; std::filesystem::is_regular_file(path, error))
      lines += "# SHA-256 of " + name + " = \"" + sha256_of_file(path.string()) + "\"\n";
  }
  return lines;
}

}  // namespace talus
