// What patches do to heat, and what materials are to it.
//
//     given temperature    in = A lambda / d (T_face - T_c)      half a cell
//     given flux           in = A q
//     water that enters    in = rho W c_w t_in, water that leaves at the temperature of its cell
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "base/series.h"
#include "chemistry/reaction_enthalpy.h"
#include "solver/laws/freezing.h"
#include "solver/laws/thermal.h"

namespace talus {

/// What a patch does to heat; closed where nothing is given.
struct HeatConditions {
  std::optional<Series> temperature;  ///< K over time (s), of its faces; straight lines between the points
  double flux = 0;                    ///< W/m2, into the domain
  /// K, of water that enters; where nothing is given that of the face, at least 0 degC, or of the cell where the
  /// face has none.
  std::optional<double> entering;
};

/// A material.
struct ThermalMaterial {
  double heat_capacity = 0;  ///< of its grains, J/kg/K
  ConductivityLaw conductivity = GivenConductivity{};
  FreezingCurve freezing;
};

/// What the heat equation is made of, where heat flows.
struct HeatModel {
  std::vector<ThermalMaterial> materials;           ///< in the order of the model's
  std::vector<HeatConditions> patches;              ///< in the order of mesh.patches
  bool holds_constants = false;                     ///< chemistry below 0 degC has the constants of 0 degC
  double impedance = 0;                             ///< by which ice slows water (pores_and_flow.cpp)
  std::optional<ReactionEnthalpies> reaction = {};  ///< where the heat of reactions counts

  /// Whether water freezes anywhere.
  bool freezes() const {
    return std::ranges::any_of(materials, [](const auto& m) { return m.freezing.has_value(); });
  }
};

}  // namespace talus
