// Reading a state from which a run goes on: arrays, patches, and what the run remembers, each by its declaration.
#include <algorithm>
#include <cstdio>
#include <map>

#include "solver/output/restart.h"
#include "solver/output/restart_checks.h"
#include "solver/output/restart_fields.h"

namespace talus {

namespace {

using hdf5::Block, hdf5::Dataset;
using Shape = std::vector<std::int64_t>;
using restart_checks::require, restart_checks::require_finite, restart_checks::together;

/// What every state of a run is, by the declaration of the array.
void require_possible(std::span<const double> values, const ArrayInfo& info, const std::string& path) {
  require_finite(values, path);
  const auto [least, most] = std::ranges::minmax_element(values);
  if (values.empty() || (*least >= info.lowest && *most <= info.highest)) return;
  const bool low = *least < info.lowest;
  char bound[40];
  std::snprintf(bound, sizeof bound, "%.6g", low ? info.lowest : info.highest);
  throw FileError("the file is damaged: " + path + " holds values " + (low ? "below " : "above ") + bound +
                  " (" + std::string(info.long_name) + ")");
}

/// That the file has what a restart needs.
void require_there(const hdf5::File& file, const std::string& run, const std::string& path,
                   std::string_view what) {
  if (!file.has(path))
    throw FileError(run + " cannot be continued: it has no " + path + " (" + std::string(what) +
                    "), because the version of Talus or the case that wrote it had none");
}

}  // namespace

/// The row of the state, when each row has this shape.
std::vector<double> RestartFile::row_of(const std::string& path, const Shape& shape) const {
  const Dataset dataset = file_.dataset(path);
  dataset.expect_rows(row_ + 1, shape);
  Block block{{row_}, {1}};
  block.first.resize(shape.size() + 1, 0);
  block.count.insert(block.count.end(), shape.begin(), shape.end());
  return dataset.numbers(block);
}

void RestartFile::read_state(const Model& model, State& state) const {
  const auto owned = static_cast<std::int64_t>(model.mesh.owned);
  for (const RestartSet<double>& set : restart_sets(state)) {
    const std::string path = "/restart/" + set.name;
    require_there(file_, path_, path, set.long_name);
    const Dataset dataset = file_.dataset(path);
    const auto count = static_cast<std::int64_t>(set.rows.size());
    dataset.expect_rows(row_ + 1, {count, model.mesh.total});
    const std::vector<double> values = dataset.numbers(Block{{row_, 0, model.mesh.first}, {1, count, owned}});
    for (std::size_t j = 0; j < set.rows.size(); ++j) {
      const auto own = std::span<const double>(values).subspan(j * static_cast<std::size_t>(owned),
                                                               static_cast<std::size_t>(owned));
      require_possible(own, set.rows[j].info, path);
      std::ranges::copy(own, set.rows[j].values.begin());
    }
  }
  visit_shares(state, [&](std::vector<double>& share, const NumberInfo& info) { read_share(share, info); });
  state.time = time_;
  visit_numbers(state, [&](double& value, const NumberInfo& info) {
    const std::string path = "/restart/" + std::string(info.name);
    require_there(file_, path_, path, info.long_name);
    value = row_of(path, {}).at(0);
    require(std::isfinite(value) && value >= 0, path, "no number that is 0 or above");
  });
}

/// This rank's share of what is counted on each; on another number of ranks the first has it all.
void RestartFile::read_share(std::vector<double>& share, const NumberInfo& info) const {
  std::string path = "/restart/" + std::string(info.name);
  if (const std::string earlier = "/restart/" + std::string(info.earlier);
      !info.earlier.empty() && !file_.has(path) && file_.has(earlier))
    path = earlier;
  require_there(file_, path_, path, info.long_name);
  const std::size_t n = share.size();
  const Shape shape = file_.dataset(path).shape();
  const std::int64_t writers = shape.size() == 3 ? shape[1] : 0;
  require(writers > 0, path, "no rank's share");
  const std::vector<double> shares =
      row_of(path, {writers, static_cast<std::int64_t>(n)});  // [rank][balance]
  require_finite(shares, path);
  const auto ranks = static_cast<std::size_t>(writers);
  const auto rank = static_cast<std::size_t>(rank_among(ranks_));
  for (std::size_t j = 0; j < n; ++j) {
    double sum = 0;
    for (std::size_t k = 0; k < ranks; ++k) sum += shares[k * n + j];
    if (ranks == static_cast<std::size_t>(size_of(ranks_)))
      share[j] = shares[rank * n + j];
    else
      share[j] = rank == 0 ? sum : 0;
  }
}

std::vector<double> RestartFile::read_faces(const Patch& patch, const std::string& prefix,
                                            const std::vector<std::string>& kinds) const {
  std::vector<double> values(patch.size() * kinds.size());
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    const std::string path = "/patches/" + patch.name + "/" + prefix + kinds[i];
    const std::vector<double> all = row_of(path, {patch.total});
    require_finite(all, path);
    for (std::size_t face = 0; face < patch.size(); ++face)
      values[face * kinds.size() + i] = all[static_cast<std::size_t>(patch.number[face])];
  }
  return values;
}

/// What crossed the faces of patches. A patch that this case closes to gas, water or vapour keeps what crossed it
/// before; one that it opens begins with nothing.
void RestartFile::read_patches(const Model& model, State& state) const {
  FaceKinds all_kinds{names_of(model.unknowns), {}, {}};
  for (const Gas& gas : model.system.gases) all_kinds.gases.push_back(gas.name);
  if (model.carbon)
    for (const CarbonSource& source : model.carbon->sources) all_kinds.carbon_sources.push_back(source.name);
  for (std::size_t p = 0; p < model.mesh.patches.size(); ++p) {
    const Patch& patch = model.mesh.patches[p];
    if (patch.total == 0) continue;
    Crossing& crossing = state.crossings[p];
    visit_face_arrays(state.entered[p], crossing, [&](std::vector<double>& array, const FaceArrayInfo& info) {
      const std::vector<std::string> kinds = kinds_of(info, all_kinds);
      const std::string prefix = std::string(info.name) + "_";
      const bool there = !kinds.empty() && file_.has("/patches/" + patch.name + "/" + prefix + kinds.front());
      if (&array != &state.entered[p] && !there) return;
      array = read_faces(patch, prefix, kinds);
      if (&array == &crossing.gas) crossing.has_gas = true;
      if (&array == &crossing.inflow) crossing.has_water = true;
      if (&array == &crossing.vapour) crossing.has_vapour = true;
      if (&array == &crossing.runoff) crossing.has_rain = true;
      if (&array == &crossing.ponded) crossing.has_pond = true;
      if (&array == &crossing.carbon_in) crossing.has_carbon = true;
    });
  }
}

RunMemory RestartFile::read_memory(const Model& model) const {
  const auto n = static_cast<std::int64_t>(model.unknowns.size());
  const auto solids = static_cast<std::int64_t>(model.reactions.solids.size());
  const std::map<std::string_view, std::int64_t> counts{{"components", n},
                                                        {"solids", solids},
                                                        {"judged", file_.dataset("/restart/judged").size()},
                                                        {"energies", EnergyBudget::memory_size},
                                                        {"sum_or_largest", 3}};
  const auto require_in_range = [&](std::span<const double> values, const MemoryInfo& info,
                                    const std::string& path) {
    require_finite(values, path);
    require(std::ranges::all_of(values, [&](double value) { return value >= info.lowest; }), path,
            "values below 0");
  };
  RunMemory memory;
  if (model.heat) memory.energy.resize(EnergyBudget::memory_size);
  const auto read = [&](auto& target, const MemoryInfo& info) {
    const std::string path = "/restart/" + std::string(info.name);
    if constexpr (std::is_arithmetic_v<std::remove_cvref_t<decltype(target)>>) {
      require_there(file_, path_, path, info.long_name);
      const std::vector<double> value = row_of(path, {});
      require_in_range(value, info, path);
      require(!info.whole || value.at(0) < 2e9, path, "no possible number");
      target = static_cast<std::remove_cvref_t<decltype(target)>>(value.at(0));
    } else {
      const bool one_sum =
          info.name == "carbon_errors" && file_.has("/restart/carbon_error");  // of an older file
      if (!one_sum) require_there(file_, path_, path, info.long_name);
      std::vector<double> values =
          one_sum ? row_of("/restart/carbon_error", {}) : row_of(path, {counts.at(info.dimension)});
      require_in_range(values, info, path);
      if constexpr (std::is_same_v<std::remove_cvref_t<decltype(target)>, std::vector<double>>)
        target = std::move(values);
      else
        std::ranges::copy(values, target.begin());
    }
  };
  visit_memory(memory, read);
  require(memory.control.next > 0, "/restart/next_step", "a step that is not above 0");
  visit_start(memory.start, [&](std::vector<double>& values, const MemoryInfo& info) {
    const std::string path = "/restart/" + std::string(info.name);
    require_there(file_, path_, path, info.long_name);
    const Dataset dataset = file_.dataset(path);
    dataset.expect({counts.at(info.dimension)});
    values = dataset.numbers();
    require_finite(values, path);
  });
  return memory;
}

RunMemory RestartFile::read(const Model& model, State& state) const {
  check_same(model);
  RunMemory memory;
  together(ranks_, [&] {
    read_state(model, state);
    read_patches(model, state);
    memory = read_memory(model);
  });
  check_budget(model, state, memory);
  return memory;
}

}  // namespace talus
