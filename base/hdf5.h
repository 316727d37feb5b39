// HDF5 files: groups, attributes and arrays with units, long names and dimension scales, on one rank or on
// many.
//
//     auto file = hdf5::File::open("run.h5");
//     std::vector<double> water = file.dataset("/fields/water").numbers(hdf5::row(last, cells));
//
// Whatever HDF5 refuses is thrown as FileError, with the name of the file, the path inside and HDF5's own
// words. What a file that is read only could do to a reader is refused in the same way: links that leave the
// file, values that stand in other files, arrays of which most was never written, text where numbers are
// expected, shapes that are not what the reader expects (Dataset::expect). In a file that several ranks have
// open, everything but reading is collective: all ranks call it, in the same order. Ranks that have nothing
// to write pass an empty Selection.
#pragma once

#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/mpi.h"

namespace talus::hdf5 {

/// HDF5's identifiers (hid_t), without HDF5's header.
using Id = std::int64_t;

/// Owner of one identifier; closes it.
class Handle {
 public:
  using Close = int (*)(Id);
  Handle() = default;
  Handle(Id id, Close close) : id_(id), close_(close) {}
  Handle(Handle&& other) noexcept;
  Handle& operator=(Handle&& other) noexcept;
  ~Handle() { reset(); }
  void reset();
  Id id() const { return id_; }

 private:
  Id id_ = -1;
  Close close_ = nullptr;
};

/// What the elements of a dataset are. Text is UTF-8 of any length.
enum class Type { real, integer, small_integer, text };

/// What a dataset means. The unit is written as CF wants it, see cf_unit(); empty: neither is written.
struct Label {
  std::string unit;
  std::string long_name;
};

/// A block of a dataset: the first element and how many, along each dimension.
struct Block {
  std::vector<std::int64_t> first;
  std::vector<std::int64_t> count;
};

/// Parts of a dataset, in the order of the file; empty: nothing. Values stand in the same order.
using Selection = std::vector<Block>;

/// All of row `first` of a dataset [rows, columns]; for a part of the columns give `column` too.
Block row(std::int64_t first, std::int64_t columns, std::int64_t column = 0);

/// `unit` as udunits2 and CF read it: "-" and "" become "1", and kgw (kg of water) becomes kg.
std::string cf_unit(std::string_view unit);

/// To be called when a file could not be written. From then on nothing is closed: HDF5 would try to write
/// what is left, and crash where that fails again. The file stays as it is on the disk; the program must end
/// without MPI_Finalize, which closes files too (std::_Exit).
void abandon_files();
bool has_abandoned_files();

/// Version of the HDF5 library: "1.10.8".
std::string version();

/// Whether the file is one of HDF5. Looks at it alone, without other ranks.
bool is_hdf5(const std::string& path);

/// What can have attributes: files, groups and datasets.
class Object {
 public:
  Id id() const { return handle_.id(); }

  /// Writes an attribute; one that is already there is replaced.
  void write_attribute(const std::string& name, std::string_view text);
  void write_attribute(const std::string& name, std::span<const double> values);
  void write_attribute(const std::string& name, std::span<const std::int64_t> values);
  void write_attribute(const std::string& name, std::floating_point auto value) {
    write_number(name, static_cast<double>(value));
  }
  void write_attribute(const std::string& name, std::integral auto value) {
    write_number(name, static_cast<std::int64_t>(value));
  }

  /// Reads an attribute. Throws FileError when it is not there.
  bool has_attribute(const std::string& name) const;
  std::string text_attribute(const std::string& name) const;
  std::vector<double> number_attribute(const std::string& name) const;
  std::vector<std::string> attributes() const;  ///< names

 protected:
  /// How the file is open.
  enum class Use { write, write_together, read };
  Object(Handle handle, Use use) : handle_(std::move(handle)), use_(use) {}
  void write_number(const std::string& name, double value);
  void write_number(const std::string& name, std::int64_t value);

  Handle handle_;
  Use use_ = Use::write;
};

/// An array with a name.
class Dataset : public Object {
 public:
  std::vector<std::int64_t> shape() const;
  std::int64_t size() const;  ///< number of elements
  bool grows() const;         ///< its first dimension has no end

  /// FileError when the shape is another one.
  void expect(const std::vector<std::int64_t>& shape) const;
  /// FileError when there are fewer than `rows` rows, or each is not of the shape `row`.
  void expect_rows(std::int64_t rows, const std::vector<std::int64_t>& row) const;

  /// Makes this dataset the dimension `name`: its values are the coordinates along it.
  void make_scale(const std::string& name);
  /// Names dimension number `dimension` of this dataset after `scale`.
  void attach(int dimension, const Dataset& scale);

  /// Lengthens the first dimension of a growing dataset.
  void extend(std::int64_t rows);

  /// Writes everything; on one rank only.
  void write(std::span<const double> values);
  void write(std::span<const std::int64_t> values);
  void write(std::span<const std::string> values);
  /// Writes what this rank has, together with the other ranks.
  void write(const Selection& where, std::span<const double> values);
  void write(const Selection& where, std::span<const std::int64_t> values);
  /// Writes from this rank; the others need not call it, and nobody waits. Cheap for single values.
  void write_alone(const Block& where, std::span<const double> values);
  void write_alone(const Block& where, std::span<const std::int64_t> values);

  /// Reads everything, whatever kind of number the file has, row after row.
  std::vector<double> numbers() const;
  std::vector<std::int64_t> integers() const;
  std::vector<std::string> texts() const;
  /// Reads a block.
  std::vector<double> numbers(const Block& where) const;
  std::vector<std::int64_t> integers(const Block& where) const;
  /// The one text of a dataset that has only one.
  std::string text() const;

 private:
  friend class Group;
  Dataset(Handle handle, Use use) : Object(std::move(handle), use) {}
  void write_values(const Selection& where, Id type, const void* values, std::size_t count, bool together);
  void look_before_reading(const Block* where) const;
  template <class Number>
  std::vector<Number> read(const Block* where, Id type) const;
  void read_values(const Block* where, Id type, void* values, std::size_t count) const;
};

/// A folder of groups and datasets. Paths may be absolute or relative to the group; "a/b" makes "a" too.
class Group : public Object {
 public:
  bool has(const std::string& path) const;
  std::vector<std::string> members() const;   ///< names of what stands in the group, in order of creation
  std::vector<std::string> groups() const;    ///< those that are groups
  std::vector<std::string> datasets() const;  ///< those that are datasets
  Group group(const std::string& path) const;
  Dataset dataset(const std::string& path) const;

  Group create_group(const std::string& path);
  /// A dataset of fixed shape; an empty shape is a single value.
  Dataset create_dataset(const std::string& path, Type type, const std::vector<std::int64_t>& shape,
                         const Label& label);
  /// A dataset [0, row...] whose first dimension grows. A chunk holds one row of up to 65 536 elements,
  /// several rows where they are short, 1024 rows where a row is one value.
  Dataset create_growing(const std::string& path, Type type, const std::vector<std::int64_t>& row,
                         const Label& label);
  /// A dimension without coordinates: a length with a name, as netCDF-4 files have it.
  Dataset create_dimension(const std::string& path, std::int64_t length);
  /// A second name for what stands at `path`.
  void link(const std::string& path, const std::string& new_path);

  /// Text on one rank; several ranks cannot write text of any length together, HDF5 does not do it.
  void write_texts(const std::string& path, std::span<const std::string> values, const Label& label);
  void write_text(const std::string& path, const std::string& value, const Label& label);

 protected:
  Group(Handle handle, Use use) : Object(std::move(handle), use) {}

 private:
  Dataset create_with(const std::string& path, Type type, const Handle& space, const Handle& creation,
                      const Label& label);
};

/// A file and its root group. Locks of the file system are not used, so that a running file can be looked at.
///
/// Files are laid out so that a program that is killed between any two of its writes leaves all rows readable
/// that were flushed before: chunks are found by extensible arrays, whose entries never move once they are
/// made (HDF5 1.10; the B-trees before it are split and moved), and there is no flag in the file that would
/// have to be cleared at the end.
class File : public Group {
 public:
  /// A new file in place of an old one, for this rank alone or for all ranks of `ranks`.
  static File create(const std::string& path);
  static File create(const std::string& path, MPI_Comm ranks);
  /// An existing file, to change it.
  static File edit(const std::string& path);
  static File edit(const std::string& path, MPI_Comm ranks);
  /// An existing file, to read it; on any number of ranks, each for itself.
  static File open(const std::string& path);

  /// Takes room on the disk for all that the file holds so far; on one rank. A full disk is noticed here,
  /// before anything in the file is changed that its earlier parts need.
  void reserve();
  /// Brings everything to the disk, so that the file can be read even if the power is cut afterwards.
  void flush();
  /// Closes the file; every Group and Dataset of it must be gone.
  void close() { handle_.reset(); }

 private:
  File(Handle handle, Use use) : Group(std::move(handle), use) {}
};

}  // namespace talus::hdf5
