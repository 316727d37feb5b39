// Many waters as rows of a table: planned by their kinds, read, solved and written in blocks.
#pragma once

#include "cli/speciate_rows.h"

namespace talus::cli {

/// Reads the waters twice, first for the columns that the table has, then for its rows, and prints the table as CSV.
void print_csv(WaterRows& rows, Speciator& speciator, Tally& tally);

}  // namespace talus::cli
