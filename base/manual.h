// The schema of an input (schema_of) in words: the manual, one key at a time, and a template to fill in.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/input.h"

namespace talus {

/// All keys as Markdown: a section for each table with what it is and a table of its keys.
std::string manual_page(std::span<const KeyInfo> keys);

/// One key, or one table with its keys. `key` is a path or the end of one: "dry_density",
/// "materials.dry_density", "materials.<name>.dry_density", "materials.tailings.dry_density"; of several that
/// end alike, all. InputError with a suggestion when there is none.
std::string explain(std::span<const KeyInfo> keys, std::string_view key);

/// A case with every key, its meaning and its unit: keys that must be there with an example, all others
/// behind a # with their default or an example. It is TOML, and it reads without unknown or missing keys.
std::string template_case(std::span<const KeyInfo> keys);

}  // namespace talus
