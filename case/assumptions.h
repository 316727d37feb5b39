// What a run takes in place of what neither its case nor its database says.
#pragma once

#include "case/build.h"
#include "chemistry/assumptions.h"

namespace talus {

/// Those of its chemistry at the temperatures of the run, and those of its case: density of water,
/// diffusivity of solutes, gas at 1 atm.
std::vector<Assumption> assumptions_of(const Input& input, const Model& model);

}  // namespace talus
