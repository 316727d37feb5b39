#include "chemistry/activity/fugacity.h"

#include <algorithm>
#include <array>
#include <limits>

#include "base/error.h"

namespace talus {

namespace {

/// k_ij of water vapour with another gas.
double interaction_with_vapour(const std::string& other) {
  constexpr std::array strong{"CH4(g)", "Mtg(g)", "N2(g)", "Ntg(g)"};
  if (other == "CO2(g)" || other == "H2S(g)" || other == "H2Sg(g)") return 0.19;
  return std::ranges::count(strong, other) > 0 ? 0.49 : 0;
}

double interaction(const std::string& one, const std::string& other) {
  if (one == "H2O(g)") return interaction_with_vapour(other);
  return other == "H2O(g)" ? interaction_with_vapour(one) : 0;
}

/// The real roots of Z^3 + p Z^2 + q Z + r = 0, polished by Newton's method.
std::vector<double> real_roots(double p, double q, double r) {
  const double shift = p / 3, a = q - p * shift, b = shift * (2 * shift * shift - q) + r;
  const double discriminant = b * b / 4 + a * a * a / 27;
  std::vector<double> roots;
  if (discriminant > 0) {
    const double root = std::sqrt(discriminant);
    roots.push_back(std::cbrt(-b / 2 + root) + std::cbrt(-b / 2 - root) - shift);
  } else {
    const double radius = 2 * std::sqrt(-a / 3);
    const double angle = radius > 0 ? std::acos(std::clamp(3 * b / (a * radius), -1.0, 1.0)) / 3 : 0;
    for (int k = 0; k < 3; ++k)
      roots.push_back(radius * std::cos(angle - 2 * std::numbers::pi * k / 3) - shift);
  }
  for (double& z : roots)
    for (int times = 0; times < 3; ++times) {
      const double slope = (3 * z + 2 * p) * z + q;
      if (slope != 0) z -= (((z + p) * z + q) * z + r) / slope;
    }
  return roots;
}

/// a and b of one mole of a mixture.
struct Moments {
  double a = 0, b = 0;
};

Moments moments(std::span<const double> share, const Eigen::MatrixXd& attraction,
                std::span<const double> covolume) {
  Moments m;
  for (std::size_t i = 0; i < share.size(); ++i) {
    m.b += share[i] * covolume[i];
    for (std::size_t j = 0; j < share.size(); ++j)
      m.a += share[i] * share[j] * attraction(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j));
  }
  return m;
}

}  // namespace

PengRobinson::PengRobinson(std::span<const std::string> names, std::span<const CriticalConstants> gases,
                           double temperature)
    : rt_(gas_constant * temperature) {
  check(names.size() == gases.size(), "every gas has a name and constants");
  const auto n = static_cast<Eigen::Index>(gases.size());
  Eigen::VectorXd root = Eigen::VectorXd::Zero(n);  // sqrt(a_i)
  for (std::size_t i = 0; i < gases.size(); ++i) {
    const CriticalConstants& gas = gases[i];
    covolume_.push_back(0);
    if (!gas.known()) continue;
    const double w = gas.acentric_factor, k = 0.37464 + w * (1.54226 - 0.26992 * w);
    const double rt = gas_constant * gas.temperature;
    root(static_cast<Eigen::Index>(i)) = std::sqrt(0.457235 / gas.pressure) * rt *
                                         std::abs(1 + k * (1 - std::sqrt(temperature / gas.temperature)));
    covolume_.back() = 0.077796 * rt / gas.pressure;
  }
  attraction_ = root * root.transpose();
  for (std::size_t i = 0; i < gases.size(); ++i)
    for (std::size_t j = 0; j < gases.size(); ++j)
      attraction_(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) *=
          1 - interaction(names[i], names[j]);
}

std::vector<std::string> fugacity_models() { return {"above 1 atm", "Peng-Robinson", "ideal"}; }

std::vector<double> ln_fugacity_coefficients(std::span<const NamedGas> gases, std::span<const double> partial,
                                             double total, double temperature) {
  check(gases.size() == partial.size(), "every gas has a partial pressure");
  std::vector<std::string> names;
  std::vector<CriticalConstants> constants;
  std::vector<double> share;
  double rest = 1;
  for (std::size_t g = 0; g < gases.size(); ++g) {
    names.push_back(gases[g].name);
    if (!gases[g].critical.known()) return std::vector<double>(gases.size(), 0.0);
    constants.push_back(gases[g].critical);
    share.push_back(partial[g] / total);
    rest -= share.back();
  }
  names.emplace_back();
  constants.push_back(inert_gas);
  share.push_back(std::max(rest, 0.0));
  std::vector<double> ln_phi =
      PengRobinson(names, constants, temperature).ln_coefficients(total, std::span<const double>(share));
  ln_phi.pop_back();
  return ln_phi;
}

double PengRobinson::molar_volume(double pressure, std::span<const double> share) const {
  const Moments m = moments(share, attraction_, covolume_);
  if (m.b == 0) return rt_ / pressure;
  const double a = m.a * pressure / (rt_ * rt_), b = m.b * pressure / rt_;
  double best = 1 + b, least = std::numeric_limits<double>::infinity();
  for (const double z : real_roots(b - 1, a - b * (2 + 3 * b), b * (b * (1 + b) - a))) {
    if (!(z > b)) continue;
    constexpr double root8 = 2 * std::numbers::sqrt2, lower = 1 - std::numbers::sqrt2;
    const double gibbs = z - 1 - std::log(z - b) - a / (root8 * b) * std::log1p(root8 * b / (z + lower * b));
    if (gibbs < least) best = z, least = gibbs;
  }
  return best * rt_ / pressure;
}

double PengRobinson::pressure_slope(double v, std::span<const double> share) const {
  const Moments m = moments(share, attraction_, covolume_);
  const double q = v * v + 2 * m.b * v - m.b * m.b;
  return -rt_ / ((v - m.b) * (v - m.b)) + 2 * m.a * (v + m.b) / (q * q);
}

}  // namespace talus
