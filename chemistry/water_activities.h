// Activities of a water of any model, with all derivatives, as the solver of waters takes them.
#pragma once

#include <Eigen/Dense>
#include <span>

#include "chemistry/water_system.h"

namespace talus {

/// What the model of activity says at the molalities of a water, and how it answers to them.
struct Activities {
  Eigen::VectorXd ln_gamma;
  double ln_water = 0;          ///< ln a_w
  double strength = 0;          ///< ionic strength, mol/kgw
  Eigen::VectorXd by_strength;  ///< d ln gamma / d I, of models of ionic strength, kgw/mol
  Eigen::MatrixXd by_ln_m;      ///< d ln gamma_i / d ln m_l, of models of mixtures
  Eigen::VectorXd water_by_ln_m;
};

/// Evaluates the model of a system at one temperature.
class WaterActivities {
 public:
  WaterActivities(const WaterSystem& system, const Constants& at) : system_(system), at_(at) {}

  /// `molality` of all species, mol/kgw.
  Activities operator()(std::span<const double> molality, bool derivatives);

 private:
  void mixture(std::span<const double> molality, bool derivatives, Activities& a);

  const WaterSystem& system_;
  const Constants& at_;
  PitzerWork<double> pitzer_;
  Mixture<double> sit_;
};

}  // namespace talus
