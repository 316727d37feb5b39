// The XDMF file beside a run file, by which ParaView and VisIt open it.
//
// A temporal collection of grids of hexahedra, one for each output. It holds no numbers, only where they
// stand in the HDF5 file (a row of each [time, cell] field), by a path relative to itself. ParaView shows an
// empty grid at a time that stands twice, so that of the two states of an operation only the one after it is
// listed.
#pragma once

#include <cstdint>
#include <fstream>
#include <span>
#include <string>
#include <vector>

#include "solver/output/run_layout.h"

namespace talus {

/// "out/run.h5" -> "out/run.xdmf"
std::string xdmf_path(const std::string& run_file);

/// Written by one rank. After each add() the file is complete, whatever happens to the program.
class XdmfFile {
 public:
  /// Beside `run_file`, which has `cells` cells and these fields. Throws FileError.
  XdmfFile(const std::string& run_file, std::int64_t cells, std::span<const ColumnInfo> fields);

  /// Lists the next row of the run file, with its time in s, in place of an earlier row of the same time.
  /// Throws FileError.
  void add(double time);

 private:
  void write(const std::string& text);

  std::string path_;
  std::string run_file_;  // as the XDMF file names it
  std::int64_t cells_ = 0;
  std::int64_t rows_ = 0;
  std::vector<std::string> fields_;
  std::ofstream file_;
  double last_time_ = 0;      // s
  std::streampos last_grid_;  // where the grid of the last row begins
  std::streampos end_;        // where the next one begins, over the closing tags
};

}  // namespace talus
