// Checks of what is irrigated.
#pragma once

#include "base/input.h"
#include "case/case.h"

namespace talus {

/// Notes what is wrong with operations that irrigate: waters that are not there, cases whose water does not flow by Richards'
/// equation, heat, and times at which something else is done.
void check_irrigation(Document& document, const Case& c);

}  // namespace talus
