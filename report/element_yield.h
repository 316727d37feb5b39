// What became of each element besides hydrogen, carbon and oxygen: nickel and cobalt as other metals and salts.
#pragma once

#include <string>
#include <vector>

#include "report/run.h"

namespace talus::report {

/// One element of the whole domain, kg, from the first to the last output.
struct ElementYield {
  std::string element;
  double in_minerals = 0;  ///< at the start
  double released = 0;     ///< by minerals of which there is less at the end than at the start
  double taken_up = 0;     ///< by minerals of which there is more
  double in_water = 0;     ///< at the end, with what exchangers and gases hold
  double exported = 0;     ///< left with water, minus what water brought
  double added = 0;        ///< external terms
};

/// kg/mol; 0 of what a database only uses like an element: a ligand, sites of an exchanger.
double element_molar_mass(const std::string& element);

/// Those that minerals hold or that water carries, in the order of the run file.
std::vector<ElementYield> element_yields(const Run& run);

}  // namespace talus::report
