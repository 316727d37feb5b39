// How a run goes on from a state in a run file as if it had never stopped: the group /restart.
//
// Fields are for people: they are made from the unknowns, and not enough to go on. /restart holds the
// unknowns and totals themselves, what the surface law and the choice of steps remember, and the books since
// the start, bit by bit. What came in through each face is read from /patches. On as many ranks as before all
// later bits are the same; on another number what the ranks sum differs in its last bits.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/hdf5.h"
#include "solver/coupling/steps.h"
#include "solver/model.h"
#include "solver/output/run_layout.h"
#include "solver/state/budget.h"
#include "solver/state/state.h"

namespace talus {

/// What a run remembers besides its state, the same on all ranks.
struct RunMemory {
  std::int64_t steps = 0;        ///< accepted since the start
  StepMemory control;            ///< of the choice of steps
  Store start;                   ///< what the domain held at the start
  std::vector<double> turnover;  ///< of each balance, mol
};

/// What is written so that a run can go on from here.
struct RestartPart {
  const State& state;
  const RunMemory& memory;
};

/// Names of the solids: "Brucite" was there, "Nesquehonite formed" formed.
std::vector<std::string> solid_names(const Model& model);

/// The part of a run file that is being written.
class RestartRows {
 public:
  /// `file` has been laid out with /restart and is open on all ranks of `ranks`.
  RestartRows(const hdf5::File& file, MPI_Comm ranks, std::int64_t first_cell, std::int64_t owned_cells);

  /// Appends a state as row `row`. Collective.
  void write(std::int64_t row, const RestartPart& part);

 private:
  void append(const char* name, std::int64_t row, double value);
  void append(const char* name, std::int64_t row, const std::vector<double>& values);
  void append(const char* name, std::int64_t row, std::initializer_list<const Fields*> parts);
  void write_start(const Store& start);

  hdf5::Group group_;
  int rank_ = 0;
  std::int64_t first_, owned_;
};

/// A state in a run file, from which a run goes on.
class RestartFile {
 public:
  /// Opens the file at its last state, or at its state at the time `at` (s): after an operation, if there was
  /// one. FileError when it is no run file that can be continued; InputError when it has no such state.
  RestartFile(const std::string& path, std::optional<double> at);

  double time() const { return time_; }
  /// Plain, or after an operation.
  Moment moment() const { return moment_; }
  const std::string& path() const { return path_; }
  /// Every key of its case, as RunHeader::case_echo.
  std::string case_echo() const;
  std::string database_hash() const;
  /// For the record of the run that goes on.
  ParentRun parent() const;

  /// Reads the state of this rank, and what the run remembers. InputError that names what is different when
  /// the model has other cells, components or solids. Collective.
  RunMemory read(const Model& model, State& state) const;

 private:
  void choose_row(std::optional<double> at);
  void check_same(const Model& model) const;
  void read_state(const Model& model, State& state) const;
  void read_entered(const Model& model, State& state) const;
  void read_crossings(const Model& model, State& state) const;
  /// What stands in the file for each face of this rank, [face][kind].
  std::vector<double> read_faces(const Patch& patch, const std::string& prefix,
                                 const std::vector<std::string>& kinds) const;
  RunMemory read_memory() const;
  std::vector<double> row_of(const std::string& name) const;

  std::string path_;
  hdf5::File file_;
  std::int64_t row_ = 0;
  double time_ = 0;
  Moment moment_ = Moment::plain;
};

/// FileError when `output` is the file that is to be continued.
void refuse_own_parent(const std::string& output, const std::string& parent);

}  // namespace talus
