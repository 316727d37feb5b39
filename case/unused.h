// What a case says and nothing in it uses: warnings.
#pragma once

#include "case/case.h"

namespace talus {

/// Warns of tables of 'materials' and 'waters' whose names are not among `materials` and `waters`.
void warn_of_unused(Document& document, const Case& c, const std::vector<std::string>& materials,
                    const std::vector<std::string>& waters);

/// The same of a pile, with regions that lie outside of the mesh.
void check_unused(Document& document, const Case& c);

}  // namespace talus
