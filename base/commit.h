// Commit marks: which states of a file that grows state by state are whole.
//
// A program that is killed, a full disk or a power cut can leave a state half written. So a state counts only
// when its mark is there and right. The mark is written after all else of the state is on the disk, and holds
// checksums of all of it. docs/outputs.md describes the group /commit for those who read it.
//
//     mark = 2^32 + CRC-32 of  state, steps, checksums of the state, checksums of the constants
//
// as little-endian 64-bit integers. A checksum is the CRC-32 of a dataset's row of that state (of /series: of
// its first `steps` rows; of a constant: of all of it) as little-endian 64-bit floats, row after row.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/hdf5.h"

namespace talus::hdf5 {

/// Makes the group /commit of a new file: for the datasets that grow with each state (or, in /series, with
/// each step), and for those that are written once.
void create_commit(File& file, const std::vector<std::string>& growing,
                   const std::vector<std::string>& constant);

/// Every dataset under `group` that grows, once, by its path; "time" in it is a second name of /time.
std::vector<std::string> growing_datasets(const File& file, const std::string& group);

/// Takes checksums of what is written and writes the marks. All ranks have one.
class CommitWriter {
 public:
  CommitWriter(const File& file, MPI_Comm ranks);

  /// Takes note of what this rank has written of a dataset. What several ranks write, no matter how it is
  /// shared, and each place once.
  void note(const std::string& path, const Selection& where, std::span<const double> values);
  /// Takes note of a value or row that all ranks have.
  void note_alone(const std::string& path, std::span<const double> values);

  /// Writes the mark of a state, of which all else is on the disk; `steps` rows of /series belong to it.
  /// Collective. It is not on the disk before the file is flushed.
  void write(std::int64_t state, std::int64_t steps);

 private:
  struct Piece {
    std::int64_t dataset, first, count, checksum;
  };
  struct Noted {
    std::size_t number;               // among all datasets
    std::vector<std::int64_t> shape;  // of a row, or of all of a constant
    bool constant, series;
  };
  std::vector<std::int64_t> joined(const std::vector<Piece>& pieces, std::size_t count) const;

  MPI_Comm ranks_;
  int rank_ = 0;
  std::map<std::string, Noted> datasets_;
  std::size_t growing_ = 0, constant_ = 0;
  std::vector<Piece> pieces_, constants_;
  std::vector<std::uint32_t> series_;  // so far, by the number of the dataset
  std::vector<std::int64_t> constant_checksums_;
  Dataset checksums_, steps_, marks_, constants_dataset_;
};

/// The marks of a file that is read.
class Commits {
 public:
  /// FileError when there is a group /commit in which marks cannot be looked up.
  explicit Commits(const File& file);

  /// Whether the file has marks at all; older ones do not.
  bool present() const { return present_; }
  /// States whose marks are there and right, from the first on.
  std::int64_t states() const { return static_cast<std::int64_t>(steps_.size()); }
  /// Rows of /series that belong to the states up to this one.
  std::int64_t steps(std::int64_t state) const { return steps_[static_cast<std::size_t>(state)]; }

  /// Paths of the datasets of which a committed state is not as it was written, without those of /series.
  std::vector<std::string> damaged(std::int64_t state) const;
  /// Paths of the datasets of /series of which the rows up to a state are not as they were written.
  std::vector<std::string> damaged_series(std::int64_t state) const;
  /// Paths of the datasets that are written once and not as they were written.
  std::vector<std::string> damaged_constants() const;

 private:
  std::vector<std::string> damaged(std::int64_t state, bool series) const;

  const File& file_;
  bool present_ = false;
  std::vector<std::string> growing_, constant_;
  std::vector<std::int64_t> steps_, constant_checksums_;
  std::vector<std::vector<std::int64_t>> checksums_;  // [state][dataset]
};

}  // namespace talus::hdf5
