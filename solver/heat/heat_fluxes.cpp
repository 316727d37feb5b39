#include "solver/heat/heat_fluxes.h"

#include <algorithm>
#include <cmath>

#include "solver/laws/flux.h"

namespace talus {

namespace {

/// The share of the left side in the temperature of water that flows to the right at `carried` W/K, between the
/// straight line and upstream: no cell is led beyond its neighbours as long as what is conducted can make up for
/// what the downstream side would take.
double share_of_left(double carried, double conductance, double distance_left, double distance_right) {
  const double line = distance_right / (distance_left + distance_right);
  if (carried > 0) return std::max(line, 1 - conductance / carried);
  if (carried < 0) return std::min(line, conductance / -carried);
  return line;
}

/// Whether what evaporates at a patch takes its latent heat from the pile. By Penman and Monteith the radiation
/// pays for it, and a potential evaporation is one that the air can pay for: the pile loses liquid water.
bool takes_latent_heat(const WaterConditions& water) {
  return !water.evaporation || water.evaporation->method == Evaporation::Method::aerodynamic;
}

}  // namespace

HeatFluxes::HeatFluxes(const Model& model) : model_(model), faces_(model.mesh.faces.size()) {
  for (const Patch& patch : model.mesh.patches) inner_.emplace_back(patch.size());
}

void HeatFluxes::take(const std::vector<double>& lambda, const WaterFlow& water) {
  water_ = &water;
  const Faces& f = model_.mesh.faces;
  const double density = model_.system.water_density;
  for (std::size_t i = 0; i < f.size(); ++i) {
    const auto a = static_cast<std::size_t>(f.left[i]), b = static_cast<std::size_t>(f.right[i]);
    const double c = conductance(f.area[i], f.distance_left[i], lambda[a], f.distance_right[i], lambda[b]);
    const double carried = density * water.through_face(i) * heat_capacity_of_water;
    const double left = share_of_left(carried, c, f.distance_left[i], f.distance_right[i]);
    faces_[i] = {c + left * carried, (1 - left) * carried - c, 0};
    const double vapour = density * water.vapour_through_face(i);
    faces_[i].fixed = vapour * heat_of_evaporation(0.0);
    (vapour > 0 ? faces_[i].left : faces_[i].right) += vapour * heat_capacity_of_vapour;
  }
  for (std::size_t p = 0; p < inner_.size(); ++p) {
    const Patch& patch = model_.mesh.patches[p];
    for (std::size_t i = 0; i < patch.size() && model_.heat->patches[p].temperature; ++i)
      inner_[p][i] = patch.area[i] * lambda[static_cast<std::size_t>(patch.cell[i])] / patch.distance[i];
  }
}

void HeatFluxes::evaluate(const std::vector<double>& celsius, double time, Rates rates) {
  for (auto* values : {&rates.into, &rates.by_own, &rates.size}) values->assign(values->size(), 0.0);
  add_faces(celsius, rates);
  each_second_.clear();
  for (std::size_t p = 0; p < inner_.size(); ++p) add_patch(p, celsius, time, rates);
}

void HeatFluxes::add_faces(const std::vector<double>& celsius, Rates rates) const {
  const Faces& f = model_.mesh.faces;
  const auto owned = rates.into.size();
  for (std::size_t i = 0; i < f.size(); ++i) {
    const auto a = static_cast<std::size_t>(f.left[i]), b = static_cast<std::size_t>(f.right[i]);
    const Side& side = faces_[i];
    const double heat = side.left * celsius[a] + side.right * celsius[b] + side.fixed;
    const double size =
        std::abs(side.left * celsius[a]) + std::abs(side.right * celsius[b]) + std::abs(side.fixed);
    rates.by_right[i] = side.right;
    rates.by_left[i] = -side.left;
    if (a < owned) {
      rates.into[a] -= heat;
      rates.by_own[a] -= side.left;
      rates.size[a] += size;
    }
    if (b < owned) {
      rates.into[b] += heat;
      rates.by_own[b] += side.right;
      rates.size[b] += size;
    }
  }
}

void HeatFluxes::add_patch(std::size_t p, const std::vector<double>& celsius, double time, Rates rates) {
  const Patch& patch = model_.mesh.patches[p];
  const HeatConditions& conditions = model_.heat->patches[p];
  const double density = model_.system.water_density;
  const auto& snow = model_.patches[p].water.snow;
  const bool covered = snow && snow->covers(time);
  std::optional<double> face = conditions.temperature
                                   ? std::optional(conditions.temperature->at(time) - zero_celsius_in_kelvin)
                                   : std::nullopt;
  if (face && covered) face = std::min(*face, 0.0);  // that of the snow, which melts at 0 degC
  const std::optional<double> entering =
      covered               ? std::optional(0.0)
      : conditions.entering ? std::optional(*conditions.entering - zero_celsius_in_kelvin)
      : face                ? std::optional(std::max(*face, 0.0))  // what enters is liquid
                            : std::nullopt;
  for (std::size_t i = 0; i < patch.size(); ++i) {
    const auto c = static_cast<std::size_t>(patch.cell[i]);
    const auto add = [&](Energy kind, double watts, double by_own) {
      rates.into[c] += watts;
      rates.by_own[c] += by_own;
      rates.size[c] += std::abs(watts) + std::abs(by_own * celsius[c]);
      each_second_.push_back({kind, watts});
    };
    const Energy conducted = patch.name == "top" ? Energy::surface : Energy::base;
    const double snow_path = covered ? snow->thickness(time, patch.nz[i]) / snow->conductivity : 0;
    const double inner = inner_[p][i] / (1 + inner_[p][i] * snow_path / patch.area[i]);
    if (face) add(conducted, inner * (*face - celsius[c]), -inner);
    if (conditions.flux != 0) add(conducted, patch.area[i] * conditions.flux, 0);
    const auto carry = [&](Energy kind, double mass, const std::optional<double>& from_outside, double fixed,
                           double capacity) {  // mass: kg/s into the domain
      const bool by_cell = mass < 0 || !from_outside;
      if (mass != 0)
        add(kind, mass * (fixed + capacity * (by_cell ? celsius[c] : *from_outside)),
            by_cell ? mass * capacity : 0);
    };
    carry(Energy::water, density * water_->into_patch(p, i), entering, 0, heat_capacity_of_water);
    const bool takes = takes_latent_heat(model_.patches[p].water);
    carry(Energy::vapour, density * water_->vapour_into_patch(p, i), face,
          takes ? heat_of_evaporation(0.0) : 0, takes ? heat_capacity_of_vapour : heat_capacity_of_water);
  }
}

void HeatFluxes::add_crossings(double seconds, std::vector<Crossing>& crossings) const {
  for (const Crossing& one : each_second_) crossings.push_back({one.kind, seconds * one.joules});
}

std::vector<double> water_into_cells(const Model& model, const WaterFlow& water) {
  const Faces& f = model.mesh.faces;
  std::vector<double> into(static_cast<std::size_t>(model.mesh.owned), 0.0);
  for (std::size_t i = 0; i < f.size(); ++i) {
    const auto a = static_cast<std::size_t>(f.left[i]), b = static_cast<std::size_t>(f.right[i]);
    const double flux = water.through_face(i) + water.vapour_through_face(i);
    if (a < into.size()) into[a] -= flux;
    if (b < into.size()) into[b] += flux;
  }
  for (std::size_t p = 0; p < model.mesh.patches.size(); ++p)
    for (std::size_t i = 0; i < model.mesh.patches[p].size(); ++i)
      into[static_cast<std::size_t>(model.mesh.patches[p].cell[i])] +=
          water.into_patch(p, i) + water.vapour_into_patch(p, i);
  for (double& flux : into) flux *= model.system.water_density;
  return into;
}

}  // namespace talus
