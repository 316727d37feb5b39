// Phases of older words: which element, or pH, each of them fixes.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "chemistry/formation.h"
#include "chemistry/public/talus/speciated_water.h"
#include "chemistry/speciation/analysis.h"

namespace talus {

/// A mineral or gas of a database, in components.
struct FormedPhase {
  std::string name;
  Formation made_of;
  const GasRecord* gas = nullptr;  ///< of a gas; outlived by its Database
};

/// That of the name, whatever the case of its letters where no name fits exactly. Throws std::invalid_argument when there
/// is none that `components` can form, with the nearest. The database must outlive it.
FormedPhase formed_phase(const Database& database, const std::set<std::string>& components,
                         const std::string& name);

/// The analysis with its unplaced phases among its equilibria: each fixes the one component of its composition that
/// nothing else fixes, those first that leave no choice: what they fix leaves no choice to others. `components` are
/// those that a phase may be made of; empty for those of the database. Notes what to write in today's words. Throws
/// AnalysisError: an unknown name, no component or several that are free.
WaterAnalysis placed(WaterAnalysis analysis, const Masters& masters, const Database& database,
                     std::set<std::string> components, std::vector<WaterNote>& notes);

}  // namespace talus
