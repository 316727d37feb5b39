#include "solver/simulation.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <sstream>

#include "base/exact_sum.h"
#include "base/interruption.h"
#include "base/warnings.h"
#include "solver/coupling/stage.h"
#include "solver/output/checkpoint.h"
#include "solver/output/failure.h"
#include "solver/output/fields.h"
#include "solver/output/progress.h"
#include "solver/output/records.h"
#include "solver/output/run_file.h"
#include "solver/output/run_header.h"
#include "solver/output/series.h"
#include "solver/output/tables.h"
#include "solver/state/solid_names.h"
#include "solver/temperature_range.h"

namespace talus {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double dry_mass(const Model& model) {
  std::vector<ExactSum> mass(1);
  for (std::size_t c = 0; c < static_cast<std::size_t>(model.mesh.owned); ++c)
    mass[0].add(model.mesh.volume[c] * model.cells.dry_density[c]);
  return sum_over_ranks(model.mesh.communicator, mass)[0];
}

}  // namespace

struct Simulation::Running {
  Running(MPI_Comm ranks, const RunOptions& options)
      : output(options.output), log(options.log, options.loudness, rank_among(ranks) == 0) {}
  double seconds() const { return seconds_since(start); }

  std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
  std::string output;
  Log log;
  std::unique_ptr<RunFile> file;  // none when nothing is written
  std::optional<Checkpoints> checkpoints;
};

Simulation::Simulation(Setup setup)
    : pile_(setup.model.lift_times.empty()
                ? std::nullopt
                : std::optional<GrowingPile>(std::in_place, std::move(setup.model), std::move(setup.state))),
      model_(pile_ ? pile_->standing_model() : std::move(setup.model)),
      state_(pile_ ? pile_->standing_state() : std::move(setup.state)),
      controls_(std::move(setup.controls)),
      operations_(std::move(setup.operations)),
      record_(std::move(setup.record)),
      implicit_(std::make_unique<Implicit>(model_)),
      stepper_(std::make_unique<FlowFirst>(model_, controls_, *implicit_)),
      control_(controls_.steps, model_.system),
      budget_(whole_model(), whole_state()),
      energy_(model_.heat ? EnergyBudget(whole_model(), whole_state()) : EnergyBudget()),
      temperatures_(temperature_range(model_, controls_.length)),
      resolution_(model_),
      full_pores_(model_),
      dry_cells_(model_),
      activity_range_(model_),
      only_dissolve_(model_),
      redox_states_(model_),
      slow_steps_(model_, controls_),
      instruments_(whole_model(), std::move(setup.instruments)),
      dry_mass_(dry_mass(whole_model())),
      operations_done_(operations_.size(), 0) {}

Simulation::~Simulation() = default;

RunMemory Simulation::memory() const {
  return {steps_, control_.memory(), budget_.start(), budget_.turnover(),
          model_.heat ? energy_.memory() : std::vector<double>{}};
}

std::optional<Step> Simulation::step_to(double stop) {
  const double tiny = 1e-9 * controls_.length;
  const Interruption::Heeded requests;
  const StepControl control_before = control_;  // which attempts that are thrown away change
  cuts_ = 0;
  failed_.reset();
  Step work;  // of attempts that were thrown away
  while (true) {
    const State before = state_;
    const double row = next_row(model_.temperature.times(), before.time, stop, tiny);
    const double end = next_row(model_.pressure.along, before.time, row, tiny);
    const double dt = control_.propose(before.time, end);
    tried_dt_ = dt;
    Step step = stepper_->advance(state_, dt);
    step.newton_iterations += work.newton_iterations;
    step.linear_iterations += work.linear_iterations;
    last_step_ = step;
    if (step.good && control_.accept(step, dt)) {
      if (dt == end - before.time) state_.time = end;
      take_temperature(model_, state_);
      last_dt_ = dt;
      return step;
    }
    state_ = before;
    if (!step.good && Interruption::agreed(model_.mesh.communicator)) {
      control_ = control_before;
      return {};
    }
    if (step.unrecoverable) throw SolveError(step.reason);
    if (!step.good) {
      failed_ = step;
      control_.cut(step, dt);
    }
    work = step;
    ++cuts_;
  }
}

/// What the standing part has become counts.
void Simulation::take_note() {
  if (pile_) pile_->take(state_);
  budget_.update(whole_model(), whole_state());
}

void Simulation::after_step(const Step& step, RunFile* file, Log& log) {
  ++steps_;
  newton_iterations_ += step.newton_iterations;
  take_note();
  if (model_.heat) {
    energy_.step(whole_model(), whole_state(), step.energy);
    note_temperatures();
  }
  const ChemicalSystem& system = model_.system;
  const std::vector<double> closure = budget_.closure();
  if (file != nullptr) {
    std::vector<double> row = series_row(
        whole_model(), whole_state(), budget_, energy_,
        {last_dt_, step.newton_iterations, step.linear_iterations, cuts_, control_.carbon_error()});
    const std::vector<double> read = instruments_.read(whole_model(), whole_state());
    row.insert(row.end(), read.begin(), read.end());
    const std::vector<double> placed = pile_ ? pile_->row() : std::vector<double>{};
    row.insert(row.end(), placed.begin(), placed.end());
    file->write_step(state_.time, row);
  }
  double worst = 0;
  for (double value : closure) worst = std::max(worst, std::abs(value));
  if (model_.heat) worst = std::max(worst, std::abs(energy_.closure()));
  const double length = controls_.length;
  const bool milestone =
      std::floor(10 * state_.time / length) > std::floor(10 * (state_.time - last_dt_) / length);
  const std::string slow = slow_steps_.look(state_, {.step = step,
                                                     .failed = failed_ ? &*failed_ : nullptr,
                                                     .cuts = cuts_,
                                                     .length = last_dt_,
                                                     .next = control_.memory().next,
                                                     .interval = stop_ - last_stop_,
                                                     .limit = control_.limit()});
  const std::string dry = dry_cells_.look(state_);
  for (const std::string& line : {slow, dry})
    if (!line.empty()) log.say("warning: " + line);
  log.progress(
      progress_line({state_.time, length, last_dt_, step.newton_iterations, budget_.carbon_crossing().gas,
                     budget_.stored_carbon(system), dry_mass_, worst}),
      milestone);
}

void Simulation::write_state(RunFile* file, Moment moment) {
  if (file == nullptr) return;
  const auto fields = evaluate_fields(model_, state_);
  activity_range_.look(fields, state_.time);
  only_dissolve_.look(fields, state_.time);
  redox_states_.look(state_);
  append_state(*file, moment, fields);
  written_ = state_.time;
}

void Simulation::append_state(RunFile& file, Moment moment, const std::vector<std::vector<double>>& fields) {
  const auto start = std::chrono::steady_clock::now();
  std::vector<std::vector<double>> whole;
  if (pile_) whole = pile_->whole_fields(fields);
  const auto& written = pile_ ? whole : fields;
  const std::vector<std::span<const double>> values(written.begin(), written.end());
  const RunMemory remembered = memory();
  const State& state = whole_state();
  file.write_state(state.time, moment, values, state.entered, budget_.external(),
                   RestartPart{state, remembered}, state.crossings);
  Interruption::took_to_write(seconds_since(start));
}

/// The state between two outputs, in a file of its own; the steps up to it in the run file.
void Simulation::write_checkpoint(RunFile& file, Checkpoints& checkpoints) {
  file.keep_steps();
  const std::unique_ptr<RunFile> draft = begin_file(checkpoints.draft(), true);
  append_state(*draft, Moment::plain, evaluate_fields(model_, state_));
  draft->finish("checkpoint", 0);
  checkpoints.replace();
}

void Simulation::give_up(const SolveError& error) {
  const std::unique_ptr<Running> run = std::move(running_);
  write_state(run->file.get(), Moment::plain);
  if (run->file) run->file->finish(std::string("gave up: ") + error.what(), run->seconds(), warnings());
  run->checkpoints->remove();
  throw SolveError(failure_text(model_, state_, last_step_, error.what(),
                                {.steps = steps_,
                                 .tried = tried_dt_,
                                 .cuts = cuts_,
                                 .smallest = controls_.steps.smallest,
                                 .run_file = run->output}));
}

std::string Simulation::end_early(const std::string& why) {
  const std::unique_ptr<Running> run = std::move(running_);
  RunFile* file = run->file.get();
  if (written_ != state_.time) write_state(file, Moment::plain);
  if (file != nullptr) file->finish("interrupted", run->seconds(), warnings());
  run->checkpoints->remove();
  const std::string text = "interrupted by " + why + " at " + spoken_time(state_.time) + " of " +
                           spoken_time(controls_.length) +
                           (file != nullptr ? "; --restart " + file->path() + " goes on from there" : "");
  run->log.note(text);
  return text;
}

void Simulation::interrupt() { throw Interrupted(end_early(Interruption::cause(model_.mesh.communicator))); }

void Simulation::stop() {
  if (running_) end_early("the program that runs it");
}

std::vector<ColumnInfo> Simulation::columns_of_steps() const {
  std::vector<ColumnInfo> columns = series_columns(model_, state_);
  columns.insert(columns.end(), instruments_.columns().begin(), instruments_.columns().end());
  const std::vector<ColumnInfo> placed = pile_ ? pile_->columns() : std::vector<ColumnInfo>{};
  columns.insert(columns.end(), placed.begin(), placed.end());
  return columns;
}

std::unique_ptr<RunFile> Simulation::begin_file(const std::string& path, bool checkpoint) const {
  if (path.empty()) return nullptr;
  const Model& model = whole_model();
  RunHeader header = header_of(record_, model);
  header.command = command_;
  header.started = started_;
  header.checkpoint = checkpoint;
  if (origin_) {
    for (const std::string& own : {path, checkpoint_path(path)}) refuse_own_parent(own, origin_->parent.file);
    header.parent = origin_->parent;
  }
  std::vector<PatchLets> lets;
  for (const Crossing& crossing : whole_state().crossings)
    lets.push_back({crossing.has_gas, crossing.has_water, crossing.has_vapour, crossing.has_rain,
                    crossing.has_pond, crossing.has_carbon});
  const auto porosity =
      std::span<const double>(model.cells.porosity).first(static_cast<std::size_t>(model.mesh.owned));
  std::vector<ColumnInfo> fields = field_columns(model);
  if (pile_)
    fields.push_back(
        {std::string(placed_field), "1", "1 where the cell has been placed, 0 where it is to come"});
  return std::make_unique<RunFile>(path, model.mesh.communicator, model.mesh, model.cells.material, porosity,
                                   model.cells.dry_density, chemical_tables(model), header, std::move(fields),
                                   columns_of_steps(), solid_names(model), lets);
}

void Simulation::begin(const RunOptions& options) {
  const MPI_Comm ranks = model_.mesh.communicator;
  command_ = options.command;
  started_ = utc_now();
  Interruption::end_after(options.clock_from +
                          options.wall_time.value_or(controls_.wall_time.value_or(infinity)));
  running_ = std::make_unique<Running>(ranks, options);
  Log& log = running_->log;
  log.say(program_line(size_of(ranks)));
  log.say(tree());
  for (const Problem& warning : record_.warnings) log.say("warning: " + one_line(warning));
  if (origin_)
    for (const std::string& line : origin_->lines) log.say(line);
  running_->file = begin_file(options.output, false);
  write_state(running_->file.get(), origin_ ? origin_->moment : Moment::plain);
  running_->checkpoints.emplace(ranks, options.output,
                                options.checkpoint_every.value_or(controls_.checkpoint_every.value_or(0)));
  running_->checkpoints->remove();  // of an earlier run
  resolution_.begin(state_);
  log.say(progress_heading());
  last_stop_ = state_.time;
  stop_ = next_stop();
}

/// What is due now, until the next stop lies ahead.
void Simulation::reach_stop() {
  do {
    at_stop(running_->file.get());
    if (written_ == state_.time) running_->checkpoints->is_written();
    if (state_.time >= controls_.length) return;
    last_stop_ = state_.time;
    stop_ = next_stop();
  } while (state_.time >= stop_);
}

bool Simulation::step(double until, const std::function<void(const Simulation&)>& look) {
  check(running_ != nullptr, "a run begins before its steps");
  try {
    if (state_.time >= stop_) reach_stop();  // operations that are due where a restart begins
    const std::optional<Step> step = step_to(std::min(stop_, until));
    if (!step) interrupt();
    after_step(*step, running_->file.get(), running_->log);
    if (look) look(*this);
    if (state_.time >= stop_)
      reach_stop();
    else if (running_->checkpoints->due())
      write_checkpoint(*running_->file, *running_->checkpoints);
  } catch (const SolveError& error) {
    give_up(error);
  } catch (const FileError&) {
    running_.reset();
    throw;
  }
  if (state_.time < controls_.length) return true;
  end();
  return false;
}

void Simulation::end() {
  const std::unique_ptr<Running> run = std::move(running_);
  if (run->file) run->file->finish("done", run->seconds(), warnings());
  run->checkpoints->remove();
  Log& log = run->log;
  std::istringstream lines(found_warnings());
  for (std::string line; std::getline(lines, line);) log.say("warning: " + line);
  log.say(carbon_line(budget_.carbon_crossing(), budget_.stored_carbon(model_.system), dry_mass_));
  log.say(summary_line(steps_ - (origin_ ? origin_->steps : 0), newton_iterations_, run->seconds(),
                       model_.mesh.total, run->output));
  const std::string trouble = log.close();
  if (any_rank(model_.mesh.communicator, !trouble.empty())) throw FileError(trouble);
}

void Simulation::run(const RunOptions& options, const std::function<void(const Simulation&)>& look) {
  begin(options);
  while (step(controls_.length, look)) {
  }
}

}  // namespace talus
