// The results of a study on the disk: results.csv with a row for each run that is done or has failed.
//
// A run that ends writes its row into a file of its own, whole or not at all; the rows are gathered into results.csv in the
// order of their numbers, which is written whole or not at all as well. So a study can be killed at any moment, and what
// it gives in the end does not depend on that, nor on the order in which runs end.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <map>
#include <string>
#include <vector>

#include "study/study.h"

namespace talus::study {

/// What became of a run.
struct Row {
  /// By column; empty where it failed. Infinite, "inf" in the files: what the quantity is the time of was not reached.
  std::vector<double> values;
  std::string failure;  ///< one line; empty where it did not
};

/// Where the results are.
struct Folder {
  std::filesystem::path path;

  std::filesystem::path about() const { return path / "about.json"; }  ///< whose results they are
  std::filesystem::path results() const { return path / "results.csv"; }
  std::filesystem::path results_hdf5() const { return path / "results.h5"; }
  std::filesystem::path rows() const { return path / "rows"; }          ///< of runs that ended just now
  std::filesystem::path work() const { return path / "work"; }          ///< files of runs that go on
  std::filesystem::path runs() const { return path / "runs"; }          ///< files that are kept
  std::filesystem::path failures() const { return path / "failures"; }  ///< what reproduces runs that failed
};

/// The results so far.
struct Results {
  std::vector<std::string> columns;   ///< of the quantities; empty as long as no run is done
  std::map<std::size_t, Row> by_run;  ///< by number
  /// Rows of results.csv of runs that the study once was to have and has no more, as they were read: kept for when it has them
  /// again.
  std::map<std::size_t, std::vector<std::string>> set_aside;

  std::size_t failed() const;
  /// A column by run, not a number where a run failed or is not there.
  std::vector<double> column(std::size_t index, std::size_t runs) const;
};

/// Makes the folder for a study, or takes one that has results of the same study by the same program. FileError where it is of
/// another study: results of different ones are never mixed.
void prepare_folder(const Folder& folder, const Study& study);

/// Removes what was written into the folder, by the names of its files and folders, and last the file that says whose results
/// they are: as long as any are left, they are never taken for somebody else's.
void remove_results(const Folder& folder, std::initializer_list<const char*> names);

/// Writes the row of a run that has ended, once it is on the disk.
void write_row(const Folder& folder, std::size_t run, const std::vector<std::string>& columns,
               const Row& row);

/// All rows that are there: of results.csv, and those of runs that ended since. FileError where a file is damaged.
Results read_results(const Folder& folder, const Study& study);

/// Writes results.csv with all of them, and removes the files of single rows.
void gather(const Folder& folder, const Study& study, const Results& results);

}  // namespace talus::study
