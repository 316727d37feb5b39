#include "solver/case_chemistry.h"

#include <algorithm>
#include <set>

namespace talus {

namespace {

std::vector<std::string> names_of(const auto& records) {
  std::vector<std::string> names;
  for (const auto& [name, record] : records) names.push_back(name);
  return names;
}

std::vector<std::string> known_components(const Database& database) {
  std::vector<std::string> names;
  for (const auto& [name, record] : database.aqueous)
    if (record.reaction.empty()) names.push_back(name);
  return names;
}

/// Notes each of `names` (at path[i]) that is not known.
void check_list(Document& document, const std::string& path, const std::string& what,
                const std::vector<std::string>& names, const std::vector<std::string>& known) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string at = path + "[" + std::to_string(i) + "]";
    if (std::ranges::count(known, names[i]) == 0)
      document.problem(document.place_of_value(at),
                       path + ": no " + what + " '" + names[i] + "' in the database",
                       suggestion(names[i], known));
    if (std::count(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]) > 0)
      document.problem(document.place_of_value(at), path + " names '" + names[i] + "' twice");
  }
}

void check_entry(Document& document, const std::string& path, const std::string& what,
                 const std::string& name, const std::vector<std::string>& known) {
  if (std::ranges::count(known, name) == 0)
    document.problem(document.place_of_key(path), "no " + what + " '" + name + "'", suggestion(name, known));
}

/// Minerals that react, each once.
std::vector<std::string> reacting(const Case& c) {
  std::vector<std::string> names = c.chemistry.dissolve;
  for (const auto& [name, growth] : c.chemistry.precipitate) names.push_back(name);
  return names;
}

void check_rates(Document& document, const Case& c, const Database& database) {
  std::set<std::string> sets;
  for (const auto& [name, mineral] : database.minerals)
    for (const RateRecord& rate : mineral.rates)
      if (rate.set != "any") sets.insert(rate.set);
  const std::vector<std::string> known(sets.begin(), sets.end());
  if (!c.chemistry.rates.empty() && !sets.contains(c.chemistry.rates))
    return document.problem(document.place_of_value("chemistry.rates"),
                            "chemistry.rates: no set of rates '" + c.chemistry.rates + "'",
                            suggestion(c.chemistry.rates, known));
  const auto check = [&](const std::string& path, const std::string& name, const std::string& direction) {
    const auto record = database.minerals.find(name);
    if (record == database.minerals.end()) return;
    const auto fits = [&](const RateRecord& r) {
      return (r.set == c.chemistry.rates || r.set == "any") &&
             (r.direction == direction || r.direction == "both");
    };
    if (std::ranges::none_of(record->second.rates, fits))
      document.problem(document.place_of_value(path), "'" + name + "' has no law for " + direction +
                                                          " in the set '" + c.chemistry.rates +
                                                          "' of the database");
  };
  for (std::size_t i = 0; i < c.chemistry.dissolve.size(); ++i)
    check("chemistry.dissolve[" + std::to_string(i) + "]", c.chemistry.dissolve[i], "dissolution");
  for (const auto& [name, growth] : c.chemistry.precipitate)
    check("chemistry.precipitate." + name, name, "precipitation");
}

void check_growth(Document& document, const Case& c, const Database& database) {
  for (const auto& [name, growth] : c.chemistry.precipitate) {
    const auto record = database.minerals.find(name);
    if (record != database.minerals.end() && !growth.specific_surface && !record->second.crystals)
      document.problem(document.place_of_key("chemistry.precipitate." + name),
                       "the database does not know the surface of growing " + name,
                       "give it: " + name + " = { seed = \"...\", specific_surface = \"... m2/g\" }");
  }
}

void check_waters(Document& document, const Case& c) {
  const auto minerals = reacting(c);
  for (const auto& [name, water] : c.waters) {
    const std::string path = "waters." + name;
    for (const auto& [component, total] : water.total)
      check_entry(document, path + ".total." + component, "component in chemistry.components called",
                  component, c.chemistry.components);
    for (const auto& [gas, pressure] : water.equilibrium)
      check_entry(document, path + ".equilibrium." + gas, "gas in chemistry.gases called", gas,
                  c.chemistry.gases);
    for (std::size_t i = 0; i < water.saturated.size(); ++i)
      if (std::ranges::count(minerals, water.saturated[i]) == 0)
        document.problem(document.place_of_value(path + ".saturated[" + std::to_string(i) + "]"),
                         "no mineral that reacts is called '" + water.saturated[i] + "'",
                         suggestion(water.saturated[i], minerals));
    if (water.balance && std::ranges::count(c.chemistry.components, *water.balance) == 0)
      document.problem(document.place_of_value(path + ".balance"),
                       path + ".balance: no component '" + *water.balance + "'",
                       suggestion(*water.balance, c.chemistry.components));
    if (!water.pH && water.balance != "H+")
      document.problem(document.place_of_key(path), path + " has no pH", "give pH, or balance = \"H+\"");
    if (water.pH && water.balance == "H+")
      document.problem(document.place_of_value(path + ".balance"),
                       path + " fixes H+ twice: by pH and by charge balance");
  }
}

}  // namespace

void check_chemistry(Document& document, const Case& c, const Database& database) {
  const auto minerals = names_of(database.minerals);
  check_list(document, "chemistry.components", "component", c.chemistry.components,
             known_components(database));
  check_list(document, "chemistry.gases", "gas", c.chemistry.gases, names_of(database.gases));
  check_list(document, "chemistry.dissolve", "mineral", c.chemistry.dissolve, minerals);
  check_list(document, "chemistry.leave_out", "dissolved species", c.chemistry.leave_out,
             names_of(database.aqueous));
  for (const auto& [name, growth] : c.chemistry.precipitate)
    check_entry(document, "chemistry.precipitate." + name, "mineral in the database called", name, minerals);
  for (const auto& [material, keys] : c.materials)
    for (const auto& [name, share] : keys.minerals)
      if (name != "inert")
        check_entry(document, "materials." + material + ".minerals." + name, "mineral in the database called",
                    name, minerals);
  if (!c.chemistry.components.empty() && std::ranges::count(c.chemistry.components, "H+") == 0)
    document.problem(document.place_of_key("chemistry.components"), "chemistry.components must name H+");
  check_rates(document, c, database);
  check_growth(document, c, database);
  check_waters(document, c);
  if (!document.clean()) return;
  try {  // whatever a name alone does not show: components that a gas, mineral or catalyst needs
    ChemicalSystem(database, system_choice(c, c.chemistry.components));
  } catch (const std::invalid_argument& e) {
    document.problem(document.place_of_key("chemistry"), e.what());
  }
}

std::vector<std::string> present_components(const Case& c, const Database& database) {
  const ChemicalSystem all(database, system_choice(c, c.chemistry.components));
  std::set<std::string> present = {"H+"};
  const auto add = [&](const ReactionRow& row) {
    for (const Term& t : row.terms) present.insert(all.component_name(static_cast<std::size_t>(t.component)));
  };
  for (const Mineral& mineral : all.minerals) add(mineral.row);
  for (const Gas& gas : all.gases) add(gas.row);
  for (const auto& [name, water] : c.waters) {
    for (const auto& [component, total] : water.total)
      if (total != 0) present.insert(component);
    if (water.balance) present.insert(*water.balance);
  }
  std::vector<std::string> names;
  for (const std::string& name : c.chemistry.components)
    if (present.contains(name)) names.push_back(name);
  return names;
}

SystemChoice system_choice(const Case& c, std::vector<std::string> components) {
  std::vector<std::string> precipitate;
  for (const auto& [name, growth] : c.chemistry.precipitate) precipitate.push_back(name);
  return {std::move(components), c.chemistry.gases, c.chemistry.dissolve, precipitate,
          c.chemistry.leave_out, c.chemistry.rates, c.chemistry.activity, c.chemistry.water_activity};
}

}  // namespace talus
