// How a simulation goes on from a state of a run file.
#include "solver/coupling/stage.h"
#include "solver/output/changed_keys.h"
#include "solver/output/checkpoint.h"
#include "solver/output/progress.h"
#include "solver/output/restart.h"
#include "solver/simulation.h"

namespace talus {

namespace {

/// Whether a key says how a run goes on, and not what its cells hold and how they react.
bool about_the_run(const std::string& key) {
  for (const char* table : {"title", "run.", "steps.", "operations[", "lifts[", "published[", "instruments["})
    if (key.starts_with(table)) return true;
  return false;
}

}  // namespace

void Simulation::restart(const std::string& run_file, const RestartPoint& point) {
  const MPI_Comm ranks = model_.mesh.communicator;
  const RestartFile file(ranks, file_of_latest_state(ranks, run_file, point), point);
  const Controls& c = controls_;
  if (file.time() >= c.length)
    throw InputError({{record_.place_of_length,
                       "the state of " + file.path() + " is at " + spoken_time(file.time()) +
                           ", not before the end of the run at " + spoken_time(c.length),
                       "a longer run.length goes on from there"}});
  RunMemory memory = file.read(whole_model(), pile_ ? pile_->state_to_read() : state_);
  if (pile_) stand_up();
  take_temperature(model_, state_);
  control_.resume(memory.control);
  steps_ = static_cast<int>(memory.steps);
  origin_ = Origin{file.parent(), file.moment(), steps_, {}};
  heed_changes(file);
  if (pile_) pile_->take(state_);
  budget_.resume(whole_model(), whole_state(), std::move(memory.start), std::move(memory.turnover));
  if (model_.heat) {
    energy_.resume(whole_model(), whole_state(), memory.energy);
    note_temperatures();
  }
  outputs_ = times_over(c.output_every, c.output_every, file.time(), true);
  // a plain state comes before the operations of its time, which a run that ended there has left out
  for (std::size_t i = 0; i < operations_.size(); ++i)
    operations_done_[i] = operations_[i].over(file.time(), file.moment() >= Moment::after);
}

/// Notes the keys that are not as they were; where they change what cells hold, finds the equilibrium anew.
void Simulation::heed_changes(const RestartFile& file) {
  std::vector<std::string>& lines = origin_->lines;
  lines.push_back("continues " + file.path() + " at " + spoken_time(file.time()));
  for (const std::string& note : file.notes()) lines.push_back("  warning: " + note);
  bool other_cells = file.database_hash() != model_.database->hash, other_steps = false;
  if (other_cells) lines.push_back("  changed: the text of the database");
  for (const ChangedKey& key : changed_keys(file.case_echo(), record_.case_echo)) {
    const auto text = [](const std::string& value) { return value.empty() ? "absent" : value; };
    if (key.before.empty() && key.path.starts_with("SHA-256 of "))
      continue;  // of a run file without hashes, or named anew
    lines.push_back("  changed: " + key.path + " from " + text(key.before) + " to " + text(key.after));
    other_cells = other_cells || !about_the_run(key.path);
    other_steps = other_steps || key.path.starts_with("steps.");
  }
  if (other_steps) control_.restart();
  if (!other_cells) return;
  lines.push_back("  the cells hold what they held; minerals, surfaces and water of materials are not used");
  const Step step = implicit_->respeciate(state_);
  if (!step.good) throw SolveError("no equilibrium under the changed keys: " + step.reason);
}

}  // namespace talus
