#include "base/readable_rows.h"

#include <algorithm>

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

// By doubling and halving: a damaged file may claim billions of rows that nobody has written.
template <class Number>
std::vector<Number> readable_rows(const Dataset& dataset) {
  std::vector<Number> values;
  Block where{{}, dataset.shape()};
  const std::size_t sides = where.count.size();
  const std::int64_t rows = sides == 0 ? 0 : where.count[0];
  where.first.assign(sides, 0);
  const auto take = [&](std::int64_t first_rows) {
    where.count[0] = first_rows;
    try {
      values = read<Number>(dataset, &where);
      return true;
    } catch (const FileError&) {  // one of them is not there
      return false;
    }
  };
  try {
    return read<Number>(dataset, nullptr);
  } catch (const FileError&) {
    if (sides == 0 || sides > 2) return values;
  }
  std::int64_t good = 0, bad = std::min<std::int64_t>(rows, 1);
  for (; bad < rows && take(bad); bad = std::min(2 * bad, rows)) good = bad;
  while (bad - good > 1) {
    const std::int64_t middle = good + (bad - good) / 2;
    (take(middle) ? good : bad) = middle;
  }
  return values;
}

template std::vector<double> readable_rows(const Dataset&);
template std::vector<std::int64_t> readable_rows(const Dataset&);

}  // namespace talus::hdf5
