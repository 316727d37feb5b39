// How something forms from components and water: its reaction, with the secondary species inside replaced by
// what they are made of.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "chemistry/database/database.h"
#include "chemistry/reaction_row.h"

namespace talus {

/// log10 K of formation from components and water: the constants of the reactions that were combined to get
/// there.
struct FormationConstant {
  struct Part {
    const EquilibriumConstant* constant;
    double factor;
  };
  std::vector<Part> terms;

  /// log10 K; gases in atm.
  template <class K>
  K at(const TemperatureOf<K>& t) const {
    K sum(0.0);
    for (const Part& p : terms) sum += K(p.factor) * p.constant->at(t);
    return sum;
  }
  /// The same at `temperature` (K).
  double at(double temperature) const { return at(TemperatureOf<double>(temperature)); }
};

/// What one mole of something is made of, and the constant of its formation from that.
struct Formation {
  std::map<std::string, double> amounts;  ///< components and H2O
  FormationConstant log_k;
};

/// What one mole of `name` is made of, by its reaction. A reaction is followed down to `components`, also to
/// those that have a reaction of their own (Fe+3 beside Fe+2, when the two do not react). Nothing if it needs
/// something else, or something of `absent`. Throws std::invalid_argument when the reaction does not contain
/// `name`. The database must outlive the result.
std::optional<Formation> formation(const Database& database, const std::set<std::string>& components,
                                   const std::string& name, const std::string& reaction,
                                   const EquilibriumConstant& constant,
                                   const std::set<std::string>& absent = {});

/// What a reaction between species makes of components and water, less what it takes, and its constant so
/// written. Nothing if it needs something else.
std::optional<Formation> net_reaction(const Database& database, const std::set<std::string>& components,
                                      const std::string& reaction, const EquilibriumConstant& constant);

/// The same as a row; `components` in their order.
ReactionRow row_of(const std::map<std::string, double>& amounts, const std::vector<std::string>& components);

}  // namespace talus
