#include "solver/coupling/jacobian.h"

#include <algorithm>

namespace talus {

namespace {

/// One lane of a tile's array of `rows` x `columns` to its cell, column by column, each `stride` after the
/// last.
void scatter(const std::vector<Pack>& from, int lane, std::size_t rows, std::size_t columns, double* to,
             std::size_t stride) {
  for (std::size_t k = 0; k < columns; ++k)
    for (std::size_t j = 0; j < rows; ++j)
      to[k * stride + j] = from[j * columns + k].get(static_cast<std::size_t>(lane));
}

/// to = factor * from.
void scale(double factor, const double* __restrict from, std::size_t count, double* __restrict to) {
  for (std::size_t i = 0; i < count; ++i) to[i] = factor * from[i];
}

/// to += factor * from.
void add(double factor, const double* __restrict from, std::size_t count, double* __restrict to) {
  for (std::size_t i = 0; i < count; ++i) to[i] += factor * from[i];
}

/// Writes blocks of the Jacobian: what couples two cells, and what a cell owes to itself.
class Blocks {
 public:
  Blocks(const Model& model, const Stage& stage, const CellValues<double>& values,
         const CellDerivatives& derivatives, BlockMatrix& matrix)
      : model_(model),
        stage_(stage),
        values_(values),
        derivatives_(derivatives),
        matrix_(matrix),
        n_(model.system.components()),
        rows_(n_ + 1),
        block_(matrix.block()) {}

  /// The coupling by the cell on one side of face f: of the flux from a to b, which enters the other cell.
  void couple(std::size_t f, bool by_left) const {
    double* to = matrix_.coupling(f, by_left);
    const Faces& faces = model_.mesh.faces;
    const auto a = static_cast<std::size_t>(faces.left[f]), b = static_cast<std::size_t>(faces.right[f]);
    const double area = faces.area[f], da = faces.distance_left[f], db = faces.distance_right[f];
    const std::size_t by = by_left ? a : b, gases = model_.system.gases.size();
    const double sign = by_left ? 1 : -1;
    const double weight = -sign * stage_.weight;  // what leaves one cell enters the other

    const double water = model_.has_flow() ? model_.face_water[f] : 0.0;
    const double sa =
        model_.solute_diffusivity * values_.solute_factor[a] + dispersion(model_, a, water, area);
    const double sb =
        model_.solute_diffusivity * values_.solute_factor[b] + dispersion(model_, b, water, area);
    const bool upstream = (water >= 0) == by_left;
    const double carried = sign * conductance(area, da, sa, db, sb) + (upstream ? water : 0.0);
    set_solutes(by, weight * carried, to);
    const double slope =
        by_left ? conductance_slope(area, da, sa, db, sb) : conductance_slope(area, db, sb, da, sa);
    const double by_water = weight * slope * model_.solute_diffusivity * derivatives_.solute_factor[by];
    for (std::size_t j = 0; j < rows_; ++j)
      to[n_ * block_ + j] =
          by_water * (values_.concentration[a * rows_ + j] - values_.concentration[b * rows_ + j]);

    for (std::size_t g = 0; g < gases; ++g) {
      const double free = values_.gas_diffusivity[g];
      const double ga = free * values_.gas_factor[a], gb = free * values_.gas_factor[b];
      const double gas_slope =
          by_left ? conductance_slope(area, da, ga, db, gb) : conductance_slope(area, db, gb, da, ga);
      const double jump = values_.gas[a * gases + g] - values_.gas[b * gases + g];
      add_gas(g, by, weight * sign * conductance(area, da, ga, db, gb),
              weight * gas_slope * free * derivatives_.gas_factor[by] * jump, to);
    }
    if (model_.water_moves)
      for (std::size_t k = 0; k < rows_; ++k) to[k * block_ + n_] = 0;
  }

  /// The cell's own store and minerals; the start of its diagonal block.
  void begin_diagonal(std::size_t cell) const {
    double* to = matrix_.diagonal(cell);
    scale(model_.mesh.volume[cell], derivatives_.local.data() + cell * rows_ * block_, rows_ * block_, to);
    for (std::size_t k = rows_; k < block_; ++k) to[k * block_ + k] = 1;
  }

  /// What leaves a cell through face f depends on the cell as what enters the other one does.
  void add_to_diagonal(std::size_t cell, std::size_t f, bool by_left) const {
    const double* from = matrix_.coupling(f, by_left);
    double* to = matrix_.diagonal(cell);
    add(-1, from, rows_ * block_, to);
  }

  /// What enters through face f of a patch.
  void add_patch(std::size_t patch, std::size_t f) const {
    const Patch& p = model_.mesh.patches[patch];
    const PatchConditions& conditions = model_.patches[patch];
    const auto cell = static_cast<std::size_t>(p.cell[f]);
    double* to = matrix_.diagonal(cell);
    const double shape = p.area[f] / p.distance[f], weight = -stage_.weight;
    for (std::size_t g = 0; g < conditions.air.size(); ++g) {
      const double free = shape * values_.gas_diffusivity[g];
      const double outside = conditions.air[g] / (gas_constant * stage_.constants.temperature);
      const double jump = outside - values_.gas[cell * conditions.air.size() + g];
      add_gas(g, cell, -weight * free * values_.gas_factor[cell],
              weight * free * derivatives_.gas_factor[cell] * jump, to);
    }
    double carried = conditions.water_in.empty() ? 0.0 : std::min(conditions.water_in[f], 0.0);
    if (conditions.solutes) {
      const double free = shape * model_.solute_diffusivity;
      carried -= free * values_.solute_factor[cell];
      for (std::size_t j = 0; j < rows_; ++j)
        to[n_ * block_ + j] += weight * free * derivatives_.solute_factor[cell] *
                               ((*conditions.solutes)[j] - values_.concentration[cell * rows_ + j]);
    }
    if (carried != 0)
      add(weight * carried, derivatives_.concentration.data() + cell * n_ * block_, n_ * block_, to);
  }

  /// Where water flows its row says that the water is what it is.
  void fix_water(std::size_t cell) const {
    double* to = matrix_.diagonal(cell);
    for (std::size_t k = 0; k < rows_; ++k) to[k * block_ + n_] = 0;
    to[n_ * block_ + n_] = model_.mesh.volume[cell] / water_molar_mass;
  }

 private:
  void set_solutes(std::size_t cell, double factor, double* to) const {
    scale(factor, derivatives_.concentration.data() + cell * n_ * block_, n_ * block_, to);
  }

  /// nu_g (by_gas dc_g/dx + by_water d/d ln w).
  void add_gas(std::size_t g, std::size_t cell, double by_gas, double by_water, double* to) const {
    const double* d = derivatives_.gas.data() + (cell * model_.system.gases.size() + g) * n_;
    const auto add_row = [&](std::size_t j, double power) {
      for (std::size_t k = 0; k < n_; ++k) to[k * block_ + j] += power * by_gas * d[k];
      to[n_ * block_ + j] += power * by_water;
    };
    const ReactionRow& row = model_.system.gases[g].row;
    for (const Term& t : row.terms) add_row(static_cast<std::size_t>(t.component), t.power);
    if (row.water != 0) add_row(n_, row.water);
  }

  const Model& model_;
  const Stage& stage_;
  const CellValues<double>& values_;
  const CellDerivatives& derivatives_;
  BlockMatrix& matrix_;
  std::size_t n_, rows_, block_;
};

}  // namespace

CellDerivatives::CellDerivatives(const Model& model, std::size_t block_size) : block(block_size) {
  const std::size_t n = model.system.components();
  const auto owned = static_cast<std::size_t>(model.mesh.owned),
             cells = static_cast<std::size_t>(model.mesh.local);
  local.resize(owned * (n + 1) * block);
  concentration.resize(cells * n * block);
  gas.resize(cells * model.system.gases.size() * n);
  gas_factor.resize(cells);
  solute_factor.resize(cells);
}

void CellDerivatives::keep(const Model& model, const Stage& stage, Tile<Pack>& tile, std::size_t first) {
  contents_derivatives(model.system, stage.constants, model.reactions, tile.start, tile.contents,
                       tile.derivatives);
  const std::size_t n = model.system.components(), gases = model.system.gases.size();
  for (int lane = 0; lane < tile_width; ++lane) {
    const std::size_t cell = first + static_cast<std::size_t>(lane);
    if (cell >= static_cast<std::size_t>(model.mesh.local)) return;
    scatter(tile.derivatives.concentration, lane, n + 1, n, concentration.data() + cell * n * block, block);
    scatter(tile.derivatives.gas, lane, 1, gases * n, gas.data() + cell * gases * n, 1);
    const auto material = static_cast<std::size_t>(model.cells.local_material[cell]);
    const double theta = tile.contents.water.get(static_cast<std::size_t>(lane)) / water_density;
    const double theta_gas = tile.contents.gas_volume.get(static_cast<std::size_t>(lane));
    const DiffusionLaw& in_gas = model.cells.gas_law[material];
    const DiffusionLaw& in_water = model.cells.solute_law[material];
    // d/d ln w of factor theta^p: theta_gas falls as the water rises
    const auto i = static_cast<std::size_t>(lane);
    gas_factor[cell] = theta_gas > 0 ? -in_gas.theta_power * theta / theta_gas * tile.gas_factor[i] : 0;
    solute_factor[cell] = in_water.theta_power * tile.solute_factor[i];
    if (cell < static_cast<std::size_t>(model.mesh.owned))
      scatter(tile.derivatives.local, lane, n + 1, n + 1, local.data() + cell * (n + 1) * block, block);
  }
}

void assemble_jacobian(const Model& model, const Stage& stage, const CellValues<double>& values,
                       const CellDerivatives& derivatives, const std::vector<std::uint8_t>& moved,
                       BlockMatrix& matrix) {
  const Blocks blocks(model, stage, values, derivatives, matrix);
  const Mesh& mesh = model.mesh;
  const auto owned = static_cast<std::size_t>(mesh.owned);
  std::vector<std::uint8_t> changed(moved);  // cells with a block that is written
  for (std::size_t f = 0; f < mesh.faces.size(); ++f) {
    const auto left = static_cast<std::size_t>(mesh.faces.left[f]);
    const auto right = static_cast<std::size_t>(mesh.faces.right[f]);
    if (!moved[left] && !moved[right]) continue;
    for (const bool by_left : {true, false}) blocks.couple(f, by_left);
    changed[left] = changed[right] = 1;
  }
  for (std::size_t c = 0; c < owned; ++c)
    if (changed[c]) blocks.begin_diagonal(c);
  for (std::size_t f = 0; f < mesh.faces.size(); ++f) {
    const auto left = static_cast<std::size_t>(mesh.faces.left[f]);
    const auto right = static_cast<std::size_t>(mesh.faces.right[f]);
    if (left < owned && changed[left]) blocks.add_to_diagonal(left, f, true);
    if (right < owned && changed[right]) blocks.add_to_diagonal(right, f, false);
  }
  for (std::size_t p = 0; p < mesh.patches.size(); ++p)
    for (std::size_t f = 0; f < mesh.patches[p].size(); ++f)
      if (changed[static_cast<std::size_t>(mesh.patches[p].cell[f])]) blocks.add_patch(p, f);
  if (model.water_moves)
    for (std::size_t c = 0; c < owned; ++c)
      if (changed[c]) blocks.fix_water(c);
  matrix.finish(changed);
}

}  // namespace talus
