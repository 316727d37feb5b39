// Scenarios: several runs in one document, each the document with a few other values on top.
//
//     [scenarios.project]                       # nothing else: the document as it is
//     [scenarios.baseline]
//     operations = []                           # values replace, tables are merged key by key
//     "layers[0].thickness" = "30 cm"           # a path in quotes, as for --set, reaches into lists
//     remove = ["flow"]                         # keys that this scenario does not have
//
//     [scenarios.sizing.vary]                   # a table of runs: every value with every other
//     mesh.columns_x = [1, 2]
//     temperature.constant = ["5 degC", "15 degC"]
//
//     [[scenarios.sizing.vary]]                 # the same; lists of one [[vary]] go together
//     names = ["thin", "thick"]
//     mesh.depth = ["0.2 m", "1 m"]
//     "layers[0].thickness" = ["0.2 m", "1 m"]
//
// A run is named after its scenario, and after its values where the scenario varies some: sizing_thin_5degC.
// On top of a scenario stand the values of --set, except those of --set scenarios.NAME..., which change it.
#pragma once

#include <string>
#include <vector>

#include "base/input.h"

namespace talus {

/// A run that [scenarios] describes.
struct ScenarioRun {
  std::string name;      ///< of the run: "baseline", "sizing_thin_5degC"
  std::string scenario;  ///< of the table that describes it: "baseline", "sizing"
};

/// The runs that the document describes, in the order of the file; none without [scenarios]. InputError with
/// everything that is wrong with the tables themselves.
std::vector<ScenarioRun> scenario_runs(const Document& document);

/// The document as the run of that name has it, without [scenarios]. Values keep the place where they were
/// written. With an empty name the document itself. InputError when a value has no place to go.
Document with_scenario(const Document& document, const std::string& run);

/// The run whose values the document has, empty when it has its own.
const std::string& scenario_name(const Document& document);

/// What that run has otherwise than the file, a line each: "run.length = 2 d", "without flow".
const std::vector<std::string>& scenario_changes(const Document& document);

}  // namespace talus
