// The results of talus speciate as tables, CSV and JSON, on standard output.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chemistry/speciation/speciated_water.h"
#include "chemistry/speciation/waters_file.h"

namespace talus::cli {

/// A water of the file: its result, or why there is none.
struct SpeciationOutcome {
  std::string name;
  std::optional<SpeciatedWater> water;
  std::string problem;
};

/// What all waters share.
struct SpeciationHead {
  std::vector<std::string> databases;
  std::string activity_model;
};

/// Tables to read, one water after the other; species below 1e-12 mol/kgw are counted only.
void print_tables(const SpeciationHead& head, const std::vector<SpeciationOutcome>& outcomes);
/// A row for each water, a column for each species and phase of any; units in the headings. Then the kinds of
/// its notes, and why it has no numbers.
void print_csv(const std::vector<SpeciationOutcome>& outcomes);
/// The same numbers as in CSV, and the notes.
void print_json(const SpeciationHead& head, const std::vector<SpeciationOutcome>& outcomes);

}  // namespace talus::cli
