#include "solver/output/checkpoint.h"

#include <filesystem>

#include "base/disk.h"
#include "base/error.h"
#include "base/first_rank.h"
#include "base/hdf5.h"
#include "base/units.h"
#include "base/wall_clock.h"

namespace talus {

namespace {

std::string started(const std::string& run_file) {
  const hdf5::File file = hdf5::File::open(run_file);
  const hdf5::Group provenance = file.group("/provenance");
  return provenance.text_attribute("started") + " " + provenance.text_attribute("command");
}

}  // namespace

std::string checkpoint_path(const std::string& run_file) {
  return std::filesystem::path(run_file).replace_extension(".checkpoint.h5").string();
}

Checkpoints::Checkpoints(MPI_Comm ranks, const std::string& run_file, double seconds)
    : ranks_(ranks),
      path_(run_file.empty() ? "" : checkpoint_path(run_file)),
      every_(run_file.empty() ? 0 : seconds),
      last_(seconds_since_start()) {}

bool Checkpoints::due() const {
  return every_ > 0 && any_rank(ranks_, rank_among(ranks_) == 0 && seconds_since_start() - last_ >= every_);
}

void Checkpoints::is_written() { last_ = seconds_since_start(); }

void Checkpoints::replace() {
  first_rank_does(ranks_, [&] {
    sync_to_disk(draft());
    std::filesystem::rename(draft(), path_);
    sync_folder_of(path_);
  });
  is_written();
}

void Checkpoints::remove() const {
  if (path_.empty()) return;
  first_rank_does(ranks_, [&] {
    std::filesystem::remove(draft());
    std::filesystem::remove(path_);
  });
}

std::string file_of_latest_state(MPI_Comm ranks, const std::string& run_file, const RestartPoint& point) {
  const std::string checkpoint = checkpoint_path(run_file);
  if (point.at || !any_rank(ranks, std::filesystem::exists(checkpoint))) return run_file;
  double last = 0;
  try {
    last = RestartFile(ranks, run_file, point).time();
  } catch (const FileError& error) {
    throw FileError(std::string(error.what()) + "\n  --restart " + checkpoint +
                    " goes on from the checkpoint beside it");
  }
  try {
    const RestartFile kept(ranks, checkpoint, {});
    return kept.time() > last && started(run_file) == started(checkpoint) ? checkpoint : run_file;
  } catch (const FileError& error) {
    throw FileError(std::string(error.what()) + "\n  without it, --restart goes on from the last state of " +
                    run_file + ", at " + with_unit(last, "d"));
  }
}

}  // namespace talus
