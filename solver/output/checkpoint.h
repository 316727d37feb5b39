// The checkpoint of a run: its latest state between two outputs, in a file of its own beside the run file.
//
//     pile.h5                what users read: outputs and series
//     pile.checkpoint.h5     one state, as a run file without outputs; --restart pile.h5 finds it
//
// A checkpoint is written under another name, brought to the disk, and then takes the place of the one
// before: whenever the program is killed, a whole one is there. It goes when the run has come to its end.
#pragma once

#include <string>

#include "base/mpi.h"
#include "solver/output/restart.h"

namespace talus {

/// "out/pile.h5" -> "out/pile.checkpoint.h5"
std::string checkpoint_path(const std::string& run_file);

/// When checkpoints are due, and the file that holds the latest one.
class Checkpoints {
 public:
  /// Of a run that `ranks` share, beside `run_file`, which is nowhere when empty; every `seconds` by the
  /// clock, never when 0.
  Checkpoints(MPI_Comm ranks, const std::string& run_file, double seconds);

  /// Whether the latest state on the disk is old. The first rank's clock decides. Collective.
  bool due() const;
  /// A state has reached the disk.
  void is_written();
  /// Where the next checkpoint is written before it counts.
  std::string draft() const { return path_ + ".draft"; }
  /// The draft, which is closed, takes the place of the checkpoint. Collective. FileError.
  void replace();
  /// Removes the checkpoint; one that an earlier run has left, too. Collective. FileError.
  void remove() const;

 private:
  MPI_Comm ranks_;
  std::string path_;
  double every_, last_;  // s
};

/// The file from whose state a run that left `run_file` goes on: the checkpoint beside it if that is of the
/// same run and later than the state of `run_file`, else `run_file`. FileError. Collective.
std::string file_of_latest_state(MPI_Comm ranks, const std::string& run_file, const RestartPoint& point);

}  // namespace talus
