// How a parameter is distributed, as the value below which it is with a given probability.
#pragma once

#include <string>
#include <variant>
#include <vector>

namespace talus::study {

/// Normal; between `low` and `high` where these are finite (truncated, and the rest scaled up).
struct Normal {
  double mean, deviation, low, high;
};
/// Its logarithm is normal: exp(mean_of_logs + deviation_of_logs z); between `low` and `high`.
struct Lognormal {
  double mean_of_logs, deviation_of_logs, low, high;
};
struct Uniform {
  double low, high;
};
/// Its logarithm is uniform; 0 < low.
struct Loguniform {
  double low, high;
};
struct Triangular {
  double low, mode, high;
};
/// One of so many values, each with its weight (of any sum).
struct Discrete {
  std::vector<double> weights;
};

using Distribution = std::variant<Normal, Lognormal, Uniform, Loguniform, Triangular, Discrete>;

/// The lognormal distribution with this mean and standard deviation, both above 0:
/// s^2 = ln(1 + (deviation / mean)^2), m = ln(mean) - s^2 / 2.
Lognormal lognormal_of_moments(double mean, double deviation);

/// The value below which it is with probability p, 0 < p < 1, in the unit of its parameters; of a discrete one the
/// number of its value, from 0: the first up to which the weights make up p of their sum.
double quantile(const Distribution& distribution, double p);

}  // namespace talus::study
