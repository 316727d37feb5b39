#include "solver/output/run_file.h"

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <tuple>

#include "base/error.h"
#include "base/first_rank.h"
#include "base/petsc.h"
#include "base/units.h"
#include "solver/output/uninterrupted.h"

namespace talus {

namespace {

using hdf5::Block;
using hdf5::Selection;

constexpr std::size_t most_waiting_steps = 1024;

// How many there are on the ranks before this one, and on all.
std::pair<std::int64_t, std::int64_t> place_among_ranks(std::int64_t count, MPI_Comm ranks) {
  std::int64_t up_to_here = 0, total = 0;
  MPI_Scan(&count, &up_to_here, 1, MPI_INT64_T, MPI_SUM, ranks);
  MPI_Allreduce(&count, &total, 1, MPI_INT64_T, MPI_SUM, ranks);
  return {up_to_here - count, total};
}

std::int64_t number_of(const Mesh& mesh, Index cell) { return mesh.number[static_cast<std::size_t>(cell)]; }

// The faces that this rank writes, in the order of the file: by the numbers of the left and of the right
// cell. The rank that owns the left cell writes a face; so each is written once, and those of a rank stand
// together.
std::vector<std::size_t> faces_in_order(const Mesh& mesh) {
  std::vector<std::size_t> order;
  for (std::size_t face = 0; face < mesh.faces.size(); ++face)
    if (mesh.faces.left[face] < mesh.owned) order.push_back(face);
  std::ranges::sort(order, {}, [&](std::size_t face) {
    return std::tuple(number_of(mesh, mesh.faces.left[face]), number_of(mesh, mesh.faces.right[face]), face);
  });
  return order;
}

template <class Value>
std::vector<Value> picked(const std::vector<Value>& values, const std::vector<std::size_t>& order) {
  std::vector<Value> result;
  result.reserve(order.size());
  for (const std::size_t i : order) result.push_back(values[i]);
  return result;
}

std::vector<std::int64_t> numbers_of(const Mesh& mesh, const std::vector<Index>& cells,
                                     const std::vector<std::size_t>& order) {
  std::vector<std::int64_t> numbers;
  for (const std::size_t i : order) numbers.push_back(number_of(mesh, cells[i]));
  return numbers;
}

// Consecutive numbers become blocks; `numbers` ascend.
std::vector<Block> runs_of(const std::vector<std::int64_t>& numbers) {
  std::vector<Block> runs;
  for (const std::int64_t number : numbers) {
    if (!runs.empty() && runs.back().first[0] + runs.back().count[0] == number)
      ++runs.back().count[0];
    else
      runs.push_back({{number}, {1}});
  }
  return runs;
}

// The same columns in one row of a growing dataset.
Selection in_row(std::int64_t row, const std::vector<Block>& columns) {
  Selection where;
  for (const Block& block : columns) where.push_back(hdf5::row(row, block.count[0], block.first[0]));
  return where;
}

}  // namespace

RunFile::RunFile(const std::string& path, MPI_Comm ranks, const Mesh& mesh, std::span<const int> material,
                 std::span<const double> porosity, std::span<const double> dry_density,
                 const ChemicalTables& tables, const RunHeader& header, std::vector<ColumnInfo> fields,
                 std::vector<ColumnInfo> series, std::optional<std::vector<std::string>> solids,
                 const std::vector<PatchLets>& lets)
    : path_(path), ranks_(ranks), first_(mesh.first), owned_(mesh.owned), waiting_(series.size() + 1) {
  MPI_Comm_rank(ranks, &rank_);
  RunSizes sizes{.cells = mesh.total, .patches = {}, .solids = std::move(solids)};
  MPI_Comm_size(ranks, &sizes.ranks);
  sizes.faces = place_among_ranks(static_cast<std::int64_t>(faces_in_order(mesh).size()), ranks).second;
  const auto lets_of = [&](std::size_t p) { return lets.empty() ? PatchLets{} : lets[p]; };
  for (const Patch& patch : mesh.patches)
    sizes.patches.push_back({patch.name, patch.total, lets_of(sizes.patches.size())});
  const Uninterrupted until_it_is_on_the_disk;
  // Text and empty datasets are the matter of one rank; then all open the file together and write arrays.
  first_rank_does(ranks, [&] {
    create_run_layout(path, sizes, tables, header, fields, series);
    if (!header.checkpoint) xdmf_.emplace(path, mesh.total, fields);
  });
  write_or_stop([&] {
    file_ = hdf5::File::edit(path, ranks);
    marks_.emplace(*file_, ranks);
    if (rank_ == 0) {
      std::vector<std::string> written(system_tables.begin(), system_tables.end());
      if (!tables.exchangers.empty()) written.emplace_back("exchange_components");
      for (const std::string& name : written)
        marks_->note_alone("/system/" + name, file_->dataset("/system/" + name).numbers());
    }
    write_cells(mesh, material, porosity, dry_density);
    write_faces(mesh);
    for (const Patch& patch : mesh.patches) write_patch(mesh, patch, tables, lets_of(patches_.size()));
    write_geometry(mesh);
    for (const char* name : {"/time", "/moment"}) times_.push_back(growing(name));
    for (const ColumnInfo& field : fields) fields_.push_back(growing("/fields/" + field.name));
    for (const std::string& component : tables.components)
      external_.push_back(growing("/external/" + component));
    for (const char* name : {"/series/step", "/series/time"}) series_.push_back(growing(name));
    for (const ColumnInfo& column : series) series_.push_back(growing("/series/" + column.name));
    if (sizes.solids) restart_.emplace(*file_, ranks, first_, owned_, *marks_);
    bring_to_disk();
  });
}

std::string RunFile::good_so_far() const {
  if (states_ == 0) return "\n  " + path_ + " holds no state";
  return "\n  " + path_ + " is good up to its state at " + with_unit(last_time_, "d") +
         ": talus report reads it so far, --restart " + path_ + " --last-good goes on from there";
}

// Errors that one rank alone meets end all ranks: the others would wait for it in HDF5.
template <class Work>
void RunFile::write_or_stop(Work&& work) {
  try {
    work();
  } catch (const FileError& error) {
    const std::string text = error.what() + good_so_far();
    int ranks = 1;
    MPI_Comm_size(ranks_, &ranks);
    if (ranks > 1) {
      std::fprintf(stderr, "error: %s\n", text.c_str());
      Session::abandon(4);
    }
    hdf5::abandon_files();
    throw FileError(text);
  }
}

// Room first: a full disk must be noticed before HDF5 changes what the states before this one need.
void RunFile::bring_to_disk() {
  if (rank_ == 0) file_->reserve();
  file_->flush();
}

void RunFile::write_constant(const std::string& path, const Selection& where,
                             std::span<const double> values) {
  file_->dataset(path).write(where, values);
  marks_->note(path, where, values);
}

void RunFile::write_cells(const Mesh& mesh, std::span<const int> material, std::span<const double> porosity,
                          std::span<const double> dry_density) {
  const auto owned = static_cast<std::size_t>(mesh.owned);
  check(material.size() == owned && porosity.size() == owned && dry_density.size() == owned,
        "material, porosity and dry density are given for each owned cell");
  const Selection here{{{first_}, {owned_}}};
  const auto write = [&](const char* name, auto values) {
    file_->dataset("/cell/" + std::string(name)).write(here, values);
  };
  const auto number = std::span<const std::int64_t>(mesh.number).first(owned);
  write("cell", number);
  write("id", number);
  for (const auto& [name, values] : {std::pair{"x", &mesh.x},
                                     {"y", &mesh.y},
                                     {"z", &mesh.z},
                                     {"depth", &mesh.depth},
                                     {"volume", &mesh.volume}})
    write_constant("/cell/" + std::string(name), here, std::span<const double>(*values).first(owned));
  write_constant("/cell/porosity", here, porosity);
  write_constant("/cell/dry_density", here, dry_density);
  const std::vector<std::int64_t> numbers(material.begin(), material.end());
  write("material", std::span<const std::int64_t>(numbers));
}

void RunFile::write_faces(const Mesh& mesh) {
  const Faces& faces = mesh.faces;
  const std::vector<std::size_t> order = faces_in_order(mesh);
  const auto count = static_cast<std::int64_t>(order.size());
  const Selection here{{{place_among_ranks(count, ranks_).first}, {count}}};
  file_->dataset("/faces/left").write(here, numbers_of(mesh, faces.left, order));
  file_->dataset("/faces/right").write(here, numbers_of(mesh, faces.right, order));
  for (const auto& [name, values] : {std::pair{"area", &faces.area},
                                     {"distance_left", &faces.distance_left},
                                     {"distance_right", &faces.distance_right},
                                     {"nz", &faces.nz}})
    file_->dataset("/faces/" + std::string(name)).write(here, picked(*values, order));
}

void RunFile::write_patch(const Mesh& mesh, const Patch& patch, const ChemicalTables& tables,
                          PatchLets lets) {
  PatchRows rows;
  rows.order.resize(patch.size());
  std::iota(rows.order.begin(), rows.order.end(), std::size_t{0});
  std::ranges::sort(rows.order, {}, [&](std::size_t face) { return patch.number[face]; });
  rows.runs = runs_of(picked(patch.number, rows.order));
  if (patch.total > 0) {  // else it is not in the file
    const std::string folder = "/patches/" + patch.name + "/";
    file_->dataset(folder + "cell").write(rows.runs, numbers_of(mesh, patch.cell, rows.order));
    for (const auto& [name, values] :
         {std::pair{"area", &patch.area}, {"distance", &patch.distance}, {"nz", &patch.nz}})
      write_constant(folder + name, rows.runs, picked(*values, rows.order));
    const Crossing crossing{.has_gas = lets.gas,
                            .has_water = lets.water,
                            .has_vapour = lets.vapour,
                            .has_rain = lets.rain,
                            .has_pond = lets.pond,
                            .gas = {},
                            .inflow = {},
                            .outflow = {},
                            .has_carbon = lets.carbon};
    const std::vector<double> entered;
    visit_face_arrays(entered, crossing, [&](const std::vector<double>&, const FaceArrayInfo& info) {
      rows.arrays.emplace_back();
      for (const std::string& kind : kinds_of(info, {tables.components, tables.gases, tables.carbon_sources}))
        if (info.there) rows.arrays.back().push_back(growing(folder + std::string(info.name) + "_" + kind));
    });
  }
  patches_.push_back(std::move(rows));
}

void RunFile::write_geometry(const Mesh& mesh) {
  file_->dataset("/geometry/points").write({{{8 * first_, 0}, {8 * owned_, 3}}}, mesh.corners);
  std::vector<std::int64_t> points(8 * static_cast<std::size_t>(owned_));
  std::iota(points.begin(), points.end(), 8 * first_);
  file_->dataset("/geometry/connectivity").write({{{first_, 0}, {owned_, 8}}}, points);
}

void RunFile::append(Growing& growing, const Selection& where, std::span<const double> values) {
  growing.dataset.extend(states_ + 1);
  growing.dataset.write(where, values);
  marks_->note(growing.path, where, values);
}

// One value, the same on all ranks.
void RunFile::append(Growing& growing, double value) {
  growing.dataset.extend(states_ + 1);
  if (rank_ == 0) growing.dataset.write_alone({{states_}, {1}}, std::span<const double>(&value, 1));
  marks_->note_alone(growing.path, {&value, 1});
}

// `values` of the faces of a patch, [face of this rank][kind], each kind to its own dataset.
void RunFile::append(std::vector<Growing>& kinds, const PatchRows& patch, std::span<const double> values) {
  const Selection where = in_row(states_, patch.runs);
  std::vector<double> of_kind(patch.order.size());
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    for (std::size_t k = 0; k < of_kind.size(); ++k) of_kind[k] = values[patch.order[k] * kinds.size() + i];
    append(kinds[i], where, of_kind);
  }
}

void RunFile::append_state(double time, Moment moment, std::span<const std::span<const double>> fields,
                           std::span<const std::vector<double>> entered, std::span<const double> external,
                           std::span<const Crossing> crossings) {
  append(times_[0], time);
  append(times_[1], static_cast<double>(moment));
  for (std::size_t i = 0; i < fields.size(); ++i)
    append(fields_[i], {hdf5::row(states_, owned_, first_)},
           fields[i].first(static_cast<std::size_t>(owned_)));
  for (std::size_t i = 0; i < external.size(); ++i) append(external_[i], external[i]);
  for (std::size_t p = 0; p < patches_.size(); ++p) {
    PatchRows& patch = patches_[p];
    check(entered[p].size() == patch.order.size() * external_.size(),
          "entered has each face and each component");
    const Crossing none;
    std::size_t i = 0;
    visit_face_arrays(entered[p], crossings.empty() ? none : crossings[p],
                      [&](const std::vector<double>& array, const FaceArrayInfo&) {
                        if (i < patch.arrays.size()) append(patch.arrays[i++], patch, array);
                      });
  }
}

void RunFile::write_state(double time, Moment moment, std::span<const std::span<const double>> fields,
                          std::span<const std::vector<double>> entered, std::span<const double> external,
                          std::optional<RestartPart> restart, std::span<const Crossing> crossings) {
  check(file_.has_value(), "a state is written before the end of the run");
  check(fields.size() == fields_.size() && external.size() == external_.size() &&
            entered.size() == patches_.size(),
        "a state has all fields, all patches and all components");
  check(restart.has_value() == restart_.has_value(),
        "a state has what the next run needs, if it is asked for");
  if (restart && states_ == 0) steps_before_ = restart->memory.steps;
  const Uninterrupted until_it_is_on_the_disk;
  write_or_stop([&] {
    append_state(time, moment, fields, entered, external, crossings);
    if (restart_) restart_->write(states_, *restart);
    flush_steps();
    bring_to_disk();
    marks_->write(states_, steps_);
    bring_to_disk();
  });
  ++states_;
  last_time_ = time;
  try {
    first_rank_does(ranks_, [&] {
      if (xdmf_) xdmf_->add(time);
    });
  } catch (const FileError& error) {
    throw FileError(error.what() + good_so_far());
  }
}

void RunFile::write_step(double time, std::span<const double> values) {
  check(file_.has_value(), "a step is written before the end of the run");
  check(values.size() + 1 == waiting_.size(), "a step has all series");
  waiting_[0].push_back(time);
  for (std::size_t i = 0; i < values.size(); ++i) waiting_[i + 1].push_back(values[i]);
  if (waiting_[0].size() >= most_waiting_steps) keep_steps();
}

void RunFile::keep_steps() {
  const Uninterrupted until_it_is_on_the_disk;
  write_or_stop([&] {
    flush_steps();
    bring_to_disk();
  });
}

void RunFile::flush_steps() {
  const auto count = static_cast<std::int64_t>(waiting_[0].size());
  if (count == 0) return;
  std::vector<double> numbers(waiting_[0].size());
  std::iota(numbers.begin(), numbers.end(), static_cast<double>(steps_before_ + steps_ + 1));
  for (std::size_t i = 0; i < series_.size(); ++i) {
    const std::span<const double> values = i == 0 ? numbers : waiting_[i - 1];
    series_[i].dataset.extend(steps_ + count);
    if (rank_ == 0) series_[i].dataset.write_alone({{steps_}, {count}}, values);
    marks_->note_alone(series_[i].path, values);
  }
  steps_ += count;
  for (auto& values : waiting_) values.clear();
}

void RunFile::finish(const std::string& status, double wall_seconds, const std::string& warnings) {
  if (!file_) return;
  const Uninterrupted until_it_is_on_the_disk;
  write_or_stop([&] {
    flush_steps();
    bring_to_disk();
  });
  times_.clear();
  fields_.clear();
  patches_.clear();
  external_.clear();
  series_.clear();
  restart_.reset();
  marks_.reset();
  file_.reset();
  write_or_stop([&] {
    first_rank_does(ranks_, [&] {
      hdf5::File file = hdf5::File::edit(path_);
      hdf5::Group provenance = file.group("/provenance");
      provenance.write_attribute("status", status);
      provenance.write_attribute("finished", utc_now());
      provenance.write_attribute("wall_seconds", wall_seconds);
      provenance.write_attribute("warnings", warnings);
      file.reserve();
      file.flush();
    });
  });
}

}  // namespace talus
