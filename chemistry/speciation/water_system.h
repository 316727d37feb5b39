// What a water to be speciated can be made of: the species of its elements, and all phases that these can
// form.
//
// As ChemicalSystem, but by elements and redox states instead of by components of a case, without rates, and
// with the electron: its activity counts in reactions, but there is none of it in the water.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "chemistry/speciation/phase.h"
#include "chemistry/system.h"

namespace talus {

/// How activities are found.
struct ActivityChoice {
  std::string model;  ///< one of activity_models(); "database": as PHREEQC would choose, see activity_of()
  std::string water_activity = "Garrels-Christ";
  std::string ph_scale = "database";
  std::string exchange = "Gaines-Thomas";  ///< one of exchange_conventions()
  std::string fugacity = "Peng-Robinson";  ///< one of fugacity_models()
};

/// The model by which PHREEQC uses such a database: Pitzer or SIT with parameters of these, B-dot with a grid
/// of LLNL, WATEQ where -gamma says so; B-dot with the shipped database.
std::string activity_of(const Database& database);

/// Throws std::invalid_argument with a sentence when the database has no dissolved species `name`.
void require_component(const Database& database, const std::string& name);

class WaterSystem {
 public:
  /// All species and phases of `database` that are made of the species `components` (H+ first; "e-" where
  /// redox reactions are at equilibrium) and water without anything of `absent`. The database must outlive
  /// it. Throws std::invalid_argument with a sentence when the model of activity lacks its parameters, or the
  /// database a component.
  WaterSystem(const Database& database, const std::vector<std::string>& components,
              const std::set<std::string>& absent, const ActivityChoice& choice);

  /// Constants at `temperature` (K): of species, activities, and as ln_k_mineral ln K of the dissolution of
  /// each phase.
  Constants at(double temperature) const;
  /// The same at the temperatures of the waters of a tile, by models of ionic strength.
  ConstantsOf<Pack> at(const Pack& temperature) const;

  std::size_t components() const { return components_; }
  int component(const std::string& name) const;  ///< number, or -1
  /// Number of the phase of that name, whatever the case of its letters where no name fits exactly; or -1.
  int phase(const std::string& name) const;

  std::vector<Species> species;  ///< the components first
  std::vector<Phase> phases;     ///< by name
  int electron = -1;             ///< number of the component e-, or -1
  std::string activity_model;
  std::string fugacity;  ///< one of fugacity_models()
  WaterActivity water_activity;
  bool by_mixture = false;                    ///< Pitzer, SIT
  std::vector<std::string> without_ion_size;  ///< ions that take Davies's equation in B-dot
  Interactions interactions;                  ///< of Pitzer's and the SIT model

 private:
  template <class K>
  ConstantsOf<K> evaluated(const K& temperature, const ActivityConstantsOf<K>& activity) const;

  const Database* database_;
  std::size_t components_;
};

}  // namespace talus
