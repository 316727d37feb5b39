// The columns of the results of `talus react`, and a row of them.
#pragma once

#include "batch/run.h"

namespace talus::batch {

/// The columns of a case.
std::vector<ReactColumn> react_columns(const ReactSetup& setup);

/// A row at `along` (s, or the part of a path) of tank number `tank`.
std::vector<double> react_row(const ReactSetup& setup, const ReactorState<double>& state, double time,
                              double along, std::size_t tank, Reactor<double>& reactor);

/// `value` with `digits` significant digits.
std::string digits_of(double value, int digits);

/// "total Mg+2 [mol/kgw]".
std::string heading(const ReactColumn& column);

/// A row for each row of the table, a column for each of its columns, with units in the heading.
std::string react_csv(const ReactTable& table);

}  // namespace talus::batch
