// What is wrong with a text before toml++ sees it. Not for use outside of base.
#pragma once

#include <string_view>

#include "base/input_tree.h"

namespace talus::input_detail {

/// How many names dots may join in one key, and how many lists and inline tables may stand in each other.
/// What is deeper would need more of the stack than there is, since toml++ and we go down by recursion; a
/// case needs about five.
constexpr int deepest = 32;

/// A stretch of a text, and what is wrong with it.
struct TextFault {
  enum Kind { letter, deep } kind;  ///< a letter outside of ASCII and of quotes; a key of too many names
  std::size_t at, length;           ///< bytes
};

/// The faults of a text, the first of each line. Strings and comments are passed over.
std::vector<TextFault> faults_of_text(std::string_view text);

/// Notes them in tree.problems, with their places.
void note_faults_of_text(Tree& tree, std::string_view text);

}  // namespace talus::input_detail
