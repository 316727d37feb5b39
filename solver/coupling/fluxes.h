// What crosses faces and patches at the values of the cells: the formulas of laws/flux.h with the
// numbers of a model. Those whose name ends in _of take what pores do to diffusion from their caller: the
// residual gives it as it is, the Jacobian with slopes.
#pragma once

#include <vector>

#include "solver/coupling/cell_values.h"
#include "solver/coupling/stage.h"
#include "solver/laws/flux.h"
#include "solver/model.h"

namespace talus {

/// The size of a number, without its derivative.
inline double size_of(double number) { return std::abs(number); }
inline double size_of(const Dual& number) { return std::abs(number.v); }

/// Adds to out[j] what row . flux carries of each balance.
template <class S>
void add_row(const ReactionRow& row, const S& flux, S* out, std::size_t water) {
  for (const Term& t : row.terms) out[t.component] += S(t.power) * flux;
  if (row.water != 0) out[water] += S(row.water) * flux;
}

/// Something of the two sides of a face.
template <class T>
struct Pair {
  T left, right;
};

/// The local cells of a face.
inline Pair<std::size_t> cells_of(const Faces& faces, std::size_t f) {
  return {static_cast<std::size_t>(faces.left[f]), static_cast<std::size_t>(faces.right[f])};
}
/// Its area and distances.
inline FaceShape shape_of(const Faces& faces, std::size_t f) {
  return {faces.area[f], faces.distance_left[f], faces.distance_right[f]};
}

/// Gas g through interior face f; `factor` is D_eff / D0 of either side.
template <class S>
FaceFlux<S> gas_flux_of(const Model& model, const Stage& stage, std::size_t f, std::size_t g,
                        const Pair<S>& factor) {
  const auto cell = cells_of(model.mesh.faces, f);
  const auto side = [&](std::size_t c, const S& slowed) {
    return GasSide<S>{S(stage.free_diffusivity(c, g)) * slowed, stage.constants.temperature(c)};
  };
  return gas_flux(shape_of(model.mesh.faces, f), side(cell.left, factor.left),
                  side(cell.right, factor.right));
}

/// Every solute through interior face f; `factor` is D_eff / D0 of either side.
template <class S>
FaceFlux<S> solute_flux_of(const Model& model, const Stage& stage, std::size_t f, const Pair<S>& factor) {
  const auto cell = cells_of(model.mesh.faces, f);
  const auto side = [&](std::size_t c, const S& slowed) {
    const auto material = static_cast<std::size_t>(model.cells.local_material[c]);
    return SoluteSide<S>{S(model.solute_diffusivity) * slowed, model.cells.dispersivity[material]};
  };
  return solute_flux(shape_of(model.mesh.faces, f), side(cell.left, factor.left),
                     side(cell.right, factor.right), stage.water.through_face(f));
}

/// What the pores of the cell behind a patch do to a gas.
template <class S>
struct PoresBehind {
  S gas_factor, solute_factor;  ///< D_eff / D0
  S porosity;
  S dissolved;  ///< H of the gas, m3 of gas per m3 of water
};

/// Gas g of the air through face f of a patch, by its half cell and its crust: as gas, and dissolved as itself in
/// the water beside it, which is at equilibrium with the air at the face. Where a water stands outside of the
/// patch, that is what the water of the cell meets (patch_solute_flux_of).
template <class S>
FaceFlux<S> patch_gas_flux_of(const Model& model, const Stage& stage, std::size_t patch, std::size_t f,
                              std::size_t g, const PoresBehind<S>& pores) {
  const Patch& p = model.mesh.patches[patch];
  const PatchConditions& conditions = model.patches[patch];
  if (p.inside) return flux_from_outside(S(0.0));
  const auto cell = static_cast<std::size_t>(p.cell[f]);
  const S in_gas(stage.free_diffusivity(cell, g));
  const S in_water = S(conditions.solutes ? 0 : model.solute_diffusivity) * pores.dissolved;
  const S behind = in_gas * pores.gas_factor + in_water * pores.solute_factor;
  const auto under_snow = [&](const S& open) {  // resistances add
    if (stage.snow.empty() || stage.snow[patch] == 0) return open;
    return S(open / (S(1.0) + S(stage.snow[patch] * std::abs(p.nz[f]) / p.area[f]) / in_gas * open));
  };
  if (!conditions.crust) return flux_from_outside(under_snow(S(S(p.area[f] / p.distance[f]) * behind)));
  const Crust& crust = *conditions.crust;
  const double height = model.mesh.volume[cell] / p.area[f];
  const S porosity = crust_porosity(crust, height, model.cells.porosity[cell], pores.porosity);
  const S before =
      in_gas * crust_diffusivity(crust, porosity) + in_water * crust_solute_diffusivity(crust, porosity);
  if (!crust.grows())
    return flux_from_outside(
        under_snow(conductance(p.area[f], p.distance[f], behind, crust.thickness, before)));
  const S grown = crust_thickness(crust, height, model.cells.porosity[cell], pores.porosity);
  return flux_from_outside(
      under_snow(S(S(p.area[f]) * behind * before / (S(p.distance[f]) * before + grown * behind))));
}

/// Every solute through face f of a patch: from what stands outside of it, and with water that leaves;
/// `factor` is D_eff / D0 of the cell. What enters with water does not depend on the cell.
template <class S>
FaceFlux<S> patch_solute_flux_of(const Model& model, const Stage& stage, std::size_t patch, std::size_t f,
                                 const S& factor) {
  const Patch& p = model.mesh.patches[patch];
  FaceFlux<S> flux{S(0.0), S(0.0)};
  if (model.patches[patch].solutes && !p.inside)
    flux = flux_from_outside(S(S(p.area[f] / p.distance[f] * model.solute_diffusivity) * factor));
  flux.right = flux.right + S(std::min(stage.water.into_patch(patch, f), 0.0));
  return flux;
}

/// Gas g of the air at a patch at the temperature of `cell`, mol/m3.
inline double outside_gas(const Stage& stage, std::size_t patch, std::size_t g, std::size_t cell) {
  return stage.air[patch][g] / (gas_constant * stage.constants.temperature(cell));
}

/// What crosses the faces, of every balance.
template <class S>
struct Fluxes {
  std::vector<S> leaving;                ///< [owned cell][balance], mol/s, sum over all faces of the cell
  std::vector<double> size;              ///< [owned cell][balance], mol/s: what `leaving` is a difference of
  std::vector<std::vector<S>> entering;  ///< [patch][face][balance], mol/s
};

/// The flux of every balance through interior face f, mol/s from left to right; to `size` what it is a
/// difference of.
template <class S>
void face_flux(const Model& model, const Stage& stage, const CellValues<S>& values, std::size_t f, S* out,
               double* size) {
  const auto [a, b] = cells_of(model.mesh.faces, f);
  const std::size_t n = model.unknowns.size(), gases = model.system.gases.size();
  std::fill(out, out + n, S(0.0));
  std::fill(size, size + n, 0.0);
  for (std::size_t g = 0; g < gases; ++g) {
    const FaceFlux<S> flux = gas_flux_of<S>(model, stage, f, g, {values.gas_factor[a], values.gas_factor[b]});
    const S left = flux.left * values.gas[a * gases + g], right = flux.right * values.gas[b * gases + g];
    add_row(model.system.gases[g].row, S(left + right), out, n - 1);
    for (const Term& term : model.system.gases[g].row.terms)
      size[term.component] += std::abs(term.power) * (size_of(left) + size_of(right));
  }
  const FaceFlux<S> flux =
      solute_flux_of<S>(model, stage, f, {values.solute_factor[a], values.solute_factor[b]});
  for (std::size_t j = 0; j < n; ++j) {
    const S left = flux.left * values.concentration[a * n + j];
    const S right = flux.right * values.concentration[b * n + j];
    out[j] += left + right;
    size[j] += size_of(left) + size_of(right);
  }
  out[n - 1] += S((stage.water.through_face(f) + stage.water.vapour_through_face(f)) *
                  model.system.water_density / water_molar_mass);
  if (stage.advection.empty()) return;
  for (std::size_t j = 0; j < n; ++j) out[j] += S(stage.advection[f * n + j]);
}

/// The flux of every gas, in the pores and dissolved in their water, through face f of a patch that is open to
/// air, mol/s into the domain.
template <class S>
void patch_gas_flux(const Model& model, const Stage& stage, const CellValues<S>& values, std::size_t patch,
                    std::size_t f, S* out) {
  const auto cell = static_cast<std::size_t>(model.mesh.patches[patch].cell[f]);
  const std::size_t gases = model.patches[patch].air.size();
  if (gases == 0) return;
  for (std::size_t g = 0; g < gases; ++g) {
    const PoresBehind<S> pores{values.gas_factor[cell], values.solute_factor[cell], values.porosity[cell],
                               values.dissolved[cell * gases + g]};
    out[g] = patch_gas_flux_of(model, stage, patch, f, g, pores)
                 .at(S(outside_gas(stage, patch, g, cell)), values.gas[cell * gases + g]);
  }
}

/// The flux of every balance with the water, flowing or by diffusion in it, through face f of a patch, mol/s
/// into the domain.
template <class S>
void patch_water_flux(const Model& model, const Stage& stage, const CellValues<S>& values, std::size_t patch,
                      std::size_t f, S* out) {
  const PatchConditions& conditions = model.patches[patch];
  const auto cell = static_cast<std::size_t>(model.mesh.patches[patch].cell[f]);
  const std::size_t n = model.unknowns.size();
  std::fill(out, out + n, S(0.0));
  const double water = stage.water.into_patch(patch, f);
  const FaceFlux<S> flux = patch_solute_flux_of<S>(model, stage, patch, f, values.solute_factor[cell]);
  for (std::size_t j = 0; j < n; ++j) {
    const S outside(conditions.solutes ? (*conditions.solutes)[j] : 0.0);
    out[j] = flux.at(outside, values.concentration[cell * n + j]);
  }
  if (water > 0)
    for (std::size_t j = 0; j < n; ++j) out[j] += S(water * (*conditions.inflow)[j]);
  if (water < 0) out[n - 1] += S(water * model.system.water_density / water_molar_mass);
}

/// H2O that comes in as vapour through face f of a patch, mol/s: nothing else evaporates.
inline double patch_vapour_flux(const Model& model, const Stage& stage, std::size_t patch, std::size_t f) {
  return stage.water.vapour_into_patch(patch, f) * model.system.water_density / water_molar_mass;
}

/// The flux of every balance through face f of a patch, mol/s into the domain. `gas` has room for each gas.
template <class S>
void patch_flux(const Model& model, const Stage& stage, const CellValues<S>& values, std::size_t patch,
                std::size_t f, std::vector<S>& gas, S* out) {
  const std::size_t n = model.unknowns.size();
  patch_water_flux(model, stage, values, patch, f, out);
  out[n - 1] += S(patch_vapour_flux(model, stage, patch, f));
  patch_gas_flux(model, stage, values, patch, f, gas.data());
  for (std::size_t g = 0; g < model.patches[patch].air.size(); ++g)
    add_row(model.system.gases[g].row, gas[g], out, n - 1);
}

/// Sums what crosses the faces.
template <class S>
void add_fluxes(const Model& model, const Stage& stage, const CellValues<S>& values, Fluxes<S>& fluxes) {
  const std::size_t n = model.unknowns.size();
  const auto owned = static_cast<std::size_t>(model.mesh.owned);
  fluxes.leaving.assign(owned * n, S(0.0));
  fluxes.size.assign(owned * n, 0.0);
  std::vector<S> flux(n), gas(model.system.gases.size());
  std::vector<double> size(n);
  for (std::size_t f = 0; f < model.mesh.faces.size(); ++f) {
    face_flux(model, stage, values, f, flux.data(), size.data());
    const auto a = static_cast<std::size_t>(model.mesh.faces.left[f]);
    const auto b = static_cast<std::size_t>(model.mesh.faces.right[f]);
    for (std::size_t j = 0; a < owned && j < n; ++j) {
      fluxes.leaving[a * n + j] += flux[j];
      fluxes.size[a * n + j] += size[j];
    }
    for (std::size_t j = 0; b < owned && j < n; ++j) {
      fluxes.leaving[b * n + j] -= flux[j];
      fluxes.size[b * n + j] += size[j];
    }
  }
  fluxes.entering.resize(model.mesh.patches.size());
  for (std::size_t p = 0; p < model.mesh.patches.size(); ++p) {
    const Patch& patch = model.mesh.patches[p];
    fluxes.entering[p].resize(patch.size() * n);
    for (std::size_t f = 0; f < patch.size(); ++f) {
      S* in = fluxes.entering[p].data() + f * n;
      patch_flux(model, stage, values, p, f, gas, in);
      const auto cell = static_cast<std::size_t>(patch.cell[f]);
      for (std::size_t j = 0; j < n; ++j) {
        fluxes.leaving[cell * n + j] -= in[j];
        fluxes.size[cell * n + j] += size_of(in[j]);
      }
    }
  }
}

}  // namespace talus
