// Dual numbers: a value and its derivative along one direction, exact to rounding. For tests of analytic
// derivatives; the product itself never differentiates numerically.
#pragma once

#include <cmath>

namespace talus {

/// v + d e with e^2 = 0.
struct Dual {
  double v = 0;
  double d = 0;
  constexpr Dual() = default;
  constexpr Dual(double value, double derivative = 0) : v(value), d(derivative) {}  // a constant has none
};

inline Dual operator+(Dual a, Dual b) { return {a.v + b.v, a.d + b.d}; }
inline Dual operator-(Dual a, Dual b) { return {a.v - b.v, a.d - b.d}; }
inline Dual operator-(Dual a) { return {-a.v, -a.d}; }
inline Dual operator*(Dual a, Dual b) { return {a.v * b.v, a.d * b.v + a.v * b.d}; }
inline Dual operator/(Dual a, Dual b) { return {a.v / b.v, (a.d - a.v / b.v * b.d) / b.v}; }
inline Dual& operator+=(Dual& a, Dual b) { return a = a + b; }
inline Dual& operator-=(Dual& a, Dual b) { return a = a - b; }
inline Dual& operator*=(Dual& a, Dual b) { return a = a * b; }
inline bool operator<(Dual a, Dual b) { return a.v < b.v; }
inline bool operator>(Dual a, Dual b) { return a.v > b.v; }
inline bool operator<=(Dual a, Dual b) { return a.v <= b.v; }
inline bool operator>=(Dual a, Dual b) { return a.v >= b.v; }

inline Dual exp(Dual a) { return {std::exp(a.v), std::exp(a.v) * a.d}; }
inline Dual log(Dual a) { return {std::log(a.v), a.d / a.v}; }
inline Dual sqrt(Dual a) { return {std::sqrt(a.v), a.d / (2 * std::sqrt(a.v))}; }
inline Dual abs(Dual a) { return a.v < 0 ? -a : a; }
inline Dual pow(Dual a, double p) { return {std::pow(a.v, p), p * std::pow(a.v, p - 1) * a.d}; }
inline Dual expm1(Dual a) { return {std::expm1(a.v), std::exp(a.v) * a.d}; }
inline Dual log1p(Dual a) { return {std::log1p(a.v), a.d / (1 + a.v)}; }
inline Dual max(Dual a, Dual b) { return a.v > b.v ? a : b; }
inline Dual min(Dual a, Dual b) { return a.v < b.v ? a : b; }
inline Dual select(bool condition, Dual a, Dual b) { return condition ? a : b; }

}  // namespace talus
