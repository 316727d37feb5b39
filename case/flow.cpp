#include "case/flow.h"

#include <cstdio>
#include <functional>
#include <utility>

#include "case/checks.h"
#include "case/densities.h"
#include "case/weather_run.h"

namespace talus {

namespace {

/// A key of 'retention', whether it is there, and which laws want it or may have it.
struct LawKey {
  const char* name;
  bool given;
  std::vector<std::string> needed_by, allowed_by;
};

void check_retention(Document& document, const std::string& path, const RetentionCase& r) {
  if (reported(document, path) || reported(document, path + ".model")) return;
  const LawKey keys[] = {{"alpha", r.alpha.has_value(), {"Gardner", "Haverkamp"}, {"van Genuchten"}},
                         {"alpha_pressure", r.alpha_pressure.has_value(), {}, {"van Genuchten"}},
                         {"n", r.n.has_value(), {"van Genuchten", "Haverkamp"}, {}},
                         {"m", r.m.has_value(), {}, {"van Genuchten"}},
                         {"connectivity", r.connectivity.has_value(), {}, {"van Genuchten"}},
                         {"entry", r.entry.has_value(), {"Brooks-Corey"}, {}},
                         {"lambda", r.lambda.has_value(), {"Brooks-Corey"}, {}},
                         {"relative_permeability", r.relative_permeability.has_value(), {"Brooks-Corey"}, {}},
                         {"permeability_alpha", r.permeability_alpha.has_value(), {"Haverkamp"}, {}},
                         {"permeability_n", r.permeability_n.has_value(), {"Haverkamp"}, {}},
                         {"file", r.file.has_value(), {"tabulated"}, {}},
                         {"permeability_file", r.permeability_file.has_value(), {"tabulated"}, {}}};
  for (const LawKey& key : keys) {
    const std::string at = path + "." + key.name;
    const bool needed = is_among(key.needed_by, r.model);
    if (needed && !key.given && !reported(document, at))
      document.problem(document.place_of_key(path), path + ": " + r.model + " needs '" + key.name + "'",
                       "'talus explain materials.<name>.retention' says which law wants which key");
    if (key.given && !needed && !is_among(key.allowed_by, r.model))
      document.problem(document.place_of_key(at), at + " is no key of " + r.model, "leave it out");
  }
  if (r.model != "van Genuchten") return;
  if (r.alpha.has_value() == r.alpha_pressure.has_value() && !reported(document, path + ".alpha"))
    document.problem(document.place_of_key(path), path + " needs one of 'alpha' and 'alpha_pressure'",
                     "write for example alpha = \"2 1/m\"");
  if (r.n && *r.n <= 1 && !r.m && !reported(document, path + ".n"))
    document.problem(document.place_of_value(path + ".n"), path + ".n must be above 1",
                     "m = 1 - 1/n would not be positive; give m to choose it freely");
}

/// By Richards' equation the water at the start has a suction, which no law gives at the residual saturation.
void check_residual(Document& document, const std::string& path, const MaterialCase& m, double density) {
  const int packing = m.dry_density.has_value() + m.grain_density.has_value() + m.porosity.has_value();
  if (packing < 2 || m.water.saturation.has_value() == m.water.content.has_value()) return;
  const double porosity = packing_of(m).porosity, residual = m.hydraulics.retention->residual;
  if (!(porosity > 0 && porosity < 1)) return;
  const double saturation = initial_water(m, density) / (density * porosity);
  if (saturation > residual) return;
  const std::string key = path + ".water." + (m.water.saturation ? "saturation" : "content");
  char text[160];
  std::snprintf(text, sizeof text, " is a saturation of %.4g, not above retention.residual = %.4g",
                saturation, residual);
  document.problem(document.place_of_value(key), key + text,
                   "no suction drains a material below its residual saturation");
}

void check_material(Document& document, const std::string& path, const Case& c, const MaterialCase& m) {
  const HydraulicsCase& h = m.hydraulics;
  if (h.retention) check_retention(document, path + ".retention", *h.retention);
  if (!c.has_richards()) return;
  if (h.retention) check_residual(document, path, m, c.water_density);
  if (!h.retention && !reported(document, path + ".retention"))
    document.problem(document.place_of_key(path), path + " has no 'retention'",
                     "by Richards' equation water flows as retention and permeability say");
  if (h.permeability.has_value() == h.conductivity.has_value() &&
      !reported(document, path + ".permeability") && !reported(document, path + ".conductivity"))
    document.problem(document.place_of_key(path), path + " needs one of 'permeability' and 'conductivity'",
                     "write for example permeability = \"1e-12 m2\"");
}

/// The keys of a patch that mean nothing without Richards' equation.
void refuse_richards_keys(Document& document, const std::string& path, const PatchCase& p) {
  const auto refuse = [&](bool given, const std::string& key) {
    if (given)
      document.problem(document.place_of_key(path + "." + key),
                       path + "." + key + " needs Richards' equation", "write [flow] without 'down'");
  };
  refuse(p.drain.has_value(), "drain");
  refuse(p.water_x.has_value(), "water_x");
  refuse(p.water_y.has_value(), "water_y");
  if (!p.water) return;
  refuse(p.water->rain.has_value(), "water.rain");
  refuse(p.water->rain_file.has_value(), "water.rain_file");
  refuse(p.water->weather, "water.weather");
  refuse(p.water->ponding != 0, "water.ponding");
  refuse(p.water->head.has_value(), "water.head");
  refuse(p.water->head_file.has_value(), "water.head_file");
}

void check_extent(Document& document, const std::string& path,
                  const std::optional<std::array<double, 2>>& extent, bool has_water) {
  if (!extent || reported(document, path)) return;
  if (!((*extent)[0] < (*extent)[1]))
    document.problem(document.place_of_value(path), path + " ends before it begins",
                     "write from and to, the smaller first");
  if (!has_water)
    document.problem(document.place_of_key(path), path + ", but the patch lets no water through",
                     "add 'water' or 'drain', or leave it out");
}

void check_patch(Document& document, const std::string& path, const Case& c, const PatchCase& p) {
  if (p.outflow)
    document.problem(document.place_of_key(path + ".outflow"), path + ".outflow is for a prescribed flow",
                     "write drain = \"free\" or \"seepage\", or water = { head = \"0 m\" }");
  check_extent(document, path + ".water_x", p.water_x, p.water || p.drain || p.evaporation);
  check_extent(document, path + ".water_y", p.water_y, p.water || p.drain || p.evaporation);
  if (!p.water || reported(document, path + ".water")) return;
  const InflowCase& w = *p.water;
  const bool stands = w.head || w.head_file;
  if (w.rain.has_value() + w.rain_file.has_value() + w.weather + w.head.has_value() +
          w.head_file.has_value() !=
      1)
    return document.problem(
        document.place_of_key(path + ".water"),
        path + ".water needs one of 'rain', 'rain_file', 'weather', 'head' and 'head_file'",
        "write for example rain = \"600 mm/yr\"");
  if (w.ponding != 0 && stands)
    document.problem(document.place_of_key(path + ".water.ponding"), path + ".water.ponding is for rain",
                     "a head above 0 is water that stands on the patch");
  if (p.drain && (!stands || p.drain != "seepage"))
    document.problem(document.place_of_key(path + ".drain"), path + " has both 'water' and 'drain'",
                     stands ? "a head lets water out too"
                            : "what the patch cannot take runs off, and water under "
                              "pressure leaves there too");
  if (c.has_chemistry() && !w.composition && !reported(document, path + ".water.composition"))
    document.problem(document.place_of_key(path + ".water"), path + ".water has no 'composition'",
                     "name the table in 'waters' that enters, if any does");
}

/// A box and a rate.
void check_source(Document& document, const std::string& path, const Case& c, const SourceCase& s) {
  if (!c.has_richards())
    document.problem(document.place_of_key(path), path + " needs Richards' equation",
                     "write [flow] without 'down'");
  for (const auto& [key, extent] :
       {std::pair{".x", &s.x}, std::pair{".y", &s.y}, std::pair{".depth", &s.depth}})
    check_extent(document, path + key, *extent, true);
  if (s.rate.has_value() == s.rate_file.has_value() && !reported(document, path + ".rate"))
    document.problem(document.place_of_key(path), path + " needs one of 'rate' and 'rate_file'",
                     "write for example rate = \"2 m3/d\"");
  if (s.composition && !c.has_chemistry())
    document.problem(document.place_of_key(path + ".composition"),
                     path + ".composition, but there is no [chemistry]",
                     "leave it out, or write [chemistry]");
  else if (s.composition)
    check_name(document, path + ".composition", "water", *s.composition, names_of(c.waters), "waters");
  else if (c.has_chemistry() && !reported(document, path + ".composition"))
    document.problem(document.place_of_key(path), path + " has no 'composition'", "name a table in 'waters'");
}

void check_sources(Document& document, const Case& c) {
  std::vector<std::string> taken = {"top", "base", "west", "east", "south", "north"};
  for (std::size_t i = 0; i < c.sources.size(); ++i) {
    const std::string path = "sources[" + std::to_string(i) + "]", &name = c.sources[i].name;
    if (name.find_first_of("/. ") != std::string::npos ||
        (name.empty() && !reported(document, path + ".name")))
      document.problem(document.place_of_value(path + ".name"), path + ".name is no name",
                       "use letters, digits, '-' and '_'");
    else if (is_among(taken, name))
      document.problem(document.place_of_value(path + ".name"), path + ".name: '" + name + "' is taken",
                       "sources and patches have names of their own");
    taken.push_back(name);
    check_source(document, path, c, c.sources[i]);
  }
}

}  // namespace

void check_flow(Document& document, const Case& c) {
  const bool flows = c.has_richards();
  if (!c.has_chemistry() && !flows && !c.heat && !reported(document, "chemistry") &&
      !reported(document, "flow"))
    document.problem(document.place_of_key("title"),
                     "there is no [chemistry], no [heat], and no [flow] without 'down'",
                     "nothing would happen: write one of them");
  if (flows && c.chemistry.hydrate_water == "made up" && !reported(document, "chemistry.hydrate_water"))
    document.problem(document.place_of_value("chemistry.hydrate_water"),
                     "chemistry.hydrate_water = \"made up\" is for water that stays",
                     "[flow] by Richards' equation brings what hydrates take");
  for (const auto& [name, material] : c.materials)
    check_material(document, "materials." + step(name), c, material);
  check_sources(document, c);
  for (const auto& [name, patch] : c.boundaries) {
    const std::string path = "boundaries." + step(name);
    if (flows)
      check_patch(document, path, c, patch);
    else
      refuse_richards_keys(document, path, patch);
  }
  check_weather(document, c);
}

}  // namespace talus
