// Points of the unit cube, which distributions make values of (distribution.h).
//
// random: independent, uniform.
// latin hypercube: each of n equal slices of every axis holds one of the n points (McKay, Beckman and Conover 1979,
// Technometrics 21:239).
// sobol: Sobol's sequence with the direction numbers of Joe and Kuo (2008, SIAM J. Sci. Comput. 30:2635), from Boost.Random,
// with the origin, which that leaves out (Owen 2020, arXiv:2008.08051), and shifted digit by digit by random numbers of the
// seed, which keeps its evenness.
//
// A point is a function of the seed and its number alone; of a Latin hypercube also of how many there are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace talus::study {

/// How points are spread.
enum class Spreading { random, latin_hypercube, sobol };

/// Rank correlations (Spearman) between the axes; a symmetric matrix with ones on its diagonal, row after row.
struct RankCorrelations {
  std::size_t dimensions = 0;
  std::vector<double> matrix;
};

/// The lower triangle L, row after row, with L L^T = the correlations of normal variables whose rank correlations are
/// these: 2 sin(pi rho / 6). Nothing where there are no such variables: the matrix is not positive definite.
std::optional<std::vector<double>> normal_factor(const RankCorrelations& ranks);

/// `count` points in (0, 1)^dimensions.
///
/// Correlated ones have a Gaussian copula. Those of a Latin hypercube are put in the order of the ranks of such points
/// instead, so that every slice keeps its point (Iman and Conover 1982, Commun. Stat. B11:311).
class UnitPoints {
 public:
  UnitPoints(Spreading spreading, std::size_t dimensions, std::size_t count, std::uint32_t seed,
             const std::optional<RankCorrelations>& correlations = {});

  /// The point of that number, from 0, below `count`.
  std::vector<double> operator()(std::size_t number) const;

 private:
  std::vector<double> independent(std::size_t number) const;
  std::vector<double> correlated(std::vector<double> point) const;
  void make_hypercube();
  void order_hypercube();

  Spreading spreading_;
  std::size_t dimensions_, count_;
  std::uint32_t seed_;
  std::vector<double> factor_;        // lower triangle of the correlations of normals; empty without
  std::vector<std::uint64_t> shift_;  // of Sobol's points, by dimension
  std::vector<double> hypercube_;     // [dimension][number]
};

}  // namespace talus::study
