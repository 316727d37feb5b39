// The chemical system: names and matrices, fixed after set-up. Knows no space and no time.
//
// Everything is written to the components (basis species) and water. With the log activities
//     lambda = (ln a_1, ..., ln a_n, ln a_w)
//
// the law of mass action is linear in lambda for every species, gas, mineral and catalyst:
//     ln a_i = ln K_i + nu_i . lambda          species i
//     ln p_g = ln K_g + nu_g . lambda          gas g, p in Pa
//     ln Omega_m = nu_m . lambda - ln K_m      mineral m
#pragma once

#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "chemistry/activity/activity.h"
#include "chemistry/activity/interactions.h"
#include "chemistry/database/formula.h"
#include "chemistry/exchanger.h"
#include "chemistry/formation.h"
#include "chemistry/rates/rates.h"

namespace talus {

/// A dissolved species.
struct Species {
  std::string name;
  double charge = 0;
  ReactionRow row;              ///< composition in components and water
  FormationConstant log_k;      ///< none for a component
  const AqueousRecord* record;  ///< outlived by the Database that the system was built from
};

/// A gas, at equilibrium with the water of its cell.
struct Gas {
  std::string name;
  ReactionRow row;
  FormationConstant log_k;
  const GasRecord* record;
};

/// A mineral that dissolves, precipitates, or both; or that is at equilibrium with the water where it is there.
struct Mineral {
  std::string name;
  ReactionRow row;
  FormationConstant log_k;      ///< of the solid from its ions: minus that of its dissolution
  double molar_mass = 0;        ///< kg/mol
  double molar_volume = 0;      ///< m3/mol
  bool dissolves = false;       ///< what was there may dissolve
  bool precipitates = false;    ///< may form, and dissolve again
  bool at_equilibrium = false;  ///< has no rate: it is there at its target, or it is not there
  RateLaw dissolution;          ///< per m2 of what was there
  RateLaw precipitation;        ///< per m2 of what forms
  std::vector<const RateRecord*> rate_records;
  const MineralRecord* record;
};

/// A slow reaction between dissolved species: hydration of CO2, or one of the database; or what goes on beside
/// one way in which a mineral dissolves (Mechanism::beside), then per mole of the mineral.
struct SlowReaction {
  std::string name;
  ReactionRow row;          ///< what it makes, less what it takes
  FormationConstant log_k;  ///< of its equilibrium
  TransitionState law;      ///< mol per kg of water and second, > 0 forwards; beside a mineral per m2
  const WaterReactionRecord* record =
      nullptr;       ///< none for hydration, whose constants have a form of their own, and beside a mineral
  int mineral = -1;  ///< number of the mineral beside whose dissolution it goes; -1: in the water
};

/// A mineral at equilibrium with the water: an amount n >= 0 and ln Omega <= ln_target, one of them with the sign of
/// equality.
struct EquilibriumMineral {
  std::size_t mineral = 0;  ///< its number among the minerals
  double ln_target = 0;     ///< ln Omega at which it is at equilibrium
};

/// A species that is made of a component, and how much of it.
struct Holder {
  std::size_t species;
  double power;
};

inline constexpr double usual_water_density = 1000;  ///< kg/m3, where a case does not say another

/// An exchanger that a system has, by the name of its sites.
struct ExchangerChoice {
  std::string name;
  ExchangeConvention convention = ExchangeConvention::gaines_thomas;
};

/// What to take from a database.
struct SystemChoice {
  std::vector<std::string> components;  ///< without water
  std::vector<std::string> gases;
  std::vector<std::string> dissolve;  ///< minerals; may share names with `precipitate`
  std::vector<std::string> precipitate;
  std::vector<std::string> leave_out;  ///< aqueous species that the database has and the case does not want
  std::string rates;                   ///< set of rate laws: "Palandri-Kharaka", ...
  std::string activity;                ///< "B-dot", "Davies", "WATEQ", "Pitzer", "SIT"
  std::string water_activity;          ///< "Garrels-Christ", "Raoult", "unity"; Pitzer and SIT have their own
  Interactions interactions = {};      ///< of Pitzer and SIT; when empty, those of the database
  std::string ph_scale = "database";   ///< one of ph_scales()
  /// Whether dissolved CO2 is a component of its own, which turns into HCO3- by a slow reaction. It comes
  /// last.
  bool slow_co2_hydration = false;
  Named<std::string> rates_of = {};              ///< minerals with another set of rates than `rates`
  std::vector<std::string> slow_reactions = {};  ///< of the database, between dissolved species
  std::string fugacity = "above 1 atm";          ///< one of fugacity_models()
  double water_density = usual_water_density;    ///< kg/m3, of all water at all temperatures
  std::vector<ExchangerChoice> exchangers = {};  ///< that cells have sites of
  Named<double> equilibrium =
      {};  ///< minerals at equilibrium with the water, and the saturation index they have then
};

/// Equilibrium constants, activity terms and rate constants: at one temperature, where K is a double, or of
/// the cells of a tile, each at its own, where K is a pack.
template <class K>
struct ConstantsOf {
  K temperature = K(298.15);    ///< K
  std::vector<K> ln_k_species;  ///< of ln a_i = ln K_i + nu_i . lambda; 0 for components
  std::vector<K> ln_k_gas;      ///< of ln p_g, p in Pa
  std::vector<K> ln_k_mineral;
  std::vector<ActivityTermsOf<K>> activity;  ///< per species; none for Pitzer and SIT
  Interacting<K> interactions;
  std::vector<RateConstantsOf<K>> dissolution, precipitation;  ///< per mineral
  std::vector<K> ln_k_slow;                                    ///< per slow reaction
  std::vector<RateConstantsOf<K>> slow;
  std::vector<ExchangeConstantsOf<K>> exchange;  ///< per exchanger
};
using Constants = ConstantsOf<double>;

class ChemicalSystem {
 public:
  /// Chooses from `database`: all species made of the components, the gases and the minerals. The database
  /// must outlive the system. Throws std::invalid_argument with a sentence when a name is unknown, a gas or
  /// mineral needs a component that is not chosen, or a rate law or its catalyst is missing.
  ChemicalSystem(const Database& database, const SystemChoice& choice);

  /// Everything that depends on temperature (K), evaluated; in the lane of a tile the same to rounding.
  Constants at(double temperature) const;
  ConstantsOf<Pack> at(const Pack& temperature) const;

  std::size_t components() const { return components_; }    ///< n, without water
  std::size_t balances() const { return components_ + 1; }  ///< n and water, which is the last

  /// ln phi of the gases at their partial pressures (Pa; 0 of those that are not there) in a gas of `total`
  /// pressure (Pa), the rest of which is inert, by the choice of fugacity. `temperature` in K.
  std::vector<double> ln_fugacity_coefficients(std::span<const double> partial, double total,
                                               double temperature) const;

  /// Whether activity coefficients depend on all molalities (Pitzer, SIT) and not on ionic strength alone.
  bool by_mixture() const { return by_mixture_; }

  /// Name of component j; "H2O" for j = n.
  const std::string& component_name(std::size_t j) const;
  /// Number of the component of that name, or -1. "H2O" is n.
  int component(std::string_view name) const;
  /// Atoms and charge of component j; j = n is water.
  const Formula& component_formula(std::size_t j) const { return formulas_[j]; }

  /// The species that component j is in; j = n is water.
  std::span<const Holder> holders(std::size_t j) const { return holders_[j]; }
  /// Whether a species has less than nothing of component j.
  bool has_negative(std::size_t j) const {
    return std::ranges::any_of(holders_[j], [](const Holder& h) { return h.power < 0; });
  }

  std::vector<Species> species;  ///< the components first, in the order of the choice
  std::vector<Gas> gases;
  std::vector<Mineral> minerals;
  std::vector<SlowReaction> slow_reactions;
  std::vector<Exchanger> exchangers;              ///< that cells have sites of
  std::vector<EquilibriumMineral> equilibrium;    ///< minerals without rates, which are among the minerals
  std::shared_ptr<const ChemicalSystem> settled;  ///< where hydration is slow: the same without it
  WaterActivity water_activity = WaterActivity::garrels_christ;
  std::string activity_model;
  std::string fugacity;      ///< one of fugacity_models()
  double water_density = 0;  ///< kg/m3: volumes of water are masses divided by it
  Interactions interactions;

 private:
  template <class K>
  ConstantsOf<K> evaluated(const K& temperature) const;
  Interacting<double> interactions_at(double temperature) const;
  void add_component(const std::string& name);
  void add_components(const std::vector<std::string>& names);
  void add_species(const SystemChoice& choice, const std::vector<std::string>& components);
  void add_gases(const SystemChoice& choice, const std::vector<std::string>& components);
  void add_minerals(const SystemChoice& choice, const std::vector<std::string>& components);
  void add_hydration(const SystemChoice& choice, const std::string& dissolved);
  void find_holders();
  void add_slow_reactions(const SystemChoice& choice, const std::vector<std::string>& components);
  void add_reactions_beside(const Mineral& mineral, const std::vector<std::string>& components);
  void add_equilibrium(const SystemChoice& choice, const std::vector<std::string>& components);
  const MineralRecord& mineral_record(const std::string& name) const;
  Mineral mineral_of(const MineralRecord& record, const std::string& name,
                     const std::vector<std::string>& components) const;

  const Database* database_;
  bool by_mixture_ = false;
  std::size_t components_ = 0;
  std::vector<Formula> formulas_;
  std::vector<std::vector<Holder>> holders_;
};

}  // namespace talus
