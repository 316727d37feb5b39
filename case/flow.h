// Checks of what a case says about the flow of water, across its keys.
#pragma once

#include "case/case.h"

namespace talus {

/// Materials, patches and [flow] against each other; each problem is noted in the document at the key to
/// change.
void check_flow(Document& document, const Case& c);

}  // namespace talus
