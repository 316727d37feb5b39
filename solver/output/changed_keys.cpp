#include "solver/output/changed_keys.h"

#include <algorithm>
#include <map>
#include <sstream>

namespace talus {

namespace {

using Keys = std::vector<std::pair<std::string, std::string>>;

/// Paths and values of the lines of an echo: "[table]", "[[list]]", "key = value" and "# SHA-256 of FILE = value".
Keys keys_of(const std::string& echo) {
  Keys keys;
  std::map<std::string, int> elements;  // of each list so far
  std::string table;
  std::istringstream lines(echo);
  for (std::string line; std::getline(lines, line);) {
    const auto equals = line.find(" = ");
    if (line.starts_with("[[")) {
      const std::string list = line.substr(2, line.size() - 4);
      table = list + "[" + std::to_string(elements[list]++) + "].";
    } else if (line.starts_with("[")) {
      table = line.substr(1, line.size() - 2) + ".";
    } else if (line.starts_with("# ") && equals != std::string::npos) {  // of a file that the case names
      keys.emplace_back(line.substr(2, equals - 2), line.substr(equals + 3));
    } else if (equals != std::string::npos) {
      keys.emplace_back(table + line.substr(0, equals), line.substr(equals + 3));
    }
  }
  return keys;
}

std::string value_in(const Keys& keys, const std::string& path) {
  const auto found = std::ranges::find(keys, path, [](const auto& key) { return key.first; });
  return found == keys.end() ? "" : found->second;
}

/// Whether the case leaves off what the key would do.
bool is_off(const std::string& path, const std::string& value, const Keys& keys) {
  if (path.ends_with(".grows_on")) return value == "\"new crystals\"";
  if (path != "chemistry.exchange_convention") return value == "false";
  return std::ranges::none_of(
      keys, [](const auto& key) { return key.first.find(".exchangers") != std::string::npos; });
}

}  // namespace

std::vector<ChangedKey> changed_keys(const std::string& before, const std::string& after) {
  const Keys old_keys = keys_of(before), new_keys = keys_of(after);
  std::vector<ChangedKey> changed;
  for (const auto& [path, value] : new_keys)
    if (const std::string old_value = value_in(old_keys, path); old_value != value) {
      // what the version that wrote the run did not know yet, and this case leaves off
      if (old_value.empty() && is_off(path, value, new_keys)) continue;
      changed.push_back({path, old_value, value});
    }
  for (const auto& [path, value] : old_keys)
    if (value_in(new_keys, path).empty()) changed.push_back({path, value, ""});
  return changed;
}

}  // namespace talus
