// The Jacobian of the residual (residual.h), from analytic derivatives of cells and faces, by its structure:
//
//     J = V daccumulation/dx + h sum_faces (T dpsi/dx)
//
// accumulation is what a cell holds and its minerals, psi its concentrations, in water and gas. A face adds a few
// numbers to what its cells know anyway: the flux of balance j from a to b has the derivative
//
//       s_a (Psi_a x)_j + s_b (Psi_b x)_j                          solutes, with the water that carries them
//     + sum_g nu_gj [ t_ga (gamma_ga . x) + t_gb (gamma_gb . x) ]  gases
//     + w_aj x_a,water + w_bj x_b,water                            conductances, by the water of either side
//     + v_aj (pi_a . x) + v_bj (pi_b . x)                          and by its porosity
//
// Psi, gamma and pi being the cells' derivatives; pi is 0 where the porosity is given. Beside air there is what the
// water holds of a gas, nu_gj u_g (eta_g . x), eta the derivatives of H. So a product costs two
// small blocks per cell, whatever the number of faces, and no block between cells is ever stored. Minerals at equilibrium
// combine the rows of their cell, and have one each for their saturation (equilibrium_minerals.h).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "mesh/ghosts.h"
#include "solver/coupling/equilibrium_minerals.h"
#include "solver/coupling/residual.h"
#include "solver/linear/block_operator.h"
#include "solver/linear/small_blocks.h"

namespace talus {

/// Derivatives of what cells hold, by their own unknowns; filled tile by tile. Columns of `accumulation` and
/// `concentration` are block_height() places apart.
struct CellDerivatives {
  std::vector<double> accumulation;   ///< [owned cell][unknown][balance]
  std::vector<double> concentration;  ///< [cell][component][balance]: Psi
  std::vector<double> gas;            ///< [cell][gas][component]: gamma
  std::vector<double> dissolved;      ///< [owned cell][gas][component]: eta
  std::vector<double> porosity;       ///< [cell][unknown]: pi
  std::vector<double>
      exchanged;  ///< [owned cell][component][balance]: part of accumulation; empty without exchangers
  std::vector<double> ln_omega;                   ///< [owned cell][mineral at equilibrium][component]
  std::vector<double> gas_factor, solute_factor;  ///< [cell], by ln water
  std::vector<double> gas_factor_by_porosity, solute_factor_by_porosity;  ///< [cell]

  explicit CellDerivatives(const Model& model);
  /// Computes and keeps the derivatives of the cells of a tile, which evaluate_cells has just filled, that are
  /// marked in `which`.
  void keep(const Model& model, const Stage& stage, Tile<Pack>& tile, std::size_t first,
            const std::vector<std::uint8_t>& which);

 private:
  void keep_factors(const Model& model, const Tile<Pack>& tile, int lane, std::size_t cell);
};

/// What the values of one side of a face do to the fluxes through it, times h: names for a row of numbers.
template <class Number>
struct FluxSlopes {
  FluxSlopes(Number* row, std::size_t gases, std::size_t balances, bool fill_pores)
      : solutes(row[0]),
        gas(row + 1, gases),
        by_water(row + 1 + gases, balances),
        by_porosity(row + 1 + gases + balances, fill_pores ? balances : 0) {}
  /// How many numbers that is.
  static std::size_t width(std::size_t gases, std::size_t balances, bool fill_pores) {
    return 1 + gases + (fill_pores ? 2 : 1) * balances;
  }

  Number& solutes;                ///< s: of each solute, by its concentration; m3
  std::span<Number> gas;          ///< t: of each gas, by its concentration; m3
  std::span<Number> by_water;     ///< w: of each balance, by ln water; mol
  std::span<Number> by_porosity;  ///< v: of each balance, by the porosity, where minerals fill pores; mol
};

class Jacobian : public BlockOperator {
 public:
  /// All must outlive it.
  Jacobian(const Model& model, const Stage& stage, const CellValues<double>& values,
           const CellDerivatives& derivatives, const EquilibriumMinerals& minerals, const Ghosts& ghosts);

  /// Takes in new values and derivatives of the local cells that are marked in `moved`, as are those where other minerals
  /// are there.
  void update(const std::vector<std::uint8_t>& moved);

  std::size_t unknowns() const override { return rows_; }
  void multiply(std::span<const double> x, std::span<double> y) override;
  void add_between_columns(std::span<const double> x, std::span<double> y, std::uint8_t colour) override;
  void write_diagonal(std::size_t cell, double* to) const override;
  void write_coupling(std::size_t face, bool by_left, double* to) const override;
  const std::vector<std::uint8_t>& changed() const override { return changed_; }
  void forget_changes() override;

 private:
  double* numbers_of_side(std::size_t face, bool left) {
    return sides_.data() + (2 * face + (left ? 0 : 1)) * width_;
  }
  double* numbers_of_cell(std::size_t cell) { return own_.data() + cell * width_; }
  FluxSlopes<double> side(std::size_t face, bool left) {
    return {numbers_of_side(face, left), gases_, rows_, fill_pores_};
  }
  FluxSlopes<const double> side(std::size_t face, bool left) const {
    return {sides_.data() + (2 * face + (left ? 0 : 1)) * width_, gases_, rows_, fill_pores_};
  }
  /// What a cell does to itself: the sum over its faces and patches.
  FluxSlopes<double> own_side(std::size_t cell) {
    return {numbers_of_cell(cell), gases_, rows_, fill_pores_};
  }
  FluxSlopes<const double> own_side(std::size_t cell) const {
    return {own_.data() + cell * width_, gases_, rows_, fill_pores_};
  }

  void write_saturations(std::size_t cell, double* to) const;
  void multiply_saturations(std::size_t cell, double* sum) const;
  /// d ln Omega / d ln m_k of a mineral at equilibrium.
  std::span<const double> saturation_slopes(std::size_t cell, std::size_t mineral) const;
  void look_at_face(std::size_t face);
  void look_at_patch_face(std::size_t patch, std::size_t face);
  /// Adds the flux `amount` of gas g to what it brings of each balance.
  void add_gas_row(std::size_t g, double amount, std::span<double> to) const;
  /// Adds what the water and the porosity of a cell do to the flux of gas g, and to those of solutes, by
  /// D_eff / D0 of the cell.
  void add_gas_factor(std::size_t g, double by_factor, std::size_t cell, const FluxSlopes<double>& to) const;
  void add_solute_factor(std::size_t j, double by_factor, std::size_t cell,
                         const FluxSlopes<double>& to) const;
  void add_dissolved(std::size_t cell, double* to) const;
  void add_rest(const FluxSlopes<const double>& by, std::size_t cell, double sign, double* to) const;
  void apply(const FluxSlopes<const double>& by, std::size_t cell, double sign, double* into) const;
  /// x of all local cells, then Psi x, gamma x and pi x of one.
  void take(std::span<const double> x);
  void take_cell(std::size_t cell, bool with_solutes);
  /// What the other side of a face does to its left cell, or to its right one, where this rank owns it.
  void apply_face(std::size_t face, bool to_left, std::span<double> y);

  const Model& model_;
  const Stage& stage_;
  const CellValues<double>& values_;
  const CellDerivatives& derivatives_;
  const EquilibriumMinerals& minerals_;
  const Ghosts& ghosts_;
  std::size_t n_, rows_, height_, gases_;
  bool fill_pores_;
  std::size_t width_;
  MultiplyAdd multiply_add_;
  std::vector<double> sides_;                 ///< [face][left, right] rows of FluxSlopes
  std::vector<double> own_;                   ///< [owned cell] the same
  std::vector<double> own_dissolved_;         ///< [owned cell][gas] u: by H, through patches; mol
  std::vector<std::size_t> between_columns_;  ///< faces
  bool solutes_between_columns_ = true;       ///< any of them lets solutes pass
  std::vector<double> brought_;               ///< work space
  std::vector<std::uint8_t> changed_;

  // of the last product, per local cell
  std::vector<double> x_;        ///< [cell][unknown]
  std::vector<double> psi_x_;    ///< [cell][balance]: Psi x
  std::vector<double> gamma_x_;  ///< [cell][gas]: gamma . x
  std::vector<double> pi_x_;     ///< [cell]: pi . x
};

}  // namespace talus
