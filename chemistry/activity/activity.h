// Activity coefficients of dissolved species, and the activity of water.
//
// The four models share one form, so that one loop serves them all, in any number type:
//
//     ln gamma = -alpha sqrt(I) / (1 + beta sqrt(I)) + delta I - epsilon I / (1 + I)
//
//     I  ionic strength, mol/kgw
//
//     model    alpha         beta    delta                   epsilon
//     ideal    0             0       0                       0        ln gamma = 0
//     Davies   ln10 A z^2    1       0.3 ln10 A z^2          0        Davies (1962), Ion Association
//     B-dot    ln10 A z^2    a0 B    ln10 Bdot               0        Helgeson (1969)
//     WATEQ    ln10 A z^2    a B     ln10 b                  0        Truesdell and Jones (1974)
//
// Sources: Helgeson (1969) Am. J. Sci. 267:729; Truesdell and Jones (1974) J. Res. USGS 2:233.
//
// Uncharged species: 0.1 ln10 I (Davies, and WATEQ without its own b); 0 (B-dot), except dissolved CO2 in
// B-dot, which takes Drummond's (1981) salting-out in NaCl: delta = C + F T + G/T, epsilon = E + H T. Limits:
// activity_limit(); brines need Pitzer.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "chemistry/pack.h"

namespace talus {

/// The four numbers of one species at one temperature (K: a double), or in the cells of a tile (K: a pack).
template <class K>
struct ActivityTermsOf {
  K alpha = K(0.0);    ///< (kgw/mol)^0.5
  K beta = K(0.0);     ///< (kgw/mol)^0.5
  K delta = K(0.0);    ///< kgw/mol
  K epsilon = K(0.0);  ///< -
};
using ActivityTerms = ActivityTermsOf<double>;

/// ln gamma and its derivative by the ionic strength.
template <class R>
struct ActivityCoefficient {
  R ln_gamma;
  R d_ionic_strength;  ///< kgw/mol
};

/// Activity coefficients of many species at one ionic strength (mol/kgw): what they share is computed once,
/// and what ions of one size share again only when the size changes.
template <class R, class K = double>
class ActivityCoefficients {
 public:
  ActivityCoefficients(const R& ionic_strength, const R& root)
      : ionic_strength_(ionic_strength),
        root_(root),
        over_root_(R(1.0) / root),
        salt_(R(1.0) / (R(1.0) + ionic_strength)),
        below_(R(1.0)) {}

  /// The form above.
  ActivityCoefficient<R> operator()(const ActivityTermsOf<K>& t) {
    if (some(t.beta != beta_)) {
      beta_ = t.beta;
      below_ = R(1.0) / (R(1.0) + R(beta_) * root_);
    }
    const R rest = R(t.epsilon) * salt_, ion = R(t.alpha) * below_;
    return {R(t.delta) * ionic_strength_ - rest * ionic_strength_ - ion * root_,
            R(t.delta) - rest * salt_ - R(0.5) * ion * below_ * over_root_};
  }

 private:
  R ionic_strength_, root_, over_root_, salt_;
  K beta_ = K(0.0);
  R below_;  // 1 / (1 + beta sqrt(I))
};

/// The coefficient of one species; `root` is sqrt(I), `ionic_strength` in mol/kgw.
template <class R>
ActivityCoefficient<R> activity_coefficient(const ActivityTerms& t, const R& ionic_strength, const R& root) {
  return ActivityCoefficients<R>(ionic_strength, root)(t);
}

/// What dissolved matter does to the activity of water.
///   unity           a_w = 1
///   garrels_christ  a_w = 1 - 0.017 sum m     Garrels and Christ (1965); the convention of PHREEQC
///   raoult          a_w = 1 / (1 + M_w sum m) mole fraction
enum class WaterActivity { unity, garrels_christ, raoult };

/// ln a_w and its derivative by the sum of all molalities (mol/kgw).
template <class R>
struct LnWaterActivity {
  R value;
  R d_sum;  ///< kgw/mol
};

inline constexpr double water_molar_mass = 0.018015;  ///< kg/mol

template <class R>
LnWaterActivity<R> ln_water_activity(WaterActivity model, const R& sum) {
  using std::log, std::max;
  if (model == WaterActivity::unity) return {R(0.0), R(0.0)};
  if (model == WaterActivity::raoult) {
    const R all = R(1.0) + R(water_molar_mass) * sum;
    return {-log(all), R(-water_molar_mass) / all};
  }
  const R activity = R(1.0) - R(0.017) * sum;
  return {log(activity), R(-0.017) / activity};
}

struct AqueousModelRecord;

/// Debye-Huckel's constants at a temperature, or at those of the cells of a tile (K).
template <class K>
struct DebyeHuckelOf {
  K a;      ///< A, (kgw/mol)^0.5, for log10
  K b;      ///< B, 1/m (kgw/mol)^0.5
  K b_dot;  ///< Helgeson's B-dot, kgw/mol, for log10
};
using DebyeHuckel = DebyeHuckelOf<double>;

/// A and B from the density (Kell 1975, J. Chem. Eng. Data 20:97) and the dielectric constant (Bradley and
/// Pitzer 1979, J. Phys. Chem. 83:1599) of water at 0.1 MPa; B-dot from the grid of Helgeson (1969), between
/// its temperatures by straight lines. `temperature` in K, 273 to 373.
DebyeHuckel debye_huckel(double temperature);

/// The same from the grid of a database (LLNL_AQUEOUS_MODEL_PARAMETERS): straight lines between its
/// temperatures, as PHREEQC draws them, and the last value beyond its ends.
DebyeHuckel debye_huckel(const AqueousModelRecord& grid, double temperature);

/// The known models, as a case names them.
std::vector<std::string> activity_models();        // "ideal", "Davies", "B-dot", "WATEQ", "Pitzer", "SIT"
std::vector<std::string> water_activity_models();  // "unity", "Garrels-Christ", "Raoult"
WaterActivity water_activity_model(const std::string& name);

struct AqueousRecord;
class Database;

/// What all species of a system share at a temperature.
template <class K>
struct ActivityConstantsOf {
  DebyeHuckelOf<K> water;
  std::array<double, 5> co2;  ///< C, F, G, E, H of Drummond (1981), for CO2 in B-dot
};
using ActivityConstants = ActivityConstantsOf<double>;

/// Those of Talus: debye_huckel(), and Drummond's coefficients in NaCl (thesis, Pennsylvania State
/// University).
ActivityConstants activity_constants(double temperature);

/// Those that a database asks for: for B-dot its grid (LLNL_AQUEOUS_MODEL_PARAMETERS); with files of PHREEQC
/// PHREEQC's A and B, which have 6.02252e23 for Avogadro's number and are so larger by 3.1e-5, and its
/// density of water. `temperature` in K.
ActivityConstants activity_constants(const Database& database, const std::string& model, double temperature);
/// The same at the temperatures of the cells of a tile.
ActivityConstantsOf<Pack> activity_constants(const Database& database, const std::string& model,
                                             const Pack& temperature);

/// The terms of a species by the model of that name (ideal, Davies, B-dot, WATEQ) at `temperature` (K). As in
/// PHREEQC, an ion without a size takes Davies's equation in WATEQ and in B-dot.
template <class K>
ActivityTermsOf<K> activity_terms(const std::string& model, const AqueousRecord& species, double charge,
                                  const K& temperature, const ActivityConstantsOf<K>& constants);
inline ActivityTerms activity_terms(const std::string& model, const AqueousRecord& species, double charge,
                                    double temperature) {
  return activity_terms(model, species, charge, temperature, activity_constants(temperature));
}

/// Whether B-dot needs an ion size that the record does not have.
bool lacks_ion_size(const std::string& model, const AqueousRecord& species, double charge);

/// Ionic strength (mol/kgw) up to which a model is meant to hold: ideal 0.001, where Debye and Hueckel's law
/// gives ions of one charge 0.96 and of two 0.86; Davies 0.5, B-dot and WATEQ 1, SIT 3.5 (Grenthe and others
/// 1997), Pitzer as far as its parameters were fitted, taken as 15 (assumed).
double activity_limit(const std::string& model);

}  // namespace talus
