// Files of HDF5 whose end is missing: copied in part, or by a disk that lost it. HDF5 refuses them whole, though
// what is there may be good.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/hdf5.h"

namespace talus::hdf5 {

/// How much of a file is there, bytes.
struct CutOff {
  std::uint64_t there = 0;
  std::uint64_t whole = 0;  ///< by its head

  /// "1000 of 4096 bytes are there".
  std::string words() const;
};

/// Nothing where the file is as long as its head says, or has no head to say so.
std::optional<CutOff> cut_off(const std::string& path);

/// Opens a copy of a file that is cut off, to read it: as long as the file was, with zeros for what is missing. So
/// what is read must be looked through (base/commit.h). The copy is in the folder for temporary files and goes with
/// the process; where the folder has no room, FileError.
File open_cut_off(const std::string& path, const CutOff& cut);

}  // namespace talus::hdf5
