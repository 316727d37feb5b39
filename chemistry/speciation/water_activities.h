// Activities of a water of any model, with all derivatives, as the solvers of waters take them.
#pragma once

#include <Eigen/Dense>
#include <span>

#include "chemistry/speciation/water_system.h"

namespace talus {

/// More solute than this (mol/kgw) no model of activity describes: 1 - 0.017 sum m has no logarithm soon
/// after.
inline constexpr double most_solute = 50;

/// What the model of activity says at the molalities of a water, and how it answers to them.
struct Activities {
  Eigen::VectorXd ln_gamma;
  double ln_water = 0;          ///< ln a_w
  double strength = 0;          ///< ionic strength, mol/kgw
  Eigen::VectorXd by_strength;  ///< d ln gamma / d I, of models of ionic strength, kgw/mol
  Eigen::MatrixXd by_ln_m;      ///< d ln gamma_i / d ln m_l, of models of mixtures
  Eigen::VectorXd water_by_ln_m;
};

/// What can be dissolved in a water, as the solvers of waters see it. What it was made of must outlive it.
struct Solutes {
  std::span<const Species> species;  ///< the components first
  std::size_t components = 0;
  int hydrogen = -1, electron = -1;  ///< numbers of the components H+ and e-, or -1
  WaterActivity water_activity = WaterActivity::garrels_christ;
  bool by_mixture = false;  ///< Pitzer, SIT: activity coefficients depend on all molalities
};
Solutes solutes_of(const WaterSystem& system);
Solutes solutes_of(const ChemicalSystem& system);

/// Evaluates the model of activity at one temperature.
class WaterActivities {
 public:
  WaterActivities(const Solutes& solutes, const Constants& at) : system_(solutes), at_(at) {}

  /// `molality` of all species, mol/kgw.
  Activities operator()(std::span<const double> molality, bool derivatives);

  /// ln gamma of all species at an ionic strength (mol/kgw), of models that need no more than that.
  void at_strength(double strength, std::span<double> ln_gamma) const;

  /// Ionic strength of a water, mol/kgw.
  double strength(std::span<const double> molality) const;

  /// ln a_w of a water; as on the way to an answer there may be more solute, not below that of most_solute.
  /// Of models of mixtures, which need operator(), 0.
  double ln_water(std::span<const double> molality) const;

 private:
  void mixture(std::span<const double> molality, bool derivatives, Activities& a);

  Solutes system_;
  const Constants& at_;
  PitzerWork<double> pitzer_;
  Mixture<double> sit_;
};

}  // namespace talus
