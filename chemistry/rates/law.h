// What every rate law shares: what it returns, and the mechanisms that it is made of,
//
//     k(T) prod_s a_s^n_s (1 + sum_p K_p a_p^n_p) / (1 + sum_i K_i a_i^n_i)
//
//     k(T)   10^log_k exp(-E/R (1/T - 1/298.15)), mol/m2/s
//     a_s    activity of a dissolved catalyst, or pressure of a gas in atm
//     K      of a promoter p or an inhibitor i, the same at every temperature
//
// Names are found in a system by ChemicalSystem; a name that is not in the system is an input error.
#pragma once

#include <cmath>
#include <numbers>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "base/input.h"
#include "chemistry/constants_of_nature.h"
#include "chemistry/pack.h"
#include "chemistry/reaction_row.h"

namespace talus {

/// A rate per m2 of surface, and its derivatives by the law's own arguments.
template <class R>
struct Rate {
  R value;                       ///< mol/m2/s, > 0 dissolves
  R d_ln_omega;                  ///< mol/m2/s
  std::vector<R> d_ln_activity;  ///< mol/m2/s, by the log activities of the components, water last
  R passes = R(1.0);    ///< part of the rate where surface is still to be born, behind a barrier (birth.h)
  R d_passes = R(0.0);  ///< by ln Omega

  void clear(std::size_t n) {
    value = R(0.0);
    d_ln_omega = R(0.0);
    d_ln_activity.assign(n, R(0.0));
    passes = R(1.0);
    d_passes = R(0.0);
  }

  /// Adds `factor` times the derivative of row . lambda.
  void add(const ReactionRow& row, const R& factor) {
    for (const Term& t : row.terms)
      d_ln_activity[static_cast<std::size_t>(t.component)] += R(t.power) * factor;
    d_ln_activity.back() += R(row.water) * factor;
  }
};

/// prod_s a_s^n_s = exp(ln_constant(T) + row . lambda): species and gases are themselves products of the
/// components.
struct ActivityProduct {
  Named<double> powers;  ///< of species and gases, as a record has them

  /// A species or a gas of a system and its power.
  struct Factor {
    bool gas;
    std::size_t index;
    double power;
  };
  std::vector<Factor> factors;
  ReactionRow row;

  /// sum_s n_s ln K_s; ln K of species, and of gases with p in Pa.
  template <class K>
  K ln_constant(std::span<const K> ln_k_species, std::span<const K> ln_k_gas) const {
    K sum(0.0);
    for (const Factor& f : factors)
      sum += K(f.power) *
             (f.gas ? K(ln_k_gas[f.index] - K(std::log(standard_atmosphere))) : ln_k_species[f.index]);
    return sum;
  }
};

/// K a^n of one promoter or inhibitor.
struct Influence {
  double constant = 0;  ///< K
  double power = 1;     ///< n
  ActivityProduct product;
};
template <class V>
void describe(Influence& i, V& v) {
  v("constant", i.constant, in("1"), positive, "K of K a^n; a is an activity, of a gas its pressure in atm.");
  v("power", i.power, in("1"), positive, "n of K a^n.", by_default("1"));
}

/// One way for a reaction to go.
struct Mechanism {
  double log_k = 0;                 ///< log10 of mol/m2/s at 25 degC
  std::optional<double> low, high;  ///< of log_k: how far it may be off, where that is known
  double activation_energy = 0;     ///< J/mol
  ActivityProduct catalysts;
  Named<Influence> promoters, inhibitors;
  Named<double> beside;  ///< slow reactions that go along, and how often per mole that dissolves in this way
  /// R, J/mol/K; PHREEQC evaluates its own laws with other values.
  double gas_constant = talus::gas_constant;

  /// ln k(T), mol/m2/s, without the activities; `temperature` in K.
  template <class K>
  K ln_k(const K& temperature) const {
    return K(std::numbers::ln10 * log_k) -
           K(activation_energy / gas_constant) * (K(1.0) / temperature - K(1 / 298.15));
  }
};
template <class V>
void describe(Mechanism& m, V& v) {
  v("log_k", m.log_k, in("1"), any, "log10 of the rate constant in mol/m2/s at 25 degC.");
  v("low", m.low, in("1"), any, "Lowest log_k that can be defended.");
  v("high", m.high, in("1"), any, "Highest log_k that can be defended.");
  v("activation_energy", m.activation_energy, in("kJ/mol"), any, "Activation energy.");
  v("catalysts", m.catalysts.powers, in("1"), any,
    "Powers of the activities of species (of the pressures of gases, in atm) in the rate.", optional_key);
  v("promoters", m.promoters,
    "Species or gases that speed the mechanism up: it is multiplied by 1 + sum K a^n.", optional_key);
  v("inhibitors", m.inhibitors, "Species or gases that slow it down: it is divided by 1 + sum K a^n.",
    optional_key);
  v("beside", m.beside, in("1"), any,
    "Reactions between dissolved species that go along where a mineral dissolves in this way, and how often per mole of "
    "it: pyrite written to oxygen takes Fe+3 instead with { \"oxidation of Fe+2\" = -14 }.",
    optional_key);
  for (Named<Influence>* influences : {&m.promoters, &m.inhibitors})
    for (auto& [name, i] : *influences) i.product.powers = {{name, i.power}};
}

/// A law's constants at one temperature (K: a double) or in the cells of a tile (K: a pack), in the law's own
/// order: for each mechanism ln k and the ln K of its
/// promoters and inhibitors, with the constant parts of their activities.
template <class K>
using RateConstantsOf = std::vector<K>;
using RateConstants = RateConstantsOf<double>;
/// ln K of all species, or of all gases, of a system.
template <class K>
using LogConstants = std::type_identity_t<std::span<const K>>;

/// Those of mechanisms; `temperature` in K.
template <class K>
RateConstantsOf<K> constants_of(std::span<const Mechanism> mechanisms, const K& temperature,
                                LogConstants<K> ln_k_species, LogConstants<K> ln_k_gas) {
  RateConstantsOf<K> ln;
  for (const Mechanism& m : mechanisms) {
    ln.push_back(m.ln_k(temperature) + m.catalysts.ln_constant(ln_k_species, ln_k_gas));
    for (const Named<Influence>* influences : {&m.promoters, &m.inhibitors})
      for (const auto& [name, i] : *influences)
        ln.push_back(K(std::log(i.constant)) + i.product.ln_constant(ln_k_species, ln_k_gas));
  }
  return ln;
}

/// The rate of one mechanism, mol/m2/s; adds `weight` times its derivatives to `r`. Takes its constants from
/// the front of `ln`.
template <class R, class K>
R mechanism_rate(const Mechanism& m, std::span<const K>& ln, std::span<const R> lambda, const R& weight,
                 Rate<R>& r) {
  using std::exp;
  R k = exp(R(ln[0]) + m.catalysts.row.dot(lambda));
  ln = ln.subspan(1);
  const auto factor = [&](const Named<Influence>& influences, std::span<const K> constants) {
    R sum(1.0);
    for (std::size_t i = 0; i < influences.size(); ++i)
      sum += exp(R(constants[i]) + influences[i].second.product.row.dot(lambda));
    return sum;
  };
  const std::size_t up = m.promoters.size(), down = m.inhibitors.size();
  if (up + down == 0) {
    r.add(m.catalysts.row, weight * k);
    return k;
  }
  const R promoted = factor(m.promoters, ln.first(up)),
          inhibited = factor(m.inhibitors, ln.subspan(up, down));
  k *= promoted / inhibited;
  r.add(m.catalysts.row, weight * k);
  for (std::size_t i = 0; i < up + down; ++i) {
    const ReactionRow& row = (i < up ? m.promoters[i] : m.inhibitors[i - up]).second.product.row;
    const R share = exp(R(ln[i]) + row.dot(lambda)) / (i < up ? promoted : R(-inhibited));
    r.add(row, weight * k * share);
  }
  ln = ln.subspan(up + down);
  return k;
}

}  // namespace talus
