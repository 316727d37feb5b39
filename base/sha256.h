// The fingerprint of a text or a file.
#pragma once

#include <string>

namespace talus {

/// SHA-256 of `text`, 64 hexadecimal digits.
std::string sha256(const std::string& text);

/// That of a file, which is read piece by piece. FileError when it cannot be read.
std::string sha256_of_file(const std::string& path);

}  // namespace talus
