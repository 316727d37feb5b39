// How much water a material holds at a suction, and how easily it then moves.
//
//     Se = (S - Sr) / (1 - Sr)       effective saturation; Sr: residual saturation
//     k_r                            permeability over that of the saturated material
//
// Each law is a struct with a function curve() of the suction s > 0 (m of water, minus the pressure head)
// that gives both with their derivatives, and a function suction(), the inverse of Se. At pressure heads of 0
// and more, Se = k_r = 1.
//
// No law says where residual water goes when hydrates take it. Above 1000 m of suction (10 MPa, far drier
// than any water flows) all of S is multiplied by 1 - u^2, u = ln(s / 1000 m) / ln(100): nothing is left at
// 1e5 m, oven dryness, as in Fayer and Simmons (1995) Water Resour. Res. 31:1233.
#pragma once

#include <algorithm>
#include <cmath>
#include <variant>
#include <vector>

#include "base/dual.h"
#include "solver/laws/permeability.h"

namespace talus {

/// A point of the curves of a law.
template <class S>
struct Curve {
  S saturation = S(1.0);          ///< Se
  S permeability = S(1.0);        ///< k_r
  S saturation_slope = S(0.0);    ///< dSe/ds, 1/m
  S permeability_slope = S(0.0);  ///< dk_r/ds, 1/m
};

namespace retention_detail {
template <class S>
S raise(const S& x, double p) {
  using std::exp, std::log;
  return exp(S(p) * log(x));
}
}  // namespace retention_detail

/// Se = [1 + (alpha s)^n]^-m,  k_r = Se^l [1 - (1 - Se^(1/m))^m]^2. van Genuchten (1980) Soil Sci. Soc. Am.
/// J. 44:892, with Mualem (1976) Water Resour. Res. 12:513.
struct VanGenuchten {
  double alpha = 0;           ///< 1/m
  double n = 0;               ///< above 1
  double m = 0;               ///< 1 - 1/n as a rule
  double connectivity = 0.5;  ///< l

  template <class S>
  Curve<S> curve(const S& s) const {
    using retention_detail::raise;
    using std::exp, std::expm1, std::log1p;
    const S x = raise(S(alpha) * s, n);
    const S u = S(1.0) / (S(1.0) + x), dry = x * u;  // Se^(1/m), and 1 - it
    const S se = raise(u, m), du = S(-n) * x / s * u * u, dse = S(m) * se / u * du;
    const S inner = S(m) * log1p(-u), f = -expm1(inner);
    const S df = S(m) * exp(inner) / dry * du;
    const S tortuosity = raise(se, connectivity);
    return {se, tortuosity * f * f, dse,
            S(connectivity) * tortuosity / se * dse * f * f + S(2.0) * tortuosity * f * df};
  }
  double suction(double se) const { return std::pow(std::expm1(-std::log(se) / m), 1 / n) / alpha; }
};

/// Se = (s / s_b)^-lambda above the entry suction s_b, 1 below; k_r = Se^(2 + l + 2 / lambda) with Mualem
/// (1976), l = 0.5, or Se^(3 + 2 / lambda) with Burdine (1953). Brooks and Corey (1964) Colorado State Univ.
/// Hydrol. Pap. 3.
struct BrooksCorey {
  double entry = 0;  ///< s_b, m
  double lambda = 0;
  double power = 0;  ///< of Se in k_r

  template <class S>
  Curve<S> curve(const S& s) const {
    using retention_detail::raise;
    if (!(s > S(entry))) return {};
    const S se = raise(s / S(entry), -lambda), kr = raise(se, power);
    return {se, kr, S(-lambda) * se / s, S(-lambda * power) * kr / s};
  }
  double suction(double se) const { return entry * std::pow(se, -1 / lambda); }
};

/// Se = k_r = exp(-alpha s). Gardner (1958) Soil Sci. 85:228, as Srivastava and Yeh (1991) use it.
struct Gardner {
  double alpha = 0;  ///< 1/m

  template <class S>
  Curve<S> curve(const S& s) const {
    using std::exp;
    const S se = exp(S(-alpha) * s);
    return {se, se, S(-alpha) * se, S(-alpha) * se};
  }
  double suction(double se) const { return -std::log(se) / alpha; }
};

/// Se = 1 / (1 + (alpha s)^n), k_r = 1 / (1 + (a s)^b). Haverkamp and others (1977) Soil Sci. Soc. Am. J.
/// 41:285.
struct Haverkamp {
  double alpha = 0, n = 0;                            ///< 1/m, -
  double permeability_alpha = 0, permeability_n = 0;  ///< a and b

  template <class S>
  Curve<S> curve(const S& s) const {
    const auto one = [&](double scale, double power, S& value, S& slope) {
      const S x = retention_detail::raise(S(scale) * s, power);
      value = S(1.0) / (S(1.0) + x);
      slope = S(-power) * x / s * value * value;
    };
    Curve<S> c;
    one(alpha, n, c.saturation, c.saturation_slope);
    one(permeability_alpha, permeability_n, c.permeability, c.permeability_slope);
    return c;
  }
  double suction(double se) const { return std::pow(1 / se - 1, 1 / n) / alpha; }
};

/// Points of measured curves: Se and ln k_r on straight lines over ln s. Before the first point 1, beyond the
/// last line goes on, to nothing.
struct Tabulated {
  std::vector<double> ln_suction;                   ///< of m, increasing
  std::vector<double> saturation, ln_permeability;  ///< Se and ln k_r, not increasing

  template <class S>
  Curve<S> curve(const S& s) const {
    using std::log, std::exp;
    const S x = log(s);
    if (!(x > S(ln_suction.front()))) return {};
    std::size_t i = 0;
    while (i + 2 < ln_suction.size() && x > S(ln_suction[i + 1])) ++i;
    const double width = ln_suction[i + 1] - ln_suction[i];
    const double by_saturation = (saturation[i + 1] - saturation[i]) / width;
    const double by_permeability = (ln_permeability[i + 1] - ln_permeability[i]) / width;
    const S kr = exp(S(ln_permeability[i]) + S(by_permeability) * (x - S(ln_suction[i])));
    const S se = S(saturation[i]) + S(by_saturation) * (x - S(ln_suction[i]));
    if (!(se > S(0.0))) return {S(0.0), kr, S(0.0), S(by_permeability) * kr / s};
    return {se, kr, S(by_saturation) / s, S(by_permeability) * kr / s};
  }
  double suction(double se) const {
    std::size_t i = 0;
    while (i + 2 < saturation.size() && se < saturation[i + 1]) ++i;
    const double width = saturation[i + 1] - saturation[i];
    const double part = width < 0 ? (se - saturation[i]) / width : 1;
    return std::exp(ln_suction[i] + part * (ln_suction[i + 1] - ln_suction[i]));
  }
};

using RetentionLaw = std::variant<VanGenuchten, BrooksCorey, Gardner, Haverkamp, Tabulated>;

/// A law and the residual saturation of a material.
struct Retention {
  RetentionLaw law = Gardner{};
  double residual = 0;  ///< Sr
};

/// What a material lets pass and holds.
struct Hydraulics {
  Retention retention;
  double permeability = 0;                                    ///< m2, vertical, of the saturated material
  double anisotropy = 1;                                      ///< horizontal over vertical permeability
  double specific_storage = 0;                                ///< 1/m
  PermeabilityLaw permeability_law = ConstantPermeability{};  ///< what filled pores let pass
  bool leverett = false;                                      ///< and whether they suck more
};

inline constexpr double least_suction = 1e-6;    ///< m, below which curves are straight lines
inline constexpr double dry_suction = 1e3;       ///< m, where residual water begins to go
inline constexpr double oven_dry_suction = 1e5;  ///< m, where nothing is left

/// S, k_r and their derivatives by the pressure head.
template <class S>
struct Wetness {
  S saturation = S(1.0);
  S permeability = S(1.0);
  S saturation_slope = S(0.0);    ///< dS/d head, 1/m
  S permeability_slope = S(0.0);  ///< dk_r/d head, 1/m
};

/// The curves of a law. Those of van Genuchten may begin with an infinite slope; up to least_suction straight
/// lines stand for them.
template <class S>
Curve<S> curve(const RetentionLaw& law, const S& s) {
  const auto of_law = [&](const S& at) {
    return std::visit([&](const auto& l) { return l.curve(at); }, law);
  };
  if (s > S(least_suction)) return of_law(s);
  const Curve<S> end = of_law(S(least_suction));
  const S over(1 / least_suction);
  const S by_saturation = (end.saturation - S(1.0)) * over,
          by_permeability = (end.permeability - S(1.0)) * over;
  return {S(1.0) + by_saturation * s, S(1.0) + by_permeability * s, by_saturation, by_permeability};
}

/// At the pressure head (m), which is below 0 where water is held by suction.
template <class S>
Wetness<S> wetness(const Retention& retention, const S& head) {
  using std::log;
  if (!(head < S(0.0))) return {};
  const S s = -head;
  const Curve<S> c = curve(retention.law, s);
  const double movable = 1 - retention.residual;
  Wetness<S> w{S(retention.residual) + S(movable) * c.saturation, c.permeability,
               S(-movable) * c.saturation_slope, -c.permeability_slope};
  if (!(s > S(dry_suction))) return w;
  const double decade = std::log(oven_dry_suction / dry_suction);
  const S u = log(s / S(dry_suction)) / S(decade);
  if (!(u < S(1.0))) return {S(0.0), w.permeability, S(0.0), w.permeability_slope};
  const S left = S(1.0) - u * u;
  w.saturation_slope = left * w.saturation_slope + w.saturation * S(2.0 / decade) * u / s;
  w.saturation = left * w.saturation;
  return w;
}

/// The suction (m) at which pores that are full begin to empty; 0 for laws without an entry pressure.
inline double entry_suction(const Retention& retention) {
  return std::visit([](const auto& law) { return law.suction(1.0); }, retention.law);
}

/// The head (m) at which a material has the saturation; 0 where it is full. Where the law's own suction is
/// beyond dry_suction, by bisection to rounding.
inline double head_at(const Retention& retention, double saturation) {
  if (saturation >= 1) return 0;
  const double se = (saturation - retention.residual) / (1 - retention.residual);
  if (se > 0) {
    const double s = std::visit([&](const auto& law) { return law.suction(se); }, retention.law);
    if (s <= dry_suction) return -s;
  }
  double wet = dry_suction, dry = oven_dry_suction;
  for (int i = 0; i < 60 && dry - wet > 1e-14 * dry; ++i) {
    const double middle = std::sqrt(wet * dry);
    (wetness(retention, -middle).saturation > saturation ? wet : dry) = middle;
  }
  return -wet;
}

}  // namespace talus
