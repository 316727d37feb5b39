// What heat crosses faces and patches: conducted, and carried by water and by vapour.
#pragma once

#include <vector>

#include "solver/model.h"
#include "solver/state/energy.h"
#include "solver/state/state.h"

namespace talus {

class HeatFluxes {
 public:
  /// `model` has heat, and must outlive it.
  explicit HeatFluxes(const Model& model);

  /// Conductivities of local cells (W/m/K), and the water that flows: what a step has throughout.
  void take(const std::vector<double>& lambda, const WaterFlow& water);

  /// At the temperatures of local cells (degC) and what patches have at `time` (s): what comes into each owned
  /// cell, W, and its derivative by the cell's own temperature, W/K; those of the residual of the cell on one side
  /// of each face by the temperature on the other; and the size of what is added up, W.
  struct Rates {
    std::vector<double>&into, &by_own, &size;
    std::vector<double>&by_right, &by_left;
  };
  void evaluate(const std::vector<double>& celsius, double time, Rates rates);

  /// What crosses a face of a patch in one way, J.
  struct Crossing {
    Energy kind;
    double joules;
  };
  /// Lists what crossed the patches of this rank by the last evaluate() in `seconds`. Face by face, since a sum of
  /// them would depend on the ranks.
  void add_crossings(double seconds, std::vector<Crossing>& crossings) const;

 private:
  struct Side {
    double left = 0, right = 0, fixed = 0;  ///< W/K by the temperatures, and W
  };
  void add_faces(const std::vector<double>& celsius, Rates rates) const;
  void add_patch(std::size_t p, const std::vector<double>& celsius, double time, Rates rates);

  const Model& model_;
  std::vector<Side> faces_;                 ///< heat to the right: left t_left + right t_right + fixed
  std::vector<std::vector<double>> inner_;  ///< [patch][face] conductance of the half cell, W/K
  const WaterFlow* water_ = nullptr;
  std::vector<Crossing> each_second_;  ///< by the last evaluate()
};

/// kg/s of water and vapour that the fluxes bring into each owned cell.
std::vector<double> water_into_cells(const Model& model, const WaterFlow& water);

}  // namespace talus
