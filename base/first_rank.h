// Work that one rank does for all: creating, renaming and closing files.
#pragma once

#include <filesystem>
#include <string>

#include "base/error.h"
#include "base/mpi.h"

namespace talus {

/// Runs `work` on the first of `ranks`; what it throws there of files, all of them throw as FileError. All
/// must call.
template <class Work>
void first_rank_does(MPI_Comm ranks, Work&& work) {
  std::string trouble;
  if (rank_among(ranks) == 0) {
    try {
      work();
    } catch (const FileError& error) {
      trouble = error.what();
    } catch (const std::filesystem::filesystem_error& error) {
      trouble = error.what();
    }
  }
  auto length = static_cast<int>(trouble.size());
  MPI_Bcast(&length, 1, MPI_INT, 0, ranks);
  trouble.resize(static_cast<std::size_t>(length));
  MPI_Bcast(trouble.data(), length, MPI_CHAR, 0, ranks);
  if (length > 0) throw FileError(trouble);
}

}  // namespace talus
