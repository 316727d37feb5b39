// Columns of numbers in a CSV file, under a heading of names and units: "time [d], temperature [degC]", or in
// round brackets. Lines that begin with '#' and empty lines are skipped.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/input.h"

namespace talus {

/// A column: what its heading names, the unit of its kind, and what its values may be (SI).
struct CsvColumn {
  std::string name;
  std::string unit;  ///< unit_of_dates: its heading has none, its cells are dates
  Range range = any;
};

/// The unit of a column of dates.
inline constexpr const char* unit_of_dates = "date";

struct CsvNumbers {
  std::vector<std::string> names;           ///< of the columns, as the heading has them
  std::vector<std::vector<double>> values;  ///< [column][row], SI; of dates s since 1970
  std::vector<Place> places;                ///< of each row
};

/// Reads a file that begins with one of `headings`. `fault` is called after each row and says what is wrong
/// with it, or nothing; a row that is wrong is left out. FileError when the file cannot be read; InputError
/// with file and line when the heading is another, a number or unit is wrong, a value is out of its range, or
/// there is no row.
CsvNumbers csv_numbers(
    const std::string& path, const std::vector<std::vector<CsvColumn>>& headings,
    const std::function<std::string(const CsvNumbers&)>& fault = [](const CsvNumbers&) {
      return std::string();
    });

}  // namespace talus
