// What a unit is: its factor to SI and its dimension. The only door to udunits2.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace talus {

using Dimension = std::map<std::string, int>;  ///< base unit ("kg", "kilogram_of_water") and its power

/// What a share is a share of; 2 g/kg is one of mass, 2 % is not.
enum class Basis { none, mass };

/// SI value = number * factor / divisor + offset.
struct Scale {
  long double factor = 1;
  long double divisor = 1;
  long double offset = 0;
  Dimension dimension;
  Basis basis = Basis::none;

  long double to_si(long double number) const { return number * factor / divisor + offset; }
  long double from_si(long double value) const { return (value - offset) * divisor / factor; }
  bool pure() const { return dimension.empty() && basis == Basis::none; }
  bool same_kind(const Scale& other) const { return dimension == other.dimension && basis == other.basis; }
};

/// The scale of "kg/m3", "degC", "wt%", "1" ... Throws UnitError for what is no unit, unknown or ambiguous.
Scale scale_of(std::string_view unit);

/// Whether `byte` can be part of the name of a unit.
bool is_name_byte(char byte);

}  // namespace talus
