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

/// The same for a file that is closed. FileError names it.
void sync_to_disk(const std::string& path);

/// Waits until the folder of `path` knows on the disk that the file is there. FileError.
void sync_folder_of(const std::string& path);

/// The file PATH.part beside `path`, which write_whole_file writes first. A kill may leave it.
std::string whole_file_part(const std::string& path);

/// Writes a file whole or not at all: the text goes to whole_file_part(path), which then takes the
/// place of the old one (of a link itself, not of what it names). FileError with the reason of the system.
void write_whole_file(const std::string& path, const std::string& text);

}  // namespace talus
