// The names of units that udunits2 lacks, gives another meaning, or that people read in two ways.
#pragma once

#include <span>
#include <string_view>

namespace talus {

/// A unit of our own, in words of udunits2 (and of units.cpp for kgw and currencies).
struct OwnUnit {
  std::string_view name;
  std::string_view definition;
};

/// A name that is refused, because it means different things to different people, and what to write instead.
struct AmbiguousUnit {
  std::string_view name;
  std::string_view instead;
};

/// No prefixes are understood but those that stand here. Sources: yr = 365.25 d (julian year, as used for
/// ages); cal = 4.184 J (thermochemical, as in data of chemistry); darcy as in udunits2 (9.869233e-13 m2);
/// gallon: US.
std::span<const OwnUnit> own_units();
std::span<const AmbiguousUnit> ambiguous_units();

/// What messages list and draw suggestions from.
std::span<const std::string_view> common_units();

}  // namespace talus
