// Reads a case for the program and for the library.
#pragma once

#include "case/build.h"

namespace talus {

/// Reads and checks a case, the [[published]] quantities too, which only the report knows. Of [scenarios] none
/// is taken.
Input load_case(const std::string& path, const std::vector<std::string>& sets);
/// A run of a case, as [scenarios] describes it.
struct NamedInput {
  std::string name;  ///< of the run; empty where the case is run itself
  Input input;
};
/// Reads and checks the runs of a case that `wanted` names: runs, or scenarios with all of their runs. When it
/// names none: every run of [scenarios], or the case itself where there are no scenarios. InputError with the
/// mistakes of all of them.
std::vector<NamedInput> load_runs(const std::string& path, const std::vector<std::string>& sets,
                                  const std::vector<std::string>& wanted);
/// The same for a document that has been parsed; paths in it are relative to `folder`.
Input load_case(Document document, std::string folder);

}  // namespace talus
