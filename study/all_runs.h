// All runs of a study, several at once, each in processes of its own.
#pragma once

#include <functional>
#include <string>

#include "study/results.h"

namespace talus::study {

/// How far a study is.
struct Progress {
  std::size_t done = 0, all = 0;  ///< done: failed ones too
  double seconds_left = 0;        ///< not a number before the first run has ended
};

/// Which runs are wanted: from, to (not included).
struct Some {
  std::size_t from = 0, to = 0;
};

/// Does the runs that have no row yet, `jobs` at once, and gathers the rows. `say` is called when a run has ended. Interrupted
/// by signals: rows are kept, and the same call goes on. InputError where the study asks for a quantity that the report does
/// not have; FileError where the disk is the reason.
void do_runs(const Study& study, const Folder& folder, std::size_t jobs, const std::string& program,
             const std::function<void(const Progress&)>& say);

/// Does these runs, one after the other, as far as they have no row, and leaves the rows in files of their own: what a job of
/// a batch system does beside others.
void do_some_runs(const Study& study, const Folder& folder, Some some, const std::string& program);

/// A script for an array of SLURM jobs, each with so many runs.
std::string job_script(const Study& study, const std::string& study_file, const Folder& folder,
                       std::size_t runs_per_job);

}  // namespace talus::study
