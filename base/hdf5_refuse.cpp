// What a reader refuses of a file that somebody else may have made, or a disk damaged: HDF5 follows links and
// storage into other files, and believes every length that it finds.
#include <hdf5.h>

#include <algorithm>

#include "base/hdf5_detail.h"

namespace talus::hdf5::detail {

namespace {

constexpr std::int64_t most_in_attribute = 1 << 20;  // values
constexpr std::size_t longest_fixed_text = 1 << 24;  // bytes
constexpr std::uint64_t best_compression = 1100;     // zlib's is 1032

[[noreturn]] void refuse(Id about, const std::string& what) {
  throw FileError("the file is damaged or not of Talus: " + place(about) + " " + what);
}

// Whether the link is there; refuses one that is no plain name.
bool is_hard(Id group, const std::string& path) {
  if (need(H5Lexists(group, path.c_str(), H5P_DEFAULT), group, "look into") == 0) return false;
  H5L_info_t info{};
  need(H5Lget_info(group, path.c_str(), &info, H5P_DEFAULT), group, "look into");
  if (info.type != H5L_TYPE_HARD)
    refuse(group, "has a link '" + path + "' to another place or file; those are not followed");
  return true;
}

}  // namespace

bool has_hard_links(Id group, const std::string& path) {
  // HDF5 wants every group on the path to exist before it answers.
  for (std::size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
    const std::string part = path.substr(0, end);
    if (part != "/" && !is_hard(group, part)) return false;
    if (end == std::string::npos) return true;
  }
}

void require_hard_links(Id group, const std::string& path) {
  if (!has_hard_links(group, path)) throw FileError("'" + path + "' is missing in " + file_name(group));
}

void require_own_storage(Id dataset) {
  const Handle creation(H5Dget_create_plist(dataset), H5Pclose);
  const H5D_layout_t layout = H5Pget_layout(creation.id());
  if (layout == H5D_LAYOUT_ERROR) fail("cannot read the layout of " + place(dataset));
  if (layout == H5D_VIRTUAL || (layout == H5D_CONTIGUOUS && H5Pget_external_count(creation.id()) != 0))
    refuse(dataset, "has its values in another file; those are not read");
}

void require_numbers(Id about, Id type) {
  for (const Id known : {H5T_IEEE_F64LE, H5T_STD_I64LE, H5T_STD_I32LE, H5T_IEEE_F32LE, H5T_STD_I8LE,
                         H5T_STD_I16LE, H5T_STD_U8LE, H5T_STD_U16LE, H5T_STD_U32LE, H5T_STD_U64LE,
                         H5T_IEEE_F64BE, H5T_IEEE_F32BE, H5T_STD_I32BE, H5T_STD_I64BE})
    if (H5Tequal(type, known) > 0) return;
  refuse(about, "holds something else than numbers");
}

void require_written(Id dataset) {
  const Handle space = owned(H5Dget_space(dataset), H5Sclose, dataset, "read"),
               type(H5Dget_type(dataset), H5Tclose), creation(H5Dget_create_plist(dataset), H5Pclose);
  hsize_t sides[H5S_MAX_RANK] = {};
  const int rank = H5Sget_simple_extent_type(space.id()) == H5S_NULL
                       ? 0
                       : need(H5Sget_simple_extent_dims(space.id(), sides, nullptr), dataset, "read");
  hsize_t file_size = 0;
  const Handle file = owned(H5Iget_file_id(dataset), H5Fclose, dataset, "ask for the file of");
  need(H5Fget_filesize(file.id(), &file_size), dataset, "ask for the length of the file of");
  const std::uint64_t stored = H5Dget_storage_size(dataset);
  const bool packed = H5Pget_nfilters(creation.id()) > 0;
  long double bytes = static_cast<long double>(H5Tget_size(type.id()));
  for (int i = 0; i < rank; ++i) bytes *= static_cast<long double>(sides[i]);
  const auto room = static_cast<long double>(stored) * (packed ? best_compression : 1);
  if (stored > file_size || bytes > room)
    refuse(dataset, "is larger than what was ever written of it; a part of it is missing");
}

void require_modest(Id about, std::int64_t count, std::size_t bytes_of_one) {
  if (count < 0 || count > most_in_attribute || bytes_of_one > longest_fixed_text ||
      bytes_of_one * static_cast<std::size_t>(count) > 16 * longest_fixed_text)
    refuse(about, "holds more than anybody writes");
}

std::string utf8(const std::string& text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto length_of = [](unsigned first) -> std::size_t {
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first < 0xE0) return 2;
    if (first >= 0xE0 && first < 0xF0) return 3;
    return first >= 0xF0 && first < 0xF5 ? 4 : 0;
  };
  std::string good;
  for (std::size_t i = 0; i < text.size();) {
    const unsigned first = byte(i), second = byte(i + 1);
    const std::size_t length = length_of(first);
    bool right = length > 0;
    for (std::size_t k = 1; k < length; ++k) right = right && (byte(i + k) & 0xC0U) == 0x80;
    right = right && !(first == 0xE0 && second < 0xA0) && !(first == 0xED && second > 0x9F) &&
            !(first == 0xF0 && second < 0x90) && !(first == 0xF4 && second > 0x8F);
    good += right ? text.substr(i, length) : "\xEF\xBF\xBD";
    i += right ? length : 1;
  }
  return good;
}

}  // namespace talus::hdf5::detail
