#include "solver/coupling/jacobian.h"

#include <algorithm>

namespace talus {

namespace {

/// One lane of a tile's array, to the rows of its cell.
void scatter(const std::vector<Pack>& from, int lane, double* to) {
  for (std::size_t i = 0; i < from.size(); ++i) to[i] = from[i].get(static_cast<std::size_t>(lane));
}

/// A block that is being summed, [balance][unknown] with `block` columns.
struct Block {
  std::vector<double> entry;
  std::size_t width;
  explicit Block(std::size_t block) : entry(block * block, 0.0), width(block) {}
  double& operator()(std::size_t j, std::size_t k) { return entry[j * width + k]; }
  void clear() { std::ranges::fill(entry, 0.0); }
};

/// Derivatives of fluxes by the unknowns of the cell on one side of the face.
class FaceDerivatives {
 public:
  FaceDerivatives(const Model& model, const Stage& stage, const CellValues<double>& values,
                  const CellDerivatives& derivatives)
      : model_(model),
        stage_(stage),
        values_(values),
        derivatives_(derivatives),
        n_(model.system.components()) {}

  /// weight * dF/dx of the side, F being the flux of each balance from a to b.
  void of_face(std::size_t f, bool left, double weight, Block& block) const {
    block.clear();
    const Faces& faces = model_.mesh.faces;
    const auto a = static_cast<std::size_t>(faces.left[f]), b = static_cast<std::size_t>(faces.right[f]);
    const double area = faces.area[f], da = faces.distance_left[f], db = faces.distance_right[f];
    const std::size_t own = left ? a : b, gases = model_.system.gases.size();
    const double sign = left ? 1 : -1;
    for (std::size_t g = 0; g < gases; ++g) {
      const double free = values_.gas_diffusivity[g];
      const double ga = free * values_.gas_factor[a], gb = free * values_.gas_factor[b];
      const double slope =
          left ? conductance_slope(area, da, ga, db, gb) : conductance_slope(area, db, gb, da, ga);
      const double jump = values_.gas[a * gases + g] - values_.gas[b * gases + g];
      add_gas(g, own, weight * sign * conductance(area, da, ga, db, gb),
              weight * slope * free * derivatives_.gas_factor[own] * jump, block);
    }
    const double water = model_.has_flow() ? model_.face_water[f] : 0.0;
    const double sa =
        model_.solute_diffusivity * values_.solute_factor[a] + dispersion(model_, a, water, area);
    const double sb =
        model_.solute_diffusivity * values_.solute_factor[b] + dispersion(model_, b, water, area);
    const double slope =
        left ? conductance_slope(area, da, sa, db, sb) : conductance_slope(area, db, sb, da, sa);
    const bool up = (water >= 0) == left;
    const double carried = sign * conductance(area, da, sa, db, sb) + (up ? water : 0.0);
    add_solutes(own, weight * carried, block);
    for (std::size_t j = 0; j <= n_; ++j)
      block(j, n_) += weight * slope * model_.solute_diffusivity * derivatives_.solute_factor[own] *
                      (values_.concentration[a * (n_ + 1) + j] - values_.concentration[b * (n_ + 1) + j]);
  }

  /// weight * d(what enters through face f of a patch)/dx.
  void of_patch(std::size_t patch, std::size_t f, double weight, Block& block) const {
    block.clear();
    const Patch& p = model_.mesh.patches[patch];
    const PatchConditions& conditions = model_.patches[patch];
    const auto cell = static_cast<std::size_t>(p.cell[f]);
    const double shape = p.area[f] / p.distance[f];
    for (std::size_t g = 0; g < conditions.air.size(); ++g) {
      const double free = shape * values_.gas_diffusivity[g];
      const double outside = conditions.air[g] / (gas_constant * stage_.constants.temperature);
      const double jump = outside - values_.gas[cell * conditions.air.size() + g];
      add_gas(g, cell, -weight * free * values_.gas_factor[cell],
              weight * free * derivatives_.gas_factor[cell] * jump, block);
    }
    if (conditions.solutes) {
      const double free = shape * model_.solute_diffusivity;
      add_solutes(cell, -weight * free * values_.solute_factor[cell], block);
      for (std::size_t j = 0; j <= n_; ++j)
        block(j, n_) += weight * free * derivatives_.solute_factor[cell] *
                        ((*conditions.solutes)[j] - values_.concentration[cell * (n_ + 1) + j]);
    }
    const double water = conditions.water_in.empty() ? 0.0 : conditions.water_in[f];
    if (water < 0) add_solutes(cell, weight * water, block);
  }

 private:
  /// nu_g (by_gas dc_g/dx + by_water d/d ln w).
  void add_gas(std::size_t g, std::size_t cell, double by_gas, double by_water, Block& block) const {
    const double* d = derivatives_.gas.data() + (cell * model_.system.gases.size() + g) * n_;
    const auto add_to = [&](std::size_t j, double power) {
      for (std::size_t k = 0; k < n_; ++k) block(j, k) += power * by_gas * d[k];
      block(j, n_) += power * by_water;
    };
    const ReactionRow& row = model_.system.gases[g].row;
    for (const Term& t : row.terms) add_to(static_cast<std::size_t>(t.component), t.power);
    if (row.water != 0) add_to(n_, row.water);
  }

  void add_solutes(std::size_t cell, double factor, Block& block) const {
    if (factor == 0) return;
    const double* d = derivatives_.concentration.data() + cell * (n_ + 1) * n_;
    for (std::size_t j = 0; j <= n_; ++j)
      for (std::size_t k = 0; k < n_; ++k) block(j, k) += factor * d[j * n_ + k];
  }

  const Model& model_;
  const Stage& stage_;
  const CellValues<double>& values_;
  const CellDerivatives& derivatives_;
  std::size_t n_;
};

/// The blocks on the diagonal of the owned cells: summed here, so that the matrix takes each once.
class Diagonal {
 public:
  /// Begins with what each cell holds, by its own unknowns.
  Diagonal(const Model& model, const CellDerivatives& derivatives, std::size_t block)
      : model_(model), block_(block), entry_(static_cast<std::size_t>(model.mesh.owned) * block * block) {
    const std::size_t n = model.system.balances();
    for (std::size_t c = 0; c < static_cast<std::size_t>(model.mesh.owned); ++c) {
      const double* d = derivatives.local.data() + c * n * n;
      for (std::size_t j = 0; j < n; ++j)
        for (std::size_t k = 0; k < n; ++k) row(c, j)[k] = model.mesh.volume[c] * d[j * n + k];
      for (std::size_t j = n; j < block; ++j) row(c, j)[j] = 1;
    }
  }

  void add(std::size_t cell, const Block& block) {
    double* entry = row(cell, 0);
    for (std::size_t i = 0; i < block.entry.size(); ++i) entry[i] += block.entry[i];
  }

  /// Row j of the block of a cell.
  double* row(std::size_t cell, std::size_t j) { return entry_.data() + (cell * block_ + j) * block_; }

  /// Where water flows its row says that the water is what it is.
  void fix_water() {
    const std::size_t water = model_.system.components();
    for (std::size_t c = 0; c < static_cast<std::size_t>(model_.mesh.owned); ++c) {
      std::fill_n(row(c, water), block_, 0.0);
      row(c, water)[water] = model_.mesh.volume[c] / water_molar_mass;
    }
  }

 private:
  const Model& model_;
  std::size_t block_;
  std::vector<double> entry_;
};

void add_block(Mat matrix, std::int64_t row, std::int64_t column, const double* entries) {
  const auto i = static_cast<PetscInt>(row), j = static_cast<PetscInt>(column);
  petsc(MatSetValuesBlocked(matrix, 1, &i, 1, &j, entries, ADD_VALUES));
}

}  // namespace

CellDerivatives::CellDerivatives(const Model& model) {
  const std::size_t n = model.system.components();
  const auto owned = static_cast<std::size_t>(model.mesh.owned),
             cells = static_cast<std::size_t>(model.mesh.local);
  local.resize(owned * (n + 1) * (n + 1));
  concentration.resize(cells * (n + 1) * n);
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
    scatter(tile.derivatives.concentration, lane, concentration.data() + cell * (n + 1) * n);
    scatter(tile.derivatives.gas, lane, gas.data() + cell * gases * n);
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
      scatter(tile.derivatives.local, lane, local.data() + cell * (n + 1) * (n + 1));
  }
}

void assemble_jacobian(const Model& model, const Stage& stage, const CellValues<double>& values,
                       const CellDerivatives& derivatives, std::size_t block, Mat matrix) {
  petsc(MatZeroEntries(matrix));
  const FaceDerivatives derivative(model, stage, values, derivatives);
  const Mesh& mesh = model.mesh;
  const auto owned = static_cast<std::size_t>(mesh.owned);
  Diagonal diagonal(model, derivatives, block);
  Block sum(block);
  for (std::size_t f = 0; f < mesh.faces.size(); ++f) {
    const auto left = static_cast<std::size_t>(mesh.faces.left[f]);
    const auto right = static_cast<std::size_t>(mesh.faces.right[f]);
    for (const bool by_left : {true, false}) {
      const std::size_t by = by_left ? left : right, other = by_left ? right : left;
      const double sign = by_left ? 1 : -1;  // what leaves one cell enters the other
      derivative.of_face(f, by_left, sign * stage.weight, sum);
      if (by < owned) diagonal.add(by, sum);
      if (other >= owned) continue;
      for (double& entry : sum.entry) entry = -entry;
      if (model.water_moves) std::fill_n(&sum(model.system.components(), 0), block, 0.0);
      add_block(matrix, mesh.number[other], mesh.number[by], sum.entry.data());
    }
  }
  for (std::size_t p = 0; p < mesh.patches.size(); ++p)
    for (std::size_t f = 0; f < mesh.patches[p].size(); ++f) {
      derivative.of_patch(p, f, -stage.weight, sum);
      diagonal.add(static_cast<std::size_t>(mesh.patches[p].cell[f]), sum);
    }
  if (model.water_moves) diagonal.fix_water();
  for (std::size_t c = 0; c < owned; ++c)
    add_block(matrix, mesh.number[c], mesh.number[c], diagonal.row(c, 0));
  petsc(MatAssemblyBegin(matrix, MAT_FINAL_ASSEMBLY));
  petsc(MatAssemblyEnd(matrix, MAT_FINAL_ASSEMBLY));
}

}  // namespace talus
