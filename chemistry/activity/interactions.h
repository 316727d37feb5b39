// The interaction parameters that a database brings (PITZER, SIT), as the models take them; PHREEQC's
// conventions.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "chemistry/activity/pitzer.h"
#include "chemistry/activity/sit.h"

namespace talus {

class Database;

/// Parameters of the models in which gamma depends on all molalities.
struct Interactions {
  std::vector<PitzerParameter> pitzer;
  PitzerConventions conventions;
  std::vector<SitParameter> sit;
};

/// What a model of mixtures takes of all species; nothing for models of ionic strength.
template <class K>
using Interacting = std::variant<std::monostate, PitzerTermsOf<K>, SitTermsOf<K>>;

/// The scales of single ions in Pitzer's model, as a case names them: "database" (what the file says with
/// -MacInnes; where it says nothing MacInnes's, as PHREEQC has it), "MacInnes", "Pitzer" (none).
std::vector<std::string> ph_scales();

/// Throws std::invalid_argument when a scale is asked for with a model that has none, or when `database` leaves out ion pairs for
/// Pitzer's parameters and `model` is another.
void check_model(const Database& database, const std::string& ph_scale, const std::string& model);

/// Parameters of `database` for the model "Pitzer" or "SIT". Throws std::invalid_argument with a sentence:
/// the database has none, a kind of parameter that the model does not know, a database or a scale that asks
/// for MacInnes's without KCl.
Interactions interactions_of(const Database& database, const std::string& model, const std::string& ph_scale);

}  // namespace talus
