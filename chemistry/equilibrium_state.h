// What a vessel holds at given unknowns, and the derivatives of that: the smooth part of equilibrium.h.
#pragma once

#include <Eigen/Dense>
#include <vector>

#include "chemistry/balances_derivatives.h"
#include "chemistry/equilibrium.h"

namespace talus {

/// Evaluates water, headspace and exchangers at x = (ln m_1, ..., ln m_n, ln w). Work space: set up once,
/// used often.
class Vessel {
 public:
  Vessel(const EquilibriumModel& model, const EquilibriumConstants& at, const Batch& batch)
      : model_(model), at_(at), batch_(batch), contents_(*model.system, 0), d_(*model.system) {
    const auto n = static_cast<Eigen::Index>(model.system->balances());
    const auto phases = static_cast<Eigen::Index>(model.phases.size());
    held.resize(n);
    magnitude.resize(n);
    by_x.resize(n, n);
    saturation.resize(phases);
    saturation_by_x.setZero(phases, n);
    loading.resize(model.exchangers.size());
  }

  /// Fills what stands below. False when the speciation does not settle.
  bool evaluate(const Eigen::VectorXd& x);

  /// The next evaluation starts from a new first guess.
  void forget() { contents_.solution.forget(); }

  const Solution<double>& solution() const { return contents_.solution; }
  double water() const { return contents_.water; }  ///< kg
  /// mol of component j in the water; of water all of it.
  double dissolved(std::size_t j) const;
  /// Fugacity of gas g of the system, Pa.
  double fugacity(std::size_t g) const { return contents_.gas[g] * gas_constant * at_.water.temperature; }

  Eigen::VectorXd held;             ///< mol in water, headspace and on exchangers; water last
  Eigen::VectorXd magnitude;        ///< the same of absolute values
  Eigen::MatrixXd by_x;             ///< d held / d x
  Eigen::VectorXd saturation;       ///< S_p
  Eigen::MatrixXd saturation_by_x;  ///< d S_p / d x
  std::vector<Loading<double>> loading;

 private:
  void add_water();
  void add_headspace();
  void add_exchangers();
  void add_row(const ReactionRow& row, double amount, const Eigen::RowVectorXd& amount_by_x);
  void saturate();

  const EquilibriumModel& model_;
  const EquilibriumConstants& at_;
  const Batch& batch_;
  Contents<double> contents_;
  ContentsDerivatives<double> d_;
  std::vector<double> row_;
};

}  // namespace talus
