// The results of talus speciate as tables to read and as JSON, on standard output, one water after the other.
#pragma once

#include <string>
#include <vector>

#include "cli/speciate_rows.h"

namespace talus::cli {

/// What all waters share.
struct SpeciationHead {
  std::vector<std::string> databases;
  std::string activity_model;
};

/// Speciates and prints all waters: as JSON, with the same numbers as in CSV and the notes, or as tables, in which species
/// below 1e-12 mol/kgw are counted only.
void print_all(const SpeciationHead& head, bool json, WaterRows& rows, Speciator& speciator, Tally& tally);

}  // namespace talus::cli
