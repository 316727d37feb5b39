// A number with its derivatives by N others: what a formula returns when it is called with them, so that
// nobody derives it by hand. For formulas of a few numbers, such as the flux through a face.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>

namespace talus {

template <std::size_t N>
struct Slopes {
  double value = 0;
  std::array<double, N> by{};

  constexpr Slopes() = default;
  constexpr Slopes(double constant) : value(constant) {}
  /// The variable number k of the N.
  static constexpr Slopes variable(double value, std::size_t k) {
    Slopes s(value);
    s.by[k] = 1;
    return s;
  }

  /// f(*this), where f(value) = `result` and f'(value) = `slope`.
  Slopes mapped(double result, double slope) const {
    Slopes s(result);
    for (std::size_t k = 0; k < N; ++k) s.by[k] = slope * by[k];
    return s;
  }

  friend Slopes operator+(const Slopes& a, const Slopes& b) { return sum(a, b, 1, 1, a.value + b.value); }
  friend Slopes operator-(const Slopes& a, const Slopes& b) { return sum(a, b, 1, -1, a.value - b.value); }
  friend Slopes operator*(const Slopes& a, const Slopes& b) {
    return sum(a, b, b.value, a.value, a.value * b.value);
  }
  friend Slopes operator/(const Slopes& a, const Slopes& b) {
    const double ratio = a.value / b.value;
    return sum(a, b, 1 / b.value, -ratio / b.value, ratio);
  }
  friend bool operator>(const Slopes& a, const Slopes& b) { return a.value > b.value; }

 private:
  static Slopes sum(const Slopes& a, const Slopes& b, double of_a, double of_b, double value) {
    Slopes s(value);
    for (std::size_t k = 0; k < N; ++k) s.by[k] = of_a * a.by[k] + of_b * b.by[k];
    return s;
  }
};

/// a^p for a > 0.
template <std::size_t N>
Slopes<N> pow(const Slopes<N>& a, double p) {
  const double result = std::pow(a.value, p);
  return a.mapped(result, p * result / a.value);
}
/// The same for a >= 0 and p > 0, as that of chemistry/pack.h.
template <std::size_t N>
Slopes<N> power(const Slopes<N>& a, double p) {
  if (p == 1) return a;
  return a.value > 0 ? pow(a, p) : Slopes<N>();
}

}  // namespace talus
