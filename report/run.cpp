#include "report/run.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numeric>
#include <optional>
#include <sstream>

#include "base/error.h"
#include "base/hdf5.h"

namespace talus::report {
namespace {

constexpr const char* known_schema = "2";

/// Cells of the same depth, from the surface down, and what each cell weighs.
struct Layers {
  std::vector<std::size_t> of_cell;  ///< which layer a cell belongs to
  std::vector<double> depth;         ///< m
  std::vector<double> volume;        ///< m3
};

Layers layers_by_depth(const std::vector<double>& depth, const std::vector<double>& volume) {
  Layers layers;
  std::vector<std::size_t> order(depth.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return depth[a] < depth[b]; });
  layers.of_cell.resize(depth.size());
  const double same = depth.empty() ? 0 : 1e-9 * depth[order.back()];
  for (const std::size_t cell : order) {
    if (layers.depth.empty() || depth[cell] > layers.depth.back() + same) {
      layers.depth.push_back(depth[cell]);
      layers.volume.push_back(0);
    }
    layers.of_cell[cell] = layers.depth.size() - 1;
    layers.volume.back() += volume[cell];
  }
  return layers;
}

Curve mean_by_layer(const Layers& layers, const std::vector<double>& volume,
                    const std::vector<double>& values) {
  Curve mean(layers.depth.size(), 0.0);
  for (std::size_t cell = 0; cell < volume.size(); ++cell)
    mean[layers.of_cell[cell]] += values[cell] * volume[cell] / layers.volume[layers.of_cell[cell]];
  return mean;
}

/// Start, quarters, and end; of a time that stands twice, the state before the operation, which shows the
/// gradients.
std::vector<std::size_t> profile_rows(const Curve& time, const std::vector<int>& moment) {
  std::vector<std::size_t> rows{0};
  const std::size_t last = time.size() - 1;
  for (const double part : {0.25, 0.5, 0.75}) {
    const double wanted = time.front() + part * (time.back() - time.front());
    std::size_t nearest = 0;
    for (std::size_t row = 0; row < time.size(); ++row)
      if (moment[row] != 2 && std::abs(time[row] - wanted) < std::abs(time[nearest] - wanted)) nearest = row;
    rows.push_back(nearest);
  }
  if (last > 0 && moment[last] == 2) rows.push_back(last - 1);
  rows.push_back(last);
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  return rows;
}

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

/// One output of a field, or of the faces of a patch.
std::vector<double> read_row(const hdf5::Dataset& data, std::size_t row) {
  return data.numbers(hdf5::row(static_cast<std::int64_t>(row), data.shape().back()));
}

std::vector<double> numbers(const hdf5::File& file, const std::string& path) {
  return file.dataset(path).numbers();
}

std::vector<std::string> names(const hdf5::File& file, const std::string& path) {
  return file.has(path) ? file.dataset(path).texts() : std::vector<std::string>{};
}

Matrix matrix(const hdf5::File& file, const std::string& path) {
  const hdf5::Dataset data = file.dataset(path);
  const auto shape = data.shape();
  if (shape.size() != 2) throw FileError(path + " of the run file does not have two dimensions");
  return {static_cast<std::size_t>(shape[0]), static_cast<std::size_t>(shape[1]), data.numbers()};
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
  system.component_elements = matrix(file, "/system/component_elements");
  system.component_charge = numbers(file, "/system/component_charge");
  if (!system.gases.empty()) system.gas_components = matrix(file, "/system/gas_components");
  if (!system.minerals.empty()) {
    system.mineral_components = matrix(file, "/system/mineral_components");
    system.mineral_molar_mass = numbers(file, "/system/mineral_molar_mass");
    system.mineral_molar_volume = numbers(file, "/system/mineral_molar_volume");
  }
  return system;
}

bool is_amount(const std::string& field) {
  return field == "water" || field.starts_with("aqueous_") || field.starts_with("gaseous_") ||
         field.starts_with("mineral_") || field.starts_with("initial_");
}

/// The cells, and what a field is reduced with.
struct Cells {
  std::vector<double> volume, pore_volume;  ///< m3; pores at the start
  Layers layers;
};

Cells read_cells(const hdf5::File& file, Run& run) {
  Cells cells{
      .volume = numbers(file, "/cell/volume"), .pore_volume = numbers(file, "/cell/porosity"), .layers = {}};
  const auto dry_density = numbers(file, "/cell/dry_density");
  cells.layers = layers_by_depth(numbers(file, "/cell/depth"), cells.volume);
  for (std::size_t cell = 0; cell < cells.volume.size(); ++cell) {
    run.volume += cells.volume[cell];
    cells.pore_volume[cell] *= cells.volume[cell];
  }
  run.dry_mass = weighted_sum(dry_density, cells.volume);
  run.profiles.rows = profile_rows(run.time, run.moment);
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
  std::vector<double> pores = read_row(*porosity, row);
  for (std::size_t cell = 0; cell < pores.size(); ++cell) pores[cell] *= cells.volume[cell];
  return pores;
}

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

void read_field(const hdf5::Dataset& data, const std::string& name, const Cells& cells,
                const std::optional<hdf5::Dataset>& porosity, Run& run) {
  run.profiles.unit[name] = attribute(data, "units");
  for (std::size_t row = 0; row < run.time.size(); ++row) {
    const std::vector<double> values = read_row(data, row);
    if (is_amount(name)) run.total[name].push_back(weighted_sum(values, cells.volume));
    if (name == "saturation") {
      const std::vector<double> pores = pores_at(porosity, row, cells);
      run.saturation.push_back(weighted_sum(values, pores) / sum(pores));
    }
    if (std::binary_search(run.profiles.rows.begin(), run.profiles.rows.end(), row))
      run.profiles.value[name].push_back(mean_by_layer(cells.layers, cells.volume, values));
  }
}

void read_fields(const hdf5::File& file, const std::string& path, Run& run) {
  const Cells cells = read_cells(file, run);
  const hdf5::Group fields = file.group("/fields");
  const std::vector<std::int64_t> shape{static_cast<std::int64_t>(run.time.size()),
                                        static_cast<std::int64_t>(cells.volume.size())};
  std::optional<hdf5::Dataset> porosity;
  if (file.has("/fields/porosity")) porosity = fields.dataset("porosity");
  for (const auto& name : fields.datasets()) {
    const hdf5::Dataset data = fields.dataset(name);
    if (data.shape() == shape)
      read_field(data, name, cells, porosity, run);
    else if (data.shape().size() == 2)
      throw FileError(path + ": /fields/" + name + " does not have one value for each output time and cell");
  }
}

/// A file that continues a run counts from the start of that; the report counts from its first output.
Curve since_first_output(Curve values) {
  const double first = values.empty() ? 0 : values.front();
  for (double& value : values) value -= first;
  return values;
}

PatchRecord read_patch(const hdf5::Group& group, const std::string& name, const Run& run) {
  PatchRecord patch{.name = name, .entered = {}};
  const auto area = group.dataset("area").numbers(), nz = group.dataset("nz").numbers();
  for (std::size_t face = 0; face < area.size(); ++face) {
    patch.area += area[face];
    patch.footprint += area[face] * std::max(0.0, nz[face]);
  }
  const std::vector<double> all(area.size(), 1.0);
  const auto sums = [&](const std::string& prefix, const std::vector<std::string>& kinds) {
    std::vector<Curve> curves;
    for (const auto& kind : kinds) {
      const hdf5::Dataset data = group.dataset(prefix + kind);
      Curve sum(run.time.size(), 0);
      for (std::size_t row = 0; row < sum.size() && !all.empty(); ++row)
        sum[row] = weighted_sum(read_row(data, row), all);
      curves.push_back(since_first_output(std::move(sum)));
    }
    return curves;
  };
  const System& system = run.system;
  const std::vector<std::string> there = group.datasets();
  const auto has = [&](const std::string& dataset) {
    return std::find(there.begin(), there.end(), dataset) != there.end();
  };
  patch.entered = sums("entered_", system.components);
  if (!system.gases.empty() && has("gas_" + system.gases.front())) patch.gas = sums("gas_", system.gases);
  if (!has("inflow_" + system.components.front())) return patch;
  patch.inflow = sums("inflow_", system.components);
  patch.outflow = sums("outflow_", system.components);
  return patch;
}

void read_boundary(const hdf5::File& file, Run& run) {
  const auto patches = file.has("/patches") ? file.group("/patches").groups() : std::vector<std::string>{};
  for (const auto& name : patches) {
    run.patches.push_back(read_patch(file.group("/patches/" + name), name, run));
    run.footprint += run.patches.back().footprint;
  }
  for (const auto& component : run.system.components)
    run.booked.push_back(since_first_output(numbers(file, "/booked/" + component)));
}

void read_series(const hdf5::File& file, Run& run) {
  if (!file.has("/series/time")) return;
  const hdf5::Group group = file.group("/series");
  run.step_time = group.dataset("time").numbers();
  for (const auto& name : group.datasets()) {
    const hdf5::Dataset data = group.dataset(name);
    if (name != "time" && data.size() == static_cast<std::int64_t>(run.step_time.size()))
      run.series[name] = {attribute(data, "units"), data.numbers()};
  }
}

void read_texts(const hdf5::File& file, Run& run) {
  const hdf5::Group provenance = file.group("/provenance");
  for (const auto& name : provenance.attributes()) run.provenance[name] = attribute(provenance, name);
  const auto text_of = [&](const char* path) {
    return file.has(path) ? file.dataset(path).text() : std::string{};
  };
  run.records = text_of("/provenance/records");
  run.published = text_of("/published");
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

void check_shapes(const std::string& path, const Run& run) {
  const std::size_t times = run.time.size();
  const auto same = [&](const Curve& curve) { return curve.size() == times; };
  bool good =
      times > 0 && run.moment.size() == times && std::all_of(run.booked.begin(), run.booked.end(), same);
  for (const auto& patch : run.patches)
    good = good && std::all_of(patch.entered.begin(), patch.entered.end(), same);
  if (!good)
    throw FileError(path + ": its tables do not have one row for each output time; the run file is damaged");
  if (run.dry_mass <= 0) throw FileError(path + ": /cell/dry_density says that there are no solids");
}

}  // namespace

double System::atoms(const Matrix& composition, std::size_t row, const std::string& element) const {
  const auto found = std::find(elements.begin(), elements.end(), element);
  if (found == elements.end()) return 0;
  const auto column = static_cast<std::size_t>(found - elements.begin());
  double sum = 0;
  for (std::size_t j = 0; j < components.size(); ++j)
    sum += composition(row, j) * component_elements(j, column);
  return sum;
}

const Curve& Run::total_of(const std::string& field) const {
  const auto found = total.find(field);
  if (found == total.end()) throw FileError(file + ": /fields/" + field + " is missing");
  return found->second;
}

bool Run::done() const {
  const auto status = provenance.find("status");
  return status != provenance.end() && status->second == "done";
}

Run read_run(const std::string& path) {
  const hdf5::File file = hdf5::File::open(path);
  const std::string schema = attribute(file, "schema_version");
  if (schema.empty())
    throw FileError(path + " is not a run file of Talus: it has no attribute schema_version");
  if (schema != known_schema)
    throw FileError(path + " has version " + schema + " of the layout; this program reads version " +
                    known_schema);
  Run run;
  run.title = attribute(file, "title");
  run.file = std::filesystem::path(path).filename().string();
  run.name = std::filesystem::path(path).stem().string();
  run.time = numbers(file, "/time");
  for (const double moment : numbers(file, "/moment")) run.moment.push_back(static_cast<int>(moment));
  if (run.time.empty() || run.moment.size() != run.time.size())
    throw FileError(path + " holds no output; the run stopped before its first");
  run.system = read_system(file);
  read_fields(file, path, run);
  read_boundary(file, run);
  read_series(file, run);
  read_texts(file, run);
  read_refined(file, run);
  check_shapes(path, run);
  return run;
}

}  // namespace talus::report
