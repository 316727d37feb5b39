#include "case/chemistry.h"

#include <algorithm>
#include <functional>
#include <set>

#include "case/checks.h"
#include "case/equilibria.h"
#include "case/surface_checks.h"
#include "case/volumes.h"
#include "chemistry/activity/interactions.h"
#include "chemistry/database/mineral_names.h"
#include "chemistry/speciation/case_water.h"

namespace talus {

namespace {

std::vector<std::string> known_components(const Database& database) {
  std::vector<std::string> names;
  for (const auto& [name, record] : database.aqueous)
    if (record.reaction.empty()) names.push_back(name);
  return names;
}

using Hint = std::function<std::string(const std::string&)>;

/// What to say of a name that is no component: a dissolved species that the database makes of others names
/// them; otherwise the nearest components.
std::string component_hint(const std::string& name, const Database& database) {
  const auto record = database.aqueous.find(name);
  if (record == database.aqueous.end()) return suggestion(name, known_components(database));
  std::string basis;
  for (const auto& [part, amount] : parse_reaction(record->second.reaction))
    if (part != name && part != "H2O") basis += (basis.empty() ? "" : ", ") + part;
  return "it is a dissolved species that the database makes of others: " + record->second.reaction +
         "; it is there when its components are named: " + basis;
}

/// Notes each of `names` (at path[i]) that is not known; `hint` in place of the nearest names.
void check_list(Document& document, const std::string& path, const std::string& what,
                const std::vector<std::string>& names, const std::vector<std::string>& known,
                const Hint& hint = nullptr) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string at = path + "[" + std::to_string(i) + "]";
    if (reported(document, at)) continue;
    if (std::ranges::count(known, names[i]) == 0)
      document.problem(document.place_of_value(at),
                       path + ": no " + what + " '" + names[i] + "' in the database",
                       hint ? hint(names[i]) : suggestion(names[i], known));
    if (std::count(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]) > 0)
      document.problem(document.place_of_value(at), path + " names '" + names[i] + "' twice");
  }
}

/// Minerals that react, each once.
std::vector<std::string> reacting(const Case& c) {
  std::vector<std::string> names = c.chemistry.dissolve;
  for (const auto& [name, growth] : c.chemistry.precipitate) names.push_back(name);
  return names;
}

/// Sets of rates with a law for `direction`, of one mineral.
std::set<std::string> sets_with_law(const MineralRecord& mineral, const std::string& direction) {
  std::set<std::string> sets;
  for (const RateRecord& rate : mineral.rates)
    if (rate.direction == direction || rate.direction == "both") sets.insert(rate.set);
  return sets;
}

/// The set that a mineral takes its laws from.
const std::string& set_of_rates(const Case& c, const std::string& mineral) {
  for (const auto& [name, set] : c.chemistry.rates_of)
    if (name == mineral) return set;
  return c.chemistry.rates;
}

/// Notes at `place` that the mineral has no law in the set of the case. Whether it has one.
bool check_law(Document& document, const Place& place, const Case& c, const MineralRecord& mineral,
               const std::string& direction) {
  const std::set<std::string> sets = sets_with_law(mineral, direction);
  const std::string& wanted = set_of_rates(c, mineral.name);
  if (sets.contains(wanted) || sets.contains("any")) return true;
  std::string known;
  for (const std::string& set : sets) known += (known.empty() ? "" : ", ") + set;
  document.problem(
      place, "'" + mineral.name + "' has no law for " + direction + " in the set of rates '" + wanted + "'",
      known.empty() ? "no set has one; a file in chemistry.database can add it"
                    : "sets that have one: " + known);
  return false;
}

/// Sets of single minerals: each must have a law of the mineral.
void check_sets_of_minerals(Document& document, const Case& c, const Database& database) {
  for (const auto& [name, set] : c.chemistry.rates_of) {
    check_key(document, "chemistry.rates_of", "mineral", name, reacting(c),
              "chemistry.dissolve and chemistry.precipitate");
    const auto record = database.minerals.find(name);
    if (record == database.minerals.end()) continue;
    std::set<std::string> sets = sets_with_law(record->second, "dissolution");
    sets.merge(sets_with_law(record->second, "precipitation"));
    if (!sets.contains(set))
      document.problem(document.place_of_value("chemistry.rates_of." + name),
                       "chemistry.rates_of." + name + ": no law of '" + name + "' in a set '" + set + "'",
                       suggestion(set, std::vector<std::string>(sets.begin(), sets.end())));
  }
}

/// Whether the file has that key; the place of one that it has not is that of its table.
bool stands(const Document& document, const std::string& path) {
  const Place here = document.place_of_key(path),
              table = document.place_of_key(path.substr(0, path.rfind('.')));
  return here.line != table.line || here.column != table.column;
}

/// Laws of the minerals that react, and the surface of those that form.
void check_rates(Document& document, const Case& c, const Database& database) {
  std::set<std::string> sets;
  for (const auto& [name, mineral] : database.minerals)
    for (const RateRecord& rate : mineral.rates)
      if (rate.set != "any") sets.insert(rate.set);
  if (reported(document, "chemistry.rates")) return;
  if (c.chemistry.rates.empty() && reacting(c).empty()) return;
  if (c.chemistry.rates.empty() && !stands(document, "chemistry.rates"))
    return document.problem(document.place_of_key("chemistry"), "missing key 'chemistry.rates'",
                            "minerals that dissolve or precipitate need a set of rate laws");
  if (!sets.contains(c.chemistry.rates))
    return document.problem(
        document.place_of_value("chemistry.rates"),
        "chemistry.rates: no set of rates '" + c.chemistry.rates + "' in the database",
        suggestion(c.chemistry.rates, std::vector<std::string>(sets.begin(), sets.end())));
  check_sets_of_minerals(document, c, database);
  for (std::size_t i = 0; i < c.chemistry.dissolve.size(); ++i)
    if (const auto record = database.minerals.find(c.chemistry.dissolve[i]);
        record != database.minerals.end())
      check_law(document, document.place_of_value("chemistry.dissolve[" + std::to_string(i) + "]"), c,
                record->second, "dissolution");
  for (const auto& [name, growth] : c.chemistry.precipitate) {
    const auto record = database.minerals.find(name);
    if (record == database.minerals.end()) continue;
    const Place place = document.place_of_key("chemistry.precipitate." + name);
    if (!check_law(document, place, c, record->second, "precipitation")) continue;
    if (!growth.specific_surface && !record->second.crystals)
      document.problem(place, "the database does not know the surface of growing " + name,
                       "give it: " + name + " = { seed = \"...\", specific_surface = \"... m2/g\" }");
  }
}

/// Totals below 0 of components that all species have in them, and not one lacks: nothing could make them up.
void check_totals(Document& document, const Named<CaseWater>& waters, const ChemicalSystem& system) {
  const auto may_be_negative = [&](const std::string& component) {
    const int j = system.component(component);
    return j < 0 || std::ranges::any_of(system.species, [&](const auto& species) {
             return species.row.of(static_cast<std::size_t>(j)) < 0;
           });
  };
  for (const auto& [name, water] : waters)
    for (const auto& [component, total] : water.total)
      if (total < 0 && component != "H+" && !may_be_negative(component))
        document.problem(document.place_of_value("waters." + step(name) + ".total." + component),
                         name + ", total." + component + ": a total below 0",
                         "no species has less than none of it; a component that is not there is left out");
}

}  // namespace

std::shared_ptr<const Database> read_database(Document& document, const Case& c, const std::string& folder) {
  if (!c.has_chemistry()) return std::make_shared<const Database>();
  if (c.chemistry.database.empty()) return nullptr;
  try {
    return std::make_shared<const Database>(Database::read(c.chemistry.database, folder));
  } catch (const FileError& error) {
    document.problem(document.place_of_value("chemistry.database"),
                     std::string("chemistry.database: ") + error.what(),
                     "\"talus\" is the shipped one; files are relative to the case");
    return nullptr;
  }
}

void check_chemistry(Document& document, const Case& c, const Database& database,
                     const Named<CaseWater>& waters) {
  const auto minerals = names_of(database.minerals);
  check_list(document, "chemistry.components", "component", c.chemistry.components,
             known_components(database), [&](const std::string& name) {
               return is_among(known_components(database), name) ? "" : component_hint(name, database);
             });
  check_list(document, "chemistry.gases", "gas", c.chemistry.gases, names_of(database.gases));
  const Hint hint = [&](const std::string& name) {
    return is_among(minerals, name) ? "" : mineral_hint(name, database);
  };
  check_list(document, "chemistry.dissolve", "mineral", c.chemistry.dissolve, minerals, hint);
  check_list(document, "chemistry.leave_out", "dissolved species", c.chemistry.leave_out,
             names_of(database.aqueous));
  check_list(document, "chemistry.slow_reactions", "slow reaction", c.chemistry.slow_reactions,
             names_of(database.reactions));
  for (const auto& [name, growth] : c.chemistry.precipitate)
    check_key(document, "chemistry.precipitate", "mineral", name, minerals, "the database", hint(name));
  for (const auto& [material, keys] : c.materials) {
    const std::string path = "materials." + step(material);
    for (const auto& [name, share] : keys.minerals)
      if (name != "inert")
        check_key(document, path + ".minerals", "mineral", name, minerals, "the database", hint(name));
    check_surfaces(document, path, c, keys, database);
  }
  if (!c.chemistry.components.empty() && !is_among(c.chemistry.components, "H+"))
    document.problem(document.place_of_key("chemistry.components"), "chemistry.components must name H+");
  check_layers(document, c, database);
  check_rates(document, c, database);
  if (!document.clean()) return;
  check_volumes(document, c, database);
  check_volumes_and_masses(document, c, database);
  try {
    check_model(database, c.chemistry.ph_scale, c.chemistry.activity);
  } catch (const std::invalid_argument& e) {
    return document.problem(document.place_of_value("chemistry.activity"), e.what());
  }
  try {  // whatever a name alone does not show: components that a gas, mineral or catalyst needs
    const ChemicalSystem system(database, system_choice(c, c.chemistry.components));
    check_drivers(document, c, system);
    check_totals(document, waters, system);
  } catch (const std::invalid_argument& e) {
    document.problem(document.place_of_key("chemistry.components"), e.what(),
                     "chemistry.components, gases, dissolve and precipitate must fit together");
  }
}

std::vector<std::string> present_components(const Case& c, const Database& database,
                                            const Named<CaseWater>& waters) {
  const ChemicalSystem all(database, with_equilibria(c, system_choice(c, c.chemistry.components)));
  std::set<std::string> present = {"H+"};
  const auto add = [&](const ReactionRow& row) {
    for (const Term& t : row.terms) present.insert(all.component_name(static_cast<std::size_t>(t.component)));
  };
  for (const Mineral& mineral : all.minerals) {
    add(mineral.row);
    for (const RateLaw* law : {&mineral.dissolution, &mineral.precipitation})
      each_product(*law, [&](const ActivityProduct& product) { add(product.row); });
  }
  for (const Gas& gas : all.gases) add(gas.row);
  for (const SlowReaction& reaction : all.slow_reactions) {
    add(reaction.row);
    for (const Mechanism& m : reaction.law.mechanisms) {
      add(m.catalysts.row);
      for (const Named<Influence>* influences : {&m.promoters, &m.inhibitors})
        for (const auto& [name, influence] : *influences) add(influence.product.row);
    }
  }
  for (const auto& [name, water] : waters)
    for (const std::string& component : components_of(water)) present.insert(component);
  std::vector<std::string> names;
  for (const std::string& name : c.chemistry.components)
    if (present.contains(name)) names.push_back(name);
  return names;
}

SystemChoice system_choice(const Case& c, std::vector<std::string> components) {
  std::vector<std::string> precipitate;
  for (const auto& [name, growth] : c.chemistry.precipitate) precipitate.push_back(name);
  return {std::move(components),
          c.chemistry.gases,
          c.chemistry.dissolve,
          precipitate,
          c.chemistry.leave_out,
          c.chemistry.rates,
          c.chemistry.activity,
          c.chemistry.water_activity,
          {},
          c.chemistry.ph_scale,
          c.chemistry.co2_hydration == "kinetic",
          c.chemistry.rates_of,
          c.chemistry.slow_reactions,
          c.chemistry.fugacity,
          c.water_density};
}

}  // namespace talus
