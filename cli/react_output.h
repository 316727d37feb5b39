// The results of `talus react`: CSV, a page with charts, and a summary for the terminal.
#pragma once

#include <string>

#include "cli/react_run.h"

namespace talus::cli {

/// A row for each row of the table, a column for each of its columns, with units in the heading.
std::string react_csv(const ReactTable& table);

/// Charts of the columns, and the summary.
std::string react_page(const ReactSetup& setup, const ReactResult& result);

/// What there is at the start and at the end, and how well the mass balances close.
std::string react_summary(const ReactSetup& setup, const ReactResult& result);

/// The solids and the water of the last tank at the end, as a file that a material of a pile names in `from`.
std::string react_material(const ReactSetup& setup, const ReactResult& result);

}  // namespace talus::cli
