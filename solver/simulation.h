// A run: it takes a model from its first state to the end of its time. case/set_up.h makes what it takes from
// a case; users of the library have api/public/talus/simulation.h, which needs no PETSc.
//
//     talus::Session session(argc, argv);
//     const auto input = talus::read_input("pile.toml");   // every problem in the file, in one InputError
//     talus::Simulation simulation(talus::set_up(input, talus::Session::everybody()));
//     simulation.run({.output = "pile.h5"});
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/log.h"
#include "base/wall_clock.h"
#include "solver/controls.h"
#include "solver/coupling/flow_first.h"
#include "solver/coupling/implicit.h"
#include "solver/coupling/steps.h"
#include "solver/growing_pile.h"
#include "solver/operations/schedule.h"
#include "solver/output/activity_range.h"
#include "solver/output/dry_cells.h"
#include "solver/output/full_pores.h"
#include "solver/output/instruments.h"
#include "solver/output/only_dissolve.h"
#include "solver/output/redox_states.h"
#include "solver/output/resolution.h"
#include "solver/output/restart.h"
#include "solver/output/run_layout.h"
#include "solver/output/run_record.h"
#include "solver/output/slow_steps.h"
#include "solver/recurring.h"
#include "solver/state/budget.h"
#include "solver/state/energy.h"

namespace talus {

class Checkpoints;
class RestartFile;
class RunFile;

/// Where a run writes, and what it says.
struct RunOptions {
  std::string output;   ///< run file; nothing is written when empty
  std::string log;      ///< log file; none when empty
  std::string command;  ///< the command line, for the record
  Loudness loudness = Loudness::normal;
  std::optional<double> wall_time{},
      checkpoint_every{};  ///< s by the clock; those of the controls when absent
  double clock_from =
      seconds_since_start();  ///< where the wall time begins, s since the start of the program
};

/// All that a simulation takes.
struct Setup {
  Model model;
  State state;  ///< where it starts
  Controls controls;
  std::vector<ScheduledOperation> operations;  ///< in the order in which those of one time are done
  std::vector<Instrument> instruments{};
  RunRecord record;
};

class Simulation {
 public:
  /// Collective over the ranks of the mesh, as all that follows. Others may run simulations of their own
  /// meanwhile.
  explicit Simulation(Setup setup);
  ~Simulation();

  /// Goes on from a state of a run file (output/restart.h) instead of from the start; before run(). Same case
  /// and number of ranks: the same bits as without a stop. Other keys of the case hold from here on.
  /// Collective. InputError, FileError; SolveError when water and gas have no equilibrium under the changed
  /// keys.
  void restart(const std::string& run_file, const RestartPoint& point = {});

  /// Runs to the end. `look` is called after each accepted step. Collective. SolveError when the solver gives
  /// up, with the last good state in the run file; Interrupted when a signal or the clock asked it to end,
  /// likewise.
  void run(const RunOptions& options, const std::function<void(const Simulation&)>& look = {});

  /// The parts of run(), for a caller who looks at the state between steps. begin() writes the first state;
  /// step() takes one accepted step that ends at `until` (s) at the latest, calls `look`, and then does what
  /// is due: operations, states of the run file, at the end of the run its closing. Whether there is more to
  /// do. What begin() and step() throw is what run() throws. Collective.
  void begin(const RunOptions& options);
  bool step(double until, const std::function<void(const Simulation&)>& look = {});
  /// Ends a run before its end, at the wish of the caller: the state is written, and a restart goes on from
  /// it. Nothing where no run is under way. Collective.
  void stop();
  bool under_way() const { return running_ != nullptr; }

  /// The model as a tree, for people.
  const std::string& tree() const { return record_.tree; }

  /// What to beware of, a line each: what was known before, and what the run has met so far.
  std::string warnings() const;

  /// What is computed; of a pile that grows what stands now.
  const Model& model() const { return model_; }
  const State& state() const { return state_; }
  const Budget& budget() const { return budget_; }
  /// Where heat flows.
  const EnergyBudget& energy() const { return energy_; }
  Implicit& implicit() { return *implicit_; }
  int steps() const { return steps_; }
  /// Sum of the estimates of the error in time of stored CO2, mol.
  double carbon_error() const { return control_.carbon_error(); }

 private:
  struct Running;  // files and log of a run that is under way
  // Where it went on from, and what the log says about it.
  struct Origin {
    ParentRun parent;
    Moment moment = Moment::plain;
    int steps = 0;
    std::vector<std::string> lines;
  };
  void heed_changes(const RestartFile& file);
  RunMemory memory() const;
  std::vector<ColumnInfo> columns_of_steps() const;
  std::unique_ptr<RunFile> begin_file(const std::string& path, bool checkpoint) const;
  double next_stop() const;
  /// None when the run is to end: the step at work is dropped, as if it had not begun.
  std::optional<Step> step_to(double stop);
  void note_temperatures();
  void after_step(const Step& step, RunFile* file, Log& log);
  void at_stop(RunFile* file);
  void work(const std::vector<const Operation*>& to_do, RunFile* file);
  bool lift_is_due() const;
  void place_lifts(RunFile* file);
  void stand_up();
  void take_note();
  // With the cells of lifts to come, where there are any.
  const Model& whole_model() const { return pile_ ? pile_->model() : model_; }
  const State& whole_state() const { return pile_ ? pile_->state() : state_; }
  void reach_stop();
  void end();
  void write_state(RunFile* file, Moment moment);
  void append_state(RunFile& file, Moment moment, const std::vector<std::vector<double>>& fields);
  void write_checkpoint(RunFile& file, Checkpoints& checkpoints);
  std::string found_warnings() const;  // what the run has met
  [[noreturn]] void give_up(const SolveError& error);
  std::string end_early(const std::string& why);
  [[noreturn]] void interrupt();

  std::optional<GrowingPile> pile_;  // where lifts are placed
  Model model_;
  State state_;
  Controls controls_;
  std::vector<ScheduledOperation> operations_;
  RunRecord record_;
  std::unique_ptr<Implicit> implicit_;  // of the mesh that stands
  std::unique_ptr<FlowFirst> stepper_;
  StepControl control_;
  Budget budget_;
  EnergyBudget energy_;
  std::array<double, 2> temperatures_;  ///< K, the lowest and the highest so far, all ranks
  Resolution resolution_;
  FullPores full_pores_;
  DryCells dry_cells_;
  ActivityRange activity_range_;
  OnlyDissolve only_dissolve_;
  RedoxStates redox_states_;
  SlowSteps slow_steps_;
  Instruments instruments_;
  Step last_step_;
  std::optional<Step> failed_;  // the last attempt at the step at work that failed
  int steps_ = 0, cuts_ = 0;
  long newton_iterations_ = 0;
  double last_dt_ = 0, tried_dt_ = 0, dry_mass_ = 0;
  double written_ = -1;              // s, time of the last state in the run file
  std::string command_, started_;    // for the record of the run file and of its checkpoint
  double last_stop_ = 0, stop_ = 0;  // of the run, s: outputs and operations
  std::int64_t outputs_ = 0;
  std::vector<std::int64_t> operations_done_;
  std::optional<Origin> origin_;
  std::unique_ptr<Running> running_;
};

}  // namespace talus
