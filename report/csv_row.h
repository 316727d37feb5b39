// A row of a CSV table.
#pragma once

#include <string>

namespace talus::report {

/// The shortest decimal that reads back to the same number; nothing where there is no number.
std::string csv_value(double value);
std::string csv_value(int value);
/// A text, in quotes where it needs them.
std::string csv_value(const std::string& text);
std::string csv_value(const char* text);

/// Adds a row with these values to the table.
template <class First, class... Rest>
void add_csv_row(std::string& table, const First& first, const Rest&... rest) {
  table += csv_value(first);
  ((table += "," + csv_value(rest)), ...);
  table += "\n";
}

}  // namespace talus::report
