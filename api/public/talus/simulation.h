// A pile that reacts, breathes and drains: the case of `talus run`, under the hands of a program.
#pragma once

#include <talus/errors.h>
#include <talus/quantity.h>

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace talus::api {

/// The fields of the cells at one time. Copies share the numbers, which never change: as long as a copy
/// lives, the spans that it gave are good.
class Fields {
 public:
  double time() const;                              ///< s
  const std::vector<Quantity>& quantities() const;  ///< docs/outputs.md says what they are
  /// The values of a field in the cells of this rank, from the base to the top, one column after the other;
  /// in the unit of unit(). InputError with the nearest name.
  std::span<const double> operator[](std::string_view name) const;
  const std::string& unit(std::string_view name) const;

 private:
  friend class Simulation;
  struct Impl;
  explicit Fields(std::shared_ptr<const Impl> impl);
  std::size_t number(std::string_view name) const;
  std::shared_ptr<const Impl> impl_;
};

/// Where the cells of this rank are. As Fields, it may be copied, and its spans are good as long as it lives.
class Cells {
 public:
  std::size_t size() const;
  std::span<const double> volume() const;  ///< m3
  std::span<const double> x() const;       ///< m, of the centre
  std::span<const double> y() const;       ///< m
  std::span<const double> z() const;       ///< m, upwards from the lowest point of the mesh
  std::span<const double> depth() const;   ///< m, below the surface of the column

 private:
  friend class Simulation;
  struct Impl;
  explicit Cells(std::shared_ptr<const Impl> impl);
  std::shared_ptr<const Impl> impl_;
};

/// A case that runs. On several ranks all of them call everything, in the same order.
class Simulation {
 public:
  /// Reads and checks a case and builds its model; each of `set` is "key.path=value" and replaces a key of
  /// it. InputError with every problem; FileError.
  explicit Simulation(const std::string& case_file, const std::vector<std::string>& set = {});
  /// The same for the text of a case; paths in it are relative to `folder`.
  static Simulation from_text(const std::string& text, const std::vector<std::string>& set = {},
                              const std::string& folder = ".");
  /// A run that is under way ends as by stop().
  ~Simulation();
  Simulation(Simulation&&) noexcept;
  Simulation& operator=(Simulation&&) noexcept;

  // Before the first step.

  /// Writes what `talus run` writes: FILE.h5, FILE.xdmf, FILE.log. Nothing is written without it. FileError
  /// when they exist and may not be overwritten, another run writes them, or they cannot be written.
  void write_to(const std::string& run_file, bool overwrite = false);
  /// Goes on from the last state of a run file, as `talus run --restart`. InputError, FileError, SolveError.
  void restart(const std::string& run_file);
  /// Prints on standard output what `talus run` prints. Nothing is printed without it.
  void print_progress(bool wanted = true);

  // Runs. SolveError when the solver gives up, with the last good state in the run file; FileError;
  // Interrupted.

  /// Called after each accepted step, before the operations that are due at its end. An exception of it ends
  /// the run as stop() does, and goes on to the caller.
  using Callback = std::function<void(Simulation&)>;

  /// Takes one accepted step, and does what is due at its end: operations, states of the run file, at the end
  /// of the run its closing. Whether there is more to do.
  bool step();
  /// Steps up to `time` (s), or to the end of the run if that comes first. Whether there is more to do.
  bool run_to(double time, const Callback& each_step = {});
  /// The same for a time with its unit: "30 d".
  bool run_to(const std::string& time, const Callback& each_step = {});
  /// Steps up to the end of the run.
  void run(const Callback& each_step = {});
  /// Ends the run here: its state is written, and restart() can go on from it. In a callback: after that
  /// step.
  void stop();

  // The run.

  double time() const;                        ///< s since the start
  double length() const;                      ///< s, of the whole run
  bool done() const;                          ///< whether it has come to its end, was stopped, or gave up
  int steps() const;                          ///< accepted, with those of the run that it continues
  std::string title() const;                  ///< of the case
  std::string tree() const;                   ///< the model, for people
  std::vector<std::string> warnings() const;  ///< what to beware of, so far

  // The pile.

  /// The fields of the state as it is now.
  Fields fields() const;
  Cells cells() const;
  double co2_from_air() const;  ///< mol of CO2 that came in as gas since the start, all ranks
  double co2_stored()
      const;  ///< mol of carbon that the pile holds beyond what it held at the start, all ranks
  double mass_balance_error()
      const;  ///< the largest of all components, relative to what was stored and moved

 private:
  struct Impl;
  explicit Simulation(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace talus::api

#ifndef TALUS_INSIDE  // the sources of Talus have a class of this name, which needs the headers of PETSc
namespace talus {
using api::Cells;
using api::Fields;
using api::Simulation;
}  // namespace talus
#endif
