// The whole text of a file that a person names.
#pragma once

#include <string>

namespace talus {

/// Whether letters outside of ASCII must be UTF-8, or may be of any encoding (comments of old databases).
enum class Letters { utf8, of_any_encoding };

/// The text of the file, without a UTF-8 byte-order mark. FileError when it cannot be read, with the reason;
/// InputError when it is no text: a spreadsheet, a run file, UTF-16, another archive or binary file, or
/// letters of another encoding.
std::string text_of_file(const std::string& path, Letters letters = Letters::utf8);

}  // namespace talus
