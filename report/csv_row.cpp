#include "report/csv_row.h"

#include <array>
#include <charconv>
#include <cmath>

#include "base/csv_text.h"

namespace talus::report {

std::string csv_value(double value) {
  if (!std::isfinite(value)) return "";
  std::array<char, 32> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

std::string csv_value(int value) { return std::to_string(value); }

std::string csv_value(const std::string& text) { return csv_cell(text); }

std::string csv_value(const char* text) { return csv_value(std::string(text)); }

}  // namespace talus::report
