// The two stages of equilibrium.h: the interior path, and the test of which phases are there.
#pragma once

#include <Eigen/Dense>
#include <string>
#include <vector>

#include "chemistry/equilibrium/equilibrium_state.h"
#include "chemistry/equilibrium/supply.h"

namespace talus {

/// Unknowns of an equilibrium.
struct EquilibriumPoint {
  Eigen::VectorXd x;       ///< ln m of the components, ln w
  Eigen::VectorXd change;  ///< of each phase, mol: n_p - n_p at the start, so that small changes stay exact
  std::vector<bool> present;  ///< whether a phase is there; set by the second stage
};

class EquilibriumSearch {
 public:
  /// `total`: mol of the components, water last, without the phases, none of them without a trace.
  EquilibriumSearch(const EquilibriumModel& model, const EquilibriumConstants& at, const Batch& batch,
                    Eigen::VectorXd total);

  /// The first stage, until n_p y_p of each phase is below `gap` times possible_amount(). False: see
  /// failure(). With `water_stays` the amount of water is that of the point, whatever phases and solutes
  /// bind, and the balance of water is left open: far from the answer they can seem to bind all of it.
  bool follow_path(EquilibriumPoint& point, double gap, bool water_stays = false);

  /// The second stage. False: see failure().
  bool settle(EquilibriumPoint& point);

  /// The most that can be there of a phase, by the totals, mol.
  double possible_amount(Eigen::Index phase) const { return possible_(phase); }

  const std::string& failure() const { return failure_; }
  int iterations() const { return iterations_; }
  double balance_error() const;  ///< at the last evaluation, relative
  const Vessel& vessel() const { return vessel_; }
  Vessel& vessel() { return vessel_; }
  /// Notes why nothing was found; false.
  bool give_up(std::string why) {
    failure_ = std::move(why);
    return false;
  }

 private:
  bool evaluate(Eigen::VectorXd& x, const Eigen::VectorXd& before);
  Eigen::VectorXd balance(const Eigen::VectorXd& change) const;
  Eigen::VectorXd scale(const Eigen::VectorXd& change) const;
  Eigen::MatrixXd path_matrix(const Eigen::VectorXd& amount, const Eigen::VectorXd& slack) const;
  Eigen::VectorXd path_residual(const Eigen::VectorXd& change, const Eigen::VectorXd& amount,
                                double barrier) const;
  double possible(const Eigen::VectorXd& all, std::size_t phase) const;
  void keep_near_barrier(const Eigen::VectorXd& slack, double barrier, Eigen::VectorXd& amount,
                         Eigen::VectorXd& change) const;
  bool stays_within(const Eigen::VectorXd& x);
  bool newton(EquilibriumPoint& point, const std::vector<Eigen::Index>& there);
  bool make_independent(EquilibriumPoint& point);
  bool exchange_phases(EquilibriumPoint& point) const;
  std::string names(const Eigen::VectorXd& combination, const std::vector<Eigen::Index>& of) const;
  std::string worst_balance(const Eigen::VectorXd& change) const;

  const EquilibriumModel& model_;
  Vessel vessel_;
  Eigen::VectorXd total_;
  Eigen::VectorXd start_;     // n_p at the start, mol
  Eigen::MatrixXd row_;       // nu_pj, [phase][balance]
  Eigen::VectorXd possible_;  // mol
  std::vector<bool> open_;
  Eigen::VectorXd last_change_;
  double water_ = 0;  // kg if all of the total were
  std::string failure_;
  int iterations_ = 0;
};

}  // namespace talus
