// From [[instruments]] to the cells and faces that they read.
#pragma once

#include <string>
#include <vector>

#include "case/build.h"
#include "solver/output/instruments.h"

namespace talus {

/// What the instruments of a case read, and what the run file says of them.
struct BuiltInstruments {
  std::vector<Instrument> list;
  /// JSON: [{"name", "depth" (m), "depth_from", "depth_to" (of its cell), "x", "y", "dry_density" (kg/m3), "columns":
  /// [{"quantity", "unit", "series"}]}, ...]; of a chamber {"name", "patch", "area" (m2), "columns"}.
  std::string json;
};

/// Finds them in the mesh. InputError where a quantity is no field of the model. Collective.
BuiltInstruments build_instruments(const Input& input, const Model& model);

}  // namespace talus
