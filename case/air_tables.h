// The air at patches over time: its files, and what a model takes of them.
#pragma once

#include <string>
#include <vector>

#include "base/series.h"
#include "case/case.h"
#include "solver/laws/air.h"

namespace talus {

/// Checks of boundaries.<patch>.air_over_time, across its keys. `path` is that of the patch.
void check_air_over_time(Document& document, const std::string& path, const Case& c, const PatchCase& patch);

/// Reads the files of a patch, relative to `folder`: mole fraction over the time since the start (s), of each gas that
/// has one. Notes in `document` what is wrong with them; `pressure` (Pa, over time) is that of the gas.
Named<Series> read_air(Document& document, const Case& c, const std::string& folder, const std::string& patch,
                       const Series& pressure);

/// A gas of the air at a patch; `tables` are those that read_air() made.
AirGas air_gas(const Case& c, const PatchCase& patch, const std::string& gas, const Named<Series>& tables);

}  // namespace talus
