#include "case/heat_checks.h"

#include <utility>

#include "case/checks.h"

namespace talus {

namespace {

/// Below 0 degC water freezes, which a case must say something of.
void check_thawed(Document& document, const Case& c, const std::string& path,
                  const std::optional<double>& kelvin) {
  if (!kelvin || *kelvin >= zero_celsius_in_kelvin || (c.heat && c.heat->freezing) ||
      reported(document, path))
    return;
  document.problem(document.place_of_value(path),
                   path + " = " + with_unit(*kelvin, "degC") + " is below 0 degC, where water freezes",
                   c.mesh.shape.empty() ? "a vessel holds liquid water"
                   : c.heat             ? "write heat.freezing, which says how"
                                        : "write [heat] with heat.freezing");
}

void check_face(Document& document, const Case& c, const std::string& path, const HeatFaceCase& face) {
  if (reported(document, path)) return;
  if (face.temperature.has_value() + face.temperature_file.has_value() + face.flux.has_value() != 1)
    document.problem(document.place_of_key(path),
                     path + " needs one of 'temperature', 'temperature_file' and 'flux'",
                     "write for example flux = \"0.06 W/m2\", or \"0 W/m2\" where no heat passes");
  check_thawed(document, c, path + ".temperature", face.temperature);
}

void check_freezing(Document& document, const Case& c, const FreezingCase& f) {
  const std::string path = "heat.freezing";
  const bool exponential = f.curve == ExponentialFreezing::name;
  for (const auto& [key, given] :
       {std::pair{"residual", f.residual.has_value()}, std::pair{"width", f.width.has_value()}}) {
    const std::string at = path + "." + key;
    if (exponential && !given && !reported(document, at))
      document.problem(document.place_of_key(path), path + ": the exponential curve needs '" + key + "'");
    if (!exponential && given)
      document.problem(document.place_of_key(at), at + " is no key of the curve " + f.curve, "leave it out");
  }
  if (c.has_richards() && !f.impedance && !reported(document, path + ".impedance"))
    document.problem(document.place_of_key(path),
                     path + " needs 'impedance' where water flows by Richards' equation",
                     "write for example impedance = 7, or 0 where ice is not to slow water");
  if (f.impedance && !c.has_richards())
    document.problem(document.place_of_key(path + ".impedance"), path + ".impedance needs Richards' equation",
                     "leave it out, or write [flow] without 'down'");
  const bool by_molalities = c.chemistry.activity == "Pitzer" || c.chemistry.activity == "SIT";
  if (!c.chemistry.components.empty() && !by_molalities && c.chemistry.water_activity == "unity")
    document.problem(
        document.place_of_key("chemistry.water_activity"),
        "chemistry.water_activity = \"unity\" lets nothing that is dissolved keep water from freezing, beside " +
            path,
        "write \"Garrels-Christ\" or \"Raoult\"");
  if (f.curve != ClapeyronFreezing::name) return;
  const bool scaled = c.has_richards() && c.chemistry.porosity == "from minerals";
  for (const auto& [name, material] : c.materials) {
    const std::string scaling = "materials." + step(name) + ".retention_scaling";
    if (scaled && material.hydraulics.retention_scaling == "Leverett" && !reported(document, scaling))
      document.problem(
          document.place_of_key("materials." + step(name)),
          scaling + " = \"Leverett\" changes suctions, and Clapeyron's curve has those of the start",
          "write retention_scaling = \"none\", or heat.freezing.curve = \"exponential\"");
    if (!material.hydraulics.retention && !reported(document, "materials." + step(name) + ".retention"))
      document.problem(document.place_of_key("materials." + step(name)),
                       "materials." + step(name) + " has no 'retention', which Clapeyron's curve needs",
                       "write it, or heat.freezing.curve = \"exponential\"");
  }
}

/// A key of 'heat' of a material, and whether the law wants it.
void check_material(Document& document, const Case& c, const std::string& path,
                    const std::optional<MaterialHeatCase>& heat) {
  if (!c.heat && heat)
    return document.problem(document.place_of_key(path + ".heat"), path + ".heat, but there is no [heat]",
                            "leave it out, or write [heat]");
  if (!c.heat || reported(document, path + ".heat")) return;
  if (!heat)
    return document.problem(document.place_of_key(path), path + " has no 'heat'",
                            "with [heat] each material says how it holds and conducts heat");
  const bool given = c.heat->conductivity == GivenConductivity::name;
  const std::pair<const char*, std::pair<bool, bool>> keys[] = {
      // there, and of this law
      {"grain_conductivity", {heat->grain_conductivity.has_value(), !given}},
      {"quartz", {heat->quartz.has_value(), !given}},
      {"grains", {heat->grains.has_value(), !given}},
      {"texture", {heat->texture.has_value(), !given}},
      {"conductivity", {heat->conductivity.has_value(), given}},
      {"frozen_conductivity", {heat->frozen_conductivity.has_value(), given && c.heat->freezing}}};
  for (const auto& [key, there_of_law] : keys) {
    const auto& [there, of_law] = there_of_law;
    const std::string at = path + ".heat." + key, name = key;
    const bool either = name == "grain_conductivity" || name == "quartz";
    if (there && !of_law)
      document.problem(document.place_of_key(at),
                       at + " is no key of heat.conductivity = \"" + c.heat->conductivity + "\"" +
                           (given && !c.heat->freezing ? " without heat.freezing" : ""),
                       "leave it out");
    if (!there && of_law && !either && !reported(document, at))
      document.problem(document.place_of_key(path + ".heat"),
                       path + ".heat: " + c.heat->conductivity + " needs '" + name + "'",
                       "'talus explain materials.<name>.heat' says which law wants which key");
  }
  if (!given && heat->grain_conductivity.has_value() == heat->quartz.has_value() &&
      !reported(document, path + ".heat.grain_conductivity") && !reported(document, path + ".heat.quartz"))
    document.problem(document.place_of_key(path + ".heat"),
                     path + ".heat needs one of 'grain_conductivity' and 'quartz'",
                     "write for example grain_conductivity = \"2.6 W/m/K\"");
}

/// Patches and sources through which water may enter.
std::vector<std::string> inlets_of(const Case& c) {
  std::vector<std::string> names;
  for (const auto& [name, patch] : c.boundaries)
    if (patch.water) names.push_back(name);
  for (const SourceCase& source : c.sources) names.push_back(source.name);
  return names;
}

void check_entering(Document& document, const Case& c) {
  const std::vector<std::string> inlets = inlets_of(c);
  for (const auto& [name, kelvin] : c.heat->entering)
    check_key(document, "heat.entering", "patch or source through which water enters", name, inlets,
              "boundaries and sources");
  const auto has_temperature = [](const HeatFaceCase& face) { return !face.flux; };
  for (const std::string& name : inlets)
    if (!is_among(names_of(c.heat->entering), name) && !(name == "top" && has_temperature(c.heat->surface)) &&
        !(name == "base" && has_temperature(c.heat->base)) && !reported(document, "heat.entering"))
      document.problem(document.place_of_key("heat"),
                       "heat.entering does not say how warm the water of '" + name + "' is",
                       "write entering = { " + name + " = \"8 degC\" }");
}

}  // namespace

void check_start(Document& document, const Case& c) {
  check_thawed(document, c, "temperature.constant", c.temperature.constant);
}

void check_heat(Document& document, const Case& c) {
  for (const auto& [name, material] : c.materials)
    check_material(document, c, "materials." + step(name), material.heat);
  if (!c.heat || reported(document, "heat")) return;
  check_face(document, c, "heat.surface", c.heat->surface);
  check_face(document, c, "heat.base", c.heat->base);
  for (std::size_t i = 0; i < c.lifts.size(); ++i)
    check_thawed(document, c, "lifts[" + std::to_string(i) + "].temperature", c.lifts[i].temperature);
  if (c.heat->freezing && !reported(document, "heat.freezing"))
    check_freezing(document, c, *c.heat->freezing);
  check_entering(document, c);
  if (c.heat->reaction && c.chemistry.components.empty())
    document.problem(document.place_of_key("heat.reaction"),
                     "heat.reaction = true, but nothing reacts: there are no "
                     "chemistry.components",
                     "leave it out, or write [chemistry]");
}

}  // namespace talus
