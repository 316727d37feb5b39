// Reads a case for the program and for the library.
#pragma once

#include "case/build.h"

namespace talus {

/// Reads and checks a case, the [[published]] quantities too, which only the report knows.
Input load_case(const std::string& path, const std::vector<std::string>& sets);
/// The same for a document that has been parsed; paths in it are relative to `folder`.
Input load_case(Document document, std::string folder);

}  // namespace talus
