// What there is to know of an unknown of a cell, and of the balance that finds it.
#pragma once

#include <limits>
#include <string>

namespace talus {

struct Unknown {
  std::string name;            ///< of its balance, in files and messages: "Mg+2", "H2O"
  std::string quantity;        ///< what it is, or is the logarithm of: "molality of Mg+2"
  std::string unit;            ///< of that quantity: "mol/kgw"
  std::string amount = "mol";  ///< unit of what its balance counts
  bool logarithm = true;       ///< the unknown is ln(quantity)
  double scale = 1;            ///< a change that counts as much as one of a logarithm by 1; of logarithms 1
  double lowest = -std::numeric_limits<double>::infinity();  ///< it never falls below this
  bool positive = false;  ///< its balance holds nothing negative: it cannot close with less than nothing
  bool vanishes = false;  ///< of what it measures there may be nothing; then it is at `lowest`
};

}  // namespace talus
