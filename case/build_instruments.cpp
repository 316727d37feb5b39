#include "case/build_instruments.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/exact_sum.h"
#include "base/units.h"
#include "solver/output/fields.h"

namespace talus {

namespace {

using Extent = std::optional<std::array<double, 2>>;

/// From and to of an owned cell along an axis: 0 x, 1 y, 2 z.
std::array<double, 2> extent_of(const Mesh& mesh, std::size_t cell, std::size_t axis) {
  std::array<double, 2> extent{mesh.corners[24 * cell + axis], mesh.corners[24 * cell + axis]};
  for (std::size_t corner = 1; corner < 8; ++corner) {
    const double at = mesh.corners[24 * cell + 3 * corner + axis];
    extent = {std::min(extent[0], at), std::max(extent[1], at)};
  }
  return extent;
}

/// Height of the lower (0) or the upper (4) surface of a cell where a sensor stands, or at its middle; m.
double height_of(const Mesh& mesh, std::size_t cell, std::size_t surface, const InstrumentCase& keys) {
  const auto part = [&](const std::optional<double>& place, std::size_t axis) {
    const auto [from, to] = extent_of(mesh, cell, axis);
    return place && to > from ? (*place - from) / (to - from) : 0.5;
  };
  const auto corner = [&](std::size_t i) { return mesh.corners[24 * cell + 3 * (surface + i) + 2]; };
  const double x = part(keys.x, 0), y = part(keys.y, 1);
  return (1 - y) * ((1 - x) * corner(0) + x * corner(1)) + y * ((1 - x) * corner(3) + x * corner(2));
}

/// From and to of an owned cell below the surface, m; below slopes where the sensor stands.
std::array<double, 2> depths_of(const Mesh& mesh, std::size_t cell, const InstrumentCase& keys, bool sloped) {
  if (sloped) {
    const auto after = std::ranges::upper_bound(mesh.column_first, static_cast<Index>(cell));
    const double top = height_of(mesh, static_cast<std::size_t>(*after) - 1, 4, keys);
    return {top - height_of(mesh, cell, 4, keys), top - height_of(mesh, cell, 0, keys)};
  }
  const auto [low, high] = extent_of(mesh, cell, 2);
  return {mesh.depth[cell] - 0.5 * (high - low), mesh.depth[cell] + 0.5 * (high - low)};
}

/// Whether the place is in the cell; what lies on a face is in both, of which the first counts.
bool holds(const std::array<double, 2>& extent, double place) {
  const double little = 1e-9 * (extent[1] - extent[0]);
  return place >= extent[0] - little && place <= extent[1] + little;
}

/// The owned cell in which a sensor is, on the one rank that has it.
std::optional<std::size_t> cell_of(const InstrumentCase& keys, const Mesh& mesh, bool sloped) {
  std::optional<std::size_t> found;
  for (std::size_t c = 0; c < static_cast<std::size_t>(mesh.owned) && !found; ++c)
    if ((!keys.x || holds(extent_of(mesh, c, 0), *keys.x)) &&
        (!keys.y || holds(extent_of(mesh, c, 1), *keys.y)) &&
        holds(depths_of(mesh, c, keys, sloped), *keys.depth))
      found = c;
  const double none = static_cast<double>(mesh.total);  // on a face between two ranks: the first
  const double mine = found ? static_cast<double>(mesh.number[*found]) : none;
  if (mine != min_over_ranks(mesh.communicator, mine)) found.reset();
  return found;
}

/// A value that one rank knows, on all.
double from_its_rank(const Mesh& mesh, bool here, double value) {
  return sum_over_ranks(mesh.communicator, here ? value : 0.0);
}

nlohmann::json columns_json(const std::vector<ColumnInfo>& columns, const std::string& name) {
  nlohmann::json list = nlohmann::json::array();
  const std::string start = instrument_series(name, "");
  for (const ColumnInfo& column : columns)
    list.push_back(
        {{"quantity", column.name.substr(start.size())}, {"unit", column.unit}, {"series", column.name}});
  return list;
}

/// The faces of a patch on this rank whose centres a chamber covers; all of the patch where it says no piece.
std::vector<std::size_t> faces_of(const InstrumentCase& keys, const Mesh& mesh, const Patch& patch) {
  const auto within = [](const Extent& piece, double place) {
    return !piece || (place >= (*piece)[0] && place <= (*piece)[1]);
  };
  std::vector<std::size_t> faces;
  for (std::size_t f = 0; f < patch.size(); ++f) {
    const auto cell = static_cast<std::size_t>(patch.cell[f]);
    if (within(keys.patch_x, mesh.x[cell]) && within(keys.patch_y, mesh.y[cell])) faces.push_back(f);
  }
  return faces;
}

nlohmann::json sensor_json(const InstrumentCase& keys, const Model& model, const Instrument& one,
                           bool sloped) {
  const Mesh& mesh = model.mesh;
  const bool here = one.cell.has_value();
  const std::size_t cell = one.cell.value_or(0);
  const auto depths = here ? depths_of(mesh, cell, keys, sloped) : std::array<double, 2>{};
  nlohmann::json entry{{"name", one.name},
                       {"depth", *keys.depth},
                       {"depth_from", from_its_rank(mesh, here, depths[0])},
                       {"depth_to", from_its_rank(mesh, here, depths[1])},
                       {"dry_density", from_its_rank(mesh, here, here ? model.cells.dry_density[cell] : 0)}};
  if (keys.x) entry["x"] = *keys.x;
  if (keys.y) entry["y"] = *keys.y;
  return entry;
}

}  // namespace

BuiltInstruments build_instruments(const Input& input, const Model& model) {
  BuiltInstruments built;
  if (input.values.instruments.empty()) return built;
  nlohmann::json list = nlohmann::json::array();
  std::vector<std::string> fields;
  for (const ColumnInfo& field : field_columns(model)) fields.push_back(field.name);
  std::vector<Problem> problems;
  for (std::size_t i = 0; i < input.values.instruments.size(); ++i) {
    const InstrumentCase& keys = input.values.instruments[i];
    const std::string path = "instruments[" + std::to_string(i) + "]";
    Instrument one{.name = keys.name, .quantities = keys.quantities, .cell = {}, .patch = {}, .faces = {}};
    nlohmann::json entry;
    for (const std::string& quantity : keys.quantities)
      if (std::ranges::find(fields, quantity) == fields.end())
        problems.push_back({input.document.place_of_value(path + ".quantities"),
                            path + ": the run has no field '" + quantity + "'",
                            suggestion(quantity, fields)});
    if (!problems.empty()) continue;
    if (keys.patch) {
      const auto patch = std::ranges::find(model.mesh.patches, *keys.patch, &Patch::name);
      one.patch = static_cast<std::size_t>(patch - model.mesh.patches.begin());
      one.faces = faces_of(keys, model.mesh, *patch);
      std::vector<ExactSum> area(1);
      for (const std::size_t face : one.faces) area[0].add(patch->area[face]);
      const double covered = sum_over_ranks(model.mesh.communicator, area)[0];
      if (!(covered > 0))
        problems.push_back({input.document.place_of_key(path),
                            "no centre of a face lies in what '" + one.name + "' covers",
                            "make the chamber larger, or cells smaller"});
      entry = {{"name", one.name}, {"patch", *keys.patch}, {"area", covered}};
    } else {
      const bool sloped = input.values.pile.has_value();
      one.cell = cell_of(keys, model.mesh, sloped);
      if (!any_rank(model.mesh.communicator, one.cell.has_value()))
        problems.push_back({input.document.place_of_value(path + ".depth"),
                            path + ".depth = " + with_unit(*keys.depth, "cm") + " is below the pile there",
                            "less deep, or where the pile is higher"});
      entry = sensor_json(keys, model, one, sloped);
    }
    entry["columns"] = columns_json(Instruments(model, {one}).columns(), one.name);
    list.push_back(std::move(entry));
    built.list.push_back(std::move(one));
  }
  if (!problems.empty()) throw InputError(std::move(problems));
  built.json = list.dump();
  return built;
}

}  // namespace talus
