#include "batch/case.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "case/checks.h"
#include "case/chemistry.h"
#include "case/cost.h"
#include "case/materials.h"
#include "case/unused.h"
#include "case/waters.h"
#include "chemistry/database/mineral_names.h"

namespace talus::batch {

namespace {

/// The part of a case that a pile has too, so that its checks and builders serve both.
Case shared_part(const ReactCase& c) {
  Case shared;
  shared.title = c.title;
  shared.run.length = c.run ? c.run->length : 0;
  for (const auto& [name, material] : c.materials) shared.materials.emplace_back(name, material);
  shared.temperature = c.temperature;
  shared.chemistry = c.chemistry;
  shared.waters = c.waters;
  return shared;
}

void check_kind(Document& document, const ReactCase& c) {
  if (c.run.has_value() == c.path.has_value() && !reported(document, "run") && !reported(document, "path"))
    document.problem(document.place_of_key(c.run ? "path" : "title"),
                     "a case needs [run] or [path], one of the two",
                     "[run] goes on in time, [path] from equilibrium to equilibrium");
  if (c.run && !c.run->output_every && c.run->output_at.empty())
    document.problem(document.place_of_key("run"), "run says no times of output",
                     "write output_every = \"1 h\", or output_at = [\"10 min\", \"1 h\"]");
  if (!c.path) return;
  const PathCase& p = *c.path;
  const bool evaporates = !p.concentrations.empty();
  if (evaporates == !p.add.empty() || (p.steps.has_value() + !p.parts.empty() + evaporates) != 1)
    document.problem(document.place_of_key("path"),
                     "path needs 'add' with 'steps' or 'parts', or 'concentrations' alone",
                     "for example: add = { Forsterite = \"1 mol\" }, steps = 50");
  if (!c.chemistry.dissolve.empty() || !c.chemistry.precipitate.empty())
    document.problem(
        document.place_of_key(c.chemistry.dissolve.empty() ? "chemistry.precipitate" : "chemistry.dissolve"),
        "a path is at equilibrium, and minerals with rates have no time to react",
        "name them in chemistry.equilibrium, or give [run] instead of [path]");
  for (const char* key : {"operations", "train"})
    if (key == std::string("train") ? c.train.has_value() : !c.operations.empty())
      document.problem(document.place_of_key(key),
                       std::string(key) + " need time, which a path does not have",
                       "give [run] instead of [path]");
  if (c.temperature.file)
    document.problem(document.place_of_key("temperature.file"), "a path has one temperature",
                     "write constant = \"25 degC\"");
}

/// How often something happens at `first` and every `every` after it, up to `end` (s).
double times_up_to(double end, double first, const std::optional<double>& every) {
  if (first > end) return 0;
  return every ? std::floor((end - first) / *every + 1e-9) + 1 : 1;
}

/// Refuses what would not end, before anything is written (steps.limit).
void check_cost(Document& document, const ReactCase& c) {
  const double limit = c.steps.limit;
  if (c.path && c.path->steps) refuse_stops(document, "path.steps", "equilibria", *c.path->steps, limit);
  constexpr double finest = 1e-12;  // a hundred times what rounding leaves of the reactor's balances
  refuse_finer_than_rounding(document, c.steps.tolerance, finest, "1e-6 is usual, 1e-9 very fine");
  if (!c.run || reported(document, "run")) return;
  const double length = c.run->length;
  if (c.run->output_every)
    refuse_stops(document, "run.output_every", "rows", length / *c.run->output_every, limit);
  if (c.train)
    refuse_stops(document, "train.exchange", "exchanges", length / c.train->exchange * c.train->tanks, limit);
  for (std::size_t i = 0; i < c.operations.size(); ++i) {
    const VesselOperationCase& o = c.operations[i];
    const std::string path = "operations[" + std::to_string(i) + "]";
    if ((!o.first && !o.every) || reported(document, path)) continue;
    const double first = o.first ? *o.first : *o.every, count = times_up_to(length, first, o.every);
    if (o.every) refuse_stops(document, path + ".every", "operations", count, limit);
    if (count == 0)
      warn_of_never(document, path + (o.first ? ".first" : ".every"), path + " (" + o.kind + ")", first,
                    length);
  }
}

void check_times(Document& document, const ReactCase& c) {
  if (!c.run || reported(document, "run.length")) return;
  for (std::size_t i = 0; i < c.run->output_at.size(); ++i)
    if (c.run->output_at[i] > c.run->length)
      warn_of_never(document, "run.output_at[" + std::to_string(i) + "]",
                    "run.output_at[" + std::to_string(i) + "]", c.run->output_at[i], c.run->length);
}

void check_vessel(Document& document, const ReactCase& c, const Database& database) {
  const VesselCase& v = c.vessel;
  check_name(document, "vessel.composition", "water", v.composition, names_of(c.waters), "waters");
  if (v.material)
    check_name(document, "vessel.material", "material", *v.material, names_of(c.materials), "materials");
  if (v.material.has_value() != v.solids.has_value() && !reported(document, "vessel"))
    document.problem(document.place_of_key(v.material ? "vessel.material" : "vessel.solids"),
                     "vessel needs both 'solids' and 'material', or none of them",
                     "for example: solids = \"100 g\", material = \"tailings\"");
  const auto minerals = names_of(database.minerals);
  const auto& dissolve = c.chemistry.dissolve;
  for (const auto& [name, moles] : v.minerals) {
    check_key(document, "vessel.minerals", "mineral", name, minerals, "the database",
              is_among(minerals, name) ? "" : mineral_hint(name, database));
    if (!is_among(minerals, name)) continue;
    const bool reacts = is_among(dissolve, name) || is_among(names_of(c.chemistry.precipitate), name) ||
                        is_among(c.chemistry.equilibrium, name);
    if (!reacts)
      document.problem(document.place_of_key("vessel.minerals." + name),
                       "vessel.minerals names '" + name + "', which does not react",
                       "add it to chemistry.dissolve or chemistry.equilibrium");
    if (is_among(dissolve, name) && !is_among(names_of(v.surface), name))
      document.problem(
          document.place_of_key("vessel.minerals." + name), "vessel.surface does not name '" + name + "'",
          "it dissolves, so its reactive surface is needed: surface = { " + name + " = \"1 m2\" }");
  }
  for (const auto& [name, area] : v.surface)
    if (!is_among(names_of(v.minerals), name) || !is_among(dissolve, name))
      document.problem(
          document.place_of_key("vessel.surface." + name),
          "vessel.surface names '" + name + "', which is not one of vessel.minerals that dissolve",
          suggestion(name, names_of(v.minerals)));
}

/// Of partial pressures in a gas of that total pressure, Pa; of those alone that are given as pressures where
/// it is 0.
double sum_of(const Named<PartialPressure>& air, double total) {
  double sum = 0;
  for (const auto& [gas, part] : air) sum += part.in(total);
  return sum;
}

void check_gas(Document& document, const ReactCase& c) {
  const auto& gases = c.chemistry.gases;
  if (!c.gas) return;
  const GasCase& g = *c.gas;
  for (const auto& [gas, part] : g.air) check_key(document, "gas.air", "gas", gas, gases, "chemistry.gases");
  for (const std::string& gas : gases)
    if (!is_among(names_of(g.air), gas) && !reported(document, "gas.air"))
      document.problem(document.place_of_key("gas"), "gas.air does not say how much " + gas + " there is",
                       "add \"" + gas + "\" with its partial pressure");
  for (const auto& [gas, part] : g.air)
    if (!(part.in(1) > 0) && !g.volume && !g.transfer)
      document.problem(document.place_of_value("gas.air." + gas),
                       "water cannot be at equilibrium with " + gas + " of no pressure",
                       "give a pressure above 0, or 'transfer', or 'volume'");
  if (gases.empty())
    document.problem(document.place_of_key("gas"), "[gas] has no gases", "name them in chemistry.gases");
  if (c.path && g.transfer)
    document.problem(document.place_of_key("gas.transfer"), "a path has no time for gas.transfer",
                     "leave it out: gas and water are at equilibrium");
  if (g.supply && (!g.volume || !g.transfer || !g.pressure))
    document.problem(document.place_of_key("gas.supply"),
                     "gas.supply needs 'volume', 'transfer' and 'pressure'",
                     "for example: volume = \"0.1 L\", transfer = \"20 1/h\", pressure = \"1 atm\"");
  const double total = total_pressure(g);
  if (sum_of(g.air, total) > total * (1 + 1e-6))
    document.problem(document.place_of_key("gas.air"),
                     "gas.air adds up to more than gas.pressure" +
                         std::string(g.pressure ? "" : ", " + with_unit(total, "atm")),
                     "partial pressures add up to the total pressure, or less with gases that do not react");
}

void check_operation(Document& document, const ReactCase& c, std::size_t i) {
  const VesselOperationCase& o = c.operations[i];
  const std::string path = "operations[" + std::to_string(i) + "]";
  if (reported(document, path + ".kind")) return;
  if (!o.first && !o.every)
    document.problem(document.place_of_key(path), path + " says no time", "give 'first', 'every' or both");
  const bool flush = o.kind == "flush", adds = o.kind == "add";
  const auto wants = [&](const char* key, bool given, bool wanted) {
    if (given == wanted) return;
    document.problem(document.place_of_key(given ? path + "." + key : path),
                     path + ": '" + o.kind + "' " + (given ? "does not take '" : "needs '") + key + "'");
  };
  wants("part", o.part.has_value(), flush);
  wants("composition", o.composition.has_value(), flush);
  wants("add", !o.add.empty(), adds);
  if (flush && o.composition)
    check_name(document, path + ".composition", "water", *o.composition, names_of(c.waters), "waters");
  if (o.kind == "renew gas" && !(c.gas && c.gas->volume))
    document.problem(document.place_of_value(path + ".kind"), path + ": there is no volume of gas to renew",
                     "give gas.volume");
}

void check_equilibrium(Document& document, const ReactCase& c, const Database& database) {
  const auto minerals = names_of(database.minerals);
  for (std::size_t i = 0; i < c.chemistry.equilibrium.size(); ++i) {
    const std::string& name = c.chemistry.equilibrium[i];
    const std::string path = "chemistry.equilibrium[" + std::to_string(i) + "]";
    check_name(document, path, "mineral", name, minerals, "the database");
    if (std::ranges::find(c.chemistry.equilibrium, name) !=
        c.chemistry.equilibrium.begin() + static_cast<std::ptrdiff_t>(i))
      document.problem(document.place_of_value(path), "chemistry.equilibrium names '" + name + "' twice");
    if (is_among(c.chemistry.dissolve, name) || is_among(names_of(c.chemistry.precipitate), name))
      document.problem(document.place_of_value(path),
                       "'" + name + "' has a rate, and cannot be at equilibrium",
                       "leave it out of chemistry.dissolve and precipitate, or here");
  }
}

void warn_of_unused(Document& document, const ReactCase& c, const Case& shared) {
  std::vector<std::string> materials, waters{c.vessel.composition};
  if (c.vessel.material) materials.push_back(*c.vessel.material);
  for (const VesselOperationCase& o : c.operations)
    if (o.composition) waters.push_back(*o.composition);
  talus::warn_of_unused(document, shared, materials, waters);
}

}  // namespace

double total_pressure(const GasCase& gas) {
  return gas.pressure ? *gas.pressure : std::max(sum_of(gas.air, 0), standard_atmosphere);
}

ReactInput read_react_input(const std::string& path, const std::vector<std::string>& sets) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return read_react_input(Document::from_file(path, sets), folder.empty() ? "." : folder);
}

ReactInput read_react_input(Document document, std::string folder) {
  ReactCase c;
  read(document, c);
  Case shared = shared_part(c);
  read_written_materials(document, shared, folder);
  const double pressure = c.gas ? total_pressure(*c.gas) : standard_atmosphere;
  for (auto& [name, water] : shared.waters) make_plain(water);
  c.waters = shared.waters;  // with those of written materials
  check_matter(document, shared);
  check_kind(document, c);
  check_gas(document, c);
  check_cost(document, c);
  check_times(document, c);
  for (std::size_t i = 0; i < c.operations.size(); ++i) check_operation(document, c, i);
  auto database = read_database(document, shared, folder);
  Named<CaseWater> waters;
  if (database) {
    check_vessel(document, c, *database);
    check_equilibrium(document, c, *database);
    document.finish();  // below, names are looked up
    waters = recipes_of(document, shared, *database);
    for (auto& [name, recipe] : waters) recipe.pressure = pressure;
    check_chemistry(document, shared, *database, waters);
  }
  warn_of_unused(document, c, shared);
  const TemperatureTable temperature = read_tables(document, shared, folder).temperature;
  if (!temperature.empty() && !temperature.uniform())
    document.problem(document.place_of_value("temperature.file"), "a vessel has no depth",
                     "leave the column 'depth' out");
  document.finish();
  return {std::move(document), std::move(c),        std::move(shared),      std::move(waters),
          std::move(folder),   std::move(database), temperature.over_time()};
}

}  // namespace talus::batch
