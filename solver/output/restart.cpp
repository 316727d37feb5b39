#include "solver/output/restart.h"

#include <algorithm>
#include <filesystem>

#include "base/error.h"
#include "solver/output/restart_fields.h"

namespace talus {

using hdf5::Dataset;

std::vector<std::string> solid_names(const Model& model) {
  std::vector<std::string> names;
  for (const Solid& solid : model.reactions.solids)
    names.push_back(model.system.minerals[solid.mineral].name + (solid.formed      ? " formed"
                                                                 : solid.amorphous ? " amorphous"
                                                                 : solid.part > 0
                                                                     ? " " + std::to_string(solid.part + 1)
                                                                     : ""));
  return names;
}

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

void RestartRows::append(const char* name, std::int64_t row, double value) {
  Dataset dataset = group_.dataset(name);
  dataset.extend(row + 1);
  if (rank_ == 0) dataset.write_alone({{row}, {1}}, {&value, 1});
  marks_.note_alone("/restart/" + std::string(name), {&value, 1});
}

void RestartRows::append(const char* name, std::int64_t row, const std::vector<double>& values) {
  Dataset dataset = group_.dataset(name);
  dataset.extend(row + 1);
  if (rank_ == 0)
    dataset.write_alone(hdf5::row(row, static_cast<std::int64_t>(values.size())),
                        std::span<const double>(values));
  marks_.note_alone("/restart/" + std::string(name), values);
}

void RestartRows::append(const char* name, std::int64_t row, std::initializer_list<const Fields*> parts) {
  std::vector<double> values;
  std::int64_t count = 0;
  for (const Fields* fields : parts)
    for (std::size_t j = 0; j < fields->size(); ++j, ++count) {
      const std::span<const double> own = (*fields)[j];
      values.insert(values.end(), own.begin(), own.begin() + owned_);
    }
  append(name, row, {{{row, 0, first_}, {1, count, owned_}}}, values);
}

void RestartRows::append(const char* name, std::int64_t row, const hdf5::Selection& where,
                         std::span<const double> values) {
  Dataset dataset = group_.dataset(name);
  dataset.extend(row + 1);
  dataset.write(where, values);
  marks_.note("/restart/" + std::string(name), where, values);
}

void RestartRows::write_start(const Store& start) {
  const auto write = [&](const char* name, const std::vector<double>& values) {
    const hdf5::Selection all{{{0}, {static_cast<std::int64_t>(values.size())}}};
    marks_.note_alone("/restart/" + std::string(name), values);
    if (values.empty()) return;
    group_.dataset(name).write(rank_ == 0 ? all : hdf5::Selection{},
                               rank_ == 0 ? std::span<const double>(values) : std::span<const double>{});
  };
  write("start_amount", start.amount);
  write("start_magnitude", start.magnitude);
  write("start_solids", start.solids);
}

void RestartRows::write(std::int64_t row, const RestartPart& part) {
  const State& state = part.state;
  const RunMemory& memory = part.memory;
  const bool solids = state.amount.size() > 0;
  if (row == 0) write_start(memory.start);
  visit_restart_fields(state, solids, [&](const char* name, std::initializer_list<const Fields*> parts) {
    append(name, row, parts);
  });
  append("booked", row, {{{row, rank_, 0}, {1, 1, static_cast<std::int64_t>(state.booked.size())}}},
         state.booked);
  std::vector<double> change = memory.control.change;
  const auto judged = static_cast<std::size_t>(group_.dataset("judged").size());
  check(change.empty() || change.size() == judged, "/restart/judged names what the steps are judged by");
  change.resize(judged, 0.0);  // empty before the first step
  append("change", row, change);
  const auto& errors = memory.control.carbon_errors;
  append("carbon_errors", row, std::vector<double>(errors.begin(), errors.end()));
  append("next_step", row, memory.control.next);
  append("turnover", row, memory.turnover);
  append("flow_step", row, state.flow_step);
  append("steps", row, static_cast<double>(memory.steps));
}

}  // namespace talus
