// An exchanger: its sites X- and what of the database can stand on them (speciation/exchange.h says what does).
#pragma once

#include <string>
#include <vector>

#include "chemistry/activity/activity.h"
#include "chemistry/formation.h"

namespace talus {

/// How the activity of an exchange species follows from the part of the sites that it covers
/// (speciation/exchange.h).
enum class ExchangeConvention { gaines_thomas, gapon };

/// A species on an exchanger.
struct ExchangeSpecies {
  std::string name;
  ReactionRow row;               ///< composition in components and water, without the sites
  double sites = 1;              ///< z: sites that it covers, mol/mol
  FormationConstant log_k;       ///< from components, water and sites
  const ExchangeRecord* record;  ///< outlived by the Database
};

/// An exchanger: its sites and what can stand on them.
struct Exchanger {
  std::string name;  ///< of the sites: "X-"
  ExchangeConvention convention = ExchangeConvention::gaines_thomas;
  std::vector<ExchangeSpecies> species;
  const Database* database = nullptr;  ///< whose A and B its gammas take; outlives the exchanger
};

/// Constants of an exchanger, per species: at one temperature, where K is a double, or of the cells of a tile,
/// where it is a pack.
template <class K>
struct ExchangeConstantsOf {
  std::vector<K> ln_k;
  std::vector<ActivityTermsOf<K>> activity;
};
using ExchangeConstants = ExchangeConstantsOf<double>;

/// The exchanger with the sites `name` ("X-", or "X" as PHREEQC's EXCHANGE has it) and all its species that
/// `components` make (without water). Throws std::invalid_argument with a sentence when the database has no
/// such sites, or nothing that could stand on them.
Exchanger exchanger(const Database& database, std::vector<std::string> components, const std::string& name,
                    ExchangeConvention convention = ExchangeConvention::gaines_thomas);

/// The sites as the records of the database have them: "X" is "X-". Throws std::invalid_argument.
std::string sites_of(const Database& database, const std::string& name);

/// The conventions, as a file names them: "Gaines-Thomas", "Gapon".
std::vector<std::string> exchange_conventions();

/// The convention that a word names. Throws std::invalid_argument.
ExchangeConvention exchange_convention(const std::string& name);

/// Constants at `temperature` (K), or at those of the cells of a tile.
template <class K>
ExchangeConstantsOf<K> constants_of(const Exchanger& exchanger, const K& temperature);

}  // namespace talus
