// The chemical system as the run file shows it.
#pragma once

#include "solver/model.h"
#include "solver/output/run_layout.h"

namespace talus {

/// Names and matrices of /system.
ChemicalTables chemical_tables(const Model& model);

}  // namespace talus
