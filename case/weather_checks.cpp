#include "base/calendar.h"
#include "case/checks.h"
#include "case/weather_run.h"

namespace talus {

namespace {

/// Notes `what` at a key of [weather] that is given in vain, or missing.
struct WeatherKeys {
  Document& document;
  const WeatherCase& w;

  void refuse(bool given, const std::string& key, const std::string& why, const std::string& hint) {
    const std::string path = "weather." + key;
    if (given && !reported(document, path)) document.problem(document.place_of_key(path), path + why, hint);
  }
  void need(bool missing, const std::string& what, const std::string& hint) {
    if (missing) document.problem(document.place_of_key("weather"), "weather needs " + what, hint);
  }
};

void check_sources(Document& document, const WeatherCase& w) {
  WeatherKeys keys{document, w};
  keys.need(w.file.has_value() == w.normals.has_value() && !reported(document, "weather.file"),
            "one of 'file' and 'normals'", "write for example file = \"site.csv\"");
  const bool dated = w.file && !w.normals;
  keys.refuse(w.normals && w.rain_file, "rain_file", ", but 'normals' have rain", "leave it out");
  keys.refuse(!dated && w.start, "start", " is for files with dates",
              "normals begin at the day of run.start, or on 1 January");
  keys.refuse(!dated && w.repeat, "repeat", ", but normals go on by themselves", "leave it out");
  keys.refuse(!w.normals && w.seed, "seed", " is for 'normals'", "leave it out");
  keys.need(w.normals && !w.seed && !reported(document, "weather.seed"), "a 'seed' for its wet days",
            "write for example seed = 1");
  if (w.start && !reported(document, "weather.start")) try {
      seconds_of_date(*w.start);
    } catch (const UnitError& error) {
      document.problem(document.place_of_value("weather.start"),
                       std::string("weather.start: ") + error.what(), error.hint());
    }
}

void check_repairs(Document& document, const WeatherCase& w) {
  WeatherKeys keys{document, w};
  const bool fills = w.gaps == "interpolate";
  keys.refuse(!fills && w.longest_gap, "longest_gap", ", but gaps are refused",
              "write gaps = \"interpolate\", or leave it out");
  keys.need(fills && !w.longest_gap && !reported(document, "weather.longest_gap"),
            "a 'longest_gap' with gaps = \"interpolate\"", "write for example longest_gap = \"6 h\"");
  keys.refuse(w.wrong_values == "as gaps" && !fills, "wrong_values", " = \"as gaps\", but gaps are refused",
              "write gaps = \"interpolate\" and longest_gap");
}

bool needs_weather(const EvaporationCase& e) {
  return e.method != "potential" || !e.potential || !e.air_humidity;
}

/// The keys that a method of evaporation needs, may have, or cannot use.
void check_method(Document& document, const std::string& path, const Case& c, const EvaporationCase& e) {
  const auto need = [&](bool missing, const std::string& key, const std::string& example) {
    if (missing && !reported(document, path + "." + key))
      document.problem(document.place_of_key(path), path + ": " + e.method + " needs '" + key + "'",
                       "write for example " + key + " = " + example);
  };
  const auto refuse = [&](bool given, const std::string& key) {
    if (given && !reported(document, path + "." + key))
      document.problem(document.place_of_key(path + "." + key),
                       path + "." + key + " is no key of " + e.method, "leave it out");
  };
  const EvaporationCase usual;  // the text of a case in its run file has every default
  const bool potential = e.method == "potential", energy = e.method == "Penman-Monteith";
  need(!potential && !e.wind_height, "wind_height", "\"2 m\"");
  need(!potential && !e.roughness, "roughness", "\"1 mm\"");
  need(!potential && !e.surface_resistance, "surface_resistance", "\"none\"");
  refuse(potential && e.wind_height, "wind_height");
  refuse(potential && e.air_height, "air_height");
  refuse(potential && e.roughness, "roughness");
  refuse(potential && e.least_wind != usual.least_wind, "least_wind");
  refuse(potential && e.surface_resistance, "surface_resistance");
  refuse(!potential && e.potential, "potential");
  refuse(!potential && e.air_humidity, "air_humidity");
  refuse(!energy && e.albedo, "albedo");
  refuse(!energy && e.emissivity != usual.emissivity, "emissivity");
  refuse(!energy && e.sky != "measured", "sky");
  for (const auto& [key, height] : {std::pair{"wind_height", e.wind_height}, {"air_height", e.air_height}})
    if (height && e.roughness && *height <= *e.roughness)
      document.problem(document.place_of_value(path + "." + key),
                       path + "." + key + " is not above roughness",
                       "the wind is that of a logarithmic profile");
  if (e.air_humidity && *e.air_humidity > Evaporation::moistest)
    document.problem(document.place_of_value(path + ".air_humidity"), path + ".air_humidity is above 99 %",
                     "E_p / (1 - h_a) has no bound as the air fills with vapour");
  if (c.weather || !needs_weather(e)) return;
  document.problem(document.place_of_key(path), path + ", but there is no [weather]",
                   potential ? "give 'potential' and 'air_humidity', or write [weather]" : "write [weather]");
}

void check_patch(Document& document, const std::string& name, const Case& c, const PatchCase& p) {
  const std::string path = "boundaries." + step(name);
  if (p.water && p.water->weather && !c.weather)
    document.problem(document.place_of_key(path + ".water.weather"),
                     path + ".water.weather, but there is no [weather]",
                     "write [weather], or 'rain' or 'rain_file' instead");
  if (!p.evaporation || reported(document, path + ".evaporation")) return;
  const std::string key = path + ".evaporation";
  if (!c.has_richards())
    document.problem(document.place_of_key(key), key + " needs Richards' equation",
                     "write [flow] without 'down'");
  else if (name == "base")
    document.problem(document.place_of_key(key), key + ": no air is below the base", "leave it out");
  if (p.crust && p.evaporation->method == "potential")
    document.problem(document.place_of_key(path + ".crust"),
                     path + ".crust, but evaporation by a potential knows of no resistance",
                     "write method = \"aerodynamic\" or \"Penman-Monteith\", or leave the crust out");
  if (!reported(document, key + ".method")) check_method(document, key, c, *p.evaporation);
}

/// Snow on a patch.
void check_snow(Document& document, const std::string& name, const Case& c, const PatchCase& p) {
  const std::string path = "boundaries." + step(name) + ".snow";
  if (!p.snow || reported(document, path)) return;
  const auto wrong = [&](const std::string& key, const std::string& what, const std::string& hint) {
    if (!reported(document, path + key)) document.problem(document.place_of_key(path + key), what, hint);
  };
  if (!p.water || !p.water->weather)
    wrong("", path + ", but the patch takes no precipitation from the weather",
          "write boundaries." + step(name) + ".water = { weather = true }");
  if (name != "top") wrong("", path + ": snow lies on the top", "leave it out");
  if (p.snow->all_snow > p.snow->all_rain)
    wrong(".all_snow", path + ".all_snow is above all_rain", "the colder of the two is all_snow");
  const bool windy = p.evaporation && p.evaporation->method != "potential";
  if (p.snow->sublimation == "aerodynamic" && !windy)
    wrong(".sublimation", path + ".sublimation = \"aerodynamic\" needs the wind of the patch's evaporation",
          "write method = \"aerodynamic\" or \"Penman-Monteith\" there, or sublimation = \"none\"");
  if (p.snow->conductivity && !c.heat)
    wrong(".conductivity", path + ".conductivity, but there is no [heat]", "leave it out");
}

}  // namespace

void check_weather(Document& document, const Case& c) {
  if (c.weather && !reported(document, "weather")) {
    check_sources(document, *c.weather);
    check_repairs(document, *c.weather);
  }
  bool used = false, rain = false;
  for (const auto& [name, patch] : c.boundaries) {
    check_patch(document, name, c, patch);
    check_snow(document, name, c, patch);
    rain = rain || (patch.water && patch.water->weather);
    used = used || rain || (patch.evaporation && needs_weather(*patch.evaporation));
  }
  if (c.weather && !used)
    warn(document, document.place_of_key("weather"), "weather changes nothing: no patch needs it",
         "write boundaries.top.water = { weather = true } or boundaries.top.evaporation");
  if (c.weather && c.weather->rain_file && used && !rain)
    warn(document, document.place_of_key("weather.rain_file"),
         "weather.rain_file changes nothing: no patch takes the weather's rain",
         "write boundaries.top.water = { weather = true }, or leave it out");
  if (!c.flow || !c.flow->vapour) return;
  if (!c.has_richards())
    return document.problem(document.place_of_key("flow.vapour"), "flow.vapour needs Richards' equation",
                            "write [flow] without 'down'");
  for (const auto& [name, material] : c.materials)
    if (const std::string path = "materials." + step(name);
        !material.gas_diffusion && !reported(document, path + ".gas_diffusion"))
      document.problem(document.place_of_key(path), path + " has no 'gas_diffusion', by which vapour moves",
                       "name one of its laws, or leave flow.vapour out");
}

}  // namespace talus
