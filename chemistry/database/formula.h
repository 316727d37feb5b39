// Chemical formulas: "Mg5(CO3)4(OH)2:4H2O", "SO4-2", "SiO2(aq)", "CO2(g)".
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace talus {

/// What a formula is made of.
struct Formula {
  std::map<std::string, double> elements;  ///< atoms of each element
  double charge = 0;                       ///< elementary charges, from the end of the name: "Mg+2" is +2
  double molar_mass = 0;                   ///< kg/mol, IUPAC standard atomic weights (2021, abridged)
};

/// Weights of names that a database uses like elements, kg/mol: "Edta", "Hfo_w", "X", "[13C]".
using ElementWeights = std::map<std::string, double, std::less<>>;

/// Reads a formula. Suffixes (aq), (g), (s) are dropped; ':' or '.' before a number start a hydrate part;
/// "e-" is the electron. `others` are known besides the elements of chemistry, and win over them. Throws
/// std::invalid_argument that names the unknown element or the place.
Formula parse_formula(std::string_view text, const ElementWeights& others = {});

/// Standard atomic weight, kg/mol. Throws std::invalid_argument for an unknown element.
double atomic_weight(std::string_view element);

/// Whether chemistry knows the element: "Mg".
bool is_element(std::string_view name);

}  // namespace talus
