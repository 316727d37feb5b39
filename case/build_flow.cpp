#include "case/build_flow.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "case/build_sources.h"
#include "case/densities.h"
#include "case/snow_run.h"
#include "mesh/rise.h"
#include "solver/flow/water.h"
#include "solver/transport/advection.h"

namespace talus {

namespace {

constexpr double usual_temperature = 293.15;  // K, of hydraulic conductivities

RetentionLaw law_of(const Input& input, const std::string& material, const RetentionCase& r) {
  if (r.model == "van Genuchten") {
    const double m = r.m.value_or(1 - 1 / *r.n);
    const double alpha =
        r.alpha ? *r.alpha
                : *r.alpha_pressure * density_of_water(input.tables.temperature.at(0, 0)) * gravity;
    return VanGenuchten{alpha, *r.n, m, r.connectivity.value_or(0.5)};
  }
  if (r.model == "Brooks-Corey")
    return BrooksCorey{*r.entry, *r.lambda,
                       (r.relative_permeability == "Mualem" ? 2.5 : 3.0) + 2 / *r.lambda};
  if (r.model == "Gardner") return Gardner{*r.alpha};
  if (r.model == "Haverkamp") return Haverkamp{*r.alpha, *r.n, *r.permeability_alpha, *r.permeability_n};
  const auto found =
      std::ranges::find(input.tables.retention, material, [](const auto& entry) { return entry.first; });
  check(found != input.tables.retention.end(), "the tables of a case are read before it is built");
  return found->second;
}

using Extent = std::optional<std::array<double, 2>>;

bool within(const Extent& extent, double where) {
  return !extent || (where >= (*extent)[0] && where <= (*extent)[1]);
}

std::vector<std::uint8_t> open_faces(const Mesh& mesh, const Patch& patch, const PatchCase& keys) {
  std::vector<std::uint8_t> open;
  for (const Index cell : patch.cell) {
    const auto c = static_cast<std::size_t>(cell);
    open.push_back(within(keys.water_x, mesh.x[c]) && within(keys.water_y, mesh.y[c]) ? 1 : 0);
  }
  return open;
}

/// Notes a key of a patch, "water_x" or "water_y", that leaves out every face: none has its centre between
/// its ends. Collective.
void check_piece(const Document& document, const Mesh& mesh, const Patch& patch, const std::string& key,
                 const Extent& extent, const std::vector<double>& centres, std::vector<Problem>& problems) {
  if (!extent) return;
  double lowest = std::numeric_limits<double>::infinity(), highest = -lowest, nearest = lowest;
  bool any = false;
  const double middle = ((*extent)[0] + (*extent)[1]) / 2;
  for (const Index cell : patch.cell) {
    const double at = centres[static_cast<std::size_t>(cell)];
    any = any || within(extent, at);
    lowest = std::min(lowest, at);
    highest = std::max(highest, at);
    nearest = std::min(nearest, std::abs(at - middle));
  }
  if (any_rank(mesh.communicator, any)) return;
  lowest = min_over_ranks(mesh.communicator, lowest);
  highest = max_over_ranks(mesh.communicator, highest);
  nearest = min_over_ranks(mesh.communicator, nearest);
  const std::string path = "boundaries." + patch.name + "." + key;
  char found[200], wanted[200];
  std::snprintf(found, sizeof found,
                "%s: no face of '%s' has its centre between %.6g m and %.6g m, so nothing is open",
                path.c_str(), patch.name.c_str(), (*extent)[0], (*extent)[1]);
  std::snprintf(
      wanted, sizeof wanted,
      "the centres of its faces lie from %.6g m to %.6g m, the nearest %.3g m from the middle of this "
      "piece; write a range that holds one, or leave %s out for all of the patch",
      lowest, highest, nearest, key.c_str());
  problems.push_back({document.place_of_value(path), found, wanted});
}

/// Pressure head of water that stands at each face of a patch: what is given holds at its lowest point and is
/// hydrostatic above; what is given over depth holds at the face. Empty where no water stands.
std::vector<double> standing_heads(const Input& input, const Mesh& mesh, const Patch& patch,
                                   const InflowCase& water) {
  const auto table =
      std::ranges::find(input.tables.head, patch.name, [](const auto& entry) { return entry.first; });
  const bool by_table = table != input.tables.head.end();
  if (!by_table && !water.head) return {};
  const double foot = patch.name == "top" ? mesh.height : 0;
  std::vector<double> heads;
  for (std::size_t i = 0; i < patch.size(); ++i) {
    const auto c = static_cast<std::size_t>(patch.cell[i]);
    const double above_foot = mesh.z[c] + rise_to_face(patch.nz[i], patch.distance[i]) - foot;
    if (!by_table) {
      heads.push_back(*water.head - above_foot);
      continue;
    }
    std::vector<double> where;
    bool at_depth = false;
    for (const std::string& name : table->second.along) {
      at_depth = at_depth || name == "depth";
      where.push_back(name == "x" ? mesh.x[c] : name == "y" ? mesh.y[c] : mesh.depth[c]);
    }
    heads.push_back(table->second.at(where) - (at_depth ? 0 : above_foot));
  }
  return heads;
}

Evaporation evaporation_of(const EvaporationCase& e) {
  using Method = Evaporation::Method;
  const double height = e.wind_height.value_or(0), roughness = e.roughness.value_or(0);
  const auto names = surface_resistances();
  const auto found = std::ranges::find(names, e.surface_resistance.value_or(names.front()));
  return {.method = e.method == "potential"     ? Method::potential
                    : e.method == "aerodynamic" ? Method::aerodynamic
                                                : Method::penman_monteith,
          .potential = e.potential.value_or(AirAbove::none),
          .air_humidity = e.air_humidity.value_or(AirAbove::none),
          .turbulence = {.wind_height = height,
                         .air_height = e.air_height.value_or(height),
                         .roughness = roughness,
                         .vapour_roughness = roughness,
                         .least_wind = e.least_wind},
          .surface = static_cast<SurfaceResistance>(found - names.begin()),
          .albedo = e.albedo.value_or(0),
          .emissivity = e.emissivity,
          .clear_sky = e.sky == "clear"};
}

PermeabilityLaw permeability_law_of(const HydraulicsCase& h) {
  if (h.permeability_law == KozenyCarman::name) return KozenyCarman{};
  if (h.permeability_law == PowerOfRoom::name) return PowerOfRoom{h.permeability_exponent};
  return ConstantPermeability{};
}

}  // namespace

std::optional<Retention> retention_of(const Input& input, const std::string& name,
                                      const MaterialCase& material) {
  const std::optional<RetentionCase>& keys = material.hydraulics.retention;
  if (!keys) return {};
  return Retention{law_of(input, name, *keys), keys->residual};
}

std::vector<Hydraulics> hydraulics_of(const Input& input) {
  std::vector<Hydraulics> result;
  for (const auto& [name, material] : input.values.materials) {
    const HydraulicsCase& h = material.hydraulics;
    const double permeability =
        h.permeability ? *h.permeability : *h.conductivity / fluidity_of_water(usual_temperature);
    result.push_back({*retention_of(input, name, material), permeability, h.anisotropy, h.specific_storage,
                      permeability_law_of(h), h.retention_scaling == "Leverett"});
  }
  return result;
}

void check_pieces(const Input& input, const Mesh& mesh) {
  std::vector<Problem> problems;
  for (const Patch& patch : mesh.patches) {
    const auto named = [&](const auto& entry) { return entry.first == patch.name; };
    const auto found = std::ranges::find_if(input.values.boundaries, named);
    if (found == input.values.boundaries.end()) continue;
    const PatchCase& keys = found->second;
    const std::size_t before = problems.size();
    check_piece(input.document, mesh, patch, "water_x", keys.water_x, mesh.x, problems);
    check_piece(input.document, mesh, patch, "water_y", keys.water_y, mesh.y, problems);
    const auto open = open_faces(mesh, patch, keys);
    if (problems.size() == before && patch.total > 0 &&
        !any_rank(mesh.communicator, std::ranges::find(open, 1) != open.end()))
      problems.push_back({input.document.place_of_value("boundaries." + patch.name + ".water_x"),
                          "boundaries." + patch.name +
                              ": no face has its centre between the ends of both water_x and water_y",
                          "make one of the two wider"});
  }
  if (!problems.empty()) throw InputError(std::move(problems));
}

WaterConditions water_conditions_of(const Input& input, const Mesh& mesh, const Patch& patch,
                                    const PatchCase* keys) {
  WaterConditions w;
  if (patch.inside) give_source(input, mesh, patch, w);
  if (keys == nullptr) return w;
  w.open = open_faces(mesh, patch, *keys);
  if (keys->drain == "free") w.drain = WaterConditions::Drain::free;
  if (keys->drain == "seepage") w.drain = WaterConditions::Drain::seepage;
  if (keys->evaporation) w.evaporation = evaporation_of(*keys->evaporation);
  if (!keys->water) return w;
  w.ponding = keys->water->ponding;
  w.head = standing_heads(input, mesh, patch, *keys->water);
  if (keys->water->rain) w.rain = Series::constant(*keys->water->rain);
  for (const auto& [name, series] : input.tables.rain)
    if (name == patch.name) w.rain = series;
  if (keys->water->weather) w.rain = input.tables.weather->rain;
  if (keys->snow) lay_snow_on(*keys->snow, *input.tables.weather, input.values.water_density, w);
  return w;
}

WaterFlow prescribed_flow(const Mesh& mesh, double down, bool limited) {
  WaterFlow water;
  for (std::size_t f = 0; f < mesh.faces.size(); ++f)
    water.faces.push_back(-down * mesh.faces.nz[f] * mesh.faces.area[f]);
  for (const Patch& patch : mesh.patches) {
    std::vector<double>& into = water.patches.emplace_back();
    for (std::size_t f = 0; f < patch.size(); ++f) into.push_back(down * patch.nz[f] * patch.area[f]);
  }
  if (limited) water.upstream = upstream_of_faces(mesh, water);
  return water;
}

double initial_head(const MaterialCase& material, const Retention& retention, double depth,
                    const Series* profile, double density) {
  const MaterialWaterCase& w = material.water;
  if (w.head) return *w.head;
  if (w.water_table) return depth - *w.water_table;
  const double saturation =
      profile != nullptr ? profile->at(depth)
                         : initial_water(material, density) / (density * packing_of(material).porosity);
  return head_at(retention, saturation);
}

}  // namespace talus
