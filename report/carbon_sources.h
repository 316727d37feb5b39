// The carbon of each source, where a run follows it ([[carbon_sources]]): what came, what left, where it is. CO2 that a mineral of
// the rock gives off and another one takes again stays carbon of the rock, and fossil CO2 stays fossil.
#pragma once

#include <string>
#include <vector>

#include "report/run.h"

namespace talus::report {

/// Carbon of a source, counted as CO2: kg at each output time.
struct CarbonOfSource {
  std::string name, kind;       ///< kind: air, biogenic, fossil or rock
  Curve in_minerals, in_pores;  ///< pores: water, gas and exchangers
  Curve came_in, left;          ///< since the first output, with what only passed through

  /// Beyond what there was at the first output, kg.
  double stored() const;
  double stored_in_minerals() const { return in_minerals.back() - in_minerals.front(); }
  /// Largest difference between what came, what left and what is there, divided by what was there and what moved.
  double closure() const;
};

/// In the order of the case; none where the run does not follow carbon by its source.
std::vector<CarbonOfSource> carbon_of_sources(const Run& run);

/// One sentence: what minerals hold of each source beyond the start, g per kg of dry mass; empty without sources.
std::string sources_text(const std::vector<CarbonOfSource>& sources, double dry_mass);

}  // namespace talus::report
