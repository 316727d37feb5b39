// Ideal ion exchange: cations on the charged sites X- of a clay, an organic or a resin, at equilibrium with
// the water.
//
// A species i on the exchanger, made of components, water and z_i sites ("Ca+2 + 2 X- = CaX2", z = 2), covers
// the part beta_i of the sites. Per mole of sites, with the activity a_X of a site as the only unknown:
//
//     Gaines-Thomas   ln beta_i = ln K_i + nu_i . lambda - ln gamma_i + z_i ln a_X
//     Gapon           ln beta_i = (ln K_i + nu_i . lambda - ln gamma_i) / z_i + ln a_X
//     sum_i beta_i = 1,   n_i = beta_i S / z_i           S: sites, mol; n_i: mol of the species
//
// No site is free, so the exchanger holds as much charge as it has sites, whatever the water. Gapon writes
// the reaction per site ("0.5 Ca+2 + X- = Ca0.5X"); a record with one site is the same in both conventions,
// and K_i is the constant of the reaction as the record writes it. gamma_i is that of PHREEQC: of z_i by the
// record's -gamma (WATEQ) or -llnl_gamma (B-dot), else 1.
//
// ln sum beta is convex and rises with ln a_X: Newton's method from where the first species alone would cover
// all sites comes down to the root from above, always.
//
// Sources: Gaines and Thomas (1953) J. Chem. Phys. 21:714; Gapon (1933) J. Gen. Chem. USSR 3:144; Parkhurst
// and Appelo (2013) USGS Techniques and Methods 6-A43 for the gammas.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "chemistry/exchanger.h"
#include "chemistry/speciation/speciation.h"

namespace talus {

/// The exchanger of those sites with all its species that the components of a system make, as
/// exchanger() of chemistry/exchanger.h.
inline Exchanger exchanger(const Database& database, const ChemicalSystem& system, const std::string& name,
                           ExchangeConvention convention = ExchangeConvention::gaines_thomas) {
  std::vector<std::string> components;
  for (std::size_t j = 0; j < system.components(); ++j) components.push_back(system.component_name(j));
  return exchanger(database, std::move(components), name, convention);
}

/// Sites of an exchanger: what belongs to the solid, and what is counted by the water, as PHREEQC has it.
struct ExchangeCapacity {
  double per_medium = 0;  ///< mol of sites (eq) per m3 of medium
  double per_water = 0;   ///< mol of sites (eq) per kg of water at the start, mol/kgw

  /// Mol of sites in `medium` (m3) with `water` (kg).
  double sites(double medium, double water) const { return per_medium * medium + per_water * water; }
};

/// What stands on an exchanger. Work space: set up once, used often.
template <class R>
struct Loading {
  R ln_site = R(0.0);                ///< ln a_X
  std::vector<R> fraction;           ///< beta_i, part of the sites
  std::vector<R> gamma_slope;        ///< d ln gamma_i / d I, kgw/mol
  std::vector<R> d_ln_fraction;      ///< d ln beta_i / d ln m_k, [i][k]; after loading_derivatives()
  std::vector<R> row, site_average;  ///< work space
};

namespace exchange_detail {

/// How ln beta_i follows ln K_i + nu_i . lambda - ln gamma_i, and ln a_X.
struct Powers {
  double ions, site;
};
inline Powers powers(const Exchanger& exchanger, std::size_t i) {
  const double sites = exchanger.species[i].sites;
  return exchanger.convention == ExchangeConvention::gapon ? Powers{1 / sites, 1} : Powers{1, sites};
}

}  // namespace exchange_detail

/// What stands on the exchanger beside a water with these ln activities of the components, water last, and
/// this ionic strength (mol/kgw).
template <class R, class K>
void load(const Exchanger& exchanger, const ExchangeConstantsOf<K>& at, std::span<const R> ln_activity,
          const R& ionic_strength, Loading<R>& l) {
  using std::exp, std::log, std::min, std::sqrt;
  const R root = sqrt(ionic_strength);
  ActivityCoefficients<R, K> coefficient(ionic_strength, root);
  const std::size_t count = exchanger.species.size();
  l.fraction.resize(count, R(0.0));
  l.gamma_slope.resize(count, R(0.0));
  std::vector<R>& own = l.row;  // ln beta_i without the site
  own.assign(count, R(0.0));
  for (std::size_t i = 0; i < count; ++i) {
    const auto g = coefficient(at.activity[i]);
    const auto [ions, site] = exchange_detail::powers(exchanger, i);
    const R product = exchanger.species[i].row.dot(ln_activity);
    own[i] = R(ions) * (R(at.ln_k[i]) + product - g.ln_gamma);
    l.gamma_slope[i] = g.d_ionic_strength;
    const R alone = own[i] * R(-1 / site);
    l.ln_site = i == 0 ? alone : min(l.ln_site, alone);
  }
  const auto correct = [&] {
    R sum(0.0), slope(0.0);
    for (std::size_t i = 0; i < count; ++i) {
      const double site = exchange_detail::powers(exchanger, i).site;
      const R part = exp(own[i] + R(site) * l.ln_site);
      sum += part;
      slope += R(site) * part;
    }
    const R step = log(sum) * sum / slope;
    return step;
  };
  LanesOf<R> settled = no_lanes<R>();  // of the lanes of a tile: each stops where it would stop by itself
  for (int iteration = 0; iteration < 60 && !all(settled); ++iteration) {
    const R step = correct();
    l.ln_site -= select(settled, R(0.0), step);
    settled = settled | (step < R(to_rounding));
  }
  l.ln_site -= correct();  // derivatives of dual numbers follow one step behind
  for (std::size_t i = 0; i < count; ++i)
    l.fraction[i] = exp(own[i] + R(exchange_detail::powers(exchanger, i).site) * l.ln_site);
}

/// The same beside the water `s`.
template <class R, class K>
void load(const Exchanger& exchanger, const ExchangeConstantsOf<K>& at, const Solution<R>& s, Loading<R>& l) {
  load(exchanger, at, std::span<const R>(s.ln_activity), s.ionic_strength, l);
}

/// d ln beta_i / d ln m_k at what load() left, by the water's response: sum beta = 1 gives the derivative of
/// ln a_X.
template <class R>
void loading_derivatives(const Exchanger& exchanger, const Solution<R>& s, const Response<R>& response,
                         Loading<R>& l) {
  const std::size_t count = exchanger.species.size(), n = response.ln_water_activity.size();
  l.d_ln_fraction.assign(count * n, R(0.0));
  l.site_average.assign(n, R(0.0));  // sum beta_i d ln beta_i / d ln m_k at fixed ln a_X
  R slope(0.0);
  for (std::size_t i = 0; i < count; ++i) {
    const auto [ions, site] = exchange_detail::powers(exchanger, i);
    const std::span<R> own = std::span<R>(l.d_ln_fraction).subspan(i * n, n);
    row_derivative(exchanger.species[i].row, s, response, own);
    for (std::size_t k = 0; k < n; ++k) {
      own[k] = R(ions) * (own[k] - l.gamma_slope[i] * response.ionic_strength[k]);
      l.site_average[k] += l.fraction[i] * own[k];
    }
    slope += R(site) * l.fraction[i];
  }
  for (std::size_t i = 0; i < count; ++i) {
    const R share = R(exchange_detail::powers(exchanger, i).site) / slope;
    for (std::size_t k = 0; k < n; ++k) l.d_ln_fraction[i * n + k] -= share * l.site_average[k];
  }
}

/// Mol of species i on `sites` (mol).
template <class R, class Sites>
R loaded_amount(const Exchanger& exchanger, const Loading<R>& l, std::size_t i, const Sites& sites) {
  return l.fraction[i] * R(sites) * R(1 / exchanger.species[i].sites);
}

/// Adds what stands on `sites` (mol) to `held` (mol), by components, water last.
template <class R, class Sites>
void add_loading(const Exchanger& exchanger, const Loading<R>& l, const Sites& sites, std::span<R> held) {
  for (std::size_t i = 0; i < exchanger.species.size(); ++i) {
    const R amount = loaded_amount(exchanger, l, i, sites);
    const ReactionRow& row = exchanger.species[i].row;
    for (const Term& t : row.terms) held[static_cast<std::size_t>(t.component)] += R(t.power) * amount;
    held.back() += R(row.water) * amount;
  }
}

/// Adds the absolute amounts of each component on `sites` (mol) to `magnitude` (mol), without water.
template <class R, class Sites>
void add_size_of_loading(const Exchanger& exchanger, const Loading<R>& l, const Sites& sites,
                         std::span<R> magnitude) {
  for (std::size_t i = 0; i < exchanger.species.size(); ++i) {
    const R amount = loaded_amount(exchanger, l, i, sites);
    for (const Term& t : exchanger.species[i].row.terms)
      magnitude[static_cast<std::size_t>(t.component)] += R(std::abs(t.power)) * amount;
  }
}

/// Calls add(j, power, i, amount) for each component (water last) of each species i on `sites` (mol): so much
/// is power times amount, and follows ln m_k as amount times d_ln_fraction.
template <class R, class Sites, class Add>
void each_loaded(const Exchanger& exchanger, const Loading<R>& l, const Sites& sites, std::size_t water,
                 Add&& add) {
  for (std::size_t i = 0; i < exchanger.species.size(); ++i) {
    const R amount = loaded_amount(exchanger, l, i, sites);
    const ReactionRow& row = exchanger.species[i].row;
    for (const Term& t : row.terms) add(static_cast<std::size_t>(t.component), t.power, i, amount);
    if (row.water != 0) add(water, row.water, i, amount);
  }
}

}  // namespace talus
