// What the sources of base/hdf5.h share: errors in HDF5's own words, types and shapes. Not for anybody else.
#pragma once

#include <hdf5.h>

#include <concepts>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/hdf5.h"

namespace talus::hdf5::detail {

/// HDF5's own words about the last call, from what we asked for down to the cause; one line each.
std::string stack_text();

/// "'/fields/water' in run.h5"
std::string place(Id id);

/// The file that an identifier belongs to.
std::string file_name(Id id);

/// Throws FileError: the sentence and HDF5's words.
[[noreturn]] void fail(const std::string& sentence);

/// Goes around calls of HDF5, whose negative results are errors. `about` is what the call was about.
template <std::signed_integral Result>
Result need(Result result, Id about, std::string_view what) {
  if (result >= 0) return result;
  const std::string words = stack_text();  // first, since asking for names clears the stack
  throw FileError("cannot " + std::string(what) + " " + place(about) + words);
}

/// A handle for a new identifier, if it is one.
inline Handle owned(Id id, Handle::Close close, Id about, std::string_view what) {
  return {need(id, about, what), close};
}

// What a reader refuses of a file (hdf5_refuse.cpp); FileError that names the place.

/// Whether there is something at `path`; refuses links that are not plain names.
bool has_hard_links(Id group, const std::string& path);
/// Refuses what is not there, and links that are not plain names.
void require_hard_links(Id group, const std::string& path);
/// Refuses a dataset whose values stand in other files.
void require_own_storage(Id dataset);
/// Refuses what is not whole or floating-point numbers of a common kind.
void require_numbers(Id about, Id type);
/// Refuses a dataset that is larger than what was ever written of it, or than its file.
void require_written(Id dataset);
/// Refuses more values of an attribute, or longer texts, than anybody writes.
void require_modest(Id about, std::int64_t count, std::size_t bytes_of_one);
/// The text with U+FFFD for each byte that is not UTF-8, as those who write JSON and HTML need it.
std::string utf8(const std::string& text);

Handle property_list(Id kind);
std::vector<hsize_t> sizes(const std::vector<std::int64_t>& shape);
/// An empty shape is a single value.
Handle space_of(const std::vector<std::int64_t>& shape);
/// UTF-8 of any length.
Handle any_length_text();
/// In the file everything is little-endian, whatever the machine.
Handle file_type(Type type);

}  // namespace talus::hdf5::detail
