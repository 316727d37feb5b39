// The cells of a run, for what is no sum over them: columns, and arrays of one output at a time, read from the run file again.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/hdf5.h"
#include "report/run.h"

namespace talus::report {

/// A cell within its column.
struct CellPlace {
  std::size_t column = 0;
  double top = 0, bottom = 0;  ///< m below the top of the column
};

/// Opens the files of a run. FileError when they are gone or have other arrays than they had.
class RunCells {
 public:
  explicit RunCells(const Run& run);

  std::size_t size() const { return volume.size(); }
  bool has(const std::string& path) const { return files_.front().has(path); }
  std::vector<std::string> texts(const std::string& path) const {
    return files_.front().dataset(path).texts();
  }
  /// What `path`, an array with a row for each output, has at an output of the run: one value for each cell.
  std::vector<double> row(const std::string& path, std::size_t output) const;
  /// The same of an array that has several rows of cells for each output.
  std::vector<double> row(const std::string& path, std::size_t output, std::size_t which) const;
  /// Where the cells are, by the corners that the run file has for ParaView; none where it has none. Cells are in one column as
  /// long as each begins where the one before ends.
  std::vector<CellPlace> places() const;

  std::vector<double> volume, porosity;  ///< m3; of each cell, at the start

 private:
  const Run& run_;
  std::vector<hdf5::File> files_;  // of the parts
};

}  // namespace talus::report
