// The files that a run of `ranks` writes beside each other: FILE.h5, FILE.xdmf, FILE.log, FILE.checkpoint.h5.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/mpi.h"
#include "base/output_lock.h"

namespace talus {

/// FILE.log of FILE.h5.
std::string log_of(const std::filesystem::path& output);

/// Locks the files of a run, on the first rank: one run at a time writes an output, and nothing is written
/// through links, which would overwrite another file. FileError on all ranks, also when there is no folder.
std::unique_ptr<OutputLock> lock_outputs(MPI_Comm ranks, const std::filesystem::path& output);

/// FileError on all ranks when one of the outputs is there; `remedy` says how to go on all the same.
void refuse_existing_outputs(MPI_Comm ranks, const std::filesystem::path& output, const std::string& remedy);

/// The first rank tries with the log; FileError on all ranks: alone, it would leave the others waiting.
void refuse_unwritable_outputs(MPI_Comm ranks, const std::filesystem::path& output);

}  // namespace talus
