// Numbers with units: reads them, writes them, and says what is wrong with them. What a unit is:
// unit_scale.cpp.
//
// 12 cm must be the same double as 0.12 m, so numbers are read as long double and rounded once.
#include "base/units.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include "base/unit_names.h"
#include "base/unit_scale.h"
#include "base/words.h"

namespace talus {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// ------------------------------------------------------------ what is wrong

/// The common units of the same kind as `unit`, or nothing if there is none but itself.
std::string units_like(std::string_view unit) {
  const Scale asked = scale_of(unit);
  std::string list;
  for (const std::string_view name : common_units()) {
    const Scale scale = scale_of(name);
    if (scale.same_kind(asked)) list += (list.empty() ? "" : ", ") + std::string(name);
  }
  return list;
}

/// `unit` with the names kg and kgw exchanged; empty if it has neither.
std::string other_basis(std::string_view unit) {
  const std::string text(unit);
  for (const auto& [from, to] : {std::pair("kgw", "kg"), std::pair("kg", "kgw")}) {
    const std::string_view name = from;
    const std::size_t at = text.find(name);
    const std::size_t end = at + name.size();
    if (at == std::string::npos || (at > 0 && is_name_byte(text[at - 1])) ||
        (end < text.size() && is_name_byte(text[end]))) {
      continue;
    }
    return text.substr(0, at) + to + text.substr(end);
  }
  return "";
}

/// What to write instead of a share where a pressure or a molality is wanted; empty for other slips.
std::string hint_for_share(std::string_view given, const Scale& have, std::string_view asked,
                           const Scale& want) {
  const bool share = have.dimension.empty(), mass_per_water = have.dimension == scale_of("mg/L").dimension ||
                                                              have.dimension == scale_of("mg/kgw").dimension;
  if (share && want.dimension == scale_of("Pa").dimension)
    return std::string(given) +
           " is a share; a partial pressure is the share times the total pressure: 420 "
           "ppm at 1 atm are \"420e-6 atm\"";
  if ((share || mass_per_water) && want.dimension == scale_of("mol/kgw").dimension)
    return "a mass has to be divided by the molar mass: 40 mg of calcium per kg of water are \"1 mmol/kgw\" "
           "(40.08 g/mol); 'talus speciate' reads mg/L and ppm";
  return "write it in " + std::string(asked) + " or a unit of the same kind";
}

[[noreturn]] void wrong_kind(std::string_view given, const Scale& have, std::string_view asked,
                             const Scale& want) {
  const std::string what = quoted(given) + " is not a unit of " + std::string(asked) + "'s kind";
  const std::string water = other_basis(given);
  if (!water.empty() && scale_of(water).dimension == want.dimension) {
    const bool per_water = want.dimension.contains("kilogram_of_water");
    throw UnitError(what,
                    std::string(per_water ? "per kg of water" : "kgw counts water only; here it is kg") +
                        ": write " + water);
  }
  if (want.pure()) {
    if (have.basis == Basis::mass) {
      throw UnitError(quoted(given) + " is a share of mass, which is not asked for here",
                      "write a pure number, or %");
    }
    throw UnitError(quoted(given) + " is a unit where a pure number is asked for",
                    "write a number without a unit, or with %");
  }
  if (want.basis == Basis::mass) {
    if (have.dimension.empty()) {
      throw UnitError(quoted(given) + " does not say that it is a share of mass",
                      "write wt%, or a ratio of masses such as g/kg");
    }
    throw UnitError(what, "write it in wt%, or as a ratio of masses such as g/kg");
  }
  throw UnitError(what, hint_for_share(given, have, asked, want));
}

[[noreturn]] void no_unit(std::string_view number, std::string_view asked, const Scale& want) {
  const std::string what = quoted(number) + " has no unit";
  if (want.basis == Basis::mass) {
    throw UnitError(
        what, "write it in wt% or as a ratio of masses, for example \"" + std::string(number) + " kg/kg\"");
  }
  throw UnitError(what, "write it in " + std::string(asked) + " or a unit of the same kind, for example \"" +
                            std::string(number) + " " + std::string(asked) + "\"");
}

// ------------------------------------------------------------ numbers

struct Quantity {
  std::string_view number;  // without a leading +
  std::string_view unit;
};

bool has_comma(std::string_view rest) { return rest.size() > 1 && rest[0] == ',' && is_digit(rest[1]); }

/// "2e-11 m2" -> "2e-11", "m2". Throws UnitError if `text` does not begin with one finite number.
Quantity split(std::string_view text, std::string_view asked) {
  const std::string_view all = trimmed(text);
  std::string_view begin = all;
  if (begin.starts_with("+")) begin.remove_prefix(1);
  long double value = 0;
  const auto [end, error] = std::from_chars(begin.data(), begin.data() + begin.size(), value);
  const std::string example = asked == "1" ? "0.5" : "1 " + std::string(asked);
  if (error == std::errc::invalid_argument) {
    throw UnitError(quoted(all) + (asked == "1" ? " is not a number" : " does not begin with a number"),
                    "write for example \"" + example + "\"");
  }
  const std::string_view number = begin.substr(0, static_cast<std::size_t>(end - begin.data()));
  const std::string_view rest = begin.substr(number.size());
  if (has_comma(rest)) {
    throw UnitError(quoted(all) + " has a comma in its number",
                    "write a decimal point, and nothing between thousands");
  }
  if (error == std::errc::result_out_of_range || !std::isfinite(static_cast<double>(value))) {
    throw UnitError(quoted(all) + " is not a finite number", "");
  }
  const std::string_view unit = trimmed(rest);
  const bool reciprocal = unit.starts_with("1") && trimmed(unit.substr(1)).starts_with("/");
  if (!unit.empty() && !is_name_byte(unit[0]) && unit[0] != '(' && !reciprocal) {
    throw UnitError(quoted(all) + " is not one number with a unit",
                    "write for example \"1000" + (asked == "1" ? "" : " " + std::string(asked)) + "\"");
  }
  return {number, unit};
}

/// `number` of `scale` in SI, rounded once.
double in_si(std::string_view number, const Scale& scale) {
  if (scale.factor == 1 && scale.divisor == 1 && scale.offset == 0) {
    double value = 0;
    std::from_chars(number.data(), number.data() + number.size(), value);
    return value;
  }
  long double value = 0;
  std::from_chars(number.data(), number.data() + number.size(), value);
  return static_cast<double>(scale.to_si(value));
}

/// `number` to so many significant digits, as people write it: "0.12", "86400", "2e-11".
std::string number_text(long double number, int digits) {
  char buffer[80];
  const auto end =
      std::to_chars(buffer, buffer + sizeof buffer, number, std::chars_format::scientific, digits - 1).ptr;
  const std::string_view text(buffer, static_cast<std::size_t>(end - buffer));
  const std::size_t e = text.find('e');
  int exponent = 0;
  std::from_chars(text.data() + e + (text[e + 1] == '+' ? 2 : 1), end, exponent);
  std::string mantissa;
  for (const char c : text.substr(0, e)) {
    if (is_digit(c)) mantissa += c;
  }
  mantissa.erase(std::max<std::size_t>(mantissa.find_last_not_of('0') + 1, 1));
  const std::string sign = text.front() == '-' ? "-" : "";
  const int count = static_cast<int>(mantissa.size());
  if (exponent < -4 || exponent > 14) {
    if (count > 1) mantissa.insert(1, ".");
    return sign + mantissa + "e" + std::to_string(exponent);
  }
  if (exponent < 0) return sign + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + mantissa;
  if (count <= exponent + 1)
    return sign + mantissa + std::string(static_cast<std::size_t>(exponent + 1 - count), '0');
  mantissa.insert(static_cast<std::size_t>(exponent + 1), ".");
  return sign + mantissa;
}

}  // namespace

double to_si(std::string_view text, std::string_view unit) {
  const Scale want = scale_of(unit);
  const Quantity quantity = split(text, unit);
  if (quantity.unit.empty() && unit != "1") no_unit(quantity.number, unit, want);

  Scale have;
  try {
    have = quantity.unit.empty() ? Scale{} : scale_of(quantity.unit);
  } catch (const UnitError& error) {
    const bool whole = std::string_view(error.what()) == "unknown unit " + quoted(quantity.unit);
    if (!whole || want.pure()) throw;
    const std::string blank = error.hint().empty() ? "" : " ";
    throw UnitError(error.what(), error.hint() + blank + "units of this kind: " + units_like(unit));
  }
  if (!have.same_kind(want)) wrong_kind(quantity.unit, have, unit, want);

  const double value = in_si(quantity.number, have);
  if (!std::isfinite(value)) throw UnitError(quoted(trimmed(text)) + " is too large", "");
  return value;
}

double from_si(double value, std::string_view unit) {
  return static_cast<double>(scale_of(unit).from_si(value));
}

std::string with_unit(double value_si, std::string_view unit) {
  const Scale scale = scale_of(unit);
  const long double number = scale.from_si(value_si);
  if (!std::isfinite(value_si)) return std::isnan(value_si) ? "nan" : value_si > 0 ? "inf" : "-inf";
  if (in_si("0", scale) == value_si) return unit == "1" ? "0" : "0 " + std::string(unit);  // not -2e-14 degC
  std::string text;
  for (int digits = 1; digits <= std::numeric_limits<long double>::max_digits10; ++digits) {
    text = number_text(number, digits);
    if (in_si(text, scale) == value_si) break;
  }
  return unit == "1" ? text : text + " " + std::string(unit);
}

}  // namespace talus
