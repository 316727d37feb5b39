#include "base/hdf5.h"

#include <hdf5.h>
#include <hdf5_hl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <type_traits>
#include <utility>

#include "base/cut_off.h"
#include "base/disk.h"
#include "base/hdf5_detail.h"

namespace talus::hdf5 {

static_assert(std::is_same_v<hid_t, Id>);
static_assert(std::is_same_v<herr_t, int>);

namespace detail {

std::string stack_text() {
  std::string text;
  const auto add = [](unsigned, const H5E_error2_t* error, void* lines) -> herr_t {
    *static_cast<std::string*>(lines) += "\n  " + std::string(error->func_name) + ": " + error->desc;
    return 0;
  };
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_DOWNWARD, add, &text);
  return text;
}

namespace {

std::string name_of(Id id, ssize_t (*ask)(hid_t, char*, std::size_t)) {
  const ssize_t length = ask(id, nullptr, std::size_t{0});
  std::string name(static_cast<std::size_t>(std::max<ssize_t>(length, 0)), ' ');
  if (length > 0) ask(id, name.data(), name.size() + 1);
  return name;
}

}  // namespace

std::string file_name(Id id) { return name_of(id, H5Fget_name); }

std::string place(Id id) { return "'" + name_of(id, H5Iget_name) + "' in " + file_name(id); }

void fail(const std::string& sentence) { throw FileError(sentence + stack_text()); }

Handle property_list(Id kind) { return {H5Pcreate(kind), H5Pclose}; }

std::vector<hsize_t> sizes(const std::vector<std::int64_t>& shape) { return {shape.begin(), shape.end()}; }

Handle space_of(const std::vector<std::int64_t>& shape) {
  if (shape.empty()) return {H5Screate(H5S_SCALAR), H5Sclose};
  return {H5Screate_simple(static_cast<int>(shape.size()), sizes(shape).data(), nullptr), H5Sclose};
}

Handle any_length_text() {
  Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
  H5Tset_size(type.id(), H5T_VARIABLE);
  H5Tset_cset(type.id(), H5T_CSET_UTF8);
  return type;
}

Handle file_type(Type type) {
  switch (type) {
    case Type::real:
      return {H5Tcopy(H5T_IEEE_F64LE), H5Tclose};
    case Type::integer:
      return {H5Tcopy(H5T_STD_I64LE), H5Tclose};
    case Type::small_integer:
      return {H5Tcopy(H5T_STD_I32LE), H5Tclose};
    case Type::text:
      break;
  }
  return any_length_text();
}

}  // namespace detail

using namespace detail;

namespace {

constexpr std::int64_t longest_chunk = 65536;  // elements along a row
constexpr std::int64_t values_of_short_rows = 1024;

// Properties of a file: errors are ours to print, and no locks. `new_objects`: what is made in it is found in
// the way of HDF5 1.10.
Handle access_properties(MPI_Comm ranks, bool collective, bool new_objects = true) {
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  Handle access = property_list(H5P_FILE_ACCESS);
  H5Pset_file_locking(access.id(), false, true);
  if (new_objects) H5Pset_libver_bounds(access.id(), H5F_LIBVER_V110, H5F_LIBVER_LATEST);
  if (collective) {
    H5Pset_fapl_mpio(access.id(), ranks, MPI_INFO_NULL);
    H5Pset_coll_metadata_write(access.id(), true);
  }
  return access;
}

bool several(MPI_Comm ranks) {
  int size = 1;
  MPI_Comm_size(ranks, &size);
  return size > 1;
}

/// FileError where the file is not HDF5's, or shorter than its head says.
void refuse_no_file_of_ours(const std::string& path) {
  std::string head(8, '\0');
  std::ifstream(path, std::ios::binary).read(head.data(), static_cast<std::streamsize>(head.size()));
  if (head != "\x89HDF\r\n\x1a\n") throw FileError("cannot open " + path + ": it is no run file (HDF5)");
  constexpr std::uintmax_t shortest = 96;  // of a head
  std::error_code failed;
  if (const auto there = std::filesystem::file_size(path, failed); !failed && there < shortest)
    throw FileError("cannot open " + path + ": it is cut off, " + std::to_string(there) +
                    " bytes are there; copy it again, or go on from an earlier run file");
  if (const auto cut = cut_off(path))
    throw FileError("cannot open " + path + ": it is cut off, " + cut->words() +
                    "; copy it again, or go on from an earlier run file");
}

Handle open_file(const std::string& path, unsigned flags, MPI_Comm ranks, bool collective) {
  const Handle access = access_properties(ranks, collective);
  Handle file(H5Fopen(path.c_str(), flags, access.id()), H5Fclose);
  if (file.id() >= 0) return file;
  // what the system says of a file that is not there is all that there is to say
  if (::access(path.c_str(), R_OK) != 0) throw FileError("cannot open " + path + ": " + std::strerror(errno));
  refuse_no_file_of_ours(path);  // by its bytes: another call of HDF5 would clear what went wrong
  fail("cannot open " + path);
}

// The head of the file is of the oldest kind, since newer ones have a flag "is being written" that a program
// that is killed leaves behind, and with which nobody opens the file. So the file is made, closed, and opened
// again for objects of the new kind. Links of the root have room, so that one more moves nothing.
Handle create_file(const std::string& path, MPI_Comm ranks, bool collective) {
  const Handle creation = property_list(H5P_FILE_CREATE);
  H5Pset_link_creation_order(creation.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
  H5Pset_link_phase_change(creation.id(), 64, 32);
  H5Pset_est_link_info(creation.id(), 24, 12);
  H5Pset_file_space_strategy(creation.id(), H5F_FSPACE_STRATEGY_PAGE, false, 1);
  {
    const Handle access = access_properties(ranks, collective, false);
    Handle file(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation.id(), access.id()), H5Fclose);
    if (file.id() < 0) fail("cannot create " + path);
  }
  return open_file(path, H5F_ACC_RDWR, ranks, collective);
}

}  // namespace

Handle::Handle(Handle&& other) noexcept
    : id_(std::exchange(other.id_, -1)), close_(std::exchange(other.close_, nullptr)) {}

Handle& Handle::operator=(Handle&& other) noexcept {
  if (this == &other) return *this;
  reset();
  id_ = std::exchange(other.id_, -1);
  close_ = std::exchange(other.close_, nullptr);
  return *this;
}

namespace {
bool abandoned = false;
}

void abandon_files() { abandoned = true; }
bool has_abandoned_files() { return abandoned; }

void Handle::reset() {
  if (id_ >= 0 && !abandoned && close_(id_) < 0) abandoned = true;
  id_ = -1;
}

Block row(std::int64_t first, std::int64_t columns, std::int64_t column) {
  return {{first, column}, {1, columns}};
}

std::string cf_unit(std::string_view unit) {
  if (unit.empty() || unit == "-") return "1";
  std::string text(unit);
  for (auto at = text.find("kgw"); at != std::string::npos; at = text.find("kgw", at)) text.erase(at + 2, 1);
  return text;
}

bool is_hdf5(const std::string& path) {
  htri_t found = -1;
  H5E_BEGIN_TRY { found = H5Fis_hdf5(path.c_str()); }
  H5E_END_TRY
  return found > 0;
}

std::string version() {
  unsigned major = 0, minor = 0, release = 0;
  H5get_libversion(&major, &minor, &release);
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(release);
}

// --- groups and files

bool Group::has(const std::string& path) const {
  if (use_ == Use::read) return has_hard_links(id(), path);
  // HDF5 wants every group on the way to exist before it answers.
  for (std::size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
    const std::string part = path.substr(0, end);
    if (part != "/" && need(H5Lexists(id(), part.c_str(), H5P_DEFAULT), id(), "look into") == 0) return false;
    if (end == std::string::npos) return true;
  }
}

std::vector<std::string> Group::members() const {
  std::vector<std::string> names;
  const auto add = [](hid_t, const char* name, const H5L_info_t*, void* list) -> herr_t {
    static_cast<std::vector<std::string>*>(list)->emplace_back(name);
    return 0;
  };
  // Groups that somebody else made may not know in which order.
  if (H5Literate(id(), H5_INDEX_CRT_ORDER, H5_ITER_INC, nullptr, add, &names) >= 0) return names;
  names.clear();
  need(H5Literate(id(), H5_INDEX_NAME, H5_ITER_INC, nullptr, add, &names), id(), "look into");
  return names;
}

namespace {

std::vector<std::string> members_of_kind(const Group& group, H5O_type_t kind) {
  std::vector<std::string> names = group.members();
  for (const std::string& name : names) has_hard_links(group.id(), name);
  std::erase_if(names, [&](const std::string& name) {
    H5O_info_t info{};
    need(H5Oget_info_by_name2(group.id(), name.c_str(), &info, H5O_INFO_BASIC, H5P_DEFAULT), group.id(),
         "look into");
    return info.type != kind;
  });
  return names;
}

Handle new_links() {
  Handle links = property_list(H5P_LINK_CREATE);
  H5Pset_create_intermediate_group(links.id(), 1);
  H5Pset_char_encoding(links.id(), H5T_CSET_UTF8);
  return links;
}

}  // namespace

std::vector<std::string> Group::groups() const { return members_of_kind(*this, H5O_TYPE_GROUP); }
std::vector<std::string> Group::datasets() const { return members_of_kind(*this, H5O_TYPE_DATASET); }

Group Group::group(const std::string& path) const {
  if (use_ == Use::read) require_hard_links(id(), path);
  return {owned(H5Gopen2(id(), path.c_str(), H5P_DEFAULT), H5Gclose, id(), "open group '" + path + "' at"),
          use_};
}

Dataset Group::dataset(const std::string& path) const {
  if (use_ == Use::read) require_hard_links(id(), path);
  Dataset dataset(owned(H5Dopen2(id(), path.c_str(), H5P_DEFAULT), H5Dclose, id(), "open '" + path + "' at"),
                  use_);
  if (use_ == Use::read) require_own_storage(dataset.id());
  return dataset;
}

Group Group::create_group(const std::string& path) {
  const Handle creation = property_list(H5P_GROUP_CREATE);
  H5Pset_link_creation_order(creation.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
  H5Pset_attr_phase_change(creation.id(), 64, 32);  // in one piece, so that a change of one moves nothing
  return {owned(H5Gcreate2(id(), path.c_str(), new_links().id(), creation.id(), H5P_DEFAULT), H5Gclose, id(),
                "create group '" + path + "' at"),
          use_};
}

Dataset Group::create_dataset(const std::string& path, Type type, const std::vector<std::int64_t>& shape,
                              const Label& label) {
  return create_with(path, type, space_of(shape), property_list(H5P_DATASET_CREATE), label);
}

Dataset Group::create_growing(const std::string& path, Type type, const std::vector<std::int64_t>& row,
                              const Label& label) {
  std::vector<hsize_t> now{0}, most{H5S_UNLIMITED}, chunk{0};
  std::int64_t values = 1;
  for (const std::int64_t length : row) {
    check(length > 0, "the rows of a dataset that grows are not empty");
    now.push_back(static_cast<hsize_t>(length));
    most.push_back(now.back());
    chunk.push_back(static_cast<hsize_t>(std::min(length, longest_chunk)));
    values *= length;
  }
  chunk[0] = static_cast<hsize_t>(std::max<std::int64_t>(1, values_of_short_rows / values));
  const int rank = static_cast<int>(now.size());
  const Handle space(H5Screate_simple(rank, now.data(), most.data()), H5Sclose);
  const Handle creation = property_list(H5P_DATASET_CREATE);
  H5Pset_chunk(creation.id(), rank, chunk.data());
  // Several ranks write only where space is taken as soon as the dataset grows, even if one rank created it.
  H5Pset_alloc_time(creation.id(), H5D_ALLOC_TIME_EARLY);
  return create_with(path, type, space, creation, label);
}

Dataset Group::create_with(const std::string& path, Type type, const Handle& space, const Handle& creation,
                           const Label& label) {
  Dataset dataset(owned(H5Dcreate2(id(), path.c_str(), file_type(type).id(), space.id(), new_links().id(),
                                   creation.id(), H5P_DEFAULT),
                        H5Dclose, id(), "create '" + path + "' at"),
                  use_);
  if (label.unit.empty() && label.long_name.empty()) return dataset;
  dataset.write_attribute("units", cf_unit(label.unit));
  dataset.write_attribute("long_name", label.long_name);
  return dataset;
}

Dataset Group::create_dimension(const std::string& path, std::int64_t length) {
  // netCDF-4 knows by this name that there are no coordinates to read; no space is taken for them.
  std::string digits = std::to_string(length);
  digits.insert(0, 10 - std::min<std::size_t>(10, digits.size()), ' ');
  const Handle creation = property_list(H5P_DATASET_CREATE);
  H5Pset_alloc_time(creation.id(), H5D_ALLOC_TIME_LATE);
  Dataset scale = create_with(path, Type::small_integer, space_of({length}), creation, {});
  scale.make_scale("This is a netCDF dimension but not a netCDF variable. " + digits);
  return scale;
}

void Group::link(const std::string& path, const std::string& new_path) {
  need(H5Lcreate_hard(id(), path.c_str(), id(), new_path.c_str(), new_links().id(), H5P_DEFAULT), id(),
       "link '" + new_path + "' at");
}

void Group::write_texts(const std::string& path, std::span<const std::string> values, const Label& label) {
  create_dataset(path, Type::text, {static_cast<std::int64_t>(values.size())}, label).write(values);
}

void Group::write_text(const std::string& path, const std::string& value, const Label& label) {
  create_dataset(path, Type::text, {}, label).write({&value, 1});
}

File File::create(const std::string& path) {
  std::error_code not_there;
  std::filesystem::remove(path, not_there);  // who reads the old one keeps it whole; links are not followed
  File file(create_file(path, MPI_COMM_NULL, false), Use::write);
  sync_folder_of(path);
  return file;
}

File File::create(const std::string& path, MPI_Comm ranks) {
  const bool together = several(ranks);
  return {create_file(path, ranks, together), together ? Use::write_together : Use::write};
}

File File::edit(const std::string& path) {
  return {open_file(path, H5F_ACC_RDWR, MPI_COMM_NULL, false), Use::write};
}

File File::edit(const std::string& path, MPI_Comm ranks) {
  const bool together = several(ranks);
  return {open_file(path, H5F_ACC_RDWR, ranks, together), together ? Use::write_together : Use::write};
}

File File::open(const std::string& path) {
  return {open_file(path, H5F_ACC_RDONLY, MPI_COMM_NULL, false), Use::read};
}

void File::reserve() {
  hsize_t end = 0;  // of what is on the disk or has its place there
  if (use_ ==
      Use::write_together) {  // HDF5 does not say through MPI how long the file will be: room for metadata
    constexpr hsize_t room = 1 << 20;
    end = std::filesystem::file_size(file_name(id())) + room;
  } else {
    need(H5Fget_filesize(id(), &end), id(), "ask for the length of");
  }
  reserve_disk(file_name(id()), static_cast<std::int64_t>(end));
}

void File::flush() {
  need(H5Fflush(id(), H5F_SCOPE_GLOBAL), id(), "write");
  if (use_ == Use::write_together) return;  // MPI has brought it to the disk, on every rank
  void* descriptor = nullptr;
  need(H5Fget_vfd_handle(id(), H5P_DEFAULT, &descriptor), id(), "ask for the file of");
  sync_to_disk(*static_cast<int*>(descriptor), file_name(id()));
}

}  // namespace talus::hdf5
