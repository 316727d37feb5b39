#include "solver/output/run_layout.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <numeric>

#include "base/commit.h"
#include "base/error.h"
#include "base/hdf5.h"
#include "solver/coupling/judged.h"
#include "solver/output/restart_fields.h"

namespace talus {

namespace {

using hdf5::Dataset;
using hdf5::File;
using hdf5::Type;

// The dimensions of a dataset, by the paths of their scales.
using Scales = std::vector<std::string>;

Dataset& name_dimensions(const File& file, Dataset& dataset, const Scales& scales) {
  for (std::size_t i = 0; i < scales.size(); ++i)
    dataset.attach(static_cast<int>(i), file.dataset(scales[i]));
  return dataset;
}

void fixed(File& file, const std::string& path, Type type, const Scales& scales, const hdf5::Label& label) {
  std::vector<std::int64_t> shape;
  for (const std::string& scale : scales) shape.push_back(file.dataset(scale).size());
  Dataset dataset = file.create_dataset(path, type, shape, label);
  name_dimensions(file, dataset, scales);
}

// `scales` begins with that of the growing dimension.
void growing(File& file, const std::string& path, Type type, const Scales& scales, const hdf5::Label& label) {
  std::vector<std::int64_t> row;
  for (std::size_t i = 1; i < scales.size(); ++i) row.push_back(file.dataset(scales[i]).size());
  Dataset dataset = file.create_growing(path, type, row, label);
  name_dimensions(file, dataset, scales);
}

// "a b", "c" -> "a_b c": CF separates by blanks what an integer may mean.
std::string flag_meanings(const std::vector<std::string>& names) {
  std::string text;
  for (std::string name : names) {
    std::ranges::replace(name, ' ', '_');
    text += (text.empty() ? "" : " ") + name;
  }
  return text;
}

void write_flags(Dataset dataset, const std::vector<std::string>& names) {
  std::vector<std::int64_t> values(names.size());
  std::iota(values.begin(), values.end(), 0);
  dataset.write_attribute("flag_values", std::span<const std::int64_t>(values));
  dataset.write_attribute("flag_meanings", flag_meanings(names));
}

void check_names(std::span<const ColumnInfo> columns) {
  for (const ColumnInfo& column : columns)
    check(!column.name.empty() && column.name.find('/') == std::string::npos,
          "the name of a field or series has no '/': " + column.name);
}

void write_provenance(File& file, const RunHeader& header) {
  file.write_attribute("title", header.title);
  file.write_attribute("schema_version", schema_version);
  hdf5::Group group = file.create_group("/provenance");
  group.write_attribute("case_file", header.case_file);
  group.write_attribute("case_text", header.case_text);
  group.write_attribute("case_echo", header.case_echo);
  if (!header.scenario.empty()) group.write_attribute("scenario", header.scenario);
  group.write_attribute("command", header.command);
  group.write_attribute("version", header.version);
  group.write_attribute("commit", header.commit);
  group.write_attribute("petsc", header.petsc);
  group.write_attribute("hdf5", header.hdf5);
  group.write_attribute("instruction_set", header.instruction_set);
  group.write_attribute("ranks", header.ranks);
  group.write_attribute("database", header.database);
  group.write_attribute("database_hash", header.database_hash);
  group.write_attribute("started", header.started.empty() ? utc_now() : header.started);
  group.write_attribute("status", "running");
  group.write_attribute("finished",
                        "");  // these have their place before the end, where it is too late for it
  group.write_attribute("wall_seconds", 0.0);
  group.write_attribute("warnings", "");
  if (header.parent) {
    group.write_attribute("parent", header.parent->file);
    group.write_attribute("parent_case_sha256", header.parent->case_sha256);
    group.write_attribute("parent_time", header.parent->time);
  }
  file.write_text("/provenance/records", header.records_json,
                  {"-", "database records that were used, as JSON"});
  file.write_text("/published", header.published_json, {"-", "published values to compare with, as JSON"});
  if (!header.instruments_json.empty())
    file.write_text("/instruments", header.instruments_json,
                    {"-", "where instruments are, and which series they have, as JSON"});
}

void write_table(File& file, const std::string& name, const Scales& scales, std::span<const double> values,
                 const hdf5::Label& label) {
  fixed(file, "/system/" + name, Type::real, scales, label);
  file.dataset("/system/" + name).write(values);
}

void write_system(File& file, const ChemicalTables& tables) {
  file.create_group("/system");
  const auto names = [&](const std::string& name, std::span<const std::string> values, const char* sentence) {
    file.write_texts("/system/" + name, values, {"-", sentence});
    file.dataset("/system/" + name).make_scale(name);
    return "/system/" + name;
  };
  const auto components = names("components", tables.components, "names of the components");
  const auto elements = names("elements", tables.elements, "names of the elements");
  const auto gases = names("gases", tables.gases, "names of the gases");
  const auto minerals = names("minerals", tables.minerals, "names of the minerals");
  write_table(file, "component_elements", {components, elements}, tables.component_elements,
              {"-", "atoms of the element in one mole of the component"});
  write_table(file, "component_charge", {components}, tables.component_charge, {"-", "charge number"});
  write_table(file, "gas_components", {gases, components}, tables.gas_components,
              {"-", "moles of the component in one mole of the gas"});
  write_table(file, "mineral_components", {minerals, components}, tables.mineral_components,
              {"-", "moles of the component in one mole of the mineral"});
  if (!tables.exchangers.empty()) {
    names("exchangers", tables.exchangers, "names of the sites of exchangers");
    const auto species =
        names("exchange_species", tables.exchange_species, "names of what stands on exchangers");
    write_table(file, "exchange_components", {species, components}, tables.exchange_components,
                {"-", "moles of the component in one mole of what stands on an exchanger"});
  }
  if (!tables.carbon_sources.empty()) {
    names("carbon_sources", tables.carbon_sources, "names of the sources of carbon");
    file.write_texts("/system/carbon_kinds", tables.carbon_kinds,
                     {"-", "what each source of carbon is: air, biogenic, fossil or rock"});
  }
  if (!tables.equilibrium.empty())
    names("equilibrium_minerals", tables.equilibrium, "names of the minerals at equilibrium with the water");
  write_table(file, "mineral_molar_mass", {minerals}, tables.mineral_molar_mass, {"kg/mol", "molar mass"});
  write_table(file, "mineral_molar_volume", {minerals}, tables.mineral_molar_volume,
              {"m3/mol", "molar volume"});
}

void create_times(File& file) {
  file.create_growing("/time", Type::real, {}, {"s", "time since the start of the run"}).make_scale("time");
  growing(file, "/moment", Type::small_integer, {"/time"},
          {"-", "plain, or before or after an operation at this time"});
  write_flags(file.dataset("/moment"), {"plain", "before_operation", "after_operation", "after_irrigation"});
}

void create_cells(File& file, std::int64_t cells, const std::vector<std::string>& materials) {
  file.create_group("/cell");
  file.create_dataset("/cell/cell", Type::integer, {cells}, {"-", "global number of the cell"})
      .make_scale("cell");
  fixed(file, "/cell/id", Type::integer, {"/cell/cell"}, {"-", "global number of the cell"});
  const std::vector<ColumnInfo> columns{
      {"x", "m", "eastward position of the centre"},
      {"y", "m", "northward position of the centre"},
      {"z", "m", "height of the centre above the lowest point"},
      {"depth", "m", "depth of the centre below the surface of its column"},
      {"volume", "m3", "volume of the cell"},
      {"porosity", "m3/m3", "porosity at the start"},
      {"dry_density", "kg/m3", "dry mass of solids per bulk volume at the start"}};
  for (const ColumnInfo& column : columns)
    fixed(file, "/cell/" + column.name, Type::real, {"/cell/cell"}, {column.unit, column.long_name});
  fixed(file, "/cell/material", Type::small_integer, {"/cell/cell"}, {"-", "number of the material"});
  write_flags(file.dataset("/cell/material"), materials);
}

void create_faces(File& file, std::int64_t faces) {
  file.create_group("/faces");
  const Scales face{"/faces/face"};
  file.create_dimension(face[0], faces);
  fixed(file, "/faces/left", Type::integer, face, {"-", "global number of the left cell"});
  fixed(file, "/faces/right", Type::integer, face, {"-", "global number of the right cell"});
  fixed(file, "/faces/area", Type::real, face, {"m2", "area"});
  fixed(file, "/faces/distance_left", Type::real, face,
        {"m", "from the centre of the left cell to the face"});
  fixed(file, "/faces/distance_right", Type::real, face,
        {"m", "from the face to the centre of the right cell"});
  fixed(file, "/faces/nz", Type::real, face, {"-", "upward component of the normal from left to right"});
}

void create_patch(File& file, const RunSizes::Patch& patch, const ChemicalTables& tables) {
  const std::string path = "/patches/" + patch.name + "/";
  file.create_group("/patches/" + patch.name);
  const Scales face{path + "face"};
  file.create_dimension(face[0], patch.faces);
  file.link("/time", path + "time");
  fixed(file, path + "cell", Type::integer, face, {"-", "global number of the cell behind the face"});
  fixed(file, path + "area", Type::real, face, {"m2", "area"});
  fixed(file, path + "distance", Type::real, face, {"m", "from the centre of the cell to the face"});
  fixed(file, path + "nz", Type::real, face, {"-", "upward component of the outward normal"});
  const Crossing crossing{.has_gas = patch.lets.gas,
                          .has_water = patch.lets.water,
                          .has_vapour = patch.lets.vapour,
                          .has_rain = patch.lets.rain,
                          .has_pond = patch.lets.pond,
                          .gas = {},
                          .inflow = {},
                          .outflow = {},
                          .has_carbon = patch.lets.carbon};
  const std::vector<double> entered;
  visit_face_arrays(entered, crossing, [&](const std::vector<double>&, const FaceArrayInfo& info) {
    if (!info.there) return;
    for (const std::string& kind : kinds_of(info, {tables.components, tables.gases, tables.carbon_sources}))
      growing(file, path + std::string(info.name) + "_" + kind, Type::real, {"/time", face[0]},
              {"mol", kind + " " + std::string(info.sentence) + " since the start"});
  });
}

void create_geometry(File& file, std::int64_t cells) {
  file.create_group("/geometry");
  file.link("/cell/cell", "/geometry/cell");
  file.create_dimension("/geometry/point", 8 * cells);
  file.create_dimension("/geometry/axis", 3);
  file.create_dimension("/geometry/corner", 8);
  fixed(file, "/geometry/points", Type::real, {"/geometry/point", "/geometry/axis"},
        {"m", "corners of the cells: x, y, z"});
  fixed(file, "/geometry/connectivity", Type::integer, {"/geometry/cell", "/geometry/corner"},
        {"-", "points of each hexahedron, in the order of VTK"});
}

void create_fields(File& file, std::span<const ColumnInfo> fields) {
  file.create_group("/fields");
  file.link("/time", "/fields/time");
  file.link("/cell/cell", "/fields/cell");
  for (const ColumnInfo& field : fields)
    growing(file, "/fields/" + field.name, Type::real, {"/time", "/cell/cell"},
            {field.unit, field.long_name});
}

void create_external(File& file, const std::vector<std::string>& components) {
  const State state;
  visit_shares(state, [&](const std::vector<double>&, const NumberInfo& info) {
    const std::string group = "/" + std::string(info.name);
    file.create_group(group);
    file.link("/time", group + "/time");
    for (const std::string& component : components)
      growing(file, group + "/" + component, Type::real, {"/time"},
              {std::string(info.unit), component + " " + std::string(info.long_name)});
  });
}

// What a restart reads, by the declarations of the state and of what a run remembers.
void create_restart(File& file, const StateSizes& sizes, const std::vector<std::string>& components,
                    const std::vector<std::string>& solids, const std::vector<std::string>& slow, int ranks) {
  const std::string path = "/restart/";
  std::vector<std::string> judged =
      judged_names(components, solids, slow);  // in the order of StepMemory::change
  judged.emplace_back("largest carbon");
  file.create_group("/restart");
  file.link("/time", path + "time");
  file.link("/cell/cell", path + "cell");
  file.link("/system/components", path + "components");
  file.write_texts(path + "solids", solids, {"-", "names of the solids: minerals that were there or formed"});
  file.dataset(path + "solids").make_scale("solids");
  file.write_texts(path + "judged", judged, {"-", "names of what the steps are judged by"});
  file.dataset(path + "judged").make_scale("judged");
  file.create_dimension(path + "rank", ranks);
  file.create_dimension(path + "sum_or_largest", 3);
  const std::string component = "/system/components";
  const auto scale = [&](std::string_view name) {
    const std::string in_system = "/system/" + std::string(name);
    return file.has(in_system) ? in_system : path + std::string(name);
  };
  const auto one = [&](const auto& info, Scales scales, const std::string& long_name,
                       Type type = Type::real) {
    scales.insert(scales.begin(), "/time");
    growing(file, path + std::string(info.name), type, scales, {std::string(info.unit), long_name});
  };
  const State state = state_of(sizes);
  for (const RestartSet<const double>& set : restart_sets(state)) {
    if (!file.has(scale(set.dimension)))
      file.create_dimension(scale(set.dimension), static_cast<std::int64_t>(set.rows.size()));
    one(set, {scale(set.dimension), "/cell/cell"}, set.long_name);
  }
  visit_shares(state, [&](const std::vector<double>&, const NumberInfo& info) {
    one(info, {path + "rank", component}, "share of each rank in what was " + std::string(info.long_name));
  });
  visit_numbers(state, [&](double, const NumberInfo& info) { one(info, {}, std::string(info.long_name)); });
  RunMemory memory;
  if (sizes.heat) {
    memory.energy.resize(EnergyBudget::memory_size);
    file.create_dimension(path + "energies", static_cast<std::int64_t>(memory.energy.size()));
  }
  visit_memory(memory, [&](const auto&, const MemoryInfo& info) {
    one(info, info.dimension.empty() ? Scales{} : Scales{scale(info.dimension)}, std::string(info.long_name),
        info.whole ? Type::integer : Type::real);
  });
  visit_start(memory.start, [&](const std::vector<double>&, const MemoryInfo& info) {
    fixed(file, path + std::string(info.name), Type::real, {scale(info.dimension)},
          {std::string(info.unit), std::string(info.long_name)});
  });
}

void create_series(File& file, std::span<const ColumnInfo> series) {
  file.create_group("/series");
  file.create_growing("/series/step", Type::integer, {}, {"-", "number of the accepted step"})
      .make_scale("step");
  growing(file, "/series/time", Type::real, {"/series/step"}, {"s", "time at the end of the step"});
  for (const ColumnInfo& column : series) {
    growing(file, "/series/" + column.name, Type::real, {"/series/step"}, {column.unit, column.long_name});
    file.dataset("/series/" + column.name).write_attribute("coordinates", "time");
  }
}

// What is committed with each state, and what once with the first.
void create_marks(File& file) {
  std::vector<std::string> growing{"/time", "/moment"}, constant;
  std::vector<std::string> groups{"/fields", "/external", "/series"};
  if (file.has("/restart")) groups.emplace_back("/restart");
  for (const std::string& patch : file.has("/patches") ? file.group("/patches").groups() : Scales{}) {
    groups.push_back("/patches/" + patch);
    for (const char* name : {"/area", "/distance", "/nz"}) constant.push_back("/patches/" + patch + name);
  }
  for (const std::string& group : groups)
    for (const std::string& path : hdf5::growing_datasets(file, group)) growing.push_back(path);
  for (const char* name : {"x", "y", "z", "depth", "volume", "porosity", "dry_density"})
    constant.push_back("/cell/" + std::string(name));
  for (const char* name : system_tables) constant.push_back("/system/" + std::string(name));
  if (file.has("/system/exchange_components")) constant.push_back("/system/exchange_components");
  if (const Store start; file.has("/restart"))
    visit_start(start, [&](const std::vector<double>&, const MemoryInfo& info) {
      constant.push_back("/restart/" + std::string(info.name));
    });
  hdf5::create_commit(file, growing, constant);
}

}  // namespace

void create_run_layout(const std::string& path, const RunSizes& sizes, const ChemicalTables& tables,
                       const RunHeader& header, std::span<const ColumnInfo> fields,
                       std::span<const ColumnInfo> series) {
  check_names(fields);
  check_names(series);
  File file = File::create(path);
  write_provenance(file, header);
  write_system(file, tables);
  create_times(file);
  create_cells(file, sizes.cells, header.materials);
  create_fields(file, fields);
  create_series(file, series);
  create_faces(file, sizes.faces);
  for (const RunSizes::Patch& patch : sizes.patches)
    if (patch.faces > 0) create_patch(file, patch, tables);
  create_external(file, tables.components);
  if (sizes.solids)
    create_restart(file,
                   {.components = tables.components.size() - 1,
                    .solids = sizes.solids->size(),
                    .exchangers = tables.exchangers.size(),
                    .equilibrium = tables.equilibrium.size(),
                    .carbon_sources = tables.carbon_sources.size(),
                    .carbon_holders = tables.carbon_holders,
                    .richards = std::ranges::count(fields, "water_pressure", &ColumnInfo::name) > 0,
                    .heat = std::ranges::count(fields, ice_field, &ColumnInfo::name) > 0,
                    .grows = std::ranges::count(fields, placed_field, &ColumnInfo::name) > 0,
                    .reactions_heat = std::ranges::count(fields, reaction_heat_field, &ColumnInfo::name) > 0},
                   tables.components, *sizes.solids, tables.slow_reactions, sizes.ranks);
  create_geometry(file, sizes.cells);
  create_marks(file);
  file.reserve();
  file.flush();  // what a full disk has to say is thrown here, not lost in a destructor
}

std::string utc_now() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

}  // namespace talus
