// The columns of the results of `talus react`, and a row of them.
#pragma once

#include "cli/react_run.h"

namespace talus::cli {

/// The columns of a case.
std::vector<ReactColumn> react_columns(const ReactSetup& setup);

/// A row at `along` (s, or the part of a path) of tank number `tank`.
std::vector<double> react_row(const ReactSetup& setup, const ReactorState<double>& state, double time,
                              double along, std::size_t tank, Reactor<double>& reactor);

}  // namespace talus::cli
