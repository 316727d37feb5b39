// Which database records a model uses, as JSON for the run file.
#pragma once

#include <string>

#include "solver/model.h"

namespace talus {

/// [{"kind", "name", "quantity", "value", "unit", "status", "source", "note"}, ...]: every constant, size,
/// rate and surface that the model took from its database.
std::string records_json(const Model& model);

}  // namespace talus
