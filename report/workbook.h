// Tables as one file for spreadsheets, by libxlsxwriter.
#pragma once

#include <string>
#include <vector>

namespace talus::report {

/// A sheet: its name, and its table as CSV.
struct Sheet {
  std::string name;  ///< at most 31 characters
  std::string csv;
};

/// Writes the sheets into `path`, numbers as numbers; the same sheets give the same bytes. Rows beyond the million
/// that a sheet can have are left out, and a last row says how many. FileError.
void write_workbook(const std::string& path, const std::vector<Sheet>& sheets);

}  // namespace talus::report
