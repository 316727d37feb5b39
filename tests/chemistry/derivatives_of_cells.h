// The derivatives of the balances of a cell against dual numbers.
#pragma once

#include <span>
#include <vector>

#include "chemistry/balances_derivatives.h"
#include "tests/catch.h"

namespace talus {

/// A start in another number.
template <class R>
StageStart<R> in_numbers(const StageStart<double>& s) {
  const auto all = [](const std::vector<double>& values) {
    return std::vector<R>(values.begin(), values.end());
  };
  StageStart<R> start;
  start.porosity = R(s.porosity);
  start.weight = R(s.weight);
  start.amount = all(s.amount);
  start.area = all(s.area);
  start.recession = all(s.recession);
  start.reference_porosity = R(s.reference_porosity);
  start.critical_porosity = R(s.critical_porosity);
  start.extent = all(s.extent);
  start.elapsed = R(s.elapsed);
  start.fraction_left = all(s.fraction_left);
  start.coated = all(s.coated);
  start.most_liquid = R(s.most_liquid);
  return start;
}

/// Every derivative of the accumulation at `x` (ln molalities, ln water) is that of dual numbers; returns what the cell holds.
inline Contents<double> check_cell_derivatives(const ChemicalSystem& system, const Constants& at,
                                               const Reactions& reactions, const StageStart<double>& start,
                                               const std::vector<double>& x) {
  const std::size_t n = system.balances(), solids = reactions.solids.size();
  Contents<double> c(system, solids);
  REQUIRE(contents(system, at, reactions, start, std::span<const double>(x), c));
  ContentsDerivatives<double> d(system);
  contents_derivatives(system, at, reactions, start, c, d);
  for (std::size_t k = 0; k < n; ++k) {
    std::vector<Dual> along(x.begin(), x.end());
    along[k].d = 1;
    Contents<Dual> dual(system, solids);
    REQUIRE(contents(system, at, reactions, in_numbers<Dual>(start), std::span<const Dual>(along), dual));
    std::vector<Dual> local(n);
    find_accumulation(system, reactions, dual, std::span<Dual>(local));
    for (std::size_t j = 0; j < n; ++j) {
      double size = c.magnitude[j];
      for (std::size_t p = 0; p < solids; ++p)
        size += std::abs(dual.change[p].value.d) + std::abs(c.change[p].value);
      CAPTURE(j, k);
      REQUIRE(d.accumulation[j * n + k] == Approx(local[j].d).epsilon(1e-11).margin(1e-12 * size));
    }
  }
  return c;
}

}  // namespace talus
