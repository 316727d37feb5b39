#include "solver/output/restart.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numeric>

#include "base/error.h"
#include "base/petsc.h"
#include "base/sha256.h"
#include "base/units.h"

namespace talus {

namespace {

using hdf5::Block;
using hdf5::Dataset;

/// What the ranks have found different, in one error on all of them.
[[noreturn]] void refuse(const std::string& path, const std::string& what, const std::string& hint) {
  throw InputError({{{path, 0, 0, 1, ""}, what, hint}});
}

std::string listed(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
  return all.empty() ? "none" : all;
}

std::string days(double seconds) { return with_unit(seconds, "d"); }

/// Volumes and places are computed anew: other processors may round them otherwise.
bool same_numbers(std::span<const double> a, std::span<const double> b) {
  double largest = 0, difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    largest = std::max(largest, std::abs(a[i]));
    difference = std::max(difference, std::abs(a[i] - b[i]));
  }
  return difference <= 1e-12 * largest;
}

/// Every set of values of a state, by the name of its dataset; the unknowns are two sets.
template <class S, class Visit>
void visit_fields(S& state, bool solids, Visit&& visit) {
  visit("unknowns", {&state.ln_molality, &state.ln_water});
  visit("totals", {&state.totals});
  visit("porosity", {&state.porosity});
  if (state.head.size() > 0) visit("flow", {&state.head, &state.water_rate});
  if (!solids) return;
  visit("amount", {&state.amount});
  visit("initial_amount", {&state.initial_amount});
  visit("initial_surface", {&state.initial_surface});
}

std::vector<std::string> component_names(const ChemicalSystem& system) {
  std::vector<std::string> names;
  for (std::size_t j = 0; j < system.balances(); ++j) names.push_back(system.component_name(j));
  return names;
}

hdf5::File open_run(const std::string& path) {
  hdf5::File file = hdf5::File::open(path);
  if (!file.has_attribute("schema_version"))
    throw FileError(path + " is not a run file of Talus: it has no attribute schema_version");
  if (file.number_attribute("schema_version") != std::vector<double>{schema_version})
    throw FileError(path + " has another version of the layout; this program reads version " +
                    std::to_string(schema_version));
  if (!file.has("/restart"))
    throw FileError(path + " cannot be continued: it has no group /restart, as an older Talus wrote it");
  return file;
}

}  // namespace

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

// ---------------------------------------------------------------------------------------------- writing

RestartRows::RestartRows(const hdf5::File& file, MPI_Comm ranks, std::int64_t first_cell,
                         std::int64_t owned_cells)
    : group_(file.group("/restart")), first_(first_cell), owned_(owned_cells) {
  MPI_Comm_rank(ranks, &rank_);
}

void RestartRows::append(const char* name, std::int64_t row, double value) {
  Dataset dataset = group_.dataset(name);
  dataset.extend(row + 1);
  if (rank_ == 0) dataset.write_alone({{row}, {1}}, {&value, 1});
}

void RestartRows::append(const char* name, std::int64_t row, const std::vector<double>& values) {
  Dataset dataset = group_.dataset(name);
  dataset.extend(row + 1);
  if (rank_ == 0) dataset.write_alone(hdf5::row(row, static_cast<std::int64_t>(values.size())), values);
}

void RestartRows::append(const char* name, std::int64_t row, std::initializer_list<const Fields*> parts) {
  std::vector<double> values;
  std::int64_t count = 0;
  for (const Fields* fields : parts)
    for (std::size_t j = 0; j < fields->size(); ++j, ++count) {
      const std::span<const double> own = (*fields)[j];
      values.insert(values.end(), own.begin(), own.begin() + owned_);
    }
  Dataset dataset = group_.dataset(name);
  dataset.extend(row + 1);
  dataset.write({{{row, 0, first_}, {1, count, owned_}}}, values);
}

void RestartRows::write_start(const Store& start) {
  const auto write = [&](const char* name, const std::vector<double>& values) {
    const hdf5::Selection all{{{0}, {static_cast<std::int64_t>(values.size())}}};
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
  visit_fields(state, solids, [&](const char* name, std::initializer_list<const Fields*> parts) {
    append(name, row, parts);
  });
  Dataset booked = group_.dataset("booked");
  booked.extend(row + 1);
  booked.write({{{row, rank_, 0}, {1, 1, static_cast<std::int64_t>(state.booked.size())}}}, state.booked);
  std::vector<double> change = memory.control.change;
  const auto judged = static_cast<std::size_t>(group_.dataset("judged").size());
  check(change.empty() || change.size() == judged, "/restart/judged names what the steps are judged by");
  change.resize(judged, 0.0);  // empty before the first step
  append("change", row, change);
  append("carbon_error", row, memory.control.carbon_error);
  append("next_step", row, memory.control.next);
  append("turnover", row, memory.turnover);
  append("flow_step", row, state.flow_step);
  append("steps", row, static_cast<double>(memory.steps));  // the last: a row that it has is whole
}

// ---------------------------------------------------------------------------------------------- reading

RestartFile::RestartFile(const std::string& path, std::optional<double> at)
    : path_(path), file_(open_run(path)) {
  choose_row(at);
}

void RestartFile::choose_row(std::optional<double> at) {
  const std::vector<double> time = file_.dataset("/time").numbers();
  const std::vector<std::int64_t> moment = file_.dataset("/moment").integers();
  const std::size_t whole = std::min(
      {time.size(), moment.size(), static_cast<std::size_t>(file_.dataset("/restart/steps").size())});
  row_ = -1;
  std::vector<std::string> known;
  for (std::size_t row = 0; row < whole; ++row) {
    if (moment[row] == static_cast<std::int64_t>(Moment::before)) continue;
    if (known.empty() || known.back() != days(time[row])) known.push_back(days(time[row]));
    if (at && std::abs(time[row] - *at) > 1e-9 * std::max(std::abs(*at), std::abs(time[row]))) continue;
    row_ = static_cast<std::int64_t>(row);
    time_ = time[row];
    moment_ = static_cast<Moment>(moment[row]);
  }
  if (known.empty()) throw FileError(path_ + " cannot be continued: it holds no state");
  if (row_ >= 0) return;
  constexpr std::size_t most = 12;
  std::string hint =
      "its states are at " +
      listed({known.begin(), known.begin() + static_cast<std::ptrdiff_t>(std::min(most, known.size()))});
  if (known.size() > most) hint += ", ... " + known.back() + " (" + std::to_string(known.size()) + " in all)";
  refuse(path_, "no state at " + days(*at), hint);
}

std::string RestartFile::case_echo() const { return file_.group("/provenance").text_attribute("case_echo"); }

std::string RestartFile::database_hash() const {
  return file_.group("/provenance").text_attribute("database_hash");
}

ParentRun RestartFile::parent() const {
  return {path_, sha256(file_.group("/provenance").text_attribute("case_text")), time_};
}

std::vector<double> RestartFile::row_of(const std::string& name) const {
  const Dataset dataset = file_.dataset("/restart/" + name);
  Block block{std::vector<std::int64_t>(dataset.shape().size(), 0), dataset.shape()};
  block.first[0] = row_;
  block.count[0] = 1;
  return dataset.numbers(block);
}

void RestartFile::check_same(const Model& model) const {
  const auto names = [&](const char* what, const std::vector<std::string>& here, const char* path) {
    const std::vector<std::string> there = file_.dataset(path).texts();
    if (here != there)
      refuse(path_, std::string("the case has other ") + what + " than this run",
             "the run: " + listed(there) + "\nthe case: " + listed(here));
  };
  names("components", component_names(model.system), "/system/components");
  names("solids", solid_names(model), "/restart/solids");
  const Mesh& mesh = model.mesh;
  const std::int64_t cells = file_.dataset("/cell/cell").size();
  if (cells != mesh.total)
    refuse(
        path_, "the case has another mesh than this run",
        "the run: " + std::to_string(cells) + " cells\nthe case: " + std::to_string(mesh.total) + " cells");
  for (const auto& [name, values] : {std::pair{"volume", &mesh.volume},
                                     {"x", &mesh.x},
                                     {"y", &mesh.y},
                                     {"z", &mesh.z},
                                     {"depth", &mesh.depth}}) {
    const std::vector<double> there =
        file_.dataset("/cell/" + std::string(name)).numbers(Block{{mesh.first}, {mesh.owned}});
    if (any_rank(!same_numbers(there, std::span<const double>(*values).first(there.size()))))
      refuse(path_, "the case has another mesh than this run",
             std::string("as many cells, but another ") + name + " of some of them");
  }
}

void RestartFile::read_state(const Model& model, State& state) const {
  const auto owned = static_cast<std::int64_t>(model.mesh.owned);
  const auto read = [&](const char* name, std::initializer_list<Fields*> parts) {
    std::int64_t first = 0;
    const Dataset dataset = file_.dataset("/restart/" + std::string(name));
    for (Fields* fields : parts) {
      const auto count = static_cast<std::int64_t>(fields->size());
      const std::vector<double> values =
          dataset.numbers(Block{{row_, first, model.mesh.first}, {1, count, owned}});
      for (std::int64_t j = 0; j < count; ++j)
        std::copy_n(values.begin() + j * owned, owned, (*fields)[static_cast<std::size_t>(j)].begin());
      first += count;
    }
  };
  visit_fields(state, state.amount.size() > 0, read);
  const std::vector<double> booked = row_of("booked");  // [rank][component]
  const std::size_t n = state.booked.size(), ranks = booked.size() / n;
  const auto rank = static_cast<std::size_t>(Session::rank());
  for (std::size_t j = 0; j < n; ++j) {
    double sum = 0;
    for (std::size_t k = 0; k < ranks; ++k) sum += booked[k * n + j];
    if (ranks == static_cast<std::size_t>(Session::size()))
      state.booked[j] = booked[rank * n + j];
    else
      state.booked[j] = rank == 0 ? sum : 0;
  }
  state.time = time_;
  state.flow_step = row_of("flow_step")[0];
}

std::vector<double> RestartFile::read_faces(const Patch& patch, const std::string& prefix,
                                            const std::vector<std::string>& kinds) const {
  const std::string path = "/patches/" + patch.name + "/" + prefix;
  std::vector<double> values(patch.size() * kinds.size());
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    const std::vector<double> all = file_.dataset(path + kinds[i]).numbers(hdf5::row(row_, patch.total));
    for (std::size_t face = 0; face < patch.size(); ++face)
      values[face * kinds.size() + i] = all[static_cast<std::size_t>(patch.number[face])];
  }
  return values;
}

void RestartFile::read_entered(const Model& model, State& state) const {
  const std::vector<std::string> components = component_names(model.system);
  for (std::size_t p = 0; p < model.mesh.patches.size(); ++p)
    if (const Patch& patch = model.mesh.patches[p]; patch.total > 0)
      state.entered[p] = read_faces(patch, "entered_", components);
}

/// A patch that this case closes keeps what crossed it before; one that it opens begins with nothing.
void RestartFile::read_crossings(const Model& model, State& state) const {
  const std::vector<std::string> components = component_names(model.system);
  std::vector<std::string> gases;
  for (const Gas& gas : model.system.gases) gases.push_back(gas.name);
  for (std::size_t p = 0; p < model.mesh.patches.size(); ++p) {
    const Patch& patch = model.mesh.patches[p];
    const std::string path = "/patches/" + patch.name + "/";
    Crossing& crossing = state.crossings[p];
    if (!gases.empty() && file_.has(path + "gas_" + gases.front())) {
      crossing.has_gas = true;
      crossing.gas = read_faces(patch, "gas_", gases);
    }
    if (!file_.has(path + "inflow_" + components.front())) continue;
    crossing.has_water = true;
    crossing.inflow = read_faces(patch, "inflow_", components);
    crossing.outflow = read_faces(patch, "outflow_", components);
  }
}

RunMemory RestartFile::read_memory() const {
  RunMemory memory;
  memory.steps = static_cast<std::int64_t>(row_of("steps")[0]);
  memory.control.next = row_of("next_step")[0];
  memory.control.change = row_of("change");
  memory.control.carbon_error = row_of("carbon_error")[0];
  memory.turnover = row_of("turnover");
  memory.start.amount = file_.dataset("/restart/start_amount").numbers();
  memory.start.magnitude = file_.dataset("/restart/start_magnitude").numbers();
  memory.start.solids = file_.dataset("/restart/start_solids").numbers();
  return memory;
}

RunMemory RestartFile::read(const Model& model, State& state) const {
  check_same(model);
  read_state(model, state);
  read_entered(model, state);
  read_crossings(model, state);
  return read_memory();
}

}  // namespace talus
