// The derivatives of a balance in which one slow reaction goes on, against dual numbers.
#pragma once

#include <cmath>
#include <span>
#include <vector>

#include "chemistry/balances_derivatives.h"
#include "tests/catch.h"

namespace talus {

/// Every derivative of the local balance at `x` (ln molalities, ln water) is that of dual numbers, in a stage
/// of `weight` (s) without solids; returns how far the reaction comes, mol/m3.
inline double check_slow_derivatives(const ChemicalSystem& system, const Constants& at,
                                     const std::vector<double>& x, double weight) {
  const std::size_t n = system.balances();
  const auto start_of = [&]<class R>(R) {
    StageStart<R> start;
    start.porosity = R(0.43);
    start.weight = R(weight);
    start.extent = {R(1e-4)};
    return start;
  };
  Contents<double> c(system, 0);
  REQUIRE(contents(system, at, Reactions{}, start_of(0.0), std::span<const double>(x), c));
  ContentsDerivatives<double> d(system);
  contents_derivatives(system, at, Reactions{}, start_of(0.0), c, d);
  for (std::size_t k = 0; k < n; ++k) {
    std::vector<Dual> along(x.begin(), x.end());
    along[k].d = 1;
    Contents<Dual> dual(system, 0);
    REQUIRE(contents(system, at, Reactions{}, start_of(Dual(0.0)), std::span<const Dual>(along), dual));
    std::vector<Dual> local(n);
    find_accumulation(system, Reactions{}, dual, std::span<Dual>(local));
    for (std::size_t j = 0; j < n; ++j) {
      CAPTURE(j, k);
      REQUIRE(d.accumulation[j * n + k] == Approx(local[j].d).epsilon(1e-11).margin(1e-12 * c.magnitude[j]));
    }
  }
  return c.extent[0];
}

}  // namespace talus
