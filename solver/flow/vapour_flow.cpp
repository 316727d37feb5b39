#include "solver/flow/vapour_flow.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "solver/laws/crust.h"
#include "solver/laws/diffusion.h"
#include "solver/laws/evaporation.h"
#include "solver/laws/vapour.h"

namespace talus {

VapourFlow::VapourFlow(const Model& model) : model_(model), between_cells_(model.vapour_moves) {
  for (std::size_t p = 0; p < model.patches.size(); ++p) {
    const bool dries = model.patches[p].water.evaporation.has_value();
    any_patch_ = any_patch_ || dries;
    patches_.emplace_back(dries ? model.mesh.patches[p].size() : 0, 0.0);
    bare_.emplace_back(model.mesh.patches[p].size(), 1.0);
  }
  if (between_cells_) faces_.assign(model.mesh.faces.size(), 0.0);
  if (any()) ghosts_.emplace(model.mesh);
}

void VapourFlow::prepare(const State& state, double time, std::span<const double> ln_water_activity) {
  if (!any()) return;
  const auto cells = static_cast<std::size_t>(model_.mesh.local);
  gas_pressure_ = model_.pressure.at(time);
  temperature_ = model_.heat ? state.temperature : model_.temperature.of_cells(time, model_.mesh.depth);
  ln_water_activity_.assign(ln_water_activity.begin(), ln_water_activity.end());
  porosity_.resize(cells);
  std::ranges::copy(state.porosity[0], porosity_.begin());
  ghosts_->update(porosity_);
  saturated_.resize(cells);
  free_.resize(cells);
  for (std::size_t c = 0; c < cells; ++c) {
    const bool as_before = c > 0 && temperature_[c] == temperature_[c - 1];
    saturated_[c] = as_before ? saturated_[c - 1] : saturation_vapour_pressure(temperature_[c]);
    free_[c] = as_before ? free_[c - 1] : vapour_diffusivity(temperature_[c], gas_pressure_);
  }
  cells_.resize(cells);
  if (!model_.heat || !model_.heat->freezes()) return;
  beside_ice_.resize(cells);
  for (std::size_t c = 0; c < cells; ++c) {
    const double celsius = std::min(temperature_[c] - zero_celsius_in_kelvin, 0.0);
    beside_ice_[c] = heat_of_fusion / gravity * std::log1p(celsius / zero_celsius_in_kelvin);
  }
}

void VapourFlow::take_air(double time) {
  if (!any_patch_) return;
  if (model_.weather) air_ = model_.weather->at(time);
  for (std::size_t p = 0; p < bare_.size(); ++p) {
    const auto& snow = model_.patches[p].water.snow;
    std::ranges::fill(bare_[p], snow && snow->covers(time) ? 0.0 : 1.0);
  }
}

double VapourFlow::from_open_water(std::size_t patch, std::size_t face) const {
  if (patches_[patch].empty() || bare_[patch][face] == 0) return 0;
  Evaporation evaporation = *model_.patches[patch].water.evaporation;
  evaporation.surface = SurfaceResistance::none;
  const Patch& p = model_.mesh.patches[patch];
  const SurfaceWater<double> open{1.0, 1.0, 1.0, temperature_[static_cast<std::size_t>(p.cell[face])], 0};
  return p.area[face] / model_.system.water_density * evaporation.rate(air_, gas_pressure_, open);
}

double VapourFlow::water_activity(std::size_t cell) const {
  return ln_water_activity_.empty() ? 1.0 : std::exp(ln_water_activity_[cell]);
}

Dual VapourFlow::humidity(std::size_t cell, double head) const {
  const double kelvin = temperature_[cell];
  const Dual at = humidity_beside(Dual(head, 1), water_activity(cell), kelvin);
  if (beside_ice_.empty() || beside_ice_[cell] == 0) return at;
  const double ice = humidity_beside(beside_ice_[cell], 1.0, kelvin);  // it is of pure water
  return at.v > ice ? Dual(ice) : at;
}

VapourFlow::Cell VapourFlow::cell_at(std::size_t cell, double head, const Wetness<double>& wet) const {
  const Dual porosity(porosity_[cell]);
  const Dual gas = max(porosity * Dual(1 - wet.saturation, -wet.saturation_slope), Dual(0.0));
  const auto material = static_cast<std::size_t>(model_.cells.local_material[cell]);
  const double kelvin = temperature_[cell];
  const Dual pressure = humidity(cell, head) * saturated_[cell];
  const double open = relative_diffusivity(model_.cells.gas_law[material], gas.v, porosity.v);
  const DiffusionSlopes slopes = diffusion_slopes(model_.cells.gas_law[material], gas.v, porosity.v, open);
  const double scale = free_[cell] / kelvin;
  return {pressure.v, pressure.d, scale * open, scale * slopes.by_theta * gas.d};
}

void VapourFlow::begin_mean(WaterFlow& water) const {
  water.vapour_faces.assign(faces_.size(), 0.0);
  water.vapour_patches.clear();
  if (!any()) return;
  for (const auto& patch : patches_) water.vapour_patches.emplace_back(patch.size(), 0.0);
}

void VapourFlow::add_mean(double share, WaterFlow& water) const {
  for (std::size_t f = 0; f < faces_.size(); ++f) water.vapour_faces[f] += share * faces_[f];
  for (std::size_t p = 0; p < water.vapour_patches.size(); ++p)
    for (std::size_t i = 0; i < patches_[p].size(); ++i) water.vapour_patches[p][i] += share * patches_[p][i];
}

void VapourFlow::add(std::span<const double> head, std::span<const Wetness<double>> wet, FlowSums sums) {
  if (between_cells_) {
    for (std::size_t c = 0; c < cells_.size(); ++c) cells_[c] = cell_at(c, head[c], wet[c]);
    add_faces(sums);
  }
  if (any_patch_) add_patches(head, wet, sums);
}

void VapourFlow::add_faces(FlowSums& sums) {
  const Faces& f = model_.mesh.faces;
  const auto owned = static_cast<std::size_t>(model_.mesh.owned);
  const double to_volume = water_molar_mass / (gas_constant * model_.system.water_density);
  for (std::size_t i = 0; i < f.size(); ++i) {
    const auto a = static_cast<std::size_t>(f.left[i]), b = static_cast<std::size_t>(f.right[i]);
    const Cell &left = cells_[a], &right = cells_[b];
    const double resistance = f.distance_left[i] * right.open + f.distance_right[i] * left.open;
    faces_[i] = 0;
    if (!(resistance > 0)) continue;
    const double area = to_volume * f.area[i], drop = left.pressure - right.pressure;
    const double g = area * left.open * right.open / resistance;
    const double by_open_left = area * right.open * right.open * f.distance_left[i] / resistance / resistance;
    const double by_open_right = area * left.open * left.open * f.distance_right[i] / resistance / resistance;
    const double by_left = g * left.pressure_slope + drop * by_open_left * left.open_slope;
    const double by_right = -g * right.pressure_slope + drop * by_open_right * right.open_slope;
    faces_[i] = g * drop;
    sums.by_right[i] += by_right;
    sums.by_left[i] -= by_left;
    if (a < owned) {
      sums.residual[a] += faces_[i];
      sums.through[a] += std::abs(faces_[i]);
      sums.diagonal[a] += by_left;
    }
    if (b < owned) {
      sums.residual[b] -= faces_[i];
      sums.through[b] += std::abs(faces_[i]);
      sums.diagonal[b] -= by_right;
    }
  }
}

double VapourFlow::crust_resistance(std::size_t patch, std::size_t face, std::size_t cell) const {
  const auto& crust = model_.patches[patch].crust;
  if (!crust) return 0;
  const double height = model_.mesh.volume[cell] / model_.mesh.patches[patch].area[face];
  const double porosity = crust_porosity(*crust, height, model_.cells.porosity[cell], porosity_[cell]);
  const double open = crust_diffusivity(*crust, porosity);
  const double thickness = crust_thickness(*crust, height, model_.cells.porosity[cell], porosity_[cell]);
  return open > 0 ? thickness / (free_[cell] * open) : std::numeric_limits<double>::infinity();
}

void VapourFlow::add_patches(std::span<const double> head, std::span<const Wetness<double>> wet,
                             FlowSums& sums) {
  for (std::size_t p = 0; p < patches_.size(); ++p) {
    const auto& evaporation = model_.patches[p].water.evaporation;
    const Patch& patch = model_.mesh.patches[p];
    for (std::size_t i = 0; i < patches_[p].size(); ++i) {
      if (model_.patches[p].water.open[i] == 0) continue;
      const auto c = static_cast<std::size_t>(patch.cell[i]);
      const Dual saturation(wet[c].saturation, wet[c].saturation_slope);
      const Dual out = evaporation->rate(
          air_, gas_pressure_,
          SurfaceWater<Dual>{humidity(c, head[c]), saturation, Dual(porosity_[c]) * saturation,
                             temperature_[c], crust_resistance(p, i, c)});
      const double to_volume = bare_[p][i] * patch.area[i] / model_.system.water_density;
      patches_[p][i] = -to_volume * out.v;
      sums.residual[c] += to_volume * out.v;
      sums.through[c] += std::abs(to_volume * out.v);
      sums.diagonal[c] += to_volume * out.d;
    }
  }
}

}  // namespace talus
