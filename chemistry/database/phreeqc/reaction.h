// Chemical equations as PHREEQC writes them: "2H2O = O2 + 4 H+ + 4e-", "Ca++ + CO3--", "BaSO4 = + Ba+2 +
// SO4-2".
//
// Blanks mean nothing. A sign after a name is its charge ("Ca+2", "Ca++", "OH-") unless a name, or a number
// and a name, follow it: "CO2+2H+" is CO2 and 2 H+. Charges are kept in the form "+2"; +1 is "+".
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace talus::phreeqc {

/// A species or formula, and how much of it.
struct Term {
  std::string name;
  double amount = 1;
};

/// Both sides of an equation, in the order of the text.
struct Equation {
  std::vector<Term> left, right;
};

/// Reads an equation. Throws std::invalid_argument that says what is wrong with it.
Equation parse_equation(std::string_view text);

/// The name of a species with its charge in PHREEQC's short form: "Fe+++" is "Fe+3", "Na+1" is "Na+".
/// Throws std::invalid_argument.
std::string species_name(std::string_view text);

/// A number and a unit become J/mol: kJ (also when no unit is given), kcal, J, cal, each "/mol" or not; 1 cal
/// is 4.184 J. Throws std::invalid_argument for another unit.
double joules(double value, std::string_view unit);

/// A volume becomes m3/mol: cm3/mol (also when no unit is given), dm3/mol, m3/mol. Throws
/// std::invalid_argument for another unit.
double cubic_metres(double value, std::string_view unit);

/// The number that `word` is, or std::invalid_argument that says that it is none.
double number_of(std::string_view word);

}  // namespace talus::phreeqc
