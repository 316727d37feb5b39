#include "report/run.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <numeric>
#include <optional>
#include <sstream>

#include "base/error.h"
#include "base/hdf5.h"
#include "report/dates.h"
#include "report/good_states.h"
#include "report/layers.h"

namespace talus::report {
namespace {

constexpr const char* known_schema = "2";

/// Sum with the error of each addition carried along (Neumaier 1974): the ledger asks for 1e-10 of sums over
/// all cells.
class Sum {
 public:
  void add(double value) {
    const double next = sum_ + value;
    rest_ += std::abs(sum_) >= std::abs(value) ? (sum_ - next) + value : (value - next) + sum_;
    sum_ = next;
  }
  double value() const { return sum_ + rest_; }

 private:
  double sum_ = 0, rest_ = 0;
};

double weighted_sum(const std::vector<double>& values, const std::vector<double>& weight) {
  Sum sum;
  for (std::size_t cell = 0; cell < weight.size(); ++cell) sum.add(values[cell] * weight[cell]);
  return sum.value();
}

std::int64_t length(std::size_t size) { return static_cast<std::int64_t>(size); }

/// One output of a field, or of the faces of a patch: `count` values.
std::vector<double> read_row(const hdf5::Dataset& data, std::size_t row, std::size_t count) {
  return data.numbers(hdf5::row(length(row), length(count)));
}

/// All values of a dataset of one dimension that has `count` of them.
std::vector<double> numbers(const hdf5::Group& group, const std::string& path, std::size_t count) {
  const hdf5::Dataset data = group.dataset(path);
  data.expect({length(count)});
  return data.numbers();
}

/// The first `count` values of a dataset that has one for each output.
Curve first_numbers(const hdf5::Group& group, const std::string& path, std::size_t count) {
  const hdf5::Dataset data = group.dataset(path);
  data.expect_rows(length(count), {});
  return data.numbers(hdf5::Block{{0}, {length(count)}});
}

std::vector<std::string> names(const hdf5::File& file, const std::string& path) {
  return file.has(path) ? file.dataset(path).texts() : std::vector<std::string>{};
}

Matrix matrix(const hdf5::File& file, const std::string& path, std::size_t rows, std::size_t columns) {
  if (rows == 0) return {};
  const hdf5::Dataset data = file.dataset(path);
  data.expect({length(rows), length(columns)});
  return {rows, columns, data.numbers()};
}

/// An attribute as text, whatever it is.
std::string attribute(const hdf5::Object& object, const std::string& name) {
  if (!object.has_attribute(name)) return "";
  try {
    return object.text_attribute(name);
  } catch (const FileError&) {  // a number
    std::ostringstream text;
    text.precision(15);
    for (const double value : object.number_attribute(name)) text << (text.tellp() > 0 ? " " : "") << value;
    return text.str();
  }
}

System read_system(const hdf5::File& file) {
  System system;
  system.components = names(file, "/system/components");
  system.elements = names(file, "/system/elements");
  system.gases = names(file, "/system/gases");
  system.minerals = names(file, "/system/minerals");
  system.exchange_species = names(file, "/system/exchange_species");
  system.carbon_sources = names(file, "/system/carbon_sources");
  system.carbon_kinds = names(file, "/system/carbon_kinds");
  const std::size_t count = system.components.size(), exchanged = system.exchange_species.size();
  system.component_elements = matrix(file, "/system/component_elements", count, system.elements.size());
  system.component_charge = numbers(file, "/system/component_charge", count);
  system.gas_components = matrix(file, "/system/gas_components", system.gases.size(), count);
  system.exchange_components = matrix(file, "/system/exchange_components", exchanged, count);
  system.mineral_components = matrix(file, "/system/mineral_components", system.minerals.size(), count);
  if (system.minerals.empty()) return system;
  system.mineral_molar_mass = numbers(file, "/system/mineral_molar_mass", system.minerals.size());
  system.mineral_molar_volume = numbers(file, "/system/mineral_molar_volume", system.minerals.size());
  return system;
}

bool is_amount(const std::string& field) {
  return field == "water" || field.starts_with("aqueous_") || field.starts_with("gaseous_") ||
         field.starts_with("exchanged_") || field.starts_with("mineral_") || field.starts_with("initial_") ||
         field.starts_with("carbon_of_");
}

/// The cells, and what a field is reduced with.
struct Cells {
  std::vector<double> volume, pore_volume;  ///< m3; pores at the start
  Layers layers;
  std::map<std::size_t, std::vector<double>>
      placed{};  ///< by row of a profile, 1 of cells that stand; where lifts are placed
};

Cells read_cells(const hdf5::File& file, Run& run) {
  const auto count = static_cast<std::size_t>(file.dataset("/cell/volume").size());
  Cells cells{.volume = numbers(file, "/cell/volume", count),
              .pore_volume = numbers(file, "/cell/porosity", count),
              .layers = {}};
  const auto dry_density = numbers(file, "/cell/dry_density", count);
  const auto depth = numbers(file, "/cell/depth", count);
  const auto possible = [](const std::vector<double>& values, double above) {
    return std::ranges::all_of(values, [&](double value) { return std::isfinite(value) && value >= above; });
  };
  if (count == 0 || !possible(cells.volume, std::numeric_limits<double>::min()) ||
      !possible(cells.pore_volume, 0) || !possible(dry_density, 0) || !possible(depth, -1e30))
    throw FileError(run.file +
                    " is damaged: /cell holds volumes, porosities, densities or depths that are impossible");
  cells.layers = layers_by_depth(depth, cells.volume);
  for (std::size_t cell = 0; cell < cells.volume.size(); ++cell) {
    run.volume += cells.volume[cell];
    cells.pore_volume[cell] *= cells.volume[cell];
  }
  run.dry_mass = weighted_sum(dry_density, cells.volume);
  if (run.profiles.rows.empty()) run.profiles.rows = profile_rows(run.time, run.moment);
  run.profiles.depth = cells.layers.depth;
  run.profiles.dry_density = mean_by_layer(cells.layers, cells.volume, dry_density);
  std::istringstream words(attribute(file.dataset("/cell/material"), "flag_meanings"));
  for (std::string word; words >> word;) run.materials.push_back(word);
  return cells;
}

/// Volume of the pores of each cell at an output, m3; `porosity` is a field, or absent where it never
/// changes.
std::vector<double> pores_at(const std::optional<hdf5::Dataset>& porosity, std::size_t row,
                             const Cells& cells) {
  if (!porosity) return cells.pore_volume;
  std::vector<double> pores = read_row(*porosity, row, cells.volume.size());
  for (std::size_t cell = 0; cell < pores.size(); ++cell) pores[cell] *= cells.volume[cell];
  return pores;
}

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

void read_field(const hdf5::Dataset& data, const std::string& name, const Cells& cells,
                const std::optional<hdf5::Dataset>& porosity, Run& run) {
  run.profiles.unit[name] = attribute(data, "units");
  for (std::size_t row = 0; row < run.time.size(); ++row) {
    const std::vector<double> values = read_row(data, row, cells.volume.size());
    if (is_amount(name)) run.total[name].push_back(weighted_sum(values, cells.volume));
    if (name == "saturation") {
      const std::vector<double> pores = pores_at(porosity, row, cells);
      run.pores.push_back(sum(pores));
      run.saturation.push_back(weighted_sum(values, pores) / run.pores.back());
    }
    if (std::binary_search(run.profiles.rows.begin(), run.profiles.rows.end(), row))
      run.profiles.value[name].push_back(
          mean_by_layer(cells.layers, cells.volume,
                        cells.placed.contains(row) ? where_placed(values, cells.placed.at(row)) : values));
  }
}

/// Which cells stand at each output, where lifts are placed.
void read_placed(const hdf5::File& file, Cells& cells, Run& run) {
  if (!file.has("/fields/placed")) return;
  const hdf5::Dataset data = file.dataset("/fields/placed");
  data.expect_rows(length(run.time.size()), {length(cells.volume.size())});
  for (std::size_t row = 0; row < run.time.size(); ++row) {
    const std::vector<double> placed = read_row(data, row, cells.volume.size());
    run.placed.push_back(weighted_sum(placed, cells.volume));
    if (std::ranges::binary_search(run.profiles.rows, row)) cells.placed[row] = placed;
  }
}

void read_fields(const hdf5::File& file, const std::string& path, Run& run) {
  Cells cells = read_cells(file, run);
  read_placed(file, cells, run);
  const hdf5::Group fields = file.group("/fields");
  const std::int64_t times = length(run.time.size()), count = length(cells.volume.size());
  std::optional<hdf5::Dataset> porosity;
  if (file.has("/fields/porosity")) porosity = fields.dataset("porosity");
  for (const auto& name : fields.datasets()) {
    const hdf5::Dataset data = fields.dataset(name);
    const std::vector<std::int64_t> shape = data.shape();
    if (shape.size() == 2 && shape[0] >= times && shape[1] == count)
      read_field(data, name, cells, porosity, run);
    else if (name != "time" && name != "cell")
      throw FileError(path + ": /fields/" + name + " does not have one value for each output time and cell");
  }
}

/// A file that continues a run counts from the start of that; the report counts from its first output.
Curve since_first_output(Curve values) {
  const double first = values.empty() ? 0 : values.front();
  for (double& value : values) value -= first;
  return values;
}

PatchRecord read_patch(const hdf5::Group& group, const std::string& name, Run& run) {
  PatchRecord patch{.name = name, .entered = {}};
  const auto faces = static_cast<std::size_t>(group.dataset("area").size());
  const auto area = numbers(group, "area", faces), nz = numbers(group, "nz", faces);
  for (std::size_t face = 0; face < area.size(); ++face) {
    patch.area += area[face];
    patch.footprint += area[face] * std::max(0.0, nz[face]);
  }
  const std::vector<double> all(area.size(), 1.0);
  const auto sums = [&](const std::string& prefix, const std::vector<std::string>& kinds) {
    std::vector<Curve> curves;
    for (const auto& kind : kinds) {
      const hdf5::Dataset data = group.dataset(prefix + kind);
      data.expect_rows(length(run.time.size()), {length(faces)});
      Curve sum(run.time.size(), 0);
      for (std::size_t row = 0; row < sum.size() && !all.empty(); ++row)
        sum[row] = weighted_sum(read_row(data, row, faces), all);
      curves.push_back(std::move(sum));
    }
    return curves;
  };
  const auto since_start = [&](std::vector<Curve> curves) {
    for (Curve& curve : curves) curve = since_first_output(std::move(curve));
    return curves;
  };
  const System& system = run.system;
  const std::vector<std::string> there = group.datasets();
  const auto has = [&](const std::string& dataset) { return std::ranges::count(there, dataset) > 0; };
  std::vector<Curve> entered = sums("entered_", system.components);
  if (run.first_start)
    for (std::size_t j = 0; j < entered.size(); ++j) run.first_start->entered[j] += entered[j].front();
  patch.entered = since_start(std::move(entered));
  if (!system.gases.empty() && has("gas_" + system.gases.front()))
    patch.gas = since_start(sums("gas_", system.gases));
  if (has("inflow_" + system.components.front())) {
    patch.inflow = since_start(sums("inflow_", system.components));
    patch.outflow = since_start(sums("outflow_", system.components));
  }
  if (!system.carbon_sources.empty()) {
    patch.carbon_in = since_start(sums("carbon_in_", system.carbon_sources));
    patch.carbon_out = since_start(sums("carbon_out_", system.carbon_sources));
  }
  const std::string& water = system.components.back();
  if (has("vapour_" + water)) patch.vapour = since_start(sums("vapour_", {water}));
  if (has("runoff_" + water)) patch.runoff = since_start(sums("runoff_", {water}));
  if (has("ponded_" + water)) patch.ponded = sums("ponded_", {water});
  if (has("pond_vapour_" + water)) patch.pond_vapour = since_start(sums("pond_vapour_", {water}));
  return patch;
}

/// What the budget of the run had before the first output of this file.
void read_first_start(const hdf5::File& file, Run& run) {
  if (!file.has("/restart/start_amount") || !file.has("/restart/turnover")) return;
  const std::size_t count = run.system.components.size();
  const hdf5::Dataset turnover = file.dataset("/restart/turnover");
  turnover.expect_rows(1, {length(count)});
  run.first_start = FirstStart{.amount = numbers(file, "/restart/start_amount", count),
                               .magnitude = numbers(file, "/restart/start_magnitude", count),
                               .turnover = turnover.numbers(hdf5::row(0, length(count))),
                               .entered = std::vector<double>(count, 0.0),
                               .external = std::vector<double>(count, 0.0)};
}

void read_boundary(const hdf5::File& file, Run& run) {
  const auto patches = file.has("/patches") ? file.group("/patches").groups() : std::vector<std::string>{};
  for (const auto& name : patches)
    run.patches.push_back(read_patch(file.group("/patches/" + name), name, run));
  for (const PatchRecord& patch : run.patches) run.footprint += patch.footprint;
  const std::string group = file.has("/external") ? "/external/" : "/booked/";  // of earlier versions
  for (std::size_t j = 0; j < run.system.components.size(); ++j) {
    Curve external = first_numbers(file, group + run.system.components[j], run.time.size());
    if (run.first_start) run.first_start->external[j] = external.front();
    run.external.push_back(since_first_output(std::move(external)));
  }
}

void read_series(const hdf5::File& file, const GoodStates& good, Run& run) {
  run.has_richards = file.has("/fields/water_pressure");
  if (!file.has("/series/time") || good.bad_series.contains("/series/time")) return;
  const hdf5::Group group = file.group("/series");
  const auto steps = static_cast<std::size_t>(good.steps < 0 ? group.dataset("time").size() : good.steps);
  run.step_time = first_numbers(group, "time", steps);
  bool in_order = true;
  for (std::size_t k = 0; k < steps; ++k)
    in_order = in_order && run.step_time[k] >= (k > 0 ? run.step_time[k - 1] : run.time.front());
  if (!in_order) throw FileError(run.file + " is damaged: /series/time does not ascend");
  for (const auto& name : group.datasets())
    if (name != "time" && !good.bad_series.contains("/series/" + name))
      run.series[name] = {attribute(group.dataset(name), "units"), first_numbers(group, name, steps)};
}

void read_texts(const hdf5::File& file, Run& run) {
  const hdf5::Group provenance = file.group("/provenance");
  std::string lost;
  const auto readable = [&](const std::string& name, const auto& read) {
    try {
      return read();
    } catch (const FileError&) {
      lost += (lost.empty() ? "" : ", ") + name;
      return std::string();
    }
  };
  for (const auto& name : provenance.attributes())
    run.provenance[name] = readable("provenance/" + name, [&] { return attribute(provenance, name); });
  const auto text_of = [&](const std::string& path) {
    return readable(path.substr(1),
                    [&] { return file.has(path) ? file.dataset(path).text() : std::string{}; });
  };
  run.records = text_of("/provenance/records");
  run.published = text_of("/published");
  run.instruments = text_of("/instruments");
  if (!lost.empty()) run.damage.push_back("Texts cannot be read and are left out: " + lost + ".");
}

void read_refined(const hdf5::File& file, Run& run) {
  if (!file.has("/refined")) return;
  const hdf5::Group group = file.group("/refined");
  const auto number = [&](const std::string& name) { return group.number_attribute(name).at(0); };
  Refined refined{.file = group.text_attribute("file"),
                  .coarse_stored = number("stored_CO2"),
                  .stored = number("refined_stored_CO2"),
                  .coarse_from_air = number("from_air_CO2"),
                  .from_air = number("refined_from_air_CO2"),
                  .conversion = {}};
  const std::string prefix = "conversion_";
  for (const std::string& name : group.attributes())
    if (name.starts_with(prefix))
      refined.conversion[name.substr(prefix.size())] = {number(name), number("refined_" + name)};
  run.refined = std::move(refined);
}

void check_fields(const std::string& path, const Run& run) {
  if (run.dry_mass <= 0) throw FileError(path + ": /cell/dry_density says that there are no solids");
  if (run.saturation.size() != run.time.size()) throw FileError(path + ": /fields/saturation is missing");
}

/// What is read first, and how far the rest is good.
Run head_of(const hdf5::File& file, const std::string& path, std::optional<GoodStates>& good) {
  const std::string schema = attribute(file, "schema_version");
  if (schema.empty())
    throw FileError(path + " is not a run file of Talus: it has no attribute schema_version");
  if (schema != known_schema)
    throw FileError(path + " has version " + schema + " of the layout; this program reports on version " +
                    known_schema + ", which keeps gas and water of a patch apart");
  if (!file.has("/commit")) throw FileError(path + " is damaged: it has no group /commit");
  Run run;
  run.title = attribute(file, "title");
  run.file = std::filesystem::path(path).filename().string();
  run.name = std::filesystem::path(path).stem().string();
  good = read_good_states(file, path, run);
  read_texts(file, run);
  run.start = start_in(run.provenance["case_echo"]);
  run.parts = {{path, run.file, run.provenance}};
  return run;
}

Run run_of(const hdf5::File& file, const std::string& path, const std::vector<std::size_t>& profile_rows) {
  std::optional<GoodStates> good;
  Run run = head_of(file, path, good);
  run.profiles.rows = profile_rows;
  run.system = read_system(file);
  read_fields(file, path, run);
  read_first_start(file, run);
  read_boundary(file, run);
  read_series(file, *good, run);
  read_refined(file, run);
  check_fields(path, run);
  return run;
}

}  // namespace

Run read_head(const std::string& path) {
  return read_what_is_there(path, [&](const hdf5::File& file) {
    std::optional<GoodStates> good;
    return head_of(file, path, good);
  });
}

Run read_run(const std::string& path, const std::vector<std::size_t>& profile_rows) {
  return read_what_is_there(path, [&](const hdf5::File& file) { return run_of(file, path, profile_rows); });
}

}  // namespace talus::report
