// Whether equilibrium constants are used at temperatures at which they are known.
#pragma once

#include <string>
#include <vector>

#include "chemistry/speciation/phase.h"
#include "chemistry/system.h"

namespace talus {

class Database;

/// How well a constant is known where it is used.
enum class Known {
  well,
  at_25_only,  ///< nothing says how it changes with temperature
  outside      ///< beyond the range of the record
};

/// How well a constant is known at all temperatures from `lowest` to `highest` (K): the worst of the
/// reactions that were combined.
Known known_between(const FormationConstant& log_k, double lowest, double highest);

/// "at 25 degC" or "from 5 to 30 degC", of temperatures in K.
std::string temperatures_in_words(double lowest, double highest);

/// A line that names species, gases and minerals of the system whose constants are not known at all
/// temperatures from `lowest` to `highest` (K), and `phases` at equilibrium with it; empty when all are.
std::string unknown_temperatures(const ChemicalSystem& system, double lowest, double highest,
                                 const std::vector<Phase>& phases = {});

/// A line that says that the Debye-Hueckel constants come from beyond the ends of the grid of a database
/// (LLNL_AQUEOUS_MODEL_PARAMETERS) somewhere from `lowest` to `highest` (K); empty when they do not, or when
/// the activity model does not use it.
std::string outside_of_grid(const Database& database, const std::string& activity_model, double lowest,
                            double highest);

}  // namespace talus
