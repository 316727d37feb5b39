#include "case/instruments.h"

#include <algorithm>
#include <set>

#include "case/case.h"
#include "case/checks.h"
#include "case/cost.h"
#include "solver/recurring.h"

namespace talus {

namespace {

void check_name_of(Document& document, const std::string& path, const InstrumentCase& one) {
  const bool good = std::ranges::all_of(one.name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
  if ((!good || one.name.empty()) && !reported(document, path + ".name"))
    document.problem(document.place_of_value(path + ".name"), path + ".name = '" + one.name + "' is no name",
                     "letters, digits, - and _");
}

/// A sensor at a depth.
void check_sensor(Document& document, const std::string& path, const Case& c, const InstrumentCase& one) {
  if (one.quantities.empty() && !reported(document, path + ".quantities"))
    document.problem(document.place_of_key(path), path + " does not say what it reads",
                     "write quantities = [\"pH\"]");
  const std::set<std::string> once(one.quantities.begin(), one.quantities.end());
  if (once.size() < one.quantities.size())
    document.problem(document.place_of_value(path + ".quantities"), path + ".quantities names one twice");
  if (*one.depth > c.mesh.depth * (1 + 1e-9))
    document.problem(document.place_of_value(path + ".depth"),
                     path + ".depth = " + with_unit(*one.depth, "cm") + " is below the base",
                     "the mesh is " + with_unit(c.mesh.depth, "cm") + " deep");
  const auto along = [&](const char* key, const std::optional<double>& place, bool needed, double length) {
    const std::string at = path + "." + key;
    if (needed && !place)
      document.problem(document.place_of_key(path), path + " does not say where it is along " + key);
    if (!needed && place)
      document.problem(document.place_of_key(at),
                       at + ", but a " + c.mesh.shape + " has no cells along " + key, "leave it out");
    if (needed && place && *place > length * (1 + 1e-9))
      document.problem(document.place_of_value(at),
                       at + " = " + with_unit(*place, "m") + " is outside of the mesh",
                       "it ends at " + with_unit(length, "m"));
  };
  along("x", one.x, c.mesh.shape != "column", c.mesh.width.value_or(0));
  along("y", one.y, c.mesh.shape == "box", c.mesh.length.value_or(0));
  for (const auto& [key, given] :
       {std::pair{"patch_x", one.patch_x.has_value()}, std::pair{"patch_y", one.patch_y.has_value()}})
    if (given)
      document.problem(document.place_of_key(path + "." + key), path + "." + key + " is of a chamber",
                       "a sensor has 'x' and 'y'");
}

/// A chamber on a patch.
void check_chamber(Document& document, const std::string& path, const Case& c, const InstrumentCase& one) {
  const auto patch = std::ranges::find(c.boundaries, *one.patch, [](const auto& b) { return b.first; });
  if (patch == c.boundaries.end())
    check_name(document, path + ".patch", "patch", *one.patch, names_of(c.boundaries), "boundaries");
  else if (patch->second.air.empty())
    document.problem(document.place_of_value(path + ".patch"),
                     path + ": no gas comes in through '" + *one.patch + "'",
                     "a chamber stands where there is 'air'");
  const std::pair<const char*, bool> of_sensors[] = {
      {"quantities", !one.quantities.empty()}, {"x", one.x.has_value()}, {"y", one.y.has_value()}};
  for (const auto& [key, given] : of_sensors)
    if (given)
      document.problem(document.place_of_key(path + "." + key),
                       path + "." + key + " is of a sensor at a depth",
                       "a chamber has 'patch_x' and 'patch_y', and reads the CO2 that comes in");
  const auto extent = [&](const char* key, const std::optional<std::array<double, 2>>& piece, bool possible) {
    const std::string at = path + "." + key;
    if (piece && !possible)
      document.problem(document.place_of_key(at), at + ", but a " + c.mesh.shape + " has no cells along it",
                       "leave it out");
    else if (piece && !((*piece)[0] < (*piece)[1]))
      document.problem(document.place_of_value(at), at + " ends before it begins",
                       "write from and to, the smaller first");
  };
  extent("patch_x", one.patch_x, c.mesh.shape != "column");
  extent("patch_y", one.patch_y, c.mesh.shape == "box");
}

void check_readings(Document& document, const std::string& path, const Case& c, const InstrumentCase& one) {
  const double count = (one.every ? times_before(c.run.length, *one.every, *one.every) : 0.0) +
                       static_cast<double>(one.at.size());
  refuse_stops(document, path + (one.every ? ".every" : ".at"), "readings", count, c.steps.limit);
  if (one.every && !(*one.every < c.run.length))
    warn_of_never(document, path + ".every", path + ".every", *one.every, c.run.length);
  for (const double time : one.at)
    if (time > c.run.length)
      document.problem(document.place_of_value(path + ".at"), path + ".at: " + with_unit(time, "d") +
                                                                  " is after the end of the run at " +
                                                                  with_unit(c.run.length, "d"));
}

}  // namespace

void check_instruments(Document& document, const Case& c) {
  std::set<std::string> names;
  for (std::size_t i = 0; i < c.instruments.size(); ++i) {
    const InstrumentCase& one = c.instruments[i];
    const std::string path = "instruments[" + std::to_string(i) + "]";
    check_name_of(document, path, one);
    if (!names.insert(one.name).second)
      document.problem(document.place_of_value(path + ".name"),
                       "two instruments are called '" + one.name + "'", "give each a name of its own");
    check_readings(document, path, c, one);
    if (one.depth.has_value() == one.patch.has_value())
      document.problem(document.place_of_key(path), path + " needs 'depth' or 'patch', one of the two",
                       "a sensor is at a depth, a chamber stands on a patch");
    else if (one.depth)
      check_sensor(document, path, c, one);
    else
      check_chamber(document, path, c, one);
  }
}

std::vector<double> reading_times(const Case& c) {
  std::vector<double> times;
  for (const InstrumentCase& one : c.instruments) {
    times.insert(times.end(), one.at.begin(), one.at.end());
    for (std::int64_t k = 0; one.every && recurring_time(*one.every, *one.every, k) < c.run.length; ++k)
      times.push_back(recurring_time(*one.every, *one.every, k));
  }
  std::ranges::sort(times);
  return times;
}

}  // namespace talus
