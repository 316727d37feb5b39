// Unsymmetrical mixing: what ions of like sign but unlike charge do to each other by their charges alone.
//
//     E-theta = z z'/(4 I) (J(x_zz') - J(x_zz)/2 - J(x_z'z')/2),   x_q = 6 |q| A_phi sqrt(I)
//     J(x) = x/4 - 1 + (1/x) integral from 0 to infinity of (1 - exp(-(x/y) e^-y)) y^2 dy
//
// Sources: Pitzer (1975) J. Solution Chem. 4:249 for the equations; J by the two Chebyshev series of Harvie
// (1981, thesis, University of California, San Diego), whose coefficients are those of Pitzer (1991) Activity
// Coefficients in Electrolyte Solutions, table B-1. The derivatives are those of the series, so values and
// derivatives are one function.
#pragma once

#include <array>

#include "chemistry/pack.h"

namespace talus {

/// A function of ionic strength (mol/kgw) with its derivatives by it.
template <class R>
struct ByStrength {
  R value, first, second;
};

namespace mixing_detail {

inline constexpr std::array<double, 21> below_one = {
    1.925154014814667,  -0.060076477753119, -0.029779077456514, -0.007299499690937, 0.000388260636404,
    0.000636874599598,  0.000036583601823,  -0.000045036975204, -0.000004537895710, 0.000002937706971,
    0.000000396566462,  -0.000000202099617, -0.000000025267769, 0.000000013522610,  0.000000001229405,
    -0.000000000821969, -0.000000000050847, 0.000000000046333,  0.000000000001943,  -0.000000000002563,
    -0.000000000010991};
inline constexpr std::array<double, 21> above_one = {
    0.628023320520852,  0.462762985338493, 0.150044637187895,  -0.028796057604906, -0.036552745910311,
    -0.001668087945272, 0.006519840398744, 0.001130378079086,  -0.000887171310131, -0.000242107641309,
    0.000087294451594,  0.000034682122751, -0.000004583768938, -0.000003548684306, -0.000000250453880,
    0.000000216991779,  0.000000080779570, 0.000000004558555,  -0.000000006944757, -0.000000002849257,
    0.000000000237816};

}  // namespace mixing_detail

/// J and its derivatives by ln x; `root5` and `root10` are x^(1/5) and x^(-1/10), which the series are
/// written in.
template <class R>
ByStrength<R> mixing_integral(const R& x, const R& root5, const R& root10) {
  using namespace mixing_detail;
  const auto low = x <= R(1.0);
  // z of the series times 2, and its derivatives by ln x
  const R z = select(low, R(4.0) * root5 - R(2.0), R(40.0 / 9) * root10 - R(22.0 / 9));
  const R z1 = select(low, R(0.8) * root5, R(-4.0 / 9) * root10);
  const R z2 = select(low, R(0.16) * root5, R(0.4 / 9) * root10);
  // Clenshaw's recurrence for the series (b), its first (d) and its second derivative (e) by z
  R b1(0.0), b2(0.0), d1(0.0), d2(0.0), e1(0.0), e2(0.0), b0(0.0), d0(0.0), e0(0.0);
  for (std::size_t k = below_one.size(); k-- > 0;) {
    b2 = b1, b1 = b0;
    d2 = d1, d1 = d0;
    e2 = e1, e1 = e0;
    e0 = R(2.0) * d1 + z * e1 - e2;
    d0 = b1 + z * d1 - d2;
    b0 = z * b1 - b2 + select(low, R(below_one[k]), R(above_one[k]));
  }
  const R quarter = R(0.25) * x, slope = R(0.5) * (d0 - d2);
  return {quarter - R(1.0) + R(0.5) * (b0 - b2), quarter + z1 * slope,
          quarter + z2 * slope + R(0.5) * z1 * z1 * (e0 - e2)};
}

/// J(x_q) / (4 I) and its derivatives by I. `q` is a product of charges without its sign; `strength` I in
/// mol/kgw, `root` its root and `root20` its twentieth root.
template <class R, class K>
ByStrength<R> mixing_term(double q, const K& a_phi, const R& strength, const R& root, const R& root20) {
  using std::pow;
  const K scale = K(6 * q) * a_phi;
  const ByStrength<R> j = mixing_integral(R(R(scale) * root), R(R(pow(scale, K(0.2))) * root20 * root20),
                                          R(R(pow(scale, K(-0.1))) / root20));
  // x goes with the root of I: a derivative by ln I is half of one by ln x
  const R over = R(1.0) / strength, value = R(0.25) * j.value * over;
  const R by_log = R(0.25) * over * (R(0.5) * j.first - j.value);
  const R by_log_twice = R(0.25) * over * (R(0.25) * j.second - j.first + j.value);
  return {value, by_log * over, (by_log_twice - by_log) * over * over};
}

}  // namespace talus
