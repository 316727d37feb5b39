// Which database records a model uses, and what it assumes, as JSON for the run file.
#pragma once

#include <string>

#include "chemistry/assumptions.h"
#include "solver/model.h"

namespace talus {

/// [{"kind", "name", "quantity", "value", "unit", "status", "source", "note"}, ...]: every constant, size,
/// rate and surface that the model took from its database, and `assumptions`, whose status is "assumed".
std::string records_json(const Model& model, const std::vector<Assumption>& assumptions);

}  // namespace talus
