#include "base/cut_off.h"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "base/error.h"

namespace talus::hdf5 {

std::string CutOff::words() const {
  return std::to_string(there) + " of " + std::to_string(whole) + " bytes are there";
}

/// The head (superblock) has the end as 8 bytes, the least first, at byte 40 (versions 0 and 1: 44) or 28 (2 and
/// 3); HDF5 File Format Specification 3.0, II.A.
std::optional<CutOff> cut_off(const std::string& path) {
  std::string head(64, '\0');
  std::ifstream(path, std::ios::binary).read(head.data(), static_cast<std::streamsize>(head.size()));
  const int version = head[8];
  if (!head.starts_with("\x89HDF\r\n\x1a\n") || version < 0 || version > 3) return {};
  CutOff cut;
  for (std::size_t i = 8; i-- > 0;)
    cut.whole = cut.whole << 8U | static_cast<unsigned char>(head[(version == 0   ? 40U
                                                                   : version == 1 ? 44U
                                                                                  : 28U) +
                                                                  i]);
  std::error_code failed;
  cut.there = std::filesystem::file_size(path, failed);
  if (failed || cut.there >= cut.whole) return {};
  return cut;
}

File open_cut_off(const std::string& path, const CutOff& cut) {
  std::string folder = (std::filesystem::temp_directory_path() / "talus_XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr)
    throw FileError("cannot make a folder for a copy of " + path + ": " + std::strerror(errno));
  const struct Remove {
    const std::string& folder;
    ~Remove() {
      std::error_code failed;
      std::filesystem::remove_all(folder, failed);
    }
  } at_the_end{folder};  // who has the copy open keeps it
  const std::filesystem::path copy = std::filesystem::path(folder) / std::filesystem::path(path).filename();
  std::error_code failed;
  std::filesystem::copy_file(path, copy, failed);
  if (!failed) std::filesystem::permissions(copy, std::filesystem::perms::owner_all, failed);
  if (!failed) std::filesystem::resize_file(copy, cut.whole, failed);
  if (failed)
    throw FileError(path + " is cut off, and cannot be looked into: no copy of it can be made in " + folder +
                    " (" + failed.message() + ")");
  return File::open(copy.string());
}

}  // namespace talus::hdf5
