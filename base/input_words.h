// How messages, the manual and the template speak of a key. Not for use outside of base.
#pragma once

#include <string>

#include "base/input.h"

namespace talus::input_detail {

/// What a target holds, whether it may be absent or not.
enum class Shape { quantity, quantities, named_quantities, integer, flag, text, texts, named_texts };

Shape shape_of(const Target& target);
/// Whether the target is a std::optional.
bool may_be_absent(const Target& target);

bool contains(const Range& range, double value);
/// "above 0", "0 to 1", "1 mm or more"; numbers in `unit`, which is "1" or empty for pure numbers.
std::string range_words(const Range& range, std::string_view unit);

/// "quantity", "list of texts": the kind of KeyInfo.
std::string kind_of(const Key& key, const Target& target);
/// "a list of 2 quantities in m", "a table of names and texts": what a value with values inside must be.
std::string expected(const Key& key, const Target& target);
/// "a quantity in m", "a number".
std::string expected_quantity(const Key& key);
/// The range of KeyInfo.
std::string range_of(const Key& key);
/// A value that is allowed, as written in a file.
std::string example_of(const Key& key, const Target& target);
/// The default as written in a file; empty if there is none.
std::string default_of(const Key& key, const Target& target);
/// A finite SI value as written in a file: 1.15 or "24 d".
std::string quantity_text(double value, std::string_view unit);

/// The keys that a table must have.
std::vector<std::string> required_keys(const Tables& tables);

}  // namespace talus::input_detail
