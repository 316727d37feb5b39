#include "report/words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <regex>
#include <utility>

#include "report/yield.h"

namespace talus::report {
namespace {

constexpr double hour = 3600, day = 86400;

/// A number as digits and a power of ten; the power is 0 where plain digits read well.
struct Written {
  std::string digits;
  int power = 0;
};

Written write(double value, int significant) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.*e", significant - 1, value);
  const double rounded = std::strtod(text.data(), nullptr);
  if (rounded == 0) return {"0", 0};
  const int power = static_cast<int>(std::floor(std::log10(std::abs(rounded)) + 1e-12));
  if (power < -3 || power > 5) {
    std::string mantissa = text.data();
    return {mantissa.substr(0, mantissa.find('e')), power};
  }
  std::snprintf(text.data(), text.size(), "%.*f", std::max(0, significant - 1 - power), rounded);
  return {text.data(), 0};
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
  return text;
}

/// " × 10⁻⁵" of "-5".
std::string power_of_ten(const std::string& power) {
  static constexpr std::array<std::string_view, 10> raised{"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  std::string text = " × 10";
  for (const char c : power) text += c == '-' ? "⁻" : raised[static_cast<std::size_t>(c - '0')];
  return text;
}

}  // namespace

std::string digits(double value, int significant) {
  if (!std::isfinite(value)) return "-";
  const Written written = write(value, significant);
  if (written.power == 0) return written.digits;
  std::array<char, 8> power{};
  std::snprintf(power.data(), power.size(), "e%+03d", written.power);
  return written.digits + power.data();
}

std::string typeset_number(double value, int significant) {
  if (!std::isfinite(value)) return "–";
  const Written written = write(value, significant);
  const std::string text = replaced(written.digits, "-", "−");
  return written.power == 0 ? text : text + power_of_ten(std::to_string(written.power));
}

std::string as_written(double value) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.6g", value);
  return text.data();
}

std::string typeset(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> pairs{
      {{"CO2", "CO₂"}, {"H2O", "H₂O"}, {"kg/m2", "kg/m²"}, {"g/m2", "g/m²"}, {"kg/m3", "kg/m³"}}};
  std::string result(text);
  if (result == "m2") return "m²";
  if (result == "m3") return "m³";
  for (const auto& [what, with] : pairs) result = replaced(std::move(result), what, with);
  static const std::regex power("([0-9])e([+-])0*([0-9]+)");
  for (std::smatch found; std::regex_search(result, found, power);)
    result = found.prefix().str() + found[1].str() +
             power_of_ten((found[2] == "-" ? "-" : "") + found[3].str()) + found.suffix().str();
  return result;
}

std::string escape_html(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

TimeUnit time_unit(double length) {
  if (length < 2 * day) return {"h", hour};
  if (length < 2 * year) return {"d", day};
  return {"yr", year};
}

std::string duration(double length) { return duration(length, time_unit(length)); }

std::string duration(double length, const TimeUnit& unit) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.3g", length / unit.seconds);
  return as_written(std::strtod(text.data(), nullptr)) + " " + unit.name;
}

LengthUnit depth_unit(double deepest) { return deepest <= 2 ? LengthUnit{"cm", 0.01} : LengthUnit{"m", 1}; }

}  // namespace talus::report
