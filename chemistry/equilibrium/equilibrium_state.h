// What a vessel holds at given unknowns, and the derivatives of that: the smooth part of equilibrium.h.
#pragma once

#include <Eigen/Dense>
#include <optional>
#include <vector>

#include "chemistry/balances_derivatives.h"
#include "chemistry/equilibrium/equilibrium.h"

namespace talus {

/// Activity coefficients of all species and the activity of water.
struct GivenActivities {
  std::vector<double> ln_gamma;
  double ln_water = 0;
  double strength = 0.01;  ///< ionic strength that they belong to, mol/kgw; exchangers take theirs from it
};

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

  /// From here on activity coefficients stay as they are given, whatever is dissolved: then every x has one
  /// speciation, and a batch one equilibrium (least Gibbs energy is a convex problem).
  void hold(GivenActivities activities) { held_activities_ = std::move(activities); }
  /// From here on they follow what is dissolved again; that of the last evaluation is the first guess.
  void release();

  /// The next evaluation starts from a new first guess.
  void forget() { contents_.solution.forget(); }
  /// The next evaluation starts from an ionic strength (mol/kgw) and ln a_w.
  void guess(double strength, double ln_water) {
    contents_.solution.ionic_strength = strength;
    contents_.solution.ln_activity.back() = ln_water;
  }

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
  bool fill(const Eigen::VectorXd& x);
  void fill_at_given_activities(const Eigen::VectorXd& x, const GivenActivities& given);
  void add_water();
  void add_headspace();
  void add_exchangers();
  void add_row(const ReactionRow& row, double amount, const Eigen::RowVectorXd& amount_by_x);
  void saturate();

  const EquilibriumModel& model_;
  const EquilibriumConstants& at_;
  const Batch& batch_;
  std::optional<GivenActivities> held_activities_;
  Contents<double> contents_;
  ContentsDerivatives<double> d_;
  std::vector<double> row_;
};

}  // namespace talus
