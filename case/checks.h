// What the checks across the keys of a case have in common.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "base/input.h"
#include "base/ranges.h"
#include "base/units.h"
#include "base/warnings.h"

namespace talus {

/// The first of each pair, in their order.
inline std::vector<std::string> names_of(const auto& pairs) {
  std::vector<std::string> names;
  for (const auto& [name, value] : pairs) names.push_back(name);
  return names;
}

/// A name as a step of a path: in quotes when it has blanks or dots.
inline std::string step(const std::string& name) {
  return name.find_first_of(" .") == std::string::npos ? name : '"' + name + '"';
}

/// Whether `name` is one of `names`.
inline bool is_among(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::count(names, name) > 0;
}

/// Whether the value at `path` could not be read, or is missing, and that was noted: it is reported once.
inline bool reported(const Document& document, const std::string& path) {
  const Place here = document.place_of_value(path);
  const auto stands_here = [&](const Problem& p) {
    return p.place.file == here.file && p.place.line == here.line && p.place.column == here.column &&
           p.place.line_text == here.line_text;
  };
  try {
    document.finish();
  } catch (const InputError& error) {
    return std::ranges::any_of(error.problems(), stands_here);
  }
  return false;
}

/// Notes a problem when `value`, written at `path`, lies beyond `range`, and a warning when it is unusual.
/// For keys whose describe() has no range of its own.
inline void check_range(Document& document, const std::string& path, double value, const Range& range,
                        const std::string& unit) {
  const Range usual = ranges::usual(range);
  const std::string words = path + " = " + with_unit(value, unit);
  if (!(value >= range.low && value <= range.high))
    document.problem(document.place_of_value(path), words + " is out of range",
                     "it must be " + with_unit(range.low, unit) + " to " + with_unit(range.high, unit));
  else if (!(value >= usual.low && value <= usual.high))
    warn(document, document.place_of_value(path), words + " is unusual", "is the unit right?");
}

/// Notes a problem when `name`, written at `path`, is none of `known`, which the table or list `source`
/// holds.
inline void check_name(Document& document, const std::string& path, const std::string& what,
                       const std::string& name, const std::vector<std::string>& known,
                       const std::string& source) {
  if (is_among(known, name) || reported(document, path) || (known.empty() && reported(document, source)))
    return;
  document.problem(document.place_of_value(path), path + ": no " + what + " '" + name + "' in " + source,
                   known.empty() ? "add it to " + source : suggestion(name, known));
}

/// The same for a name that stands left of its value, in the table at `path`; `hint` in place of the nearest
/// names.
inline void check_key(Document& document, const std::string& path, const std::string& what,
                      const std::string& name, const std::vector<std::string>& known,
                      const std::string& source, const std::string& hint = "") {
  if (is_among(known, name) || (known.empty() && reported(document, source))) return;
  document.problem(document.place_of_key(path + "." + name),
                   path + ": no " + what + " '" + name + "' in " + source,
                   !hint.empty()   ? hint
                   : known.empty() ? "add it to " + source
                                   : suggestion(name, known));
}

}  // namespace talus
