// How pores slow diffusion: the effective coefficient over that in the free phase, as a power law
//
//     D_eff / D0 = factor theta^p / phi^m        theta: volume of the phase per bulk volume, phi: porosity
//
//     Millington-Quirk 1961   theta^(10/3) / phi^2   Millington and Quirk (1961), Trans. Faraday Soc. 57:1200
//     Millington-Quirk 1960   theta^2 / phi^(2/3)    the same (1960), 7th Int. Congr. Soil Sci. 1:97
//     Moldrup 2000            theta^(5/2) / phi      Moldrup et al. (2000), Soil Sci. Soc. Am. J. 64:1588
//     constant                factor theta
#pragma once

#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "base/dual.h"
#include "base/slopes.h"
#include "chemistry/pack.h"

namespace talus {

/// The names of the laws.
inline std::vector<std::string> diffusion_laws() {
  return {"Millington-Quirk 1961", "Millington-Quirk 1960", "Moldrup 2000", "constant"};
}

/// The power law of one material and phase.
struct DiffusionLaw {
  double factor = 1;
  double theta_power = 10.0 / 3;
  double porosity_power = 2;
};

/// The law of that name; `tortuosity` is the factor of "constant".
inline DiffusionLaw diffusion_law(std::string_view name, double tortuosity) {
  if (name == "Millington-Quirk 1960") return {1, 2, 2.0 / 3};
  if (name == "Moldrup 2000") return {1, 2.5, 1};
  if (name == "constant") return {tortuosity, 1, 0};
  return {1, 10.0 / 3, 2};
}

/// D_eff / D0. `theta` and `porosity` in m3/m3; nothing diffuses in a phase that is not there.
template <class R>
R relative_diffusivity(const DiffusionLaw& law, const R& theta, const R& porosity) {
  using std::pow;
  return R(law.factor) * pow(porosity, -law.porosity_power) * power(theta, law.theta_power);
}

/// Its derivatives, without another power: `value` is D_eff / D0.
struct DiffusionSlopes {
  double by_theta, by_porosity;
};
inline DiffusionSlopes diffusion_slopes(const DiffusionLaw& law, double theta, double porosity,
                                        double value) {
  return {theta > 0 ? law.theta_power * value / theta : 0, -law.porosity_power * value / porosity};
}

}  // namespace talus
