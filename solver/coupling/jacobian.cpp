#include "solver/coupling/jacobian.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace talus {

namespace {

/// One lane of a tile's array of `rows` x `columns` to its cell, column by column, each `height` after the
/// last.
void scatter(const std::vector<Pack>& from, int lane, std::size_t rows, std::size_t columns, double* to,
             std::size_t height) {
  for (std::size_t k = 0; k < columns; ++k)
    for (std::size_t j = 0; j < rows; ++j)
      to[k * height + j] = from[j * columns + k].get(static_cast<std::size_t>(lane));
}

/// to += factor * from.
void add(double factor, const double* __restrict from, std::size_t count, double* __restrict to) {
  for (std::size_t i = 0; i < count; ++i) to[i] += factor * from[i];
}

}  // namespace

CellDerivatives::CellDerivatives(const Model& model) {
  const std::size_t n = model.system.components(), height = block_height(n + 1);
  const auto owned = static_cast<std::size_t>(model.mesh.owned),
             cells = static_cast<std::size_t>(model.mesh.local);
  accumulation.resize(owned * (n + 1) * height);
  concentration.resize(cells * n * height);
  gas.resize(cells * model.system.gases.size() * n);
  dissolved.resize(owned * model.system.gases.size() * n);
  porosity.resize(cells * (n + 1));
  if (!model.system.exchangers.empty()) exchanged.resize(owned * n * height);
  ln_omega.resize(owned * model.system.equilibrium.size() * n);
  for (auto* of_cell : {&gas_factor, &solute_factor, &gas_factor_by_porosity, &solute_factor_by_porosity})
    of_cell->resize(cells);
}

void CellDerivatives::keep(const Model& model, const Stage& stage, Tile<Pack>& tile, std::size_t first,
                           const std::vector<std::uint8_t>& which) {
  contents_derivatives(model.system, stage.constants.of_tile(first), model.reactions, tile.start,
                       tile.contents, tile.derivatives);
  const std::size_t n = model.system.components(), gases = model.system.gases.size();
  const std::size_t height = block_height(n + 1);
  for (int lane = 0; lane < tile_width; ++lane) {
    const std::size_t cell = first + static_cast<std::size_t>(lane);
    if (cell >= static_cast<std::size_t>(model.mesh.local)) return;
    if (!which[cell]) continue;
    scatter(tile.derivatives.concentration, lane, n + 1, n, concentration.data() + cell * n * height, height);
    scatter(tile.derivatives.gas, lane, 1, gases * n, gas.data() + cell * gases * n, 1);
    keep_factors(model, tile, lane, cell);
    if (model.reactions.fill_pores)
      scatter(tile.derivatives.porosity, lane, 1, n + 1, porosity.data() + cell * (n + 1), 1);
    if (cell >= static_cast<std::size_t>(model.mesh.owned)) continue;
    scatter(tile.derivatives.dissolved, lane, 1, gases * n, dissolved.data() + cell * gases * n, 1);
    scatter(tile.derivatives.accumulation, lane, n + 1, n + 1, accumulation.data() + cell * (n + 1) * height,
            height);
    if (!exchanged.empty())
      scatter(tile.derivatives.exchanged, lane, n + 1, n, exchanged.data() + cell * n * height, height);
    const std::size_t minerals = model.system.equilibrium.size();
    scatter(tile.derivatives.ln_omega, lane, 1, minerals * n, ln_omega.data() + cell * minerals * n, 1);
  }
}

/// D_eff / D0 by ln water and by porosity: theta of the gas is phi - w / rho, that of water, of its liquid part, never above phi.
void CellDerivatives::keep_factors(const Model& model, const Tile<Pack>& tile, int lane, std::size_t cell) {
  const auto material = static_cast<std::size_t>(model.cells.local_material[cell]);
  const auto i = static_cast<std::size_t>(lane);
  const Contents<Pack>& c = tile.contents;
  const double theta = c.water.get(i) * (1 / model.system.water_density), phi = c.porosity.get(i);
  const double theta_gas = c.gas_volume.get(i), theta_water = c.water_volume.get(i);
  const DiffusionSlopes in_gas =
      diffusion_slopes(model.cells.gas_law[material], theta_gas, phi, tile.gas_factor[i]);
  gas_factor[cell] = -theta * in_gas.by_theta;
  gas_factor_by_porosity[cell] = theta_gas > 0 ? in_gas.by_theta + in_gas.by_porosity : 0;
  const DiffusionSlopes in_water =
      diffusion_slopes(model.cells.solute_law[material], theta_water, phi, tile.solute_factor[i]);
  const double by_ln_water = c.liquid_slope.get(i) * (1 / model.system.water_density);
  const bool full = theta_water < c.liquid.get(i) * (1 / model.system.water_density);
  solute_factor[cell] = full ? 0 : by_ln_water * in_water.by_theta;
  solute_factor_by_porosity[cell] = (full ? in_water.by_theta : 0) + in_water.by_porosity;
}

Jacobian::Jacobian(const Model& model, const Stage& stage, const CellValues<double>& values,
                   const CellDerivatives& derivatives, const EquilibriumMinerals& minerals,
                   const Ghosts& ghosts)
    : model_(model),
      stage_(stage),
      values_(values),
      derivatives_(derivatives),
      minerals_(minerals),
      ghosts_(ghosts),
      n_(model.system.components()),
      rows_(n_ + 1),
      height_(block_height(rows_)),
      gases_(model.system.gases.size()),
      fill_pores_(model.reactions.fill_pores),
      width_(FluxSlopes<double>::width(gases_, rows_, fill_pores_)),
      multiply_add_(multiply_add_for(rows_)),
      sides_(2 * model.mesh.faces.size() * width_),
      own_(static_cast<std::size_t>(model.mesh.owned) * width_),
      own_dissolved_(static_cast<std::size_t>(model.mesh.owned) * gases_),
      changed_(static_cast<std::size_t>(model.mesh.owned), 1) {
  const auto cells = static_cast<std::size_t>(model.mesh.local);
  x_.resize(cells * rows_);
  psi_x_.resize(cells * height_);
  gamma_x_.resize(cells * gases_);
  pi_x_.resize(cells);
  for (std::size_t f = 0; f < model.mesh.faces.size(); ++f)
    if (model.mesh.faces.nz[f] == 0) between_columns_.push_back(f);
}

void Jacobian::forget_changes() { std::ranges::fill(changed_, 0); }

void Jacobian::update(const std::vector<std::uint8_t>& moved) {
  const Mesh& mesh = model_.mesh;
  const auto owned = static_cast<std::size_t>(mesh.owned);
  std::ranges::fill(own_, 0.0);
  std::ranges::fill(own_dissolved_, 0.0);
  for (std::size_t c = 0; c < owned; ++c) changed_[c] |= moved[c];
  for (std::size_t f = 0; f < mesh.faces.size(); ++f) {
    const auto [left, right] = cells_of(mesh.faces, f);
    if (moved[left] || moved[right]) {
      look_at_face(f);
      if (left < owned) changed_[left] = 1;
      if (right < owned) changed_[right] = 1;
    }
    if (left < owned) add(1, numbers_of_side(f, true), width_, numbers_of_cell(left));
    if (right < owned) add(-1, numbers_of_side(f, false), width_, numbers_of_cell(right));
  }
  for (std::size_t p = 0; p < mesh.patches.size(); ++p)
    for (std::size_t f = 0; f < mesh.patches[p].size(); ++f) look_at_patch_face(p, f);
  solutes_between_columns_ = std::ranges::any_of(between_columns_, [this](std::size_t f) {
    return side(f, true).solutes != 0 || side(f, false).solutes != 0;
  });
}

void Jacobian::add_gas_row(std::size_t g, double amount, std::span<double> to) const {
  const ReactionRow& row = model_.system.gases[g].row;
  for (const Term& t : row.terms) to[static_cast<std::size_t>(t.component)] += t.power * amount;
  to[n_] += row.water * amount;
}

void Jacobian::add_gas_factor(std::size_t g, double by_factor, std::size_t cell,
                              const FluxSlopes<double>& to) const {
  add_gas_row(g, by_factor * derivatives_.gas_factor[cell], to.by_water);
  if (fill_pores_) add_gas_row(g, by_factor * derivatives_.gas_factor_by_porosity[cell], to.by_porosity);
}

void Jacobian::add_solute_factor(std::size_t j, double by_factor, std::size_t cell,
                                 const FluxSlopes<double>& to) const {
  to.by_water[j] += by_factor * derivatives_.solute_factor[cell];
  if (fill_pores_) to.by_porosity[j] += by_factor * derivatives_.solute_factor_by_porosity[cell];
}

/// The numbers of both sides of a face: derivatives of face_flux().
void Jacobian::look_at_face(std::size_t f) {
  using Number = Slopes<2>;  // by D_eff / D0 of the left side and of the right one
  const auto [a, b] = cells_of(model_.mesh.faces, f);
  const FluxSlopes<double> left = side(f, true), right = side(f, false);
  const double h = stage_.weight;
  std::fill_n(numbers_of_side(f, true), 2 * width_, 0.0);
  const auto factors = [&](const std::vector<double>& of_cells) {
    return Pair<Number>{Number::variable(of_cells[a], 0), Number::variable(of_cells[b], 1)};
  };

  const FaceFlux<Number> solutes = solute_flux_of<Number>(model_, stage_, f, factors(values_.solute_factor));
  left.solutes = h * solutes.left.value;
  right.solutes = h * solutes.right.value;
  for (std::size_t j = 0; j < rows_; ++j) {
    const Number flux =
        solutes.at(values_.concentration[a * rows_ + j], values_.concentration[b * rows_ + j]);
    add_solute_factor(j, h * flux.by[0], a, left);
    add_solute_factor(j, h * flux.by[1], b, right);
  }

  for (std::size_t g = 0; g < gases_; ++g) {
    const FaceFlux<Number> gas = gas_flux_of<Number>(model_, stage_, f, g, factors(values_.gas_factor));
    left.gas[g] = h * gas.left.value;
    right.gas[g] = h * gas.right.value;
    const Number flux = gas.at(values_.gas[a * gases_ + g], values_.gas[b * gases_ + g]);
    add_gas_factor(g, h * flux.by[0], a, left);
    add_gas_factor(g, h * flux.by[1], b, right);
  }
}

/// What enters through face f of a patch: derivatives of patch_flux(), straight to the cell.
void Jacobian::look_at_patch_face(std::size_t patch, std::size_t f) {
  // by D_eff / D0 of gases and of solutes in the cell, by its porosity through the crust, and by H
  using Number = Slopes<4>;
  const PatchConditions& conditions = model_.patches[patch];
  const auto cell = static_cast<std::size_t>(model_.mesh.patches[patch].cell[f]);
  const FluxSlopes<double> own = own_side(cell);
  const double h = -stage_.weight;  // what enters leaves nothing
  const auto solute_factor = Number::variable(values_.solute_factor[cell], 1);
  for (std::size_t g = 0; g < conditions.air.size(); ++g) {
    const FaceFlux<Number> gas =
        patch_gas_flux_of<Number>(model_, stage_, patch, f, g,
                                  {Number::variable(values_.gas_factor[cell], 0), solute_factor,
                                   Number::variable(values_.porosity[cell], 2),
                                   Number::variable(values_.dissolved[cell * gases_ + g], 3)});
    own.gas[g] += h * gas.right.value;
    const Number flux = gas.at(outside_gas(stage_, patch, g, cell), values_.gas[cell * gases_ + g]);
    add_gas_factor(g, h * flux.by[0], cell, own);
    add_gas_row(g, h * flux.by[1] * derivatives_.solute_factor[cell], own.by_water);
    if (fill_pores_)
      add_gas_row(g, h * (flux.by[1] * derivatives_.solute_factor_by_porosity[cell] + flux.by[2]),
                  own.by_porosity);
    own_dissolved_[cell * gases_ + g] += h * flux.by[3];
  }
  const FaceFlux<Number> solutes = patch_solute_flux_of<Number>(model_, stage_, patch, f, solute_factor);
  own.solutes += h * solutes.right.value;
  if (!conditions.solutes) return;
  for (std::size_t j = 0; j < rows_; ++j)
    add_solute_factor(j,
                      h * solutes.at((*conditions.solutes)[j], values_.concentration[cell * rows_ + j]).by[1],
                      cell, own);
}

/// to += sign * (sum nu_g (t_g gamma_g) + w + v pi), w in the column of water; all of a block but its s Psi.
void Jacobian::add_rest(const FluxSlopes<const double>& by, std::size_t cell, double sign, double* to) const {
  for (std::size_t g = 0; g < gases_; ++g) {
    const double* gamma = derivatives_.gas.data() + (cell * gases_ + g) * n_;
    const auto add_row = [&](std::size_t j, double power) {
      for (std::size_t k = 0; k < n_; ++k) to[k * height_ + j] += sign * power * by.gas[g] * gamma[k];
    };
    const ReactionRow& row = model_.system.gases[g].row;
    for (const Term& t : row.terms) add_row(static_cast<std::size_t>(t.component), t.power);
    if (row.water != 0) add_row(n_, row.water);
  }
  add(sign, by.by_water.data(), rows_, to + n_ * height_);
  for (std::size_t k = 0; fill_pores_ && k < rows_; ++k)
    add(sign * derivatives_.porosity[cell * rows_ + k], by.by_porosity.data(), rows_, to + k * height_);
}

/// The part of a block that patches with air add by what the water holds of their gases.
void Jacobian::add_dissolved(std::size_t cell, double* to) const {
  for (std::size_t g = 0; g < gases_; ++g) {
    const double by = own_dissolved_[cell * gases_ + g];
    if (by == 0) continue;
    const double* eta = derivatives_.dissolved.data() + (cell * gases_ + g) * n_;
    for (std::size_t k = 0; k < n_; ++k) add_gas_row(g, by * eta[k], {to + k * height_, rows_});
  }
}

void Jacobian::write_diagonal(std::size_t cell, double* __restrict to) const {
  const double* accumulation = derivatives_.accumulation.data() + cell * rows_ * height_;
  const double* psi = derivatives_.concentration.data() + cell * n_ * height_;
  const FluxSlopes<const double> own = own_side(cell);
  const double volume = model_.mesh.volume[cell], solutes = own.solutes;
  for (std::size_t i = 0; i < n_ * height_; ++i) to[i] = volume * accumulation[i] + solutes * psi[i];
  for (std::size_t i = n_ * height_; i < rows_ * height_; ++i) to[i] = volume * accumulation[i];
  add_rest(own, cell, 1, to);
  add_dissolved(cell, to);
  write_saturations(cell, to);
  if (!model_.water_is_held) return;
  const double* pi = derivatives_.porosity.data() + cell * rows_;
  const double scale = volume / water_molar_mass;
  for (std::size_t k = 0; k < rows_; ++k)  // the saturation is what it is
    to[k * height_ + n_] = scale * ((k == n_ ? 1 : 0) - pi[k] / values_.porosity[cell]);
}

/// Combines the rows of a block of the diagonal, and gives minerals that are there theirs.
void Jacobian::write_saturations(std::size_t cell, double* to) const {
  if (minerals_.none()) return;
  for (std::size_t k = 0; k < rows_; ++k) minerals_.transform(cell, to + k * height_);
  const MineralSet& set = minerals_.there(cell);
  for (std::size_t i = 0; i < set.there.size(); ++i)
    for (std::size_t k = 0; k < n_; ++k)
      to[k * height_ + set.pivots[i]] =
          model_.mesh.volume[cell] * EquilibriumMinerals::scale * saturation_slopes(cell, set.there[i])[k];
}

std::span<const double> Jacobian::saturation_slopes(std::size_t cell, std::size_t mineral) const {
  const std::size_t count = model_.system.equilibrium.size();
  return std::span<const double>(derivatives_.ln_omega).subspan((cell * count + mineral) * n_, n_);
}

void Jacobian::write_coupling(std::size_t face, bool by_left, double* __restrict to) const {
  const Faces& faces = model_.mesh.faces;
  const auto cell = static_cast<std::size_t>(by_left ? faces.left[face] : faces.right[face]);
  const double sign = by_left ? -1 : 1;  // what leaves the left cell enters the right one
  const double* psi = derivatives_.concentration.data() + cell * n_ * height_;
  const FluxSlopes<const double> by = side(face, by_left);
  const double solutes = sign * by.solutes;
  for (std::size_t i = 0; i < n_ * height_; ++i) to[i] = solutes * psi[i];
  std::fill_n(to + n_ * height_, height_, 0.0);
  add_rest(by, cell, sign, to);
  const auto of = static_cast<std::size_t>(by_left ? faces.right[face] : faces.left[face]);
  for (std::size_t k = 0; !minerals_.none() && k < rows_; ++k) minerals_.transform(of, to + k * height_);
  if (model_.water_is_held)
    for (std::size_t k = 0; k < rows_; ++k) to[k * height_ + n_] = 0;
}

/// What a side of a face does to the x of the last product.
void Jacobian::apply(const FluxSlopes<const double>& by, std::size_t cell, double sign, double* into) const {
  add(sign * by.solutes, psi_x_.data() + cell * height_, rows_, into);
  for (std::size_t g = 0; g < gases_; ++g) {
    const ReactionRow& row = model_.system.gases[g].row;
    const double amount = sign * by.gas[g] * gamma_x_[cell * gases_ + g];
    for (const Term& t : row.terms) into[t.component] += t.power * amount;
    into[n_] += row.water * amount;
  }
  add(sign * x_[cell * rows_ + n_], by.by_water.data(), rows_, into);
  if (fill_pores_) add(sign * pi_x_[cell], by.by_porosity.data(), rows_, into);
}

void Jacobian::take(std::span<const double> x) {
  std::ranges::copy(x, x_.begin());
  ghosts_.update_blocks(x_, static_cast<int>(rows_));
}

void Jacobian::take_cell(std::size_t c, bool with_solutes) {
  const double* of_cell = x_.data() + c * rows_;
  double* psi_x = psi_x_.data() + c * height_;
  std::fill_n(psi_x, height_, 0.0);
  if (with_solutes)
    multiply_add_(derivatives_.concentration.data() + c * n_ * height_, of_cell, n_, 1, psi_x);
  for (std::size_t g = 0; g < gases_; ++g) {
    const double* gamma = derivatives_.gas.data() + (c * gases_ + g) * n_;
    gamma_x_[c * gases_ + g] = std::inner_product(gamma, gamma + n_, of_cell, 0.0);
  }
  const double* pi = derivatives_.porosity.data() + c * rows_;
  if (fill_pores_) pi_x_[c] = std::inner_product(pi, pi + rows_, of_cell, 0.0);
}

void Jacobian::apply_face(std::size_t f, bool to_left, std::span<double> y) {
  const auto [left, right] = cells_of(model_.mesh.faces, f);
  const std::size_t to = to_left ? left : right, from = to_left ? right : left;
  if (to >= static_cast<std::size_t>(model_.mesh.owned)) return;
  double* into = y.data() + to * rows_;
  const double water = into[n_];
  const double sign = to_left ? 1 : -1;
  const FluxSlopes<const double> by = std::as_const(*this).side(f, !to_left);
  if (minerals_.none()) {
    apply(by, from, sign, into);
  } else {
    brought_.assign(rows_, 0.0);
    apply(by, from, sign, brought_.data());
    minerals_.transform(to, brought_.data());
    for (std::size_t j = 0; j < rows_; ++j) into[j] += brought_[j];
  }
  if (model_.water_is_held) into[n_] = water;  // its row says that it is what it is
}

void Jacobian::add_between_columns(std::span<const double> x, std::span<double> y, std::uint8_t colour) {
  const Mesh& mesh = model_.mesh;
  take(x);
  for (std::size_t c = 0; c < static_cast<std::size_t>(mesh.local); ++c)
    if (mesh.colour[c] != colour) take_cell(c, solutes_between_columns_);
  for (const std::size_t f : between_columns_)
    apply_face(f, mesh.colour[cells_of(mesh.faces, f).left] == colour, y);
}

/// The rows of a cell of a product, as write_saturations().
void Jacobian::multiply_saturations(std::size_t cell, double* sum) const {
  if (minerals_.none()) return;
  minerals_.transform(cell, sum);
  const MineralSet& set = minerals_.there(cell);
  for (std::size_t i = 0; i < set.there.size(); ++i) {
    const std::span<const double> by = saturation_slopes(cell, set.there[i]);
    sum[set.pivots[i]] = model_.mesh.volume[cell] * EquilibriumMinerals::scale *
                         std::inner_product(by.begin(), by.end(), x_.data() + cell * rows_, 0.0);
  }
}

void Jacobian::multiply(std::span<const double> x, std::span<double> y) {
  const Mesh& mesh = model_.mesh;
  take(x);
  for (std::size_t c = 0; c < static_cast<std::size_t>(mesh.local); ++c) take_cell(c, true);
  std::vector<double> sum(height_);
  for (std::size_t c = 0; c < static_cast<std::size_t>(mesh.owned); ++c) {
    std::ranges::fill(sum, 0.0);
    multiply_add_(derivatives_.accumulation.data() + c * rows_ * height_, x_.data() + c * rows_, rows_,
                  mesh.volume[c], sum.data());
    apply(std::as_const(*this).own_side(c), c, 1, sum.data());
    for (std::size_t g = 0; g < gases_; ++g) {
      const double by = own_dissolved_[c * gases_ + g];
      if (by == 0) continue;  // of all but the cells behind air
      const double* eta = derivatives_.dissolved.data() + (c * gases_ + g) * n_;
      add_gas_row(g, by * std::inner_product(eta, eta + n_, x_.data() + c * rows_, 0.0), sum);
    }
    multiply_saturations(c, sum.data());
    std::copy_n(sum.data(), rows_, y.data() + c * rows_);
  }
  for (std::size_t f = 0; f < mesh.faces.size(); ++f)
    for (const bool to_left : {true, false}) apply_face(f, to_left, y);
  if (model_.water_is_held)
    for (std::size_t c = 0; c < static_cast<std::size_t>(mesh.owned); ++c)
      y[c * rows_ + n_] =
          mesh.volume[c] / water_molar_mass * (x[c * rows_ + n_] - pi_x_[c] / values_.porosity[c]);
}

}  // namespace talus
