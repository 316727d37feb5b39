// Finding a state from which a run goes on, and refusing what is no such state.
#include <algorithm>
#include <cmath>

#include "base/child.h"
#include "base/error.h"
#include "base/readable_rows.h"
#include "base/sha256.h"
#include "base/units.h"
#include "solver/output/restart.h"
#include "solver/output/restart_checks.h"
#include "solver/output/restart_fields.h"
#include "solver/output/tables.h"
#include "solver/state/solid_names.h"

namespace talus {

namespace {

using hdf5::Block, hdf5::Dataset;
using Shape = std::vector<std::int64_t>;
using restart_checks::require, restart_checks::together;

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

hdf5::File open_run(const std::string& path) {
  hdf5::File file = hdf5::File::open(path);
  if (!file.has_attribute("schema_version"))
    throw FileError(path + " is not a run file of Talus: it has no attribute schema_version");
  const std::vector<double> version = file.number_attribute("schema_version");
  if (version != std::vector<double>{schema_version} && version != std::vector<double>{schema_without_marks})
    throw FileError(path + " has another version of the layout; this program reads versions " +
                    std::to_string(schema_without_marks) + " and " + std::to_string(schema_version));
  if (!file.has("/restart"))
    throw FileError(path + " cannot be continued: it has no group /restart, as an older Talus wrote it");
  if (version.front() == schema_version && !file.has("/commit"))
    throw FileError(path + " is damaged: it has no group /commit");
  return file;
}

bool needed_to_go_on(const std::string& dataset) {
  return dataset.starts_with("/restart/") || dataset.starts_with("/patches/") || dataset == "/time" ||
         dataset == "/moment";
}

}  // namespace

RestartFile::RestartFile(MPI_Comm ranks, const std::string& path, const RestartPoint& point, WithoutChild)
    : ranks_(ranks), path_(path), file_(open_run(path)), commits_(file_) {
  choose_row(point);
}

// A child process of the first rank reads it all before anybody else does.
RestartFile::RestartFile(MPI_Comm ranks, const std::string& path, const RestartPoint& point)
    : RestartFile((together(ranks,
                            [&] {
                              if (rank_among(ranks) != 0) return;
                              do_in_child(
                                  {path},
                                  [&] {
                                    try {
                                      RestartFile(MPI_COMM_SELF, path, point, WithoutChild{}).read_once();
                                    } catch (const InputError&) {  // is said again, by all ranks
                                    }
                                  },
                                  [&] { return path; });
                            }),
                   ranks),
                  path, point, WithoutChild{}) {}

/// Reads what the restart reads and what can bring HDF5 down.
void RestartFile::read_once() const {
  for (const char* text : {"case_echo", "case_text", "database_hash", "started", "command"})
    static_cast<void>(file_.group("/provenance").text_attribute(text));
  for (const char* names : {"/system/components", "/restart/solids", "/restart/judged", "/system/exchangers",
                            "/system/equilibrium_minerals"})
    if (file_.has(names)) static_cast<void>(file_.dataset(names).texts());
  for (const hdf5::Group& group : {file_.group("/restart"), file_.group("/cell")})
    for (const std::string& name : group.datasets()) static_cast<void>(group.dataset(name).shape());
  for (const std::string& patch :
       file_.has("/patches") ? file_.group("/patches").groups() : std::vector<std::string>{}) {
    const hdf5::Group group = file_.group("/patches/" + patch);
    for (const std::string& name : group.datasets()) static_cast<void>(group.dataset(name).shape());
  }
  for (const std::string& name : hdf5::growing_datasets(file_, "/restart")) {
    const Dataset dataset = file_.dataset(name);
    Shape row = dataset.shape();
    row.erase(row.begin());
    static_cast<void>(row_of(name, row));
  }
}

void RestartFile::choose_row(const RestartPoint& point) {
  const auto time = hdf5::readable_rows<double>(file_.dataset("/time"));
  const auto moment = hdf5::readable_rows<std::int64_t>(file_.dataset("/moment"));
  const auto begun = static_cast<std::size_t>(file_.dataset("/time").size());
  std::size_t whole = std::min(time.size(), moment.size());
  if (commits_.present())
    whole = std::min(whole, static_cast<std::size_t>(commits_.states()));
  else
    whole = std::min(whole, static_cast<std::size_t>(file_.dataset("/restart/steps").size()));
  std::vector<std::int64_t> rows;
  std::vector<std::string> known;
  for (std::size_t row = 0; row < whole; ++row) {
    require(std::isfinite(time[row]) && time[row] >= 0, "/time", "a time below 0, or no number");
    require(moment[row] >= 0 && moment[row] <= 3, "/moment", "something else than 0, 1, 2 or 3");
    if (moment[row] == static_cast<std::int64_t>(Moment::before)) continue;
    if (known.empty() || known.back() != days(time[row])) known.push_back(days(time[row]));
    if (point.at && std::abs(time[row] - *point.at) > 1e-9 * std::max(std::abs(*point.at), time[row]))
      continue;
    rows.push_back(static_cast<std::int64_t>(row));
  }
  if (known.empty())
    throw FileError(path_ + " cannot be continued: it holds no state" +
                    (begun > 0 ? " that is whole: the first one is torn" : ""));
  if (!commits_.present())
    notes_.push_back(path_ +
                     " has no commit marks, as an older Talus wrote it: whether its states are whole "
                     "is known by their shapes and their mass balance alone");
  if (rows.empty()) {
    constexpr std::size_t most = 12;
    std::string hint =
        "its states are at " +
        listed({known.begin(), known.begin() + static_cast<std::ptrdiff_t>(std::min(most, known.size()))});
    if (known.size() > most)
      hint += ", ... " + known.back() + " (" + std::to_string(known.size()) + " in all)";
    refuse(path_, "no state at " + days(*point.at), hint);
  }
  if (!point.at && whole < begun) {
    const std::string torn =
        (whole < time.size() ? "its state at " + days(time[whole]) : "the state after " + known.back()) +
        " is torn: it was not written to its end and has no commit mark";
    if (!point.last_good)
      throw FileError(path_ + " cannot be continued from its last state: " + torn +
                      "; --last-good goes on from the one before, at " + known.back());
    notes_.push_back(torn + "; it is left out");
  }
  row_ = last_whole_row(point, rows);
  time_ = time[static_cast<std::size_t>(row_)];
  moment_ = static_cast<Moment>(moment[static_cast<std::size_t>(row_)]);
}

/// The last of the rows that is as it was written; without last_good it must be the very last.
std::int64_t RestartFile::last_whole_row(const RestartPoint& point, const std::vector<std::int64_t>& rows) {
  if (!commits_.present()) return rows.back();
  if (const auto constants = commits_.damaged_constants(); !constants.empty())
    throw FileError(path_ + " is damaged: not as they were written: " + listed(constants));
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    const std::vector<std::string> bad = damaged(*row);
    if (bad.empty()) return *row;
    const std::string what =
        "its state number " + std::to_string(*row + 1) + " is damaged; not as it was written: " + listed(bad);
    if (!point.last_good || point.at)
      throw FileError(path_ + " cannot be continued: " + what +
                      "; --last-good goes on from the last good one before it");
    notes_.push_back(what + "; it is left out");
  }
  throw FileError(path_ + " cannot be continued: none of its states is as it was written");
}

std::vector<std::string> RestartFile::damaged(std::int64_t row) const {
  std::vector<std::string> paths = commits_.damaged(row);
  std::erase_if(paths, [](const std::string& path) { return !needed_to_go_on(path); });
  return paths;
}

std::string RestartFile::case_echo() const { return file_.group("/provenance").text_attribute("case_echo"); }

std::string RestartFile::database_hash() const {
  return file_.group("/provenance").text_attribute("database_hash");
}

ParentRun RestartFile::parent() const {
  return {path_, sha256(file_.group("/provenance").text_attribute("case_text")), time_};
}

void RestartFile::check_same(const Model& model) const {
  const auto names = [&](const char* what, const std::vector<std::string>& here, const char* path) {
    const std::vector<std::string> there =
        file_.has(path) ? file_.dataset(path).texts() : std::vector<std::string>{};
    if (here != there)
      refuse(path_, std::string("the case has other ") + what + " than this run",
             "the run: " + listed(there) + "\nthe case: " + listed(here));
  };
  names("components", names_of(model.unknowns), "/system/components");
  names("solids", solid_names(model), "/restart/solids");
  const ChemicalTables tables = chemical_tables(model);
  names("exchangers", tables.exchangers, "/system/exchangers");
  names("minerals at equilibrium", tables.equilibrium, "/system/equilibrium_minerals");
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
    const Dataset dataset = file_.dataset("/cell/" + std::string(name));
    dataset.expect({cells});
    const std::vector<double> there = dataset.numbers(Block{{mesh.first}, {mesh.owned}});
    if (any_rank(ranks_, !same_numbers(there, std::span<const double>(*values).first(there.size()))))
      refuse(path_, "the case has another mesh than this run",
             std::string("as many cells, but another ") + name + " of some of them");
  }
  for (const auto& [name, words, values] :
       {std::tuple{"dry_density", "dry density", &model.cells.dry_density},
        std::tuple{"porosity", "porosity at the start", &model.cells.porosity}}) {
    const Dataset dataset = file_.dataset("/cell/" + std::string(name));
    dataset.expect({cells});
    const std::vector<double> there = dataset.numbers(Block{{mesh.first}, {mesh.owned}});
    if (any_rank(ranks_, !same_numbers(there, std::span<const double>(*values).first(there.size()))))
      refuse(
          path_, std::string("the case has another ") + words + " than this run",
          "the cells hold what they held, and amounts per dry mass would be those of other tailings; leave "
          "the densities and porosities of its materials as they were");
  }
}

}  // namespace talus
