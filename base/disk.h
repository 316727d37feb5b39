// What a file needs to survive a full disk and a power cut: room before it is written, and the disk's word
// after.
#pragma once

#include <cstdint>
#include <string>

namespace talus {

/// Makes the file at least `bytes` long, with room on the disk for all of them, as far as the file system can
/// promise it. FileError that names the file when there is no room.
void reserve_disk(const std::string& path, std::int64_t bytes);

/// Waits until what is written to the open file `descriptor` is on the disk. FileError names `path`.
void sync_to_disk(int descriptor, const std::string& path);

/// Waits until the folder of `path` knows on the disk that the file is there. FileError.
void sync_folder_of(const std::string& path);

}  // namespace talus
