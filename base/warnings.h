// What an input may say and can hardly mean: noted with its place, and shown without stopping anything.
#pragma once

#include <string>
#include <vector>

#include "base/input.h"

namespace talus {

/// Notes a warning in the document.
void warn(Document& document, Place place, std::string what, std::string hint = "");

/// The warnings so far, sorted by place, each once.
std::vector<Problem> warnings_of(const Document& document);

/// `file:line:column: warning: what`, the line, a caret, the hint.
std::string format_warning(const Problem& problem);

/// "FILE:LINE: what": a problem in one line, for a log.
std::string one_line(const Problem& problem);

/// Files in the order of their first problem, the command line last; then by line and column; each problem
/// once.
std::vector<Problem> in_order(std::vector<Problem> problems);

}  // namespace talus
