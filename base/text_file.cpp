#include "base/text_file.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include "base/error.h"

namespace talus {

namespace {

/// What a file is that begins with certain bytes, and what to do with it.
struct Kind {
  std::string_view start;
  const char* what;
  const char* hint;
};
using namespace std::string_view_literals;
constexpr Kind kinds[] = {
    {"\x89HDF\r\n\x1a\n"sv, "an HDF5 file, as a run leaves one",
     "'talus report FILE.h5' reads it; a case is plain text, TOML"},
    {"PK\x03\x04"sv, "a spreadsheet (.xlsx, .ods) or another archive",
     "save the sheet as CSV (comma separated, UTF-8); cases are plain text, TOML"},
    {"\xD0\xCF\x11\xE0"sv, "an old spreadsheet or document (.xls, .doc)",
     "save the sheet as CSV (comma separated, UTF-8); cases are plain text, TOML"},
    {"%PDF"sv, "a PDF", "copy its text into a plain text file"},
    {"\x1F\x8B"sv, "compressed (gzip)", "unpack it with gunzip"},
    {"BZh"sv, "compressed (bzip2)", "unpack it with bunzip2"},
    {"\xFD"
     "7zXZ"sv,
     "compressed (xz)", "unpack it with unxz"},
    {"\xFF\xFE"sv, "text in UTF-16", "save it as UTF-8: iconv -f UTF-16 -t UTF-8 FILE > NEW"},
    {"\xFE\xFF"sv, "text in UTF-16", "save it as UTF-8: iconv -f UTF-16 -t UTF-8 FILE > NEW"}};
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

[[noreturn]] void refuse(const std::string& path, const std::string& what, const std::string& hint) {
  throw InputError({{Place{path, 0, 0, 1, ""}, what, hint}});
}

/// Bytes of the character that begins at `at`; 0 when none does in UTF-8.
std::size_t length_of_character(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : std::uint8_t{0};
  };
  const unsigned first = byte(at);
  const std::size_t length = first < 0x80                    ? 1
                             : first >= 0xC2 && first < 0xE0 ? 2
                             : first >= 0xE0 && first < 0xF0 ? 3
                             : first >= 0xF0 && first < 0xF5 ? 4
                                                             : 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(at + i) & 0xC0) != 0x80) return 0;
  const unsigned second = byte(at + 1);
  const bool wrong = (first == 0xE0 && second < 0xA0) || (first == 0xED && second >= 0xA0) ||
                     (first == 0xF0 && second < 0x90) || (first == 0xF4 && second >= 0x90);
  return wrong ? 0 : length;
}

/// The first byte that is no text in UTF-8.
std::optional<std::size_t> first_stranger(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = text[at] == '\0' ? 0 : length_of_character(text, at);
    if (length == 0) return at;
    at += length;
  }
  return std::nullopt;
}

void refuse_stranger(const std::string& path, std::string_view text, std::size_t at) {
  if (text[at] == '\0')
    refuse(path, "this is a binary file, or text in UTF-16", "Talus reads plain text in UTF-8");
  const auto before = text.substr(0, at);
  const std::size_t begin = before.rfind('\n') + 1;
  std::string line(text.substr(begin, text.find_first_of("\r\n", begin) - begin));
  char code[8];
  std::snprintf(code, sizeof code, "0x%02X", static_cast<unsigned char>(text[at]));
  for (char& c : line)
    if ((c & 0x80) != 0) c = '?';
  Place place{path, 1 + static_cast<int>(std::ranges::count(before, '\n')), static_cast<int>(at - begin) + 1,
              1, line};
  throw InputError({{place, std::string("the byte ") + code + " is no letter in UTF-8",
                     "the text is in an older encoding (Latin-1, Windows); save it as UTF-8: iconv -f "
                     "WINDOWS-1252 -t UTF-8 FILE > NEW"}});
}

std::string bytes_of(const std::string& path) {
  if (path.find('\0') != std::string::npos) throw FileError("a name of a file has a NUL in it");
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored))
    throw FileError("cannot read '" + path + "': it is a folder");
  if (std::filesystem::exists(path, ignored) && !std::filesystem::is_regular_file(path, ignored))
    throw FileError(
        "cannot read '" + path +
        "': it is a device or a pipe, which may have no end and gives its text once; write the text "
        "into a file");
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (file && file.peek() != std::ifstream::traits_type::eof()) text << file.rdbuf();
  if (file.bad() || !file.is_open())
    throw FileError("cannot read '" + path + "': " + std::strerror(errno != 0 ? errno : EIO));
  return std::move(text).str();
}

}  // namespace

std::string text_of_file(const std::string& path, Letters letters) {
  std::string text = bytes_of(path);
  for (const Kind& kind : kinds)
    if (text.starts_with(kind.start))
      refuse(path, "this is " + std::string(kind.what) + ", not plain text", kind.hint);
  if (text.starts_with(byte_order_mark)) text.erase(0, byte_order_mark.size());
  const auto nul = text.find('\0');
  if (letters == Letters::of_any_encoding && nul != std::string::npos) refuse_stranger(path, text, nul);
  if (letters == Letters::of_any_encoding) return text;
  if (const auto at = first_stranger(text)) refuse_stranger(path, text, *at);
  return text;
}

}  // namespace talus
