// What pores that minerals have filled or widened do to the flow of water.
//
//     k / k_0, permeability over that of the material, by the room x = (phi - phi_c) / (phi_0 - phi_c):
//
//       Kozeny-Carman   x^3 ((1 - phi_0 + phi_c) / (1 - phi + phi_c))^2
//
//       power law       x^n
//
// and 0 at phi_c and below. Carman (1937) Trans. Inst. Chem. Eng. 15:150; with phi_c Mavko and Nur (1997)
// Geophysics 62:1480; Verma and Pruess (1988) J. Geophys. Res. 93:1159.
//
//     alpha over that of the material: sqrt((k / k_0) / (phi / phi_0))
//
// Leverett (1941) Trans. AIME 142:152: where a cell holds as much, the suction is larger by the inverse.
//
// phi_0 and phi_c are those of the material; what is full of water is meant, k_r of the retention law comes
// on top.
#pragma once

#include <cmath>
#include <string_view>
#include <variant>

namespace talus {

/// Flow through the channels between grains.
struct KozenyCarman {
  static constexpr std::string_view name = "Kozeny-Carman";
  /// k / k_0 at a porosity above `critical`; all in m3/m3.
  double operator()(double porosity, double reference, double critical) const {
    const double solids = (1 - reference + critical) / (1 - porosity + critical);
    return std::pow((porosity - critical) / (reference - critical), 3) * solids * solids;
  }
};

/// A power of the room that is left.
struct PowerOfRoom {
  static constexpr std::string_view name = "power law";
  double exponent = 3;  ///< n
  double operator()(double porosity, double reference, double critical) const {
    return std::pow((porosity - critical) / (reference - critical), exponent);
  }
};

/// Minerals do not matter.
struct ConstantPermeability {
  static constexpr std::string_view name = "constant";
  double operator()(double, double, double) const { return 1; }
};

using PermeabilityLaw = std::variant<KozenyCarman, PowerOfRoom, ConstantPermeability>;

/// k / k_0; 0 where the pores are closed.
inline double relative_permeability(const PermeabilityLaw& law, double porosity, double reference,
                                    double critical) {
  if (!(porosity > critical)) return 0;
  return std::visit([&](const auto& chosen) { return chosen(porosity, reference, critical); }, law);
}

/// What a suction is multiplied by before the retention law of the material is asked; 1 where nothing flows,
/// as nothing is sucked there either.
inline double leverett_scale(double porosity, double reference, double relative_permeability) {
  return relative_permeability > 0 ? std::sqrt(relative_permeability / (porosity / reference)) : 1;
}

}  // namespace talus
