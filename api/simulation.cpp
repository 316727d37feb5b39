#include <talus/simulation.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <sstream>

#include "api/load_case.h"
#include "api/session.h"
#include "base/error.h"
#include "base/petsc.h"
#include "base/units.h"
#include "base/wall_clock.h"
#include "case/set_up.h"
#include "solver/output/fields.h"
#include "solver/output/run_outputs.h"

namespace talus::api {

struct Fields::Impl {
  double time = 0;  // s
  std::vector<Quantity> quantities;
  std::vector<std::vector<double>> values;
};

Fields::Fields(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
double Fields::time() const { return impl_->time; }
const std::vector<Quantity>& Fields::quantities() const { return impl_->quantities; }
std::span<const double> Fields::operator[](std::string_view name) const {
  return impl_->values[number(name)];
}
const std::string& Fields::unit(std::string_view name) const { return impl_->quantities[number(name)].unit; }

std::size_t Fields::number(std::string_view name) const {
  std::vector<std::string> known;
  for (std::size_t k = 0; k < impl_->quantities.size(); ++k) {
    known.push_back(impl_->quantities[k].name);
    if (known.back() == name) return k;
  }
  throw InputError({{Place{}, "no field '" + std::string(name) + "'", suggestion(name, known)}});
}

struct Cells::Impl {
  std::vector<double> volume, x, y, z, depth;
};

Cells::Cells(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
std::size_t Cells::size() const { return impl_->volume.size(); }
std::span<const double> Cells::volume() const { return impl_->volume; }
std::span<const double> Cells::x() const { return impl_->x; }
std::span<const double> Cells::y() const { return impl_->y; }
std::span<const double> Cells::z() const { return impl_->z; }
std::span<const double> Cells::depth() const { return impl_->depth; }

struct Simulation::Impl {
  explicit Impl(Input read)
      : input(std::move(read)), simulation(set_up(input, talus::Session::everybody())) {}
  ~Impl() { end_quietly(); }

  bool begun() const { return begun_; }
  void begin();
  bool step(double until, const std::function<void(const talus::Simulation&)>& look);
  void stop() { stepping ? void(stop_wanted = true) : end(); }
  void before_steps(const std::string& what) const;

  const Input input;
  std::unique_ptr<OutputLock> lock;
  talus::Simulation simulation;
  RunOptions options{.output = "", .log = "", .command = "", .loudness = Loudness::quiet};
  bool stepping = false, stop_wanted = false, over = false;
  std::shared_ptr<const Fields::Impl>
      fields;  // of the state as it is now; none when it has not been asked for

 private:
  void end() {
    simulation.stop();
    over = true;
    lock.reset();
  }
  void end_quietly() noexcept try { end(); } catch (...) {
  }
  bool begun_ = false;
};

void Simulation::Impl::before_steps(const std::string& what) const {
  if (begun_) throw InputError({{Place{}, what + " comes before the first step", "make a new Simulation"}});
}

void Simulation::Impl::begin() {
  begun_ = true;
  if (!options.output.empty())
    refuse_unwritable_outputs(simulation.model().mesh.communicator, options.output);
  options.command = "library: " + input.document.name();
  options.clock_from = seconds_since_start();
  simulation.begin(options);
}

bool Simulation::Impl::step(double until, const std::function<void(const talus::Simulation&)>& look) {
  if (stepping)
    throw InputError({{Place{}, "a step of this simulation is under way",
                       "in a callback look at it, or call stop(); step() and run() come afterwards"}});
  if (over) return false;
  try {
    if (!begun_) begin();
    fields.reset();
    stepping = true;
    const bool more = simulation.step(until, look);
    fields.reset();  // operations have come after the callback
    stepping = false;
    over = !more;
    if (over) lock.reset();
    if (more && stop_wanted) end();
    return !over;
  } catch (...) {
    stepping = false;
    fields.reset();
    over = true;
    end_quietly();
    throw;
  }
}

Simulation::Simulation(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Simulation::Simulation(const std::string& case_file, const std::vector<std::string>& set) {
  need_session();
  impl_ = std::make_unique<Impl>(load_case(case_file, set));
}

Simulation Simulation::from_text(const std::string& text, const std::vector<std::string>& set,
                                 const std::string& folder) {
  need_session();
  return Simulation(std::make_unique<Impl>(load_case(Document::from_text(text, "case", set), folder)));
}

Simulation::~Simulation() = default;
Simulation::Simulation(Simulation&&) noexcept = default;
Simulation& Simulation::operator=(Simulation&&) noexcept = default;

void Simulation::write_to(const std::string& run_file, bool overwrite) {
  impl_->before_steps("write_to()");
  if (std::filesystem::path(run_file).extension() != ".h5")
    throw InputError({{Place{}, "the run file must end in .h5, but this is '" + run_file + "'", ""}});
  impl_->lock.reset();
  const MPI_Comm ranks = impl_->simulation.model().mesh.communicator;
  impl_->lock = lock_outputs(ranks, run_file);
  if (!overwrite)
    refuse_existing_outputs(ranks, run_file, "overwrite replaces it, another name leaves it alone");
  impl_->options.output = run_file;
  impl_->options.log = log_of(run_file);
}

void Simulation::restart(const std::string& run_file) {
  impl_->before_steps("restart()");
  if (!impl_->options.output.empty()) refuse_own_parent(impl_->options.output, run_file);
  impl_->simulation.restart(run_file);
  impl_->fields.reset();
}

void Simulation::print_progress(bool wanted) {
  impl_->before_steps("print_progress()");
  impl_->options.loudness = wanted ? Loudness::normal : Loudness::quiet;
}

bool Simulation::step() { return impl_->step(length(), {}); }

bool Simulation::run_to(double time, const Callback& each_step) {
  std::function<void(const talus::Simulation&)> look;
  if (each_step)
    look = [&](const talus::Simulation&) {
      impl_->fields.reset();
      each_step(*this);
    };
  while (!done() && this->time() < time) impl_->step(std::min(time, length()), look);
  return !done();
}

bool Simulation::run_to(const std::string& time, const Callback& each_step) {
  try {
    return run_to(to_si(time, "s"), each_step);
  } catch (const UnitError& error) {
    throw InputError({{Place{}, "run_to: " + std::string(error.what()), error.hint()}});
  }
}

void Simulation::run(const Callback& each_step) { run_to(length(), each_step); }
void Simulation::stop() { impl_->stop(); }

double Simulation::time() const { return impl_->simulation.state().time; }
double Simulation::length() const { return impl_->input.values.run.length; }
bool Simulation::done() const { return impl_->over; }
int Simulation::steps() const { return impl_->simulation.steps(); }
std::string Simulation::title() const { return impl_->input.values.title; }
std::string Simulation::tree() const { return impl_->simulation.tree(); }

std::vector<std::string> Simulation::warnings() const {
  std::vector<std::string> all;
  std::istringstream lines(impl_->simulation.warnings());
  for (std::string line; std::getline(lines, line);) all.push_back(line);
  return all;
}

Fields Simulation::fields() const {
  if (!impl_->fields) {
    const Model& model = impl_->simulation.model();
    auto fields = std::make_shared<Fields::Impl>();
    fields->time = time();
    for (const ColumnInfo& column : field_columns(model))
      fields->quantities.push_back({column.name, column.unit, column.long_name});
    fields->values = evaluate_fields(model, impl_->simulation.state());
    impl_->fields = std::move(fields);
  }
  return Fields(impl_->fields);
}

Cells Simulation::cells() const {
  const Mesh& mesh = impl_->simulation.model().mesh;
  const auto owned = [&](const std::vector<double>& local) {
    return std::vector<double>(local.begin(), local.begin() + mesh.owned);
  };
  return Cells(std::make_shared<Cells::Impl>(
      Cells::Impl{owned(mesh.volume), owned(mesh.x), owned(mesh.y), owned(mesh.z), owned(mesh.depth)}));
}

double Simulation::co2_from_air() const { return impl_->simulation.budget().carbon_crossing().gas; }

double Simulation::co2_stored() const {
  return impl_->simulation.budget().stored_carbon(impl_->simulation.model().system);
}

double Simulation::mass_balance_error() const {
  double worst = 0;
  for (const double one : impl_->simulation.budget().closure()) worst = std::max(worst, std::abs(one));
  return worst;
}

}  // namespace talus::api
