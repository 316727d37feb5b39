// Attributes and datasets: the values that an HDF5 file holds.
#include <hdf5.h>
#include <hdf5_hl.h>

#include <algorithm>
#include <functional>
#include <numeric>

#include "base/hdf5_detail.h"

namespace talus::hdf5 {

using namespace detail;

namespace {

std::int64_t length(std::size_t size) { return static_cast<std::int64_t>(size); }

// Reads `count` texts of fixed or any length, from an attribute or a dataset.
std::vector<std::string> read_texts(Id about, const Handle& type, const Handle& space, std::size_t count,
                                    const std::function<herr_t(Id memory_type, void* buffer)>& read) {
  if (H5Tget_class(type.id()) != H5T_STRING) fail("expected text at " + place(about));
  require_modest(about, length(count), H5Tget_size(type.id()));
  std::vector<std::string> texts(count);
  if (count == 0) return texts;
  const Handle memory(H5Tcopy(type.id()), H5Tclose);
  if (H5Tis_variable_str(type.id()) > 0) {
    std::vector<char*> pointers(count, nullptr);
    need(read(memory.id(), pointers.data()), about, "read");
    for (std::size_t i = 0; i < count; ++i) texts[i] = pointers[i] ? utf8(pointers[i]) : "";
    H5Dvlen_reclaim(memory.id(), space.id(), H5P_DEFAULT, pointers.data());
    return texts;
  }
  const std::size_t length = H5Tget_size(type.id());
  std::vector<char> letters(count * length);
  need(read(memory.id(), letters.data()), about, "read");
  for (std::size_t i = 0; i < count; ++i) {
    texts[i].assign(&letters[i * length], length);
    texts[i].resize(std::min(length, texts[i].find('\0')));
    texts[i] = utf8(texts[i]);
  }
  return texts;
}

// One of the same kind is overwritten where it stands: a program that is killed meanwhile leaves the old or
// the new one, and the others in peace.
void replace_attribute(Id object, const std::string& name, const Handle& type, const Handle& memory,
                       const Handle& space, const void* values) {
  if (need(H5Aexists(object, name.c_str()), object, "read attributes of") > 0) {
    const Handle old =
        owned(H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose, object, "open attributes of");
    const Handle old_type(H5Aget_type(old.id()), H5Tclose), old_space(H5Aget_space(old.id()), H5Sclose);
    if (H5Tequal(old_type.id(), type.id()) > 0 && H5Sextent_equal(old_space.id(), space.id()) > 0) {
      need(H5Awrite(old.id(), memory.id(), values), object, "write attribute '" + name + "' of");
      return;
    }
  }
  if (need(H5Aexists(object, name.c_str()), object, "read attributes of") > 0)
    need(H5Adelete(object, name.c_str()), object, "replace attribute '" + name + "' of");
  const Handle attribute =
      owned(H5Acreate2(object, name.c_str(), type.id(), space.id(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose,
            object, "create attribute '" + name + "' of");
  need(H5Awrite(attribute.id(), memory.id(), values), object, "write attribute '" + name + "' of");
}

Handle native(Id type) { return {H5Tcopy(type), H5Tclose}; }

}  // namespace

void Object::write_attribute(const std::string& name, std::string_view text) {
  const std::string letters(text);
  const char* start = letters.c_str();
  replace_attribute(id(), name, any_length_text(), any_length_text(), space_of({}), &start);
}

void Object::write_attribute(const std::string& name, std::span<const double> values) {
  replace_attribute(id(), name, file_type(Type::real), native(H5T_NATIVE_DOUBLE),
                    space_of({length(values.size())}), values.data());
}

void Object::write_attribute(const std::string& name, std::span<const std::int64_t> values) {
  replace_attribute(id(), name, file_type(Type::integer), native(H5T_NATIVE_INT64),
                    space_of({length(values.size())}), values.data());
}

void Object::write_number(const std::string& name, double value) {
  replace_attribute(id(), name, file_type(Type::real), native(H5T_NATIVE_DOUBLE), space_of({}), &value);
}

void Object::write_number(const std::string& name, std::int64_t value) {
  replace_attribute(id(), name, file_type(Type::integer), native(H5T_NATIVE_INT64), space_of({}), &value);
}

bool Object::has_attribute(const std::string& name) const {
  return need(H5Aexists(id(), name.c_str()), id(), "read attributes of") > 0;
}

std::string Object::text_attribute(const std::string& name) const {
  const Handle attribute =
      owned(H5Aopen(id(), name.c_str(), H5P_DEFAULT), H5Aclose, id(), "read attribute '" + name + "' of");
  const Handle type(H5Aget_type(attribute.id()), H5Tclose);
  const Handle space(H5Aget_space(attribute.id()), H5Sclose);
  const auto count = need(H5Sget_simple_extent_npoints(space.id()), id(), "read attributes of");
  const auto texts = read_texts(id(), type, space, static_cast<std::size_t>(count),
                                [&](Id memory, void* into) { return H5Aread(attribute.id(), memory, into); });
  return texts.empty() ? "" : texts.front();
}

std::vector<double> Object::number_attribute(const std::string& name) const {
  const Handle attribute =
      owned(H5Aopen(id(), name.c_str(), H5P_DEFAULT), H5Aclose, id(), "read attribute '" + name + "' of");
  const Handle space(H5Aget_space(attribute.id()), H5Sclose);
  const Handle type(H5Aget_type(attribute.id()), H5Tclose);
  require_numbers(id(), type.id());
  const auto count = need(H5Sget_simple_extent_npoints(space.id()), id(), "read attributes of");
  require_modest(id(), count, sizeof(double));
  std::vector<double> values(static_cast<std::size_t>(count));
  need(H5Aread(attribute.id(), H5T_NATIVE_DOUBLE, values.data()), id(), "read attribute '" + name + "' of");
  return values;
}

std::vector<std::string> Object::attributes() const {
  std::vector<std::string> names;
  const auto add = [](hid_t, const char* name, const H5A_info_t*, void* list) -> herr_t {
    static_cast<std::vector<std::string>*>(list)->emplace_back(name);
    return 0;
  };
  need(H5Aiterate2(id(), H5_INDEX_NAME, H5_ITER_INC, nullptr, add, &names), id(), "read attributes of");
  return names;
}

std::vector<std::int64_t> Dataset::shape() const {
  const Handle space = owned(H5Dget_space(id()), H5Sclose, id(), "read");
  if (H5Sget_simple_extent_type(space.id()) == H5S_NULL) return {0};
  std::vector<hsize_t> dims(
      static_cast<std::size_t>(need(H5Sget_simple_extent_ndims(space.id()), id(), "read the shape of")));
  H5Sget_simple_extent_dims(space.id(), dims.data(), nullptr);
  return {dims.begin(), dims.end()};
}

std::int64_t Dataset::size() const {
  const auto dims = shape();
  return std::accumulate(dims.begin(), dims.end(), std::int64_t{1}, std::multiplies<>());
}

bool Dataset::grows() const {
  const Handle space = owned(H5Dget_space(id()), H5Sclose, id(), "read");
  hsize_t now[H5S_MAX_RANK] = {}, most[H5S_MAX_RANK] = {};
  return H5Sget_simple_extent_dims(space.id(), now, most) > 0 && most[0] == H5S_UNLIMITED;
}

namespace {

std::string in_words(const std::vector<std::int64_t>& shape) {
  std::string text;
  for (const std::int64_t side : shape)
    text += (text.empty() ? "" : " x ") + (side < 0 ? "any" : std::to_string(side));
  return text.empty() ? "a single value" : text;
}

}  // namespace

void Dataset::expect(const std::vector<std::int64_t>& wanted) const {
  if (shape() != wanted)
    throw FileError("the file is damaged: " + place(id()) + " has the shape " + in_words(shape()) + ", not " +
                    in_words(wanted));
}

void Dataset::expect_rows(std::int64_t rows, const std::vector<std::int64_t>& row) const {
  std::vector<std::int64_t> wanted{rows};
  wanted.insert(wanted.end(), row.begin(), row.end());
  const std::vector<std::int64_t> found = shape();
  if (found.size() == wanted.size() && found[0] > rows) wanted[0] = found[0];
  expect(wanted);
}

void Dataset::make_scale(const std::string& name) { need(H5DSset_scale(id(), name.c_str()), id(), "name"); }

void Dataset::attach(int dimension, const Dataset& scale) {
  need(H5DSattach_scale(id(), scale.id(), static_cast<unsigned>(dimension)), id(), "name a dimension of");
}

void Dataset::extend(std::int64_t rows) {
  auto dims = sizes(shape());
  check(!dims.empty(), "a dataset that grows has a dimension");
  dims[0] = static_cast<hsize_t>(rows);
  need(H5Dset_extent(id(), dims.data()), id(), "extend");
}

namespace {

// Selects blocks of the file; returns how many elements.
std::size_t select(const Handle& space, const Selection& where, Id about) {
  H5Sselect_none(space.id());
  for (const Block& block : where) {
    if (std::ranges::find(block.count, 0) != block.count.end()) continue;
    if (block.count.empty()) {  // a single value
      H5Sselect_all(space.id());
      continue;
    }
    need(H5Sselect_hyperslab(space.id(), H5S_SELECT_OR, sizes(block.first).data(), nullptr,
                             sizes(block.count).data(), nullptr),
         about, "select a part of");
  }
  return static_cast<std::size_t>(need(H5Sget_select_npoints(space.id()), about, "select a part of"));
}

}  // namespace

void Dataset::write_values(const Selection& where, Id type, const void* values, std::size_t count,
                           bool together) {
  const Handle space = owned(H5Dget_space(id()), H5Sclose, id(), "write");
  check(select(space, where, id()) == count, "as many values as selected places");
  const Handle memory = space_of({length(count)});
  const Handle transfer = property_list(H5P_DATASET_XFER);
  if (together) H5Pset_dxpl_mpio(transfer.id(), H5FD_MPIO_COLLECTIVE);
  need(H5Dwrite(id(), type, memory.id(), space.id(), transfer.id(), values), id(), "write");
}

void Dataset::read_values(const Block* where, Id type, void* values, std::size_t count) const {
  if (count == 0) return;
  const Handle space = owned(H5Dget_space(id()), H5Sclose, id(), "read");
  if (where) check(select(space, {*where}, id()) == count, "as many values as selected places");
  const Handle memory = space_of({length(count)});
  need(H5Dread(id(), type, memory.id(), space.id(), H5P_DEFAULT, values), id(), "read");
}

namespace {
Block all_of(const std::vector<std::int64_t>& shape) {
  return {std::vector<std::int64_t>(shape.size(), 0), shape};
}

std::size_t elements(const Block& block) {
  return static_cast<std::size_t>(
      std::accumulate(block.count.begin(), block.count.end(), std::int64_t{1}, std::multiplies<>()));
}
}  // namespace

void Dataset::write(std::span<const double> values) { write({all_of(shape())}, values); }
void Dataset::write(std::span<const std::int64_t> values) { write({all_of(shape())}, values); }
void Dataset::write(const Selection& where, std::span<const double> values) {
  write_values(where, H5T_NATIVE_DOUBLE, values.data(), values.size(), use_ == Use::write_together);
}
void Dataset::write(const Selection& where, std::span<const std::int64_t> values) {
  write_values(where, H5T_NATIVE_INT64, values.data(), values.size(), use_ == Use::write_together);
}

void Dataset::write_alone(const Block& where, std::span<const double> values) {
  write_values({where}, H5T_NATIVE_DOUBLE, values.data(), values.size(), false);
}

void Dataset::write_alone(const Block& where, std::span<const std::int64_t> values) {
  write_values({where}, H5T_NATIVE_INT64, values.data(), values.size(), false);
}

void Dataset::write(std::span<const std::string> values) {
  check(length(values.size()) == size(), "as many texts as places");
  std::vector<const char*> starts;
  for (const std::string& value : values) starts.push_back(value.c_str());
  if (starts.empty()) return;
  need(H5Dwrite(id(), any_length_text().id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, starts.data()), id(), "write");
}

// Before memory is taken for what is asked for.
void Dataset::look_before_reading(const Block* where) const {
  if (use_ != Use::read) return;
  const Handle type(H5Dget_type(id()), H5Tclose);
  require_numbers(id(), type.id());
  require_written(id());
  const std::vector<std::int64_t> found = shape();
  if (!where) return;
  bool inside = where->first.size() == found.size() && where->count.size() == found.size();
  for (std::size_t i = 0; inside && i < found.size(); ++i)
    inside = where->first[i] >= 0 && where->count[i] >= 0 && where->first[i] <= found[i] - where->count[i];
  if (!inside)
    throw FileError("the file is damaged: " + place(id()) + " has the shape " + in_words(found) +
                    ", and what should stand there reaches beyond it");
}

template <class Number>
std::vector<Number> Dataset::read(const Block* where, Id type) const {
  look_before_reading(where);
  std::vector<Number> values(where ? elements(*where) : static_cast<std::size_t>(size()));
  read_values(where, type, values.data(), values.size());
  return values;
}

std::vector<double> Dataset::numbers() const { return read<double>(nullptr, H5T_NATIVE_DOUBLE); }
std::vector<std::int64_t> Dataset::integers() const { return read<std::int64_t>(nullptr, H5T_NATIVE_INT64); }
std::vector<double> Dataset::numbers(const Block& where) const {
  return read<double>(&where, H5T_NATIVE_DOUBLE);
}
std::vector<std::int64_t> Dataset::integers(const Block& where) const {
  return read<std::int64_t>(&where, H5T_NATIVE_INT64);
}

std::vector<std::string> Dataset::texts() const {
  const Handle type(H5Dget_type(id()), H5Tclose);
  const Handle space(H5Dget_space(id()), H5Sclose);
  if (use_ == Use::read) require_written(id());
  return read_texts(id(), type, space, static_cast<std::size_t>(size()), [&](Id memory, void* into) {
    return H5Dread(id(), memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, into);
  });
}

std::string Dataset::text() const {
  const auto all = texts();
  if (all.size() != 1) fail("expected one text at " + place(id()));
  return all.front();
}

}  // namespace talus::hdf5
