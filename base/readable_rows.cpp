#include "base/readable_rows.h"

#include "base/error.h"

namespace talus::hdf5 {

namespace {

template <class Number>
std::vector<Number> read(const Dataset& dataset, const Block* where) {
  if constexpr (std::is_same_v<Number, double>)
    return where ? dataset.numbers(*where) : dataset.numbers();
  else
    return where ? dataset.integers(*where) : dataset.integers();
}

}  // namespace

template <class Number>
std::vector<Number> readable_rows(const Dataset& dataset) {
  try {
    return read<Number>(dataset, nullptr);
  } catch (const FileError&) {  // then row after row
  }
  std::vector<Number> values;
  Block where{{}, dataset.shape()};
  if (where.count.empty() || where.count.size() > 2) return values;
  const std::int64_t rows = where.count[0];
  where.first.assign(where.count.size(), 0);
  where.count[0] = 1;
  try {
    for (; where.first[0] < rows; ++where.first[0]) {
      const std::vector<Number> row = read<Number>(dataset, &where);
      values.insert(values.end(), row.begin(), row.end());
    }
  } catch (const FileError&) {  // what is there is enough
  }
  return values;
}

template std::vector<double> readable_rows(const Dataset&);
template std::vector<std::int64_t> readable_rows(const Dataset&);

}  // namespace talus::hdf5
