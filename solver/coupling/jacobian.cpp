#include "solver/coupling/jacobian.h"

#include <algorithm>
#include <numeric>

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
  local.resize(owned * (n + 1) * height);
  concentration.resize(cells * n * height);
  gas.resize(cells * model.system.gases.size() * n);
  porosity.resize(cells * (n + 1));
  for (auto* of_cell : {&gas_factor, &solute_factor, &gas_factor_by_porosity, &solute_factor_by_porosity})
    of_cell->resize(cells);
}

void CellDerivatives::keep(const Model& model, const Stage& stage, Tile<Pack>& tile, std::size_t first,
                           const std::vector<std::uint8_t>& which) {
  contents_derivatives(model.system, stage.constants, model.reactions, tile.start, tile.contents,
                       tile.derivatives);
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
    if (cell < static_cast<std::size_t>(model.mesh.owned))
      scatter(tile.derivatives.local, lane, n + 1, n + 1, local.data() + cell * (n + 1) * height, height);
  }
}

/// Derivatives of factor theta^p / phi^m; theta of the gas is phi - w / rho, that of water never above phi.
void CellDerivatives::keep_factors(const Model& model, const Tile<Pack>& tile, int lane, std::size_t cell) {
  const auto material = static_cast<std::size_t>(model.cells.local_material[cell]);
  const DiffusionLaw &in_gas = model.cells.gas_law[material], &in_water = model.cells.solute_law[material];
  const auto i = static_cast<std::size_t>(lane);
  const Contents<Pack>& c = tile.contents;
  const double theta = c.water.get(i) / model.system.water_density, theta_gas = c.gas_volume.get(i);
  const double phi = c.porosity.get(i), open = tile.gas_factor[i], wet = tile.solute_factor[i];
  gas_factor[cell] = theta_gas > 0 ? -in_gas.theta_power * theta / theta_gas * open : 0;
  gas_factor_by_porosity[cell] =
      theta_gas > 0 ? (in_gas.theta_power / theta_gas - in_gas.porosity_power / phi) * open : 0;
  const bool full = c.water_volume.get(i) < c.water.get(i) * (1 / model.system.water_density);
  solute_factor[cell] = full ? 0 : in_water.theta_power * wet;
  solute_factor_by_porosity[cell] = ((full ? in_water.theta_power : 0) - in_water.porosity_power) / phi * wet;
}

Jacobian::Jacobian(const Model& model, const Stage& stage, const CellValues<double>& values,
                   const CellDerivatives& derivatives, const Ghosts& ghosts)
    : model_(model),
      stage_(stage),
      values_(values),
      derivatives_(derivatives),
      ghosts_(ghosts),
      n_(model.system.components()),
      rows_(n_ + 1),
      height_(block_height(rows_)),
      gases_(model.system.gases.size()),
      width_(1 + gases_ + (model.reactions.fill_pores ? 2 : 1) * rows_),
      fill_pores_(model.reactions.fill_pores),
      multiply_add_(multiply_add_for(rows_)),
      sides_(2 * model.mesh.faces.size() * width_),
      own_(static_cast<std::size_t>(model.mesh.owned) * width_),
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
  for (std::size_t c = 0; c < owned; ++c) changed_[c] |= moved[c];
  for (std::size_t f = 0; f < mesh.faces.size(); ++f) {
    const auto left = static_cast<std::size_t>(mesh.faces.left[f]);
    const auto right = static_cast<std::size_t>(mesh.faces.right[f]);
    if (moved[left] || moved[right]) {
      look_at_side(f, true);
      look_at_side(f, false);
      if (left < owned) changed_[left] = 1;
      if (right < owned) changed_[right] = 1;
    }
    if (left < owned) add(1, side(f, true), width_, own(left));
    if (right < owned) add(-1, side(f, false), width_, own(right));
  }
  for (std::size_t p = 0; p < mesh.patches.size(); ++p)
    for (std::size_t f = 0; f < mesh.patches[p].size(); ++f) look_at_patch_face(p, f);
  solutes_between_columns_ = std::ranges::any_of(
      between_columns_, [this](std::size_t f) { return side(f, true)[0] != 0 || side(f, false)[0] != 0; });
}

void Jacobian::add_gas_row(std::size_t g, double amount, double* to) const {
  const ReactionRow& row = model_.system.gases[g].row;
  for (const Term& t : row.terms) to[t.component] += t.power * amount;
  to[n_] += row.water * amount;
}

void Jacobian::add_gas_factor(std::size_t g, double by_factor, std::size_t cell, double* numbers) const {
  add_gas_row(g, by_factor * derivatives_.gas_factor[cell], numbers + 1 + gases_);
  if (fill_pores_)
    add_gas_row(g, by_factor * derivatives_.gas_factor_by_porosity[cell], numbers + 1 + gases_ + rows_);
}

/// Derivatives of gas_way().
Jacobian::GasWay Jacobian::slopes_of_way(std::size_t patch, std::size_t f) const {
  const Patch& p = model_.mesh.patches[patch];
  const auto& crust = model_.patches[patch].crust;
  if (p.inside) return {};
  if (!crust) return {p.area[f] / p.distance[f], 0};
  const auto cell = static_cast<std::size_t>(p.cell[f]);
  const double height = model_.mesh.volume[cell] / p.area[f], reference = model_.cells.porosity[cell];
  const double porosity = values_.porosity[cell], in_cell = values_.gas_factor[cell];
  const double in_crust = crust_diffusivity(*crust, crust_porosity(*crust, height, reference, porosity));
  return {conductance_slope(p.area[f], p.distance[f], in_cell, crust->thickness, in_crust),
          conductance_slope(p.area[f], crust->thickness, in_crust, p.distance[f], in_cell) *
              crust_slope(*crust, height, reference, porosity)};
}

void Jacobian::add_solute_factor(std::size_t j, double by_factor, std::size_t cell, double* numbers) const {
  numbers[1 + gases_ + j] += by_factor * derivatives_.solute_factor[cell];
  if (fill_pores_)
    numbers[1 + gases_ + rows_ + j] += by_factor * derivatives_.solute_factor_by_porosity[cell];
}

/// The numbers of one side of a face: derivatives of face_flux().
void Jacobian::look_at_side(std::size_t f, bool left) {
  double* numbers = side(f, left);
  const Faces& faces = model_.mesh.faces;
  const auto a = static_cast<std::size_t>(faces.left[f]), b = static_cast<std::size_t>(faces.right[f]);
  const double area = faces.area[f], da = faces.distance_left[f], db = faces.distance_right[f];
  const std::size_t here = left ? a : b;
  const double sign = left ? 1 : -1, weight = stage_.weight;

  const double water = stage_.water.through_face(f);
  const double sa = model_.solute_diffusivity * values_.solute_factor[a] + dispersion(model_, a, water, area);
  const double sb = model_.solute_diffusivity * values_.solute_factor[b] + dispersion(model_, b, water, area);
  const bool upstream = (water >= 0) == left;
  numbers[0] = weight * (sign * conductance(area, da, sa, db, sb) + (upstream ? water : 0.0));
  const double slope =
      left ? conductance_slope(area, da, sa, db, sb) : conductance_slope(area, db, sb, da, sa);
  const double by_factor = weight * slope * model_.solute_diffusivity;
  std::fill_n(numbers + 1 + gases_, width_ - 1 - gases_, 0.0);
  for (std::size_t j = 0; j < rows_; ++j)
    add_solute_factor(
        j, by_factor * (values_.concentration[a * rows_ + j] - values_.concentration[b * rows_ + j]), here,
        numbers);

  for (std::size_t g = 0; g < gases_; ++g) {
    const double free = values_.gas_diffusivity[g];
    const double ga = free * values_.gas_factor[a], gb = free * values_.gas_factor[b];
    numbers[1 + g] = weight * sign * conductance(area, da, ga, db, gb);
    const double gas_slope =
        left ? conductance_slope(area, da, ga, db, gb) : conductance_slope(area, db, gb, da, ga);
    const double jump = values_.gas[a * gases_ + g] - values_.gas[b * gases_ + g];
    add_gas_factor(g, weight * gas_slope * free * jump, here, numbers);
  }
}

/// What enters through face f of a patch: derivatives of patch_flux(), straight to the cell.
void Jacobian::look_at_patch_face(std::size_t patch, std::size_t f) {
  const Patch& p = model_.mesh.patches[patch];
  const PatchConditions& conditions = model_.patches[patch];
  const auto cell = static_cast<std::size_t>(p.cell[f]);
  double* numbers = own(cell);
  const double shape = p.inside ? 0 : p.area[f] / p.distance[f],
               weight = -stage_.weight;  // what enters leaves nothing
  const GasWay way = slopes_of_way(patch, f);
  for (std::size_t g = 0; g < conditions.air.size(); ++g) {
    const double diffusivity = values_.gas_diffusivity[g];
    const double outside = conditions.air[g] / (gas_constant * stage_.constants.temperature);
    const double jump = outside - values_.gas[cell * gases_ + g];
    numbers[1 + g] -= weight * diffusivity * gas_way(model_, values_, patch, f);
    add_gas_factor(g, weight * diffusivity * way.by_cell * jump, cell, numbers);
    if (fill_pores_)
      add_gas_row(g, weight * diffusivity * way.by_porosity * jump, numbers + 1 + gases_ + rows_);
  }
  numbers[0] += weight * std::min(stage_.water.into_patch(patch, f), 0.0);
  if (!conditions.solutes) return;
  const double free = weight * shape * model_.solute_diffusivity;
  numbers[0] -= free * values_.solute_factor[cell];
  for (std::size_t j = 0; j < rows_; ++j)
    add_solute_factor(j, free * ((*conditions.solutes)[j] - values_.concentration[cell * rows_ + j]), cell,
                      numbers);
}

/// to += sign * (sum nu_g (t_g gamma_g) + w + v pi), w in the column of water; all of a block but its s Psi.
void Jacobian::add_rest(const double* numbers, std::size_t cell, double sign, double* to) const {
  for (std::size_t g = 0; g < gases_; ++g) {
    const double* gamma = derivatives_.gas.data() + (cell * gases_ + g) * n_;
    const auto add_row = [&](std::size_t j, double power) {
      for (std::size_t k = 0; k < n_; ++k) to[k * height_ + j] += sign * power * numbers[1 + g] * gamma[k];
    };
    const ReactionRow& row = model_.system.gases[g].row;
    for (const Term& t : row.terms) add_row(static_cast<std::size_t>(t.component), t.power);
    if (row.water != 0) add_row(n_, row.water);
  }
  add(sign, numbers + 1 + gases_, rows_, to + n_ * height_);
  for (std::size_t k = 0; fill_pores_ && k < rows_; ++k)
    add(sign * derivatives_.porosity[cell * rows_ + k], numbers + 1 + gases_ + rows_, rows_,
        to + k * height_);
}

void Jacobian::write_diagonal(std::size_t cell, double* __restrict to) const {
  const double* local = derivatives_.local.data() + cell * rows_ * height_;
  const double* psi = derivatives_.concentration.data() + cell * n_ * height_;
  const double* numbers = own_.data() + cell * width_;
  const double volume = model_.mesh.volume[cell], solutes = numbers[0];
  for (std::size_t i = 0; i < n_ * height_; ++i) to[i] = volume * local[i] + solutes * psi[i];
  for (std::size_t i = n_ * height_; i < rows_ * height_; ++i) to[i] = volume * local[i];
  add_rest(numbers, cell, 1, to);
  if (!model_.water_is_held) return;
  const double* pi = derivatives_.porosity.data() + cell * rows_;
  const double scale = volume / water_molar_mass;
  for (std::size_t k = 0; k < rows_; ++k)  // the saturation is what it is
    to[k * height_ + n_] = scale * ((k == n_ ? 1 : 0) - pi[k] / values_.porosity[cell]);
}

void Jacobian::write_coupling(std::size_t face, bool by_left, double* __restrict to) const {
  const Faces& faces = model_.mesh.faces;
  const auto cell = static_cast<std::size_t>(by_left ? faces.left[face] : faces.right[face]);
  const double sign = by_left ? -1 : 1;  // what leaves the left cell enters the right one
  const double* psi = derivatives_.concentration.data() + cell * n_ * height_;
  const double solutes = sign * side(face, by_left)[0];
  for (std::size_t i = 0; i < n_ * height_; ++i) to[i] = solutes * psi[i];
  std::fill_n(to + n_ * height_, height_, 0.0);
  add_rest(side(face, by_left), cell, sign, to);
  if (model_.water_is_held)
    for (std::size_t k = 0; k < rows_; ++k) to[k * height_ + n_] = 0;
}

/// What a side of a face does to the x of the last product.
void Jacobian::apply(const double* numbers, std::size_t cell, double sign, double* into) const {
  add(sign * numbers[0], psi_x_.data() + cell * height_, rows_, into);
  for (std::size_t g = 0; g < gases_; ++g) {
    const ReactionRow& row = model_.system.gases[g].row;
    const double amount = sign * numbers[1 + g] * gamma_x_[cell * gases_ + g];
    for (const Term& t : row.terms) into[t.component] += t.power * amount;
    into[n_] += row.water * amount;
  }
  add(sign * x_[cell * rows_ + n_], numbers + 1 + gases_, rows_, into);
  if (fill_pores_) add(sign * pi_x_[cell], numbers + 1 + gases_ + rows_, rows_, into);
}

void Jacobian::take(std::span<const double> x, bool with_solutes) {
  std::ranges::copy(x, x_.begin());
  ghosts_.update_blocks(x_, static_cast<int>(rows_));
  std::ranges::fill(psi_x_, 0.0);
  for (std::size_t c = 0; c < static_cast<std::size_t>(model_.mesh.local); ++c) {
    const double* of_cell = x_.data() + c * rows_;
    if (with_solutes)
      multiply_add_(derivatives_.concentration.data() + c * n_ * height_, of_cell, n_, 1,
                    psi_x_.data() + c * height_);
    for (std::size_t g = 0; g < gases_; ++g) {
      const double* gamma = derivatives_.gas.data() + (c * gases_ + g) * n_;
      gamma_x_[c * gases_ + g] = std::inner_product(gamma, gamma + n_, of_cell, 0.0);
    }
    const double* pi = derivatives_.porosity.data() + c * rows_;
    if (fill_pores_) pi_x_[c] = std::inner_product(pi, pi + rows_, of_cell, 0.0);
  }
}

void Jacobian::apply_face(std::size_t f, std::span<double> y) const {
  const auto owned = static_cast<std::size_t>(model_.mesh.owned);
  const auto left = static_cast<std::size_t>(model_.mesh.faces.left[f]);
  const auto right = static_cast<std::size_t>(model_.mesh.faces.right[f]);
  if (left < owned) apply(side(f, false), right, 1, y.data() + left * rows_);
  if (right < owned) apply(side(f, true), left, -1, y.data() + right * rows_);
}

void Jacobian::add_between_columns(std::span<const double> x, std::span<double> y) {
  take(x, solutes_between_columns_);
  const auto owned = static_cast<std::size_t>(model_.mesh.owned);
  std::vector<double> water;  // rows of water that say that it is what it is
  for (std::size_t c = 0; model_.water_is_held && c < owned; ++c) water.push_back(y[c * rows_ + n_]);
  for (const std::size_t f : between_columns_) apply_face(f, y);
  for (std::size_t c = 0; c < water.size(); ++c) y[c * rows_ + n_] = water[c];
}

void Jacobian::multiply(std::span<const double> x, std::span<double> y) {
  const Mesh& mesh = model_.mesh;
  take(x, true);
  std::vector<double> sum(height_);
  for (std::size_t c = 0; c < static_cast<std::size_t>(mesh.owned); ++c) {
    std::ranges::fill(sum, 0.0);
    multiply_add_(derivatives_.local.data() + c * rows_ * height_, x_.data() + c * rows_, rows_,
                  mesh.volume[c], sum.data());
    apply(own_.data() + c * width_, c, 1, sum.data());
    std::copy_n(sum.data(), rows_, y.data() + c * rows_);
  }
  for (std::size_t f = 0; f < mesh.faces.size(); ++f) apply_face(f, y);
  if (model_.water_is_held)
    for (std::size_t c = 0; c < static_cast<std::size_t>(mesh.owned); ++c)
      y[c * rows_ + n_] =
          mesh.volume[c] / water_molar_mass * (x[c * rows_ + n_] - pi_x_[c] / values_.porosity[c]);
}

}  // namespace talus
