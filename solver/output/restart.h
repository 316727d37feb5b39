// How a run goes on from a state in a run file as if it had never stopped: the group /restart.
//
// Fields are for people: they are made from the unknowns, and not enough to go on. /restart holds the
// unknowns and totals themselves, what the surface law and the choice of steps remember, and the balances
// since the start, bit by bit. What came in through each face is read from /patches. On as many ranks as before all
// later bits are the same; on another number what the ranks sum differs in its last bits. A file that is
// continued is not believed: its state must be committed, its arrays of the right lengths, its budget closed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/commit.h"
#include "base/hdf5.h"
#include "solver/coupling/steps.h"
#include "solver/model.h"
#include "solver/output/run_layout.h"
#include "solver/state/arrays.h"
#include "solver/state/budget.h"
#include "solver/state/energy.h"
#include "solver/state/state.h"

namespace talus {

/// What a run remembers besides its state, the same on all ranks.
struct RunMemory {
  std::int64_t steps = 0;        ///< accepted since the start
  StepMemory control;            ///< of the choice of steps
  Store start;                   ///< what the domain held at the start
  std::vector<double> turnover;  ///< of each balance, mol
  std::vector<double> energy;    ///< of the energy balance (state/energy.h); empty where heat does not flow
};

/// What is written so that a run can go on from here.
struct RestartPart {
  const State& state;
  const RunMemory& memory;
};

/// The part of a run file that is being written.
class RestartRows {
 public:
  /// `file` has been laid out with /restart and is open on all ranks of `ranks`.
  /// What it writes it notes in `marks`.
  RestartRows(const hdf5::File& file, MPI_Comm ranks, std::int64_t first_cell, std::int64_t owned_cells,
              hdf5::CommitWriter& marks);

  /// Appends a state as row `row`. Collective.
  void write(std::int64_t row, const RestartPart& part);

 private:
  void append(const std::string& name, std::int64_t row, double value);
  void append(const std::string& name, std::int64_t row, std::span<const double> values);
  void append(const std::string& name, std::int64_t row, const hdf5::Selection& where,
              std::span<const double> values);
  void write_start(const Store& start);
  void write_memory(std::int64_t row, RunMemory memory);

  hdf5::Group group_;
  hdf5::CommitWriter& marks_;
  int rank_ = 0;
  std::int64_t first_, owned_;
};

/// From which state of a run file to go on.
struct RestartPoint {
  std::optional<double> at{};  ///< s; the last one when empty; after an operation, if there was one
  bool last_good = false;      ///< where the last one is torn or damaged, the last good one before it
};

/// A state in a run file, from which a run goes on.
class RestartFile {
 public:
  /// Opens the file at a state that is committed and as it was written. FileError when it is no run file that
  /// can be continued, or when that state is torn or damaged; InputError when it has no such state. All that
  /// is read is first read by a child process of the first rank, since HDF5 does not survive every damaged
  /// file. Collective over `ranks`.
  RestartFile(MPI_Comm ranks, const std::string& path, const RestartPoint& point);

  double time() const { return time_; }
  /// Plain, or after an operation.
  Moment moment() const { return moment_; }
  const std::string& path() const { return path_; }
  /// What has to be said of the file: torn states that are left out, a file without marks; a line each.
  const std::vector<std::string>& notes() const { return notes_; }
  /// Every key of its case, as RunHeader::case_echo.
  std::string case_echo() const;
  std::string database_hash() const;
  /// For the record of the run that goes on.
  ParentRun parent() const;

  /// Reads the state of this rank, and what the run remembers. InputError that names what is different when
  /// the model has other cells, components or solids; FileError when arrays have other lengths than these
  /// need, or hold what is impossible, or when the state is not what the domain held at the start plus what
  /// came in plus the external terms. Collective.
  RunMemory read(const Model& model, State& state) const;

 private:
  struct WithoutChild {};
  RestartFile(MPI_Comm ranks, const std::string& path, const RestartPoint& point, WithoutChild);
  void choose_row(const RestartPoint& point);
  std::int64_t last_whole_row(const RestartPoint& point, const std::vector<std::int64_t>& rows);
  std::vector<std::string> damaged(std::int64_t row) const;
  void read_once() const;
  void check_same(const Model& model) const;
  void read_state(const Model& model, State& state) const;
  void read_share(std::vector<double>& share, const NumberInfo& info) const;
  void read_patches(const Model& model, State& state) const;
  /// What stands in the file for each face of this rank, [face][kind].
  std::vector<double> read_faces(const Patch& patch, const std::string& prefix,
                                 const std::vector<std::string>& kinds) const;
  RunMemory read_memory(const Model& model) const;
  void check_budget(const Model& model, const State& state, const RunMemory& memory) const;
  std::vector<double> row_of(const std::string& path, const std::vector<std::int64_t>& shape) const;

  MPI_Comm ranks_;
  std::string path_;
  hdf5::File file_;
  hdf5::Commits commits_;
  std::vector<std::string> notes_;
  std::int64_t row_ = 0;
  double time_ = 0;
  Moment moment_ = Moment::plain;
};

/// FileError when `output` is the file that is to be continued.
void refuse_own_parent(const std::string& output, const std::string& parent);

}  // namespace talus
