// A stage of a step: what is given while Newton's method looks for x.
#pragma once

#include <vector>

#include "chemistry/constants_of_cells.h"
#include "mesh/ghosts.h"
#include "solver/model.h"
#include "solver/state/state.h"

namespace talus {

/// Per owned cell where nothing else is said.
struct Stage {
  double weight = 0;             ///< h, s
  ConstantsOfCells constants;    ///< of local cells, at the temperatures of the end of the stage
  std::vector<double> free_gas;  ///< [local cell][gas], m2/s: D0 at those temperatures and that pressure
  double pressure = 0;           ///< of the gas at the end of the stage, Pa
  std::vector<double>
      snow;  ///< per patch, m: the path in free air that its snow is to a gas; empty without any
  std::vector<std::vector<double>> air;  ///< [patch][gas], Pa: outside of patches that are open to gas
  std::size_t gases = 0;                 ///< how many there are
  Fields start_totals;                   ///< of each balance, mol/m3, per owned cell
  Fields porosity;                       ///< one, at the start of the step, per local cell as all below
  Fields amount, area;                   ///< of each solid at the start of the step, mol/m3 and m2/m3
  Fields recession;                      ///< of each solid by earlier stages, mol/m2
  Fields extent;                         ///< of each slow reaction by earlier stages, mol/m3
  double elapsed = 0;                    ///< weights of earlier stages, s
  Fields fraction_left;  ///< n/n0 of each solid at the start of the step, where one has a layer
  Fields sites;          ///< of each exchanger, mol/m3; ghosts have none, as nobody asks what they hold
  Fields equilibrium;    ///< of each mineral at equilibrium at the start of the step, mol/m3, per owned cell
  Fields coated;         ///< surface under each coat at the start of the run, m2/m3
  std::vector<double> advection;          ///< [face][balance], mol/s: limited_correction(); may be empty
  WaterFlow water;                        ///< the same in all stages of a step
  std::vector<double> start_temperature;  ///< K, of local cells at the start of the step, where heat flows
  std::vector<double> end_temperature;    ///< K, at its end; empty where no time passes
  double begins = 0, lasts = 0;           ///< s, of the step that has these temperatures
  std::vector<double> solutes;  ///< that hold water liquid, mol/m3, of local cells; where heat flows
  Fields most_liquid;           ///< kg/m3, at the end of the stage, beside ice (laws/freezing.h)
  Fields fixed_water;           ///< ln of kg/m3, per owned cell, where it keeps its water; unused otherwise

  /// D0 of gas g at the temperature of a local cell and the pressure, m2/s.
  double free_diffusivity(std::size_t cell, std::size_t g) const { return free_gas[cell * gases + g]; }
};

/// Room for the stages of a model.
Stage stage_of(const Model& model);

/// Gives the cells of a state the temperatures of its time: those of the case, or that heat has led to.
void take_temperature(const Model& model, State& state);

/// Takes the temperatures and the pressure of `time` (s): those of the end of the stage. Where heat flows they
/// are on the straight line from the start of the step to its end.
void take_conditions(const Model& model, double time, Stage& stage);

/// The start of a step: no stage has brought anything yet. Collective.
void begin_step(const Model& model, const State& state, const Ghosts& ghosts, Stage& stage);

}  // namespace talus
