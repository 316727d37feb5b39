#include "solver/output/restart.h"

#include <algorithm>
#include <filesystem>

#include "base/error.h"
#include "solver/output/restart_fields.h"

namespace talus {

using hdf5::Dataset;

void refuse_own_parent(const std::string& output, const std::string& parent) {
  std::error_code not_there;
  if (std::filesystem::equivalent(output, parent, not_there))
    throw FileError(output + " is the file that is to be continued; -o FILE.h5 writes elsewhere");
}

RestartRows::RestartRows(const hdf5::File& file, MPI_Comm ranks, std::int64_t first_cell,
                         std::int64_t owned_cells, hdf5::CommitWriter& marks)
    : group_(file.group("/restart")), marks_(marks), first_(first_cell), owned_(owned_cells) {
  MPI_Comm_rank(ranks, &rank_);
}

void RestartRows::append(const std::string& name, std::int64_t row, double value) {
  Dataset dataset = group_.dataset(name);
  dataset.extend(row + 1);
  if (rank_ == 0) dataset.write_alone({{row}, {1}}, {&value, 1});
  marks_.note_alone("/restart/" + name, {&value, 1});
}

void RestartRows::append(const std::string& name, std::int64_t row, std::span<const double> values) {
  Dataset dataset = group_.dataset(name);
  dataset.extend(row + 1);
  if (rank_ == 0) dataset.write_alone(hdf5::row(row, static_cast<std::int64_t>(values.size())), values);
  marks_.note_alone("/restart/" + name, values);
}

void RestartRows::append(const std::string& name, std::int64_t row, const hdf5::Selection& where,
                         std::span<const double> values) {
  Dataset dataset = group_.dataset(name);
  dataset.extend(row + 1);
  dataset.write(where, values);
  marks_.note("/restart/" + name, where, values);
}

void RestartRows::write_start(const Store& start) {
  visit_start(start, [&](const std::vector<double>& values, const MemoryInfo& info) {
    const std::string name(info.name);
    const hdf5::Selection all{{{0}, {static_cast<std::int64_t>(values.size())}}};
    marks_.note_alone("/restart/" + name, values);
    if (values.empty()) return;
    group_.dataset(name).write(rank_ == 0 ? all : hdf5::Selection{},
                               rank_ == 0 ? std::span<const double>(values) : std::span<const double>{});
  });
}

void RestartRows::write_memory(std::int64_t row, RunMemory memory) {
  const auto judged = static_cast<std::size_t>(group_.dataset("judged").size());
  std::vector<double>& change = memory.control.change;
  check(change.empty() || change.size() == judged, "/restart/judged names what the steps are judged by");
  change.resize(judged, 0.0);  // empty before the first step
  visit_memory(memory, [&](const auto& values, const MemoryInfo& info) {
    if constexpr (std::is_arithmetic_v<std::remove_cvref_t<decltype(values)>>)
      append(std::string(info.name), row, static_cast<double>(values));
    else
      append(std::string(info.name), row, std::span<const double>(values));
  });
}

void RestartRows::write(std::int64_t row, const RestartPart& part) {
  const State& state = part.state;
  const RunMemory& memory = part.memory;
  if (row == 0) write_start(memory.start);
  for (const RestartSet<const double>& set : restart_sets(state)) {
    std::vector<double> values;
    for (const auto& [own, info] : set.rows) values.insert(values.end(), own.begin(), own.begin() + owned_);
    const auto count = static_cast<std::int64_t>(set.rows.size());
    append(set.name, row, {{{row, 0, first_}, {1, count, owned_}}}, values);
  }
  visit_shares(state, [&](const std::vector<double>& share, const NumberInfo& info) {
    append(std::string(info.name), row, {{{row, rank_, 0}, {1, 1, static_cast<std::int64_t>(share.size())}}},
           share);
  });
  visit_numbers(state,
                [&](double value, const NumberInfo& info) { append(std::string(info.name), row, value); });
  write_memory(row, memory);
}

}  // namespace talus
