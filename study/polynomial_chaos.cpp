#include "study/polynomial_chaos.h"

#include <cmath>
#include <limits>
#include <numeric>

namespace talus::study {

double PolynomialChaos::deviation() const {
  double squares = 0;
  for (std::size_t k = 1; k < terms.size(); ++k) squares += terms[k].coefficient * terms[k].coefficient;
  return std::sqrt(squares);
}

PolynomialChaos::Indices PolynomialChaos::indices(std::size_t parameter) const {
  double first = 0, total = 0;
  for (const ChaosTerm& term : terms) {
    const int own = term.degrees[parameter];
    if (own == 0) continue;
    const double square = term.coefficient * term.coefficient;
    total += square;
    if (std::accumulate(term.degrees.begin(), term.degrees.end(), 0) == own) first += square;
  }
  const double variance = deviation() * deviation();
  if (!(variance > 0))
    return {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
  return {first / variance, total / variance};
}

}  // namespace talus::study
