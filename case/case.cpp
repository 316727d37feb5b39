#include "case/case.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/calendar.h"
#include "base/units.h"
#include "base/wall_clock.h"
#include "case/air_tables.h"
#include "case/block_file.h"
#include "case/calendar.h"
#include "case/checks.h"
#include "case/cost.h"
#include "case/densities.h"
#include "case/flow.h"
#include "case/heat_checks.h"
#include "case/idle.h"
#include "case/irrigation.h"
#include "case/materials.h"
#include "case/readable.h"
#include "case/unused.h"

namespace talus {

namespace {

void check_region(Document& document, const std::string& path, const RegionCase& region) {
  const auto check_order = [&](const char* key, const std::optional<std::array<double, 2>>& extent) {
    if (extent && !((*extent)[0] < (*extent)[1]) && !reported(document, path + "." + key))
      document.problem(document.place_of_value(path + "." + key), path + "." + key + " ends before it begins",
                       "write from and to, the smaller first");
  };
  check_order("x", region.x);
  check_order("y", region.y);
  check_order("depth", region.depth);
}

void check_layers(Document& document, const Case& c) {
  const auto materials = names_of(c.materials);
  for (std::size_t i = 0; i < c.layers.size(); ++i)
    check_name(document, "layers[" + std::to_string(i) + "].material", "material", c.layers[i].material,
               materials, "materials");
  for (std::size_t i = 0; i < c.regions.size(); ++i) {
    const std::string path = "regions[" + std::to_string(i) + "]";
    check_name(document, path + ".material", "material", c.regions[i].material, materials, "materials");
    check_region(document, path, c.regions[i]);
  }
  if (c.layers.empty() && !reported(document, "layers"))
    document.problem(document.place_of_value("layers"), "there is no layer",
                     "write [[layers]] with thickness and material");
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
  if (!m.dry_density || !m.grain_density) return;
  const double porosity = 1 - *m.dry_density / *m.grain_density;
  if (!(porosity > 0 && porosity < 1))
    document.problem(document.place_of_value(path + ".dry_density"),
                     path + ": the porosity would be " + readable_part(porosity, "1"),
                     "dry_density must be below grain_density");
  else if (m.porosity && std::abs(*m.porosity - porosity) > 1e-3)
    document.problem(document.place_of_value(path + ".porosity"),
                     path + ".porosity = " + readable(*m.porosity, "1") +
                         " disagrees with its densities, which give " + readable_part(porosity, "1"),
                     "leave one of dry_density, grain_density and porosity out");
}

void check_critical_porosity(Document& document, const std::string& path, const MaterialCase& m) {
  if (m.dry_density.has_value() + m.grain_density.has_value() + m.porosity.has_value() < 2) return;
  const double porosity = packing_of(m).porosity;
  if (m.critical_porosity < porosity || !(porosity > 0)) return;
  document.problem(document.place_of_value(path + ".critical_porosity"),
                   path + ".critical_porosity = " + readable(m.critical_porosity, "1") +
                       " is not below the porosity, " + readable_part(porosity, "1"));
}

void check_minerals(Document& document, const std::string& path, const MaterialCase& m) {
  double sum = 0;
  int rests = 0;
  for (const auto& [name, share] : m.minerals) {
    sum += share.value_or(0);
    rests += share ? 0 : 1;
  }
  if (m.minerals.empty() || reported(document, path + ".minerals")) return;
  const Place place = document.place_of_key(path + ".minerals");
  const std::string total = readable(sum, "wt%");
  if (rests > 1)
    document.problem(place, path + ".minerals: only one mineral can be the \"rest\"",
                     "give the others as shares of the dry mass");
  else if (sum > 1 + 1e-9)
    document.problem(place, path + ".minerals add up to " + total, "they are shares of the dry mass");
  else if (rests == 0 && std::abs(sum - 1) > 1e-6)
    document.problem(place, path + ".minerals add up to " + total + ", not to 100 wt%",
                     "what does not react can be written as inert = \"rest\"");
}

/// The name of a water; with [chemistry] it `must` be there, and without there is none to name.
void check_composition(Document& document, const std::string& path, const Case& c,
                       const std::optional<std::string>& name, bool must) {
  if (name && !c.has_chemistry())
    document.problem(document.place_of_key(path + ".composition"),
                     path + ".composition, but there is no [chemistry]",
                     "leave it out, or write [chemistry]");
  else if (name)
    check_name(document, path + ".composition", "water", *name, names_of(c.waters), "waters");
  else if (must && c.has_chemistry() && !reported(document, path) &&
           !reported(document, path + ".composition"))
    document.problem(document.place_of_key(path), path + " has no 'composition'", "name a table in 'waters'");
}

/// One amount of water for all of a material; a file is checked where it is read (case/tables.h).
void check_saturation(Document& document, const std::string& path, const MaterialCase& m, double density) {
  const double porosity = packing_of(m).porosity;
  if (!(porosity > 0 && porosity < 1)) return;
  const double saturation = initial_water(m, density) / (density * porosity);
  const std::string amount = path + (m.water.content ? ".water.content" : ".water.saturation");
  if (!(saturation > 0 && saturation <= 1) && !reported(document, amount))
    document.problem(document.place_of_value(amount),
                     path + ".water would fill " + readable_part(saturation, "%") + " of the pores",
                     "it must be above 0 and at most 100 %");
}

void check_water(Document& document, const std::string& path, const Case& c, const MaterialCase& m) {
  check_composition(document, path + ".water", c, m.water.composition, true);
  if (reported(document, path + ".water")) return;
  const int given = m.water.content.has_value() + m.water.saturation.has_value() +
                    m.water.saturation_file.has_value() + m.water.head.has_value() +
                    m.water.water_table.has_value();
  if (given != 1)
    return document.problem(
        document.place_of_key(path + ".water"),
        path + ".water needs one of 'content', 'saturation'" +
            (c.has_richards() ? ", 'saturation_file', 'head' and 'water_table'" : " and 'saturation_file'"),
        "write content = \"15 wt%\", of = \"dry mass\", or saturation = 0.5");
  if ((m.water.head || m.water.water_table) && !c.has_richards())
    document.problem(document.place_of_key(path + ".water"),
                     path + ".water." + (m.water.head ? "head" : "water_table") + " needs Richards' equation",
                     "write [flow] without 'down', or give the saturation");
  if (m.dry_density.has_value() + m.grain_density.has_value() + m.porosity.has_value() < 2) return;
  if (m.water.of == "wet mass" && m.water.content && *m.water.content >= 1)
    return document.problem(document.place_of_value(path + ".water.content"),
                            path + ".water.content is all of the wet mass");
  if (m.water.content || m.water.saturation) check_saturation(document, path, m, c.water_density);
  if (m.water.moves != c.flow.has_value() && !reported(document, path + ".water.moves"))
    document.problem(
        document.place_of_value(path + ".water.moves"),
        m.water.moves ? path + ".water.moves = true, but no [flow] moves the water"
                      : path + ".water.moves = false, but [flow] moves the water",
        m.water.moves ? "write moves = false, or [flow]" : "write moves = true, or leave [flow] out");
}

void check_air(Document& document, const std::string& path, const Named<PartialPressure>& air,
               const std::vector<std::string>& gases) {
  for (const auto& [gas, pressure] : air) check_key(document, path, "gas", gas, gases, "chemistry.gases");
  const auto unknown = [&](const auto& entry) { return !is_among(gases, entry.first); };
  if (air.empty() || std::ranges::any_of(air, unknown)) return;  // the name meant may be the one amiss
  for (const std::string& gas : gases)
    if (!is_among(names_of(air), gas))
      document.problem(document.place_of_key(path), path + " does not say how much " + gas + " there is",
                       "add \"" + gas + "\" with its partial pressure, \"0 atm\" where there is none");
}

void check_crust(Document& document, const std::string& path, const Case& c, const PatchCase& patch) {
  if (!reported(document, path) && patch.crust->thickness)
    check_range(document, path + ".thickness", *patch.crust->thickness, ranges::extent, "mm");
  if (!reported(document, path) && !patch.crust->thickness && patch.crust->share == 0)
    document.problem(document.place_of_key(path),
                     path + " has neither 'thickness' nor a 'share' of what forms",
                     "write thickness = \"2 mm\", or share = 1 for a crust of what precipitates");
  if (patch.crust->permeability)
    check_range(document, path + ".permeability", *patch.crust->permeability, ranges::permeability, "m2");
  if (patch.air.empty() && !patch.crust->permeability && !reported(document, path))
    document.problem(document.place_of_key(path), path + ", but the patch has no 'air' to keep off",
                     "give it 'air', or the crust a 'permeability' for water");
  if (patch.crust->share > 0 && c.chemistry.porosity != "from minerals")
    document.problem(document.place_of_value(path + ".share"), path + ".share, but no pores are filled",
                     "write chemistry.porosity = \"from minerals\"");
  if (patch.crust->permeability && !c.has_richards())
    document.problem(document.place_of_key(path + ".permeability"),
                     path + ".permeability needs Richards' equation", "write [flow] without 'down'");
}

/// What goes in and out through a patch. `in` is the flow into it, of any unit.
void check_patch(Document& document, const Case& c, const std::string& name, const PatchCase& patch,
                 double in) {
  const std::string path = "boundaries." + name;
  check_air(document, path + ".air", patch.air, c.chemistry.gases);
  check_air_over_time(document, path, c, patch);
  if (patch.crust) check_crust(document, path + ".crust", c, patch);
  if (patch.water)
    check_composition(document, path + ".water", c, patch.water->composition, !c.has_richards());
  if (patch.solutes)
    check_name(document, path + ".solutes.composition", "water", patch.solutes->composition,
               names_of(c.waters), "waters");
  if (c.has_richards()) return;
  if (patch.water && !(in > 0))
    document.problem(document.place_of_key(path + ".water"), "no water enters through '" + name + "'",
                     "[flow] says where water goes");
  if (patch.outflow && !(in < 0))
    document.problem(document.place_of_key(path + ".outflow"), "no water leaves through '" + name + "'",
                     "[flow] says where water goes");
}

void check_patches(Document& document, const Case& c) {
  const std::vector<std::string> known = patch_names(c.mesh);
  const std::string& shape = c.pile ? c.pile->shape : c.mesh.shape;
  const double down = c.flow ? c.flow->down.value_or(0) : 0;
  for (const auto& [name, patch] : c.boundaries) {
    if (!is_among(known, name) && !c.mesh.shape.empty() && !reported(document, "mesh.shape"))
      document.problem(document.place_of_key("boundaries." + name), "no patch '" + name + "' in a " + shape,
                       suggestion(name, known) + (c.pile ? "; slopes belong to 'top'" : ""));
    check_patch(document, c, name, patch, name == "top" ? down : name == "base" ? -down : 0);
  }
  const auto has = [&](const std::string& name, auto what) {
    return std::ranges::any_of(c.boundaries,
                               [&](const auto& b) { return b.first == name && what(b.second); });
  };
  if (down == 0) return;
  const std::string entry = down > 0 ? "top" : "base", exit = down > 0 ? "base" : "top";
  if (!has(entry, [](const PatchCase& p) { return p.water.has_value(); }))
    document.problem(document.place_of_key("flow"),
                     "[flow] enters through '" + entry + "', which is closed to water",
                     "write boundaries." + entry + ".water = { composition = \"...\" }");
  if (!has(exit, [](const PatchCase& p) { return p.outflow; }))
    document.problem(document.place_of_key("flow"),
                     "[flow] leaves through '" + exit + "', which is closed to water",
                     "write boundaries." + exit + ".outflow = true");
}

/// A depth that must be one of those of the horizontal faces.
void check_face(Document& document, const std::string& path, double depth, const std::vector<double>& faces) {
  const auto below = std::ranges::lower_bound(faces, depth * (1 - 1e-9));
  if (below != faces.end() && std::abs(*below - depth) <= 1e-9 * depth) return;
  if (below == faces.end())
    document.problem(document.place_of_value(path),
                     path + " = " + readable(depth, "cm") + " is below the base",
                     "the mesh is " + readable(faces.back(), "cm") + " deep");
  else
    document.problem(
        document.place_of_value(path), path + " = " + readable(depth, "cm") + " is inside a cell",
        "the nearest faces are at " + readable(*(below - 1), "cm") + " and " + readable(*below, "cm"));
}

/// The faces below the surface that the pile has while its lifts are those before `time` (s).
std::vector<double> faces_below_surface(const Case& c, const std::vector<double>& faces, double time) {
  double cover = 0;  // what is not there yet
  for (const PlacedLift& lift : c.placed_lifts)
    if (lift.time > 0 && lift.time >= time) cover += lift.layer.thickness;
  std::vector<double> below;
  for (const double face : faces)
    if (face >= cover * (1 - 1e-9)) below.push_back(face - cover);
  return below;
}

void check_operation(Document& document, const Case& c, const std::string& path, const ScheduledOperation& o,
                     const std::vector<double>& faces) {
  for (const double time : o.times) {
    const std::vector<double> below = faces_below_surface(c, faces, time);
    for (const FaceKey& face : faces_of(o.operation))
      check_face(document, path + "." + std::string(face.key), face.depth, below);
    if (c.placed_lifts.empty() || !document.clean()) return;  // the surface stays where it is
  }
}

void check_operations(Document& document, const Case& c) {
  if (!document.clean()) return;  // the faces of the mesh need a mesh
  const std::vector<double> thickness = thicknesses_of(layers_of_finished_pile(c));
  std::vector<double> faces{0};
  if (c.pile)
    std::ranges::copy(skin_faces(c.mesh, thickness), std::back_inserter(faces));
  else
    faces = horizontal_faces(c.mesh, thickness);
  for (std::size_t i = 0; i < c.operations.size(); ++i) {
    const std::string path = "operations[" + std::to_string(i) + "]";
    check_operation(document, c, path, {{0.0}, {}, c.operations[i].operation}, faces);
    for (const ScheduledOperation& o : c.operations[i].scheduled)
      if (document.clean()) check_operation(document, c, path, o, faces);
  }
}

void check_published(Document& document, const Case& c) {
  for (std::size_t i = 0; i < c.published.size(); ++i) {
    const PublishedCase& p = c.published[i];
    const std::string path = "published[" + std::to_string(i) + "]";
    const bool one = p.value && p.range.empty(), two = !p.value && p.range.size() == 2;
    if (p.source.find_first_not_of(" \t") == std::string::npos && !reported(document, path + ".source"))
      document.problem(document.place_of_value(path + ".source"), path + ".source is empty",
                       "say who measured it and where it stands");
    if (!one && !two && !reported(document, path + ".range") && !reported(document, path + ".value"))
      document.problem(document.place_of_key(path), path + " needs 'value', or 'range' with two values");
  }
}

void check_clock(Document& document, const RunCase& run) {
  if (run.start && !reported(document, "run.start")) try {
      seconds_of_date(*run.start);
    } catch (const UnitError& error) {
      document.problem(document.place_of_value("run.start"), std::string("run.start: ") + error.what(),
                       error.hint());
    }
  for (const auto& [key, text] :
       {std::pair{"run.wall_time", &run.wall_time}, std::pair{"run.checkpoint_every", &run.checkpoint_every}})
    try {
      if (*text) wall_clock_time(**text);
    } catch (const UnitError& error) {
      document.problem(document.place_of_value(key), std::string(key) + ": " + error.what(), error.hint());
    }
}

}  // namespace

void check_matter(Document& document, const Case& c) {
  for (const auto& [name, material] : c.materials)
    check_minerals(document, "materials." + step(name), material);
  if (c.temperature.constant.has_value() == c.temperature.file.has_value() &&
      !reported(document, "temperature"))
    document.problem(document.place_of_key("temperature"),
                     "temperature needs 'constant' or 'file', one of the two",
                     "write for example: constant = \"15 degC\"");
  check_start(document, c);
  if (c.pressure.constant && c.pressure.file)
    document.problem(document.place_of_key("pressure"), "pressure has both 'constant' and 'file'",
                     "give one of the two");
  for (const auto& [list, key] : {std::pair{&c.chemistry.database, "chemistry.database"},
                                  std::pair{&c.chemistry.components, "chemistry.components"}})
    if (list->empty() && c.has_chemistry() && !reported(document, key))
      document.problem(document.place_of_value(key), std::string(key) + " is empty",
                       list == &c.chemistry.database ? "write [\"talus\"]" : "it must name H+ at least");
}

Case read_case(Document& document, const std::string& folder) {
  Case c;
  read(document, c);
  read_written_materials(document, c, folder);
  if (c.temperature.constant) c.water_density = water_density_at(c, *c.temperature.constant);
  if (!read_block_models(document, c, folder)) document.finish();  // what the materials hold is not known
  check_clock(document, c.run);
  std::ranges::sort(c.run.output_at);
  read_calendars(document, c, folder);
  read_pile(document, c.mesh);
  if (c.pile) c.mesh.tilled = depths_of_operations(c);
  check_layers(document, c);
  for (const auto& [name, material] : c.materials) {
    const std::string path = "materials." + step(name);
    check_packing(document, path, material);
    check_critical_porosity(document, path, material);
    if (c.has_chemistry() && !material.gas_diffusion && !reported(document, path + ".gas_diffusion"))
      document.problem(document.place_of_key(path), path + " has no 'gas_diffusion'",
                       "gases need it; 'talus list diffusion' shows the laws");
    check_water(document, path, c, material);
  }
  read_lifts(document, c);
  check_patches(document, c);
  check_flow(document, c);
  check_heat(document, c);
  check_matter(document, c);
  check_published(document, c);
  if (document.clean()) check_instruments(document, c);
  check_lifts(document, c);
  check_times(document, c);
  check_operations(document, c);
  check_irrigation(document, c);
  check_carbon_sources(document, c);
  check_cost(document, c);
  check_unused(document, c);
  check_idle(document, c);
  return c;
}

}  // namespace talus
