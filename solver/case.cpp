#include "solver/case.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "base/units.h"
#include "solver/build.h"

namespace talus {

namespace {

template <class T>
std::vector<std::string> names_of(const Named<T>& tables) {
  std::vector<std::string> names;
  for (const auto& [name, value] : tables) names.push_back(name);
  return names;
}

/// Notes a problem when `name`, written at `path`, is none of `known`.
void check_name(Document& document, const std::string& path, const std::string& what, const std::string& name,
                const std::vector<std::string>& known) {
  if (name.empty() || std::ranges::count(known, name) > 0) return;
  document.problem(document.place_of_value(path), path + ": no " + what + " '" + name + "'",
                   suggestion(name, known));
}

void check_layers(Document& document, const Case& c) {
  const auto materials = names_of(c.materials);
  for (std::size_t i = 0; i < c.layers.size(); ++i)
    check_name(document, "layers[" + std::to_string(i) + "].material", "material", c.layers[i].material,
               materials);
  for (std::size_t i = 0; i < c.regions.size(); ++i)
    check_name(document, "regions[" + std::to_string(i) + "].material", "material", c.regions[i].material,
               materials);
  std::vector<double> thickness;
  for (const LayerCase& layer : c.layers) thickness.push_back(layer.thickness);
  check_mesh(document, c.mesh, thickness);
}

void check_packing(Document& document, const std::string& path, const MaterialCase& m) {
  const int given = m.dry_density.has_value() + m.grain_density.has_value() + m.porosity.has_value();
  if (given < 2) {
    document.problem(document.place_of_key(path),
                     path + " needs two of dry_density, grain_density and porosity",
                     "the third follows: porosity = 1 - dry_density / grain_density");
    return;
  }
  const Packing p = packing_of(m);
  if (!(p.porosity > 0 && p.porosity < 1))
    document.problem(document.place_of_value(path + ".dry_density"),
                     path + ": the porosity would be " + with_unit(p.porosity, "1"),
                     "dry_density must be below grain_density");
  if (given == 3 && std::abs(*m.porosity - (1 - *m.dry_density / *m.grain_density)) > 1e-3)
    document.problem(document.place_of_value(path + ".porosity"),
                     path + ".porosity = " + with_unit(*m.porosity, "1") +
                         " disagrees with its densities, which give " +
                         with_unit(std::round(1e4 * (1 - *m.dry_density / *m.grain_density)) / 1e4, "1"),
                     "leave one of dry_density, grain_density and porosity out");
}

void check_minerals(Document& document, const std::string& path, const Case& c, const MaterialCase& m) {
  double sum = 0;
  int rests = 0;
  for (const auto& [name, share] : m.minerals) {
    sum += share.value_or(0);
    rests += share ? 0 : 1;
  }
  const Place place = document.place_of_key(path + ".minerals");
  const std::string total = with_unit(std::round(sum * 1e6) / 1e6, "wt%");
  if (rests > 1)
    document.problem(place, path + ".minerals: only one mineral can be the \"rest\"");
  else if (sum > 1 + 1e-9)
    document.problem(place, path + ".minerals add up to " + total, "they are shares of the dry mass");
  else if (rests == 0 && std::abs(sum - 1) > 1e-6)
    document.problem(place, path + ".minerals add up to " + total + ", not to 100 wt%",
                     "what does not react can be written as inert = \"rest\"");
  for (const auto& [name, surface] : m.surface) {
    const std::string key = path + ".surface." + name;
    check_name(document, key, "mineral in chemistry.dissolve called", name, c.chemistry.dissolve);
  }
  for (const std::string& name : c.chemistry.dissolve) {
    const auto same = [&](const auto& entry) { return entry.first == name; };
    if (std::ranges::any_of(m.minerals, same) && std::ranges::none_of(m.surface, same))
      document.problem(
          document.place_of_key(path + ".minerals." + name), path + ".surface does not name '" + name + "'",
          "it dissolves, so its reactive surface is needed: surface = { " + name + " = \"1 m2/g\" }");
  }
}

void check_water(Document& document, const std::string& path, const Case& c, const MaterialCase& m) {
  check_name(document, path + ".water.composition", "water", m.water.composition, names_of(c.waters));
  const Place place = document.place_of_key(path + ".water");
  if (m.water.content.has_value() == m.water.saturation.has_value())
    return document.problem(place, path + ".water needs 'content' or 'saturation', one of the two");
  if (m.dry_density.has_value() + m.grain_density.has_value() + m.porosity.has_value() < 2) return;
  if (m.water.of == "wet mass" && m.water.content && *m.water.content >= 1)
    return document.problem(document.place_of_value(path + ".water.content"),
                            path + ".water.content is all of the wet mass");
  const double saturation = initial_water(m) / (water_density * packing_of(m).porosity);
  if (saturation > 1 || !(saturation > 0))
    document.problem(
        document.place_of_value(path + (m.water.content ? ".water.content" : ".water.saturation")),
        path + ".water would fill " + with_unit(std::round(saturation * 1e4) / 1e4, "%") + " of the pores",
        "it must be above 0 and at most 100 %");
  if (m.water.moves != c.flow.has_value())
    document.problem(document.place_of_value(path + ".water.moves"),
                     m.water.moves ? path + ".water.moves = true needs the table [flow]"
                                   : path + ".water.moves = false, but [flow] moves the water");
}

void check_patches(Document& document, const Case& c) {
  std::vector<std::string> known = {"base", "top"};
  if (c.mesh.shape != "column") known.insert(known.end(), {"east", "west"});
  if (c.mesh.shape == "box") known.insert(known.end(), {"north", "south"});
  const double down = c.flow ? c.flow->down : 0;
  for (const auto& [name, patch] : c.boundaries) {
    const std::string path = "boundaries." + name;
    if (std::ranges::count(known, name) == 0)
      document.problem(document.place_of_key(path), "no patch '" + name + "' in a " + c.mesh.shape,
                       suggestion(name, known));
    for (const auto& [gas, pressure] : patch.air)
      check_name(document, path + ".air." + gas, "gas", gas, c.chemistry.gases);
    for (const std::string& gas : c.chemistry.gases)
      if (!patch.air.empty() &&
          std::ranges::none_of(patch.air, [&](const auto& a) { return a.first == gas; }))
        document.problem(document.place_of_key(path + ".air"),
                         path + ".air does not say how much " + gas + " there is");
    if (patch.water)
      check_name(document, path + ".water.composition", "water", patch.water->composition,
                 names_of(c.waters));
    if (patch.solutes)
      check_name(document, path + ".solutes.composition", "water", patch.solutes->composition,
                 names_of(c.waters));
    const double in = name == "top" ? down : name == "base" ? -down : 0;
    if (patch.water && !(in > 0))
      document.problem(document.place_of_key(path + ".water"), "no water enters through '" + name + "'",
                       "[flow] says where water goes");
    if (patch.outflow && !(in < 0))
      document.problem(document.place_of_key(path + ".outflow"), "no water leaves through '" + name + "'",
                       "[flow] says where water goes");
  }
  const auto has = [&](const std::string& name, auto what) {
    return std::ranges::any_of(c.boundaries,
                               [&](const auto& b) { return b.first == name && what(b.second); });
  };
  if (down == 0) return;
  const std::string entry = down > 0 ? "top" : "base", exit = down > 0 ? "base" : "top";
  if (!has(entry, [](const PatchCase& p) { return p.water.has_value(); }))
    document.problem(document.place_of_key("flow"),
                     "[flow] enters through '" + entry + "', which has no water",
                     "write boundaries." + entry + ".water = { composition = \"...\" }");
  if (!has(exit, [](const PatchCase& p) { return p.outflow; }))
    document.problem(document.place_of_key("flow"), "[flow] leaves through '" + exit + "', which is closed",
                     "write boundaries." + exit + ".outflow = true");
}

void check_operations(Document& document, const Case& c) {
  if (!document.clean()) return;  // the faces of the mesh need a mesh
  std::vector<double> thickness;
  for (const LayerCase& layer : c.layers) thickness.push_back(layer.thickness);
  const std::vector<double> faces = horizontal_faces(c.mesh, thickness);
  for (std::size_t i = 0; i < c.operations.size(); ++i) {
    const double depth = c.operations[i].depth;
    const auto below = std::ranges::lower_bound(faces, depth * (1 - 1e-9));
    if (below != faces.end() && std::abs(*below - depth) <= 1e-9 * depth) continue;
    const std::string path = "operations[" + std::to_string(i) + "].depth";
    document.problem(document.place_of_value(path),
                     path + " = " + with_unit(depth, "cm") + " is inside a cell",
                     below == faces.end() ? "the mesh is only " + with_unit(faces.back(), "cm") + " deep"
                                          : "the nearest faces are at " + with_unit(*(below - 1), "cm") +
                                                " and " + with_unit(*below, "cm"));
  }
}

void check_rest(Document& document, const Case& c) {
  if (c.temperature.constant.has_value() == c.temperature.file.has_value())
    document.problem(document.place_of_key("temperature"),
                     "temperature needs 'constant' or 'file', one of the two");
  for (std::size_t i = 0; i < c.published.size(); ++i)
    if (c.published[i].value.has_value() == (c.published[i].range.size() == 2))
      document.problem(document.place_of_key("published[" + std::to_string(i) + "]"),
                       "a published quantity needs 'value', or 'range' with two values");
}

}  // namespace

Case read_case(Document& document) {
  Case c;
  read(document, c);
  check_layers(document, c);
  for (const auto& [name, material] : c.materials) {
    const std::string path = "materials." + name;
    check_packing(document, path, material);
    check_minerals(document, path, c, material);
    check_water(document, path, c, material);
  }
  check_patches(document, c);
  check_rest(document, c);
  check_operations(document, c);
  return c;
}

Packing packing_of(const MaterialCase& m) {
  if (!m.porosity) return {*m.dry_density, *m.grain_density, 1 - *m.dry_density / *m.grain_density};
  if (!m.dry_density) return {(1 - *m.porosity) * *m.grain_density, *m.grain_density, *m.porosity};
  return {*m.dry_density, *m.dry_density / (1 - *m.porosity), *m.porosity};
}

double initial_water(const MaterialCase& m) {
  const Packing p = packing_of(m);
  if (m.water.saturation) return *m.water.saturation * p.porosity * water_density;
  const double content = *m.water.content;
  return p.dry_density * (m.water.of == "wet mass" ? content / (1 - content) : content);
}

}  // namespace talus
