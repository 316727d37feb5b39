// Columns of a CSV file that a case names, in any order and among others.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "base/input.h"

namespace talus {

/// A column that is wanted.
struct NamedColumn {
  std::string key;    ///< of the case that names it
  std::string words;  ///< as the case has it: "XC", or "XC [m]" where the heading of the file has no unit
  std::string unit;   ///< of its kind
  Range range = any;  ///< SI
};

struct NamedColumns {
  std::vector<std::vector<double>> values;  ///< [column][row], SI
  std::vector<Place> places;                ///< of each row
};

/// Reads these columns. FileError when the file cannot be read; InputError with line and column when a column or its unit is
/// missing or said twice, a cell is no number or out of range, or there is no row; the first twenty of these.
NamedColumns read_named_columns(const std::string& path, const std::vector<NamedColumn>& wanted);

}  // namespace talus
