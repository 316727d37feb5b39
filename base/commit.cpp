#include "base/commit.h"

#include <algorithm>
#include <functional>
#include <numeric>

#include "base/crc32.h"
#include "base/error.h"

namespace talus::hdf5 {

namespace {

constexpr std::int64_t is_committed = std::int64_t{1} << 32;  // so that no mark is 0

using Shape = std::vector<std::int64_t>;

std::int64_t elements(const Shape& shape) {
  return std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
}

std::int64_t length(std::size_t size) { return static_cast<std::int64_t>(size); }

bool in_series(const std::string& path) { return path.starts_with("/series/"); }

std::int64_t mark_of(std::int64_t state, std::int64_t steps, const std::vector<std::int64_t>& checksums,
                     const std::vector<std::int64_t>& constants) {
  const std::int64_t numbers[] = {state, steps};
  return is_committed + crc32_of(constants, crc32_of(checksums, crc32_of(std::span(numbers))));
}

// The block of all of a row.
Block whole_row(std::int64_t row, Shape shape) {
  Block block{Shape(shape.size(), 0), std::move(shape)};
  block.first[0] = row;
  block.count[0] = 1;
  return block;
}

}  // namespace

std::vector<std::string> growing_datasets(const File& file, const std::string& group) {
  std::vector<std::string> paths;
  for (const std::string& name : file.group(group).datasets()) {
    const bool second_name = name == "time" && group != "/series";
    if (!second_name && file.dataset(group + "/" + name).grows()) paths.push_back(group + "/" + name);
  }
  return paths;
}

void create_commit(File& file, const std::vector<std::string>& growing,
                   const std::vector<std::string>& constant) {
  file.create_group("/commit");
  file.link("/time", "/commit/time");
  const auto names = [&](const char* path, const char* name, const std::vector<std::string>& paths,
                         const char* sentence) {
    file.write_texts(path, paths, {"-", sentence});
    Dataset scale = file.dataset(path);
    scale.make_scale(name);
    return scale;
  };
  const Dataset time = file.dataset("/time");
  const Dataset datasets = names("/commit/datasets", "datasets", growing, "what each state consists of");
  const Dataset constants = names("/commit/constants", "constants", constant, "what is written once");
  Dataset checksums =
      file.create_growing("/commit/crc32", Type::integer, {length(growing.size())},
                          {"-", "CRC-32 of each dataset's part of the state, as 64-bit floats"});
  checksums.attach(0, time);
  checksums.attach(1, datasets);
  file.create_growing("/commit/steps", Type::integer, {}, {"-", "rows of /series that belong to the state"})
      .attach(0, time);
  file.create_growing("/commit/mark", Type::integer, {},
                      {"-", "2^32 + CRC-32 of: number of the state, steps, crc32, constant_crc32"})
      .attach(0, time);
  file.create_dataset("/commit/constant_crc32", Type::integer, {length(constant.size())},
                      {"-", "CRC-32 of what is written once, as 64-bit floats"})
      .attach(0, constants);
}

// ---------------------------------------------------------------------------------------------- writing

CommitWriter::CommitWriter(const File& file, MPI_Comm ranks)
    : ranks_(ranks),
      checksums_(file.dataset("/commit/crc32")),
      steps_(file.dataset("/commit/steps")),
      marks_(file.dataset("/commit/mark")),
      constants_dataset_(file.dataset("/commit/constant_crc32")) {
  MPI_Comm_rank(ranks, &rank_);
  const auto learn = [&](const char* list, bool constant) {
    const std::vector<std::string> paths = file.dataset(list).texts();
    for (std::size_t i = 0; i < paths.size(); ++i) {
      Shape shape = file.dataset(paths[i]).shape();
      if (!constant) shape.erase(shape.begin());
      datasets_[paths[i]] = {i, std::move(shape), constant, !constant && in_series(paths[i])};
    }
    return paths.size();
  };
  growing_ = learn("/commit/datasets", false);
  constant_ = learn("/commit/constants", true);
  series_.resize(growing_, 0);
}

void CommitWriter::note(const std::string& path, const Selection& where, std::span<const double> values) {
  const auto found = datasets_.find(path);
  check(found != datasets_.end(), "what a state consists of stands in /commit/datasets: " + path);
  const Noted& noted = found->second;
  std::size_t next = 0;
  for (const Block& block : where) {
    const std::size_t skip = noted.constant ? 0 : 1;  // the state
    const Shape first(block.first.begin() + static_cast<std::ptrdiff_t>(skip), block.first.end());
    const Shape count(block.count.begin() + static_cast<std::ptrdiff_t>(skip), block.count.end());
    if (elements(count) == 0) continue;
    const std::int64_t run = count.empty() ? 1 : count.back(), runs = elements(count) / run;
    for (std::int64_t i = 0; i < runs; ++i) {
      std::int64_t place = 0, rest = i;  // of the first value of this run, in the row
      for (std::size_t d = count.size(), stride = 1; d-- > 0;) {
        const std::int64_t at = d + 1 == count.size() ? 0 : rest % count[d];
        if (d + 1 < count.size()) rest /= count[d];
        place += static_cast<std::int64_t>(stride) * (first[d] + at);
        stride *= static_cast<std::size_t>(noted.shape[d]);
      }
      const auto part = values.subspan(next, static_cast<std::size_t>(run));
      next += part.size();
      (noted.constant ? constants_ : pieces_)
          .push_back({static_cast<std::int64_t>(noted.number), place, run, crc32_of(part)});
    }
  }
}

void CommitWriter::note_alone(const std::string& path, std::span<const double> values) {
  if (rank_ != 0) return;
  const auto found = datasets_.find(path);
  check(found != datasets_.end(), "what a state consists of stands in /commit/datasets: " + path);
  const Noted& noted = found->second;
  const auto number = static_cast<std::int64_t>(noted.number), count = length(values.size());
  if (noted.series)
    series_[noted.number] = crc32_of(values, series_[noted.number]);
  else
    (noted.constant ? constants_ : pieces_).push_back({number, 0, count, crc32_of(values)});
}

// What the ranks have noted, joined in the order of the file; on the first rank.
std::vector<std::int64_t> CommitWriter::joined(const std::vector<Piece>& pieces, std::size_t count) const {
  static_assert(sizeof(Piece) == 4 * sizeof(std::int64_t));
  int ranks = 1;
  MPI_Comm_size(ranks_, &ranks);
  const int own = static_cast<int>(4 * pieces.size());
  std::vector<int> counts(static_cast<std::size_t>(ranks)), starts(counts.size(), 0);
  MPI_Gather(&own, 1, MPI_INT, counts.data(), 1, MPI_INT, 0, ranks_);
  if (rank_ == 0) std::partial_sum(counts.begin(), counts.end() - 1, starts.begin() + 1);
  std::vector<Piece> all(rank_ == 0 ? static_cast<std::size_t>(starts.back() + counts.back()) / 4 : 0);
  MPI_Gatherv(pieces.data(), own, MPI_INT64_T, all.data(), counts.data(), starts.data(), MPI_INT64_T, 0,
              ranks_);
  std::ranges::sort(all, {}, [](const Piece& piece) { return std::pair(piece.dataset, piece.first); });
  std::vector<std::int64_t> checksums(rank_ == 0 ? count : 0, 0), ends(checksums.size(), 0);
  for (const Piece& piece : all) {
    const auto i = static_cast<std::size_t>(piece.dataset);
    check(ends[i] == piece.first, "the pieces of a dataset join");
    checksums[i] = joined_crc32(static_cast<std::uint32_t>(checksums[i]),
                                static_cast<std::uint32_t>(piece.checksum), piece.count);
    ends[i] += piece.count;
  }
  return checksums;
}

void CommitWriter::write(std::int64_t state, std::int64_t steps) {
  std::vector<std::int64_t> checksums = joined(pieces_, growing_);
  if (state == 0) constant_checksums_ = joined(constants_, constant_);
  pieces_.clear();
  constants_.clear();
  if (rank_ == 0)
    for (const auto& [path, noted] : datasets_)
      if (noted.series) checksums[noted.number] = series_[noted.number];
  checksums_.extend(state + 1);
  steps_.extend(state + 1);
  marks_.extend(state + 1);
  if (rank_ != 0) return;
  const std::int64_t mark = mark_of(state, steps, checksums, constant_checksums_);
  if (state == 0)
    constants_dataset_.write_alone({{0}, {length(constant_)}},
                                   std::span<const std::int64_t>(constant_checksums_));
  checksums_.write_alone(row(state, length(growing_)), std::span<const std::int64_t>(checksums));
  steps_.write_alone({{state}, {1}}, std::span(&steps, 1));
  marks_.write_alone({{state}, {1}}, std::span(&mark, 1));
}

// ---------------------------------------------------------------------------------------------- reading

Commits::Commits(const File& file) : file_(file), present_(file.has("/commit")) {
  if (!present_) return;
  growing_ = file.dataset("/commit/datasets").texts();
  constant_ = file.dataset("/commit/constants").texts();
  constant_checksums_ = file.dataset("/commit/constant_crc32").integers();
  const Dataset checksums = file.dataset("/commit/crc32");
  checksums.expect_rows(0, {length(growing_.size())});
  const std::vector<std::int64_t> steps = file.dataset("/commit/steps").integers(),
                                  marks = file.dataset("/commit/mark").integers(), all = checksums.integers();
  const std::size_t width = growing_.size();
  const std::size_t most =
      std::min({steps.size(), marks.size(), static_cast<std::size_t>(checksums.shape()[0])});
  for (std::size_t state = 0; state < most; ++state) {
    const auto start = all.begin() + static_cast<std::ptrdiff_t>(state * width);
    std::vector<std::int64_t> own(start, start + static_cast<std::ptrdiff_t>(width));
    if (marks[state] != mark_of(static_cast<std::int64_t>(state), steps[state], own, constant_checksums_))
      return;
    checksums_.push_back(std::move(own));
    steps_.push_back(steps[state]);
  }
}

std::vector<std::string> Commits::damaged(std::int64_t state, bool series) const {
  std::vector<std::string> paths;
  const auto& checksums = checksums_[static_cast<std::size_t>(state)];
  for (std::size_t i = 0; i < growing_.size(); ++i) {
    if (in_series(growing_[i]) != series) continue;
    const auto is_right = [&] {
      if (!file_.has(growing_[i])) return false;
      const Dataset dataset = file_.dataset(growing_[i]);
      const Shape shape = dataset.shape();
      const std::int64_t rows = series ? steps(state) : state + 1;
      if (shape.empty() || shape[0] < rows || (series && shape.size() != 1)) return false;
      const Block block = series ? Block{{0}, {rows}} : whole_row(state, shape);
      return checksums[i] == crc32_of(dataset.numbers(block));
    };
    if (!is_right()) paths.push_back(growing_[i]);
  }
  return paths;
}

std::vector<std::string> Commits::damaged(std::int64_t state) const { return damaged(state, false); }

std::vector<std::string> Commits::damaged_series(std::int64_t state) const { return damaged(state, true); }

std::vector<std::string> Commits::damaged_constants() const {
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < constant_.size(); ++i)
    if (i >= constant_checksums_.size() || !file_.has(constant_[i]) ||
        constant_checksums_[i] != crc32_of(file_.dataset(constant_[i]).numbers()))
      paths.push_back(constant_[i]);
  return paths;
}

}  // namespace talus::hdf5
