#include "solver/coupling/jacobian.h"

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

  /// Adds weight * dF/dx of the side to `block`, F being the flux of each balance from a to b.
  void add(std::size_t f, bool left, double weight, Block& block) const {
    const Faces& faces = model_.mesh.faces;
    const auto a = static_cast<std::size_t>(faces.left[f]), b = static_cast<std::size_t>(faces.right[f]);
    const double area = faces.area[f], da = faces.distance_left[f], db = faces.distance_right[f];
    const std::size_t own = left ? a : b, gases = model_.system.gases.size();
    const double sign = left ? 1 : -1;
    for (std::size_t g = 0; g < gases; ++g) {
      const double free = model_.gas_diffusivity(g, stage_.constants.temperature);
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

  /// Adds weight * d(what enters through face f of a patch)/dx to `block`.
  void add_patch(std::size_t patch, std::size_t f, double weight, Block& block) const {
    const Patch& p = model_.mesh.patches[patch];
    const PatchConditions& conditions = model_.patches[patch];
    const auto cell = static_cast<std::size_t>(p.cell[f]);
    const double shape = p.area[f] / p.distance[f];
    for (std::size_t g = 0; g < conditions.air.size(); ++g) {
      const double free = shape * model_.gas_diffusivity(g, stage_.constants.temperature);
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

/// What a cell holds, by its own unknowns.
void start_diagonal(const Model& model, const CellDerivatives& derivatives, std::size_t cell, Block& block) {
  const std::size_t n = model.system.balances();
  const double* d = derivatives.local.data() + cell * n * n;
  block.clear();
  for (std::size_t j = 0; j < n; ++j)
    for (std::size_t k = 0; k < n; ++k) block(j, k) = model.mesh.volume[cell] * d[j * n + k];
  for (std::size_t j = n; j < block.width; ++j) block(j, j) = 1;
}

/// Where water flows its row says that the water is what it is.
void fix_water(const Model& model, bool diagonal, std::size_t cell, Block& block) {
  if (!model.water_moves) return;
  const std::size_t water = model.system.components();
  for (std::size_t k = 0; k < block.width; ++k) block(water, k) = 0;
  if (diagonal) block(water, water) = model.mesh.volume[cell] / water_molar_mass;
}

void add_block(Mat matrix, std::int64_t row, std::int64_t column, const Block& block) {
  const auto i = static_cast<PetscInt>(row), j = static_cast<PetscInt>(column);
  petsc(MatSetValuesBlocked(matrix, 1, &i, 1, &j, block.entry.data(), ADD_VALUES));
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
    const double porosity = model.cells.porosity[cell];
    const double theta = tile.contents.water.get(static_cast<std::size_t>(lane)) / water_density;
    const double theta_gas = tile.contents.gas_volume.get(static_cast<std::size_t>(lane));
    const DiffusionLaw& in_gas = model.cells.gas_law[material];
    const DiffusionLaw& in_water = model.cells.solute_law[material];
    // d/d ln w of factor theta^p: theta_gas falls as the water rises
    gas_factor[cell] = theta_gas > 0 ? -in_gas.theta_power * theta / theta_gas *
                                           relative_diffusivity(in_gas, theta_gas, porosity)
                                     : 0;
    solute_factor[cell] = in_water.theta_power * relative_diffusivity(in_water, theta, porosity);
    if (cell < static_cast<std::size_t>(model.mesh.owned))
      scatter(tile.derivatives.local, lane, local.data() + cell * (n + 1) * (n + 1));
  }
}

void assemble_jacobian(const Model& model, const Stage& stage, const CellValues<double>& values,
                       const CellDerivatives& derivatives, std::size_t block, Mat matrix) {
  petsc(MatZeroEntries(matrix));
  const FaceDerivatives faces(model, stage, values, derivatives);
  const Mesh& mesh = model.mesh;
  Block sum(block);
  const auto finish = [&](std::size_t row, std::size_t column) {
    fix_water(model, false, row, sum);
    add_block(matrix, mesh.number[row], mesh.number[column], sum);
  };
  for (std::size_t c = 0; c < static_cast<std::size_t>(mesh.owned); ++c) {
    start_diagonal(model, derivatives, c, sum);
    fix_water(model, true, c, sum);
    add_block(matrix, mesh.number[c], mesh.number[c], sum);
  }
  for (std::size_t f = 0; f < mesh.faces.size(); ++f) {
    const std::size_t side[2] = {static_cast<std::size_t>(mesh.faces.left[f]),
                                 static_cast<std::size_t>(mesh.faces.right[f])};
    for (int of = 0; of < 2; ++of)      // the residual of this side ...
      for (int by = 0; by < 2; ++by) {  // ... by the unknowns of that side
        if (side[of] >= static_cast<std::size_t>(mesh.owned)) continue;
        sum.clear();
        faces.add(f, by == 0, of == 0 ? stage.weight : -stage.weight, sum);
        finish(side[of], side[by]);
      }
  }
  for (std::size_t p = 0; p < mesh.patches.size(); ++p)
    for (std::size_t f = 0; f < mesh.patches[p].size(); ++f) {
      const auto cell = static_cast<std::size_t>(mesh.patches[p].cell[f]);
      sum.clear();
      faces.add_patch(p, f, -stage.weight, sum);
      finish(cell, cell);
    }
  petsc(MatAssemblyBegin(matrix, MAT_FINAL_ASSEMBLY));
  petsc(MatAssemblyEnd(matrix, MAT_FINAL_ASSEMBLY));
}

}  // namespace talus
