#include "case/equilibria.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "base/units.h"
#include "case/checks.h"
#include "case/chemistry.h"
#include "chemistry/database/mineral_names.h"
#include "solver/named.h"

namespace talus {

namespace {

std::string known_exchangers(const Database& database, const std::string& name) {
  try {
    sites_of(database, name);
    return "";
  } catch (const std::invalid_argument& e) {
    return e.what();
  }
}

void check_exchangers(Document& document, const Case& c, const Database& database) {
  for (const auto& [name, material] : c.materials)
    for (const auto& [sites, text] : material.exchangers) {
      const std::string path = "materials." + step(name) + ".exchangers." + step(sites);
      if (const std::string trouble = known_exchangers(database, sites); !trouble.empty())
        document.problem(document.place_of_key(path), path + ": " + trouble);
      try {
        const ExchangeCapacity capacity = exchange_capacity(text, 1);
        const double given = capacity.sites(1, 1);
        if (!(given > 0) || !std::isfinite(given))
          document.problem(document.place_of_value(path), path + " = " + text + ": an exchanger needs sites",
                           "give a number above 0, or leave it out");
      } catch (const UnitError& error) {
        document.problem(document.place_of_value(path), path + ": " + error.what(), error.hint());
      }
    }
}

void check_minerals_at_equilibrium(Document& document, const Case& c, const Database& database) {
  const auto minerals = names_of(database.minerals);
  const auto& names = c.chemistry.equilibrium;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string path = "chemistry.equilibrium[" + std::to_string(i) + "]";
    if (!is_among(minerals, names[i]) && !reported(document, path))
      document.problem(document.place_of_value(path),
                       "chemistry.equilibrium: no mineral '" + names[i] + "' in the database",
                       mineral_hint(names[i], database));
    for (const auto& [list, is_there] :
         {std::pair{"chemistry.dissolve", is_among(c.chemistry.dissolve, names[i])},
          std::pair{"chemistry.precipitate", is_among(names_of(c.chemistry.precipitate), names[i])}})
      if (is_there)
        document.problem(document.place_of_value(path), path + ": '" + names[i] + "' is in " + list + " too",
                         "a mineral is at equilibrium or has a rate; leave it out of one of them");
    if (std::count(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]) > 0)
      document.problem(document.place_of_value(path), "chemistry.equilibrium names '" + names[i] + "' twice");
  }
  for (const auto& [name, index] : c.chemistry.equilibrium_index)
    check_key(document, "chemistry.equilibrium_index", "mineral", name, names, "chemistry.equilibrium");
  if (!names.empty() && c.chemistry.porosity == "from minerals")
    document.problem(document.place_of_value("chemistry.porosity"),
                     "chemistry.porosity = \"from minerals\" with chemistry.equilibrium: minerals at "
                     "equilibrium do not fill pores yet",
                     "give them rates (chemistry.precipitate), or leave the porosity fixed");
}

}  // namespace

SystemChoice with_equilibria(const Case& c, SystemChoice choice) {
  for (const auto& [name, material] : c.materials)
    for (const auto& [sites, text] : material.exchangers)
      if (std::ranges::count(choice.exchangers, sites, &ExchangerChoice::name) == 0)
        choice.exchangers.push_back({sites, exchange_convention(c.chemistry.exchange_convention)});
  for (const std::string& name : c.chemistry.equilibrium) {
    const double* index = find(c.chemistry.equilibrium_index, name);
    choice.equilibrium.emplace_back(name, index == nullptr ? 0 : *index);
  }
  return choice;
}

ExchangeCapacity exchange_capacity(const std::string& given, double dry_density) {
  std::string text = given;  // laboratories write meq per 100 g, which is a unit with a number in it
  for (const std::string& unit :
       {std::string("meq/100g"), std::string("meq/100 g"), std::string("meq/(100 g)")})
    if (text.ends_with(unit)) text.replace(text.size() - unit.size(), unit.size(), "cmol/kg");
  try {
    return {.per_medium = to_si(text, "mol/kg") * dry_density};
  } catch (const UnitError&) {
  }
  try {
    return {.per_water = to_si(text, "mol/kgw")};
  } catch (const UnitError&) {
    throw UnitError(
        "'" + given + "' is no capacity of an exchanger",
        "sites are given per mass of dry solids (\"0.8 mol/kg\", \"80 meq/100g\") or per kilogram of the "
        "water at the start (\"1.1 mmol/kgw\")");
  }
}

std::vector<double> sites_of_material(const ChemicalSystem& system, const Database& database,
                                      const MaterialCase& material, double dry_density, double water) {
  std::vector<double> sites(system.exchangers.size(), 0.0);
  for (const auto& [name, text] : material.exchangers)
    for (std::size_t e = 0; e < sites.size(); ++e)
      if (system.exchangers[e].name == sites_of(database, name))
        sites[e] += exchange_capacity(text, dry_density).sites(1, water);
  return sites;
}

void check_equilibria(Document& document, const Case& c, const Database& database) {
  check_exchangers(document, c, database);
  check_minerals_at_equilibrium(document, c, database);
  if (!document.clean()) return;
  try {
    const ChemicalSystem system(database, with_equilibria(c, system_choice(c, c.chemistry.components)));
    for (std::size_t e = 0; e < system.exchangers.size(); ++e)
      for (std::size_t other = 0; other < e; ++other)
        if (system.exchangers[e].name == system.exchangers[other].name)
          throw std::invalid_argument("the exchanger '" + system.exchangers[e].name +
                                      "' stands under two names");
  } catch (const std::invalid_argument& e) {
    document.problem(
        document.place_of_key("chemistry.components"), e.what(),
        "chemistry.components, chemistry.equilibrium and the exchangers of materials must fit together");
  }
}

}  // namespace talus
