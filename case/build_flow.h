// From the words of a case to what Richards' equation works with.
#pragma once

#include "case/build.h"

namespace talus {

/// Retention, permeability and storage of each material.
std::vector<Hydraulics> hydraulics_of(const Input& input);
/// Retention of a material; nothing where the case gives none.
std::optional<Retention> retention_of(const Input& input, const std::string& name,
                                      const MaterialCase& material);

/// InputError where a piece of a patch, `water_x` or `water_y`, meets none of its faces: what was meant to be
/// open would be closed. Collective.
void check_pieces(const Input& input, const Mesh& mesh);

/// What a patch does to water; `keys` is null for a patch that the case does not name.
WaterConditions water_conditions_of(const Input& input, const Mesh& mesh, const Patch& patch,
                                    const PatchCase* keys);

/// The flow that a case prescribes, the same everywhere.
WaterFlow prescribed_flow(const Mesh& mesh, double down, bool limited);

/// The pressure head at which a cell of a material begins, m; saturation is that of `profile` where there is
/// one; the density of water in kg/m3.
double initial_head(const MaterialCase& material, const Retention& retention, double depth,
                    const Series* profile, double density);

}  // namespace talus
