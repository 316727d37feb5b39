// Checks across the keys of heat.
#pragma once

#include "case/case.h"

namespace talus {

/// Notes in `document` what is wrong with [heat] and 'heat' of materials.
void check_heat(Document& document, const Case& c);

/// Notes where [temperature] of a pile or of a vessel is below 0 degC, and nothing says how water freezes.
void check_start(Document& document, const Case& c);

}  // namespace talus
