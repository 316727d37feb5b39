#include "chemistry/left_out.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>

#include "chemistry/database/database.h"

namespace talus {

namespace {

/// A dissolved species that a file has, and what it would be made of.
struct LeftOut {
  std::string name;
  std::set<std::string> elements;    ///< besides H and O
  std::vector<std::string> made_of;  ///< species of its reaction besides itself, water and H+
};

bool among(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

/// The dissolved species that a note on a reaction out of balance is about: "S5-2: S +4 in HS- = S5-2 + H+".
/// Nothing where it is about a mineral or an exchanger, whose names are no formulas or not in the reaction.
std::optional<LeftOut> species_of(const FileNote& note, const Database& database) {
  const std::size_t colon = note.what.find(": "), in = note.what.rfind(" in ");
  if (note.kind != FileNote::out_of_balance || colon == std::string::npos || in == std::string::npos)
    return std::nullopt;
  LeftOut species{.name = note.what.substr(0, colon), .elements = {}, .made_of = {}};
  try {
    const auto reaction = parse_reaction(note.what.substr(in + 4));
    if (!reaction.contains(species.name)) return std::nullopt;
    for (const auto& [name, amount] : reaction)
      if (name != species.name && name != "H2O" && name != "H+" && name != "e-")
        species.made_of.push_back(name);
    for (const auto& [element, atoms] : database.formula(species.name).elements)
      if (element != "H" && element != "O") species.elements.insert(element);
  } catch (const std::invalid_argument&) {
    return std::nullopt;
  }
  return species;
}

/// Whether a water with these elements and species could have it.
bool is_missed(const LeftOut& species, const Database& database, const std::vector<std::string>& elements,
               const std::vector<std::string>& there) {
  return !database.aqueous.contains(species.name) && !species.elements.empty() && !species.made_of.empty() &&
         std::ranges::all_of(species.elements, [&](const auto& e) { return among(elements, e); }) &&
         std::ranges::all_of(species.made_of, [&](const auto& part) { return among(there, part); });
}

}  // namespace

std::string left_out_of(const Database& database, const std::vector<std::string>& elements,
                        const std::vector<std::string>& there) {
  std::map<std::string, std::string> names;  // by file
  std::set<std::string> seen;
  for (const FileReading& reading : database.readings)
    for (const FileNote& note : reading.notes) {
      const auto species = species_of(note, database);
      if (!species || !is_missed(*species, database, elements, there) || !seen.insert(species->name).second)
        continue;
      std::string& list = names[reading.file];
      list += (list.empty() ? "" : ", ") + species->name;
    }
  std::string text;
  for (const auto& [file, list] : names)
    text += (text.empty() ? "" : "; ") + list + " (their reactions in " + file + " are out of balance)";
  return text;
}

std::vector<std::vector<std::string>> left_out_needs(const Database& database,
                                                     const std::vector<std::string>& elements) {
  std::vector<std::vector<std::string>> needs;
  for (const FileReading& reading : database.readings)
    for (const FileNote& note : reading.notes)
      if (const auto species = species_of(note, database);
          species && is_missed(*species, database, elements, species->made_of))
        needs.push_back(species->made_of);
  return needs;
}

std::string left_out_of(const Database& database, const ChemicalSystem& system) {
  std::vector<std::string> elements, there;
  for (std::size_t j = 0; j < system.balances(); ++j)
    for (const auto& [element, atoms] : system.component_formula(j).elements) elements.push_back(element);
  for (const Species& species : system.species) there.push_back(species.name);
  return left_out_of(database, elements, there);
}

}  // namespace talus
