// What goes with the exceptions of public/talus/errors.h. The exit codes of the program: InputError 2,
// SolveError 3, FileError 4, Interrupted 85; anything else that escapes is a bug of ours (70).
#pragma once

#include <source_location>
#include <span>
#include <string>
#include <string_view>

#include "base/public/talus/errors.h"

namespace talus {

/// `file:line:column: error: what`, the line, a caret, the hint.
std::string format(const Problem& problem);

/// A promise of our own code: throws std::logic_error with the sentence and the place when it is broken.
void check(bool condition, std::string_view sentence,
           std::source_location where = std::source_location::current());

/// The known word nearest to `word` by Damerau-Levenshtein distance, at most a third of its length (at least
/// 1) away; another case of a letter is half a step, in one letter or in all. Empty when none is near.
std::string nearest(std::string_view word, std::span<const std::string> known);

/// "did you mean 'depth'? known: area, cells, depth" or, without a near word, "known: area, cells, depth".
std::string suggestion(std::string_view word, std::span<const std::string> known);

}  // namespace talus
