// Whether the cells resolve the reaction fronts of a run, from its file alone.
//
// The share n/n0 of a mineral goes from 0 to 1 over a front. A front is thinner than three cells where the share is
// above 0.8 in a layer and below 0.2 in the next or the one after, while it moves: one of the two has changed by
// more than 0.01 since the profile before. A front that is spread evenly over three cells never shows that.
#pragma once

#include <string>

#include "report/run.h"

namespace talus::report {

/// "Brucite, 3.2 cm deep, at 24 d", the first front that is thinner than three cells; empty when there is none in
/// the profiles.
std::string thin_front(const Run& run);

}  // namespace talus::report
