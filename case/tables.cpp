#include "case/tables.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <functional>
#include <optional>
#include <utility>

#include "base/units.h"
#include "case/air_tables.h"
#include "case/checks.h"
#include "case/weather_run.h"

namespace talus {

namespace {

/// What `read` makes of the path of the file that the value at `key` names; nothing when that fails, which is
/// noted.
template <class Read>
auto read_file(Document& document, const std::string& key, const std::string& folder, const std::string& file,
               Read&& read) -> std::optional<decltype(read(file))> {
  try {
    return read((std::filesystem::path(folder) / file).lexically_normal().string());
  } catch (const FileError& error) {
    document.problem(document.place_of_value(key), key + ": " + error.what(),
                     "files are relative to the case");
  } catch (const InputError& error) {
    for (const Problem& problem : error.problems())
      document.problem(problem.place, problem.what, problem.hint);
  }
  return std::nullopt;
}

std::optional<Series> read_series(Document& document, const std::string& key, const std::string& folder,
                                  const std::string& file, const CsvColumn& along, const CsvColumn& value) {
  auto series = read_file(document, key, folder, file,
                          [&](const std::string& path) { return Series::from_csv(path, along, value); });
  const Range usual = ranges::usual(value.range);
  const auto strange = [&](double number) { return !(number >= usual.low && number <= usual.high); };
  if (series)
    if (const auto found = std::ranges::find_if(series->value, strange); found != series->value.end())
      warn(document, document.place_of_value(key),
           file + " has " + value.name + " = " + with_unit(*found, value.unit) +
               ", which is unusual: most are " + with_unit(usual.low, value.unit) + " to " +
               with_unit(usual.high, value.unit),
           "is the unit of its heading right?");
  return series;
}

/// Where a material stands: the least and the largest depth of its layers and regions, m. Empty when nowhere.
std::optional<std::array<double, 2>> extent_of(const Case& c, const std::string& material) {
  std::optional<std::array<double, 2>> extent;
  const auto add = [&](double from, double to) {
    extent =
        extent ? std::array{std::min((*extent)[0], from), std::max((*extent)[1], to)} : std::array{from, to};
  };
  double top = 0;
  for (const LayerCase& layer : c.layers) {
    if (layer.material == material) add(top, top + layer.thickness);
    top += layer.thickness;
  }
  for (const RegionCase& region : c.regions)
    if (region.material == material) {
      const auto depth = region.depth.value_or(std::array{0.0, top});
      add(std::min(depth[0], top), std::min(depth[1], top));
    }
  return extent;
}

/// The table of one material, which must cover all depths where it stands.
void read_saturation(Document& document, const Case& c, const std::string& folder,
                     const std::string& material, const std::string& file, Tables& tables) {
  const std::string key = "materials." + step(material) + ".water.saturation_file";
  if (reported(document, key)) return;
  const auto series = read_series(document, key, folder, file, {"depth", "m", not_negative},
                                  {"saturation", "1", Range{.low = 0, .high = 1, .low_open = true}});
  const auto extent = extent_of(c, material);
  if (!series) return;
  tables.saturation.emplace_back(material, *series);
  for (const auto& [name, keys] : c.materials)
    if (const auto& r = keys.hydraulics.retention; name == material && r && c.has_richards())
      if (const double least = std::ranges::min(series->value); !(least > r->residual))
        document.problem(document.place_of_value(key),
                         file + " has a saturation of " + with_unit(least, "1") +
                             ", which is not above retention.residual = " + with_unit(r->residual, "1"),
                         "no suction drains a material below its residual saturation");
  if (!extent) return;
  const double rounding = 1e-9 * (*extent)[1];
  if ((*extent)[0] < series->along.front() - rounding || (*extent)[1] > series->along.back() + rounding)
    document.problem(document.place_of_value(key),
                     file + " reaches from " + with_unit(series->along.front(), "m") + " to " +
                         with_unit(series->along.back(), "m") + ", but " + material + " from " +
                         with_unit((*extent)[0], "m") + " to " + with_unit((*extent)[1], "m"),
                     "depths are below the surface; the first and the last row must lie at or beyond these");
}

/// Notes a problem where a table over time does not cover the run.
void check_times(Document& document, const std::string& key, const std::string& file,
                 const std::vector<double>& times, double length) {
  if (times.front() > 0 || times.back() < length)
    document.problem(document.place_of_value(key),
                     file + " reaches from " + with_unit(times.front(), "d") + " to " +
                         with_unit(times.back(), "d") + ", but the run from 0 to " + with_unit(length, "d"),
                     "its rows must begin at 0 and reach the end of the run");
}

/// The table down to the depth `base` (m): what lies deeper is of no cell.
GridTable down_to(double base, GridTable table) {
  std::vector<double>& depth = table.points.back();
  const std::size_t all = depth.size();
  const auto kept = static_cast<std::size_t>(std::ranges::lower_bound(depth, base) - depth.begin());
  if (kept == 0 || kept == all) return table;
  const double part = (base - depth[kept - 1]) / (depth[kept] - depth[kept - 1]);
  std::vector<double> value;
  for (std::size_t row = 0; row < table.value.size(); row += all) {
    const auto begin = table.value.begin() + static_cast<std::ptrdiff_t>(row);
    value.insert(value.end(), begin, begin + static_cast<std::ptrdiff_t>(kept));
    value.push_back((1 - part) * begin[static_cast<std::ptrdiff_t>(kept) - 1] +
                    part * begin[static_cast<std::ptrdiff_t>(kept)]);
  }
  depth.resize(kept);
  depth.push_back(base);
  table.value = std::move(value);
  return table;
}

/// What a temperature can be; below 0 degC water freezes.
Range temperature_range(const Case& c) {
  return c.heat && c.heat->freezing ? ranges::ground_temperature : ranges::temperature;
}

void read_temperature(Document& document, const Case& c, const std::string& folder, Tables& tables) {
  if (c.temperature.constant)
    tables.temperature = TemperatureTable(Series::constant(*c.temperature.constant));
  if (!c.temperature.file || c.temperature.constant) return;
  const std::string key = "temperature.file", file = *c.temperature.file;
  const CsvColumn time{"time", "s"}, depth{"depth", "m", not_negative},
      temperature{"temperature", "degC", temperature_range(c)};
  bool over_time = true, over_depth = false;
  std::array<double, 2> reach{};  // m
  const auto table = read_file(document, key, folder, file, [&](const std::string& path) {
    const CsvNumbers columns =
        csv_numbers(path, {{time, temperature}, {depth, temperature}, {time, depth, temperature}});
    over_time = columns.names.front() == "time";
    over_depth = columns.names.size() == 3 || !over_time;
    if (!over_depth) return TemperatureTable(Series::from_csv(path, time, temperature));
    const GridTable whole = GridTable::from_csv(path, {time, depth}, temperature);
    reach = {whole.points.back().front(), whole.points.back().back()};
    return TemperatureTable(down_to(c.mesh.depth, whole));
  });
  if (!table) return;
  tables.temperature = *table;
  if (over_time && c.heat)
    return document.problem(document.place_of_value(key),
                            file + " has a temperature over time, but with [heat] it is that of the start",
                            "give the columns depth and temperature, or a constant");
  if (over_time) check_times(document, key, file, table->times(), c.run.length);
  if (!over_depth || c.mesh.shape.empty()) return;  // a batch has no depth
  if (!c.lifts.empty())
    document.problem(
        document.place_of_key(key),
        key +
            " has depths, which do not go with [[lifts]]: depths below a surface that moves up would "
            "not say where",
        "give a constant, or a temperature over time");
  const auto [top, base] = reach;
  const double rounding = 1e-9 * c.mesh.depth;
  if (top > rounding || base < c.mesh.depth - rounding)
    document.problem(document.place_of_value(key),
                     file + " reaches from depth = " + with_unit(top, "m") + " to " + with_unit(base, "m") +
                         ", but the mesh from 0 m to " + with_unit(c.mesh.depth, "m"),
                     "depths are below the surface; the first must be 0, and the last at the base or below");
}

/// The temperature of a face over time, where heat has a file of it.
std::optional<Series> read_face(Document& document, const Case& c, const std::string& folder,
                                const std::string& path, const HeatFaceCase& face) {
  if (!face.temperature_file) return {};
  const std::string key = path + ".temperature_file";
  const auto series = read_series(document, key, folder, *face.temperature_file, {"time", "s"},
                                  {"temperature", "degC", temperature_range(c)});
  if (series) check_times(document, key, *face.temperature_file, series->along, c.run.length);
  return series;
}

void read_pressure(Document& document, const Case& c, const std::string& folder, Tables& tables) {
  tables.pressure = Series::constant(c.pressure.constant.value_or(standard_atmosphere));
  if (!c.pressure.file || c.pressure.constant) return;
  const auto series = read_series(document, "pressure.file", folder, *c.pressure.file, {"time", "s"},
                                  {"pressure", "kPa", ranges::air_pressure});
  if (!series) return;
  tables.pressure = *series;
  check_times(document, "pressure.file", *c.pressure.file, series->along, c.run.length);
}

/// Rain on a patch, or what a source gives, which must begin with the run.
void read_water(Document& document, const std::string& folder, const std::string& key,
                const std::string& name, const std::string& file, const CsvColumn& value,
                Named<Series>& tables) {
  const auto series = read_series(document, key, folder, file, {"time", "s"}, value);
  if (!series) return;
  tables.emplace_back(name, *series);
  if (series->along.front() > 0)
    document.problem(document.place_of_value(key), file + " begins after the run",
                     "its first row must be at 0; each row holds until the next");
}

/// Along which coordinates the faces of a patch differ, and from where to where water passes, m.
std::vector<std::pair<std::string, std::array<double, 2>>> extents_of(const Case& c, const std::string& patch,
                                                                      const PatchCase& keys) {
  if (c.mesh.shape == "column") return {};
  const bool flat = patch == "top" || patch == "base", along_x = patch == "south" || patch == "north";
  const auto part = [](const std::optional<std::array<double, 2>>& open, double end) {
    const auto from_to = open.value_or(std::array{0.0, end});
    return std::array{std::max(from_to[0], 0.0), std::min(from_to[1], end)};
  };
  std::vector<std::pair<std::string, std::array<double, 2>>> extents;
  if (flat || along_x) extents.emplace_back("x", part(keys.water_x, c.mesh.width.value_or(0)));
  if (c.mesh.shape == "box" && !along_x)
    extents.emplace_back("y", part(keys.water_y, c.mesh.length.value_or(0)));
  if (!flat) extents.emplace_back("depth", std::array{0.0, c.mesh.depth});
  return extents;
}

/// Heads along a patch, which must reach over all of it that lets water through.
void read_heads(Document& document, const Case& c, const std::string& folder, const std::string& patch,
                const PatchCase& keys, Tables& tables) {
  const std::string key = "boundaries." + step(patch) + ".water.head_file", file = *keys.water->head_file;
  const auto extents = extents_of(c, patch, keys);
  if (extents.empty())
    return document.problem(document.place_of_key(key), "a column has one face at its " + patch,
                            "write 'head' instead of 'head_file'");
  std::vector<CsvColumn> coordinates;
  for (const auto& [name, extent] : extents) coordinates.push_back({name, "m", not_negative});
  const auto table = read_file(document, key, folder, file, [&](const std::string& path) {
    return GridTable::from_csv(path, coordinates, {"head", "m", ranges::head});
  });
  if (!table) return;
  tables.head.emplace_back(patch, *table);
  for (const auto& [name, extent] : extents) {
    const auto found = std::ranges::find(table->along, name);
    if (found == table->along.end()) continue;
    const std::vector<double>& points = table->points[static_cast<std::size_t>(found - table->along.begin())];
    const double rounding = 1e-9 * extent[1];
    if (extent[0] < points.front() - rounding || extent[1] > points.back() + rounding)
      document.problem(document.place_of_value(key),
                       file + " reaches from " + name + " = " + with_unit(points.front(), "m") + " to " +
                           with_unit(points.back(), "m") + ", but " + patch + " from " +
                           with_unit(extent[0], "m") + " to " + with_unit(extent[1], "m"),
                       "its first and last points must lie at or beyond these");
  }
}

/// Measured curves, which must fall.
void read_retention(Document& document, const std::string& folder, const std::string& material,
                    const std::string& file, const std::string& permeability_file, double residual,
                    Tables& tables) {
  const std::string key = "materials." + step(material) + ".retention.file";
  const auto saturation = read_series(document, key, folder, file, {"suction", "m", ranges::suction},
                                      {"saturation", "1", Range{.low = 0, .high = 1, .low_open = true}});
  const std::string permeability_key = "materials." + step(material) + ".retention.permeability_file";
  const auto permeability =
      read_series(document, permeability_key, folder, permeability_file, {"suction", "m", ranges::suction},
                  {"relative_permeability", "1", Range{.low = 0, .high = 1, .low_open = true}});
  if (!saturation || !permeability) return;
  if (saturation->along != permeability->along)
    return document.problem(document.place_of_value(permeability_key),
                            permeability_file + " has other suctions than " + file, "they must be the same");
  Tabulated table;
  for (std::size_t i = 0; i < saturation->along.size(); ++i) {
    table.ln_suction.push_back(std::log(saturation->along[i]));
    table.saturation.push_back((saturation->value[i] - residual) / (1 - residual));
    table.ln_permeability.push_back(std::log(permeability->value[i]));
  }
  const auto falls = [](const std::vector<double>& v) { return std::ranges::is_sorted(v, std::greater<>()); };
  if (table.saturation.size() < 2 || !falls(table.saturation) || !falls(table.ln_permeability) ||
      table.saturation.back() < 0)
    document.problem(
        document.place_of_value(key),
        file + " must have two rows or more, along which saturation and permeability do not rise",
        "no saturation lies below the residual one");
  tables.retention.emplace_back(material, std::move(table));
}

}  // namespace

const Series* Tables::saturation_of(const std::string& material) const {
  const auto found = std::ranges::find(saturation, material, [](const auto& entry) { return entry.first; });
  return found == saturation.end() ? nullptr : &found->second;
}

Tables read_tables(Document& document, const Case& c, const std::string& folder) {
  Tables tables;
  read_temperature(document, c, folder, tables);
  read_pressure(document, c, folder, tables);
  if (c.heat) {
    tables.surface_temperature = read_face(document, c, folder, "heat.surface", c.heat->surface);
    tables.base_temperature = read_face(document, c, folder, "heat.base", c.heat->base);
  }
  for (const auto& [name, material] : c.materials)
    if (const MaterialWaterCase& w = material.water; w.saturation_file && !w.saturation && !w.content)
      read_saturation(document, c, folder, name, *material.water.saturation_file, tables);
  for (const auto& [name, material] : c.materials)
    if (const auto& r = material.hydraulics.retention;
        r && r->model == "tabulated" && r->file && r->permeability_file)
      read_retention(document, folder, name, *r->file, *r->permeability_file, r->residual, tables);
  for (const auto& [name, patch] : c.boundaries)
    if (patch.water && patch.water->rain_file)
      read_water(document, folder, "boundaries." + step(name) + ".water.rain_file", name,
                 *patch.water->rain_file, {"rain", "m/s", ranges::rain}, tables.rain);
  for (std::size_t i = 0; i < c.sources.size(); ++i)
    if (const SourceCase& source = c.sources[i]; source.rate_file)
      read_water(document, folder, "sources[" + std::to_string(i) + "].rate_file", source.name,
                 *source.rate_file, {"rate", "m3/s", ranges::water_rate}, tables.source);
  for (const auto& [name, patch] : c.boundaries)
    if (patch.water && patch.water->head_file && c.has_richards() && !reported(document, "mesh.shape"))
      read_heads(document, c, folder, name, patch, tables);
  for (const auto& [name, patch] : c.boundaries)
    tables.air.emplace_back(name, read_air(document, c, folder, name, tables.pressure));
  tables.weather = read_weather(document, c, folder);
  return tables;
}

}  // namespace talus
