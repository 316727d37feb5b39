// Numbers with units, at the border of the program. Inside everything is SI (kg, m, s, mol, K; kgw for the
// mass of water, which is a dimension of its own so that mol/kgw is never taken for mol/kg of rock).
//
// Built on udunits2, extended by wt%, kgw, eq, meq, M, mM, kWh, mD, D, cP, gpm, EUR and USD; yr = 365.25 d,
// cal = 4.184 J; names that mean several things are refused (unit_names.h). Not thread-safe (udunits2 is
// not): parse at start, on one thread.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace talus {

/// Why a text is not a quantity of the kind asked for; what() is the sentence, hint() what to write instead.
class UnitError : public std::runtime_error {
 public:
  UnitError(const std::string& what, std::string hint) : std::runtime_error(what), hint_(std::move(hint)) {}
  const std::string& hint() const { return hint_; }

 private:
  std::string hint_;
};

/// The SI value of `text` ("2e-11 m2", "15 degC", "420e-6 atm", "1.5 wt%"), which must be of the kind of
/// `unit`. `unit` "1" asks for a pure number ("%" is allowed there, "wt%" only where `unit` is "wt%").
/// Temperatures with offsets (degC, degF) become K.
/// Throws UnitError: no number, no unit, unknown unit, wrong kind, ambiguous unit (unit_names.h).
double to_si(std::string_view text, std::string_view unit);

/// `value` (SI) in `unit`: from_si(288.15, "degC") = 15.
double from_si(double value, std::string_view unit);

/// "288.15 K" -> "15 degC": the shortest decimal that reads back to the same double, and the unit.
std::string with_unit(double value_si, std::string_view unit);

}  // namespace talus
