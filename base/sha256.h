// The fingerprint of a text.
#pragma once

#include <string>

namespace talus {

/// SHA-256 of `text`, 64 hexadecimal digits.
std::string sha256(const std::string& text);

}  // namespace talus
