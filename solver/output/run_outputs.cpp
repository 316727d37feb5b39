#include "solver/output/run_outputs.h"

#include <fstream>

#include "base/error.h"
#include "base/first_rank.h"

namespace talus {

namespace {

constexpr const char* endings[] = {".h5", ".xdmf", ".log", ".checkpoint.h5"};

/// Before the lock, which would name itself. FileError on this rank when there is no folder for the output.
void refuse_missing_folder(const std::filesystem::path& output) {
  std::error_code error;
  const std::filesystem::path folder = output.parent_path();
  const auto status = std::filesystem::status(folder.empty() ? "." : folder, error);
  if (!std::filesystem::exists(status))
    throw FileError("cannot write '" + output.string() + "' and '" + output.stem().string() +
                    ".log' beside it: " + error.message());
}

}  // namespace

std::string log_of(const std::filesystem::path& output) {
  return std::filesystem::path(output).replace_extension(".log").string();
}

std::unique_ptr<OutputLock> lock_outputs(MPI_Comm ranks, const std::filesystem::path& output) {
  std::unique_ptr<OutputLock> lock;
  first_rank_does(ranks, [&] {
    refuse_missing_folder(output);
    for (const char* ending : endings)
      refuse_what_is_no_file(std::filesystem::path(output).replace_extension(ending).string());
    lock = std::make_unique<OutputLock>(output.string());
  });
  return lock;
}

void refuse_existing_outputs(MPI_Comm ranks, const std::filesystem::path& output, const std::string& remedy) {
  std::string found;
  for (const char* ending : endings) {
    const auto file = std::filesystem::path(output).replace_extension(ending);
    if (found.empty() && rank_among(ranks) == 0 && std::filesystem::exists(file)) found = file.string();
  }
  if (any_rank(ranks, !found.empty())) throw FileError(found + " exists; " + remedy);
}

void refuse_unwritable_outputs(MPI_Comm ranks, const std::filesystem::path& output) {
  const std::filesystem::path log = log_of(output);
  if (any_rank(ranks, rank_among(ranks) == 0 && !std::ofstream(log, std::ios::app)))
    throw FileError("cannot write '" + output.string() + "' and '" + log.filename().string() +
                    "' beside it: no such folder, or no right to write there");
}

}  // namespace talus
