// A parameter of interaction as a line of text: its kind, the species, and the coefficients of its change with temperature
// (InteractionRecord, chemistry/database/file_records.h): "PSI Na+ K+ Cl- -0.0018".
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "chemistry/database/file_records.h"

namespace talus {

/// How many species a parameter of Pitzer's or the SIT model has.
std::size_t species_of_parameter(std::string_view parameter);

/// The parameter of Pitzer's model that a line says. std::invalid_argument with a sentence.
InteractionRecord interaction_of_line(const std::string& line);

}  // namespace talus
