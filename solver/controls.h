// What says how a run goes: plain numbers, beside the model, which says what it computes, and the state, from
// which it starts.
#pragma once

#include <optional>
#include <vector>

namespace talus {

/// How long the steps of the run are (coupling/steps.h).
struct StepControls {
  double tolerance = 1e-3;        ///< error in time of an integral, relative to it
  double first = 1;               ///< s
  std::optional<double> largest;  ///< s
  double smallest = 1e-6;         ///< s; the run gives up below it
  std::optional<double> fixed;    ///< s, where all steps have one length
};

/// How long the steps of the flow are within those of the run (flow/richards.h).
struct FlowControls {
  double tolerance = 0;         ///< error of the saturation, per step of the flow
  std::optional<double> fixed;  ///< s, where all of them have one length
};

/// How long the steps of heat are within those of the run (heat/heat.h).
struct HeatControls {
  double tolerance = 0.01;      ///< error of the temperature, per step of heat, K
  std::optional<double> fixed;  ///< s, where all of them have one length
};

/// All of it.
struct Controls {
  double length = 0;              ///< s, of the run
  double output_every = 0;        ///< s
  std::vector<double> output_at;  ///< s, other times of outputs; rising
  std::vector<double> stop_at;    ///< s, other times at which a step ends; rising
  StepControls steps;
  FlowControls flow;
  HeatControls heat;
  /// s by the clock, where the caller of the run gives none.
  std::optional<double> wall_time, checkpoint_every;
};

}  // namespace talus
