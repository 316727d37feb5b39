// The XDMF file beside a run file, by which ParaView and VisIt open it.
//
// A temporal collection of grids of hexahedra, one for each output. It holds no numbers, only where they
// stand in the HDF5 file (a row of each [time, cell] field), by a path relative to itself. ParaView shows an
// empty grid at a time that stands twice, so that of the two states of an operation only the one after it is
// listed.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "solver/output/run_layout.h"

namespace talus {

/// "out/run.h5" -> "out/run.xdmf"
std::string xdmf_path(const std::string& run_file);

/// Written by one rank. After each add() the file is complete, whatever happens to the program; when an add()
/// fails, on a full disk, it is as it was before.
class XdmfFile {
 public:
  /// Beside `run_file`, which has `cells` cells and these fields. Throws FileError.
  XdmfFile(const std::string& run_file, std::int64_t cells, std::span<const ColumnInfo> fields);
  ~XdmfFile();
  XdmfFile(const XdmfFile&) = delete;
  XdmfFile& operator=(const XdmfFile&) = delete;

  /// Lists the next row of the run file, with its time in s, in place of an earlier row of the same time.
  /// Throws FileError.
  void add(double time);

 private:
  void replace_from(std::int64_t begin, const std::string& text);
  bool write_at(std::int64_t place, const std::string& text) const;

  std::string path_;
  std::string run_file_;  // as the XDMF file names it
  std::int64_t cells_ = 0;
  std::int64_t rows_ = 0;
  std::vector<std::string> fields_;
  int file_ = -1;               // descriptor
  double last_time_ = 0;        // s
  std::int64_t last_grid_ = 0;  // where the grid of the last row begins
  std::string tail_;            // all that stands from there on
  std::int64_t end_ = 0;        // where the next one begins, over the closing tags
};

}  // namespace talus
