// Heat, from the words of a case to those of the solver.
#pragma once

#include "case/build.h"

namespace talus {

/// What the heat equation of the case is made of, for the patches of the mesh. InputError with the names where the heat of
/// reactions is asked for that the database does not know.
HeatModel heat_of(const Input& input, const Mesh& mesh, const ChemicalSystem& system);

}  // namespace talus
