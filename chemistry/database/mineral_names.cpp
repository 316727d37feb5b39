#include "chemistry/database/mineral_names.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <stdexcept>
#include <vector>

namespace talus {

namespace {

/// A word of the field, and the minerals that it stands for.
struct Group {
  const char* word;
  std::vector<const char*> members;
};

const std::vector<Group>& groups() {
  static const std::vector<Group> all = {
      {"serpentine", {"Lizardite", "Chrysotile", "Antigorite"}},
      {"serpentinite", {"Lizardite", "Chrysotile", "Antigorite"}},
      {"olivine", {"Forsterite", "Fayalite"}},
      {"pyroxene", {"Enstatite", "Diopside", "Augite", "Hedenbergite", "Ferrosilite", "Wollastonite"}},
      {"orthopyroxene", {"Enstatite", "Ferrosilite"}},
      {"clinopyroxene", {"Diopside", "Hedenbergite", "Augite"}},
      {"amphibole", {"Tremolite", "Actinolite", "Hornblende", "Anthophyllite"}},
      {"feldspar", {"Albite", "Anorthite", "K-feldspar", "Microcline", "Sanidine"}},
      {"plagioclase", {"Albite", "Anorthite", "Labradorite", "Oligoclase", "Bytownite"}},
      {"orthoclase", {"K-feldspar", "Microcline"}},
      {"mica", {"Muscovite", "Phlogopite", "Annite", "Biotite"}},
      {"biotite", {"Phlogopite", "Annite"}},
      {"chlorite", {"Clinochlore", "Chamosite", "Clinochlore-14A"}},
      {"garnet", {"Almandine", "Pyrope", "Grossular", "Andradite"}},
      {"smectite", {"Montmorillonite", "Nontronite", "Saponite"}},
      {"clay", {"Kaolinite", "Illite", "Montmorillonite", "Saponite"}},
      {"limestone", {"Calcite"}},
      {"chalk", {"Calcite"}},
      {"lime", {"Lime", "Portlandite", "Calcite"}},
      {"quicklime", {"Lime"}},
      {"slaked lime", {"Portlandite"}},
      {"silica", {"Quartz", "SiO2(am)", "Chalcedony"}},
      {"amorphous silica", {"SiO2(am)"}},
      {"opal", {"SiO2(am)", "Chalcedony"}},
      {"iron oxide", {"Hematite", "Magnetite", "Goethite"}},
      {"rust", {"Goethite", "Ferrihydrite", "Hematite"}},
      {"limonite", {"Goethite", "Ferrihydrite"}},
      {"fool's gold", {"Pyrite"}},
      {"magnesia", {"Periclase", "Brucite"}},
      {"magnesium hydroxide", {"Brucite"}},
      {"magnesium carbonate", {"Magnesite", "Nesquehonite", "Hydromagnesite", "Dypingite", "Artinite"}},
      {"hydrous magnesium carbonate", {"Nesquehonite", "Hydromagnesite", "Dypingite", "Artinite"}},
      {"layered double hydroxide", {"Pyroaurite", "Hydrotalcite", "Iowaite", "Woodallite"}},
      {"hydrotalcite", {"Hydrotalcite", "Pyroaurite"}}};
  return all;
}

std::string small_letters(std::string word) {
  for (char& c : word) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return word;
}

std::string joined(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
  return all;
}

/// Minerals of the group that the word stands for.
std::vector<std::string> members_of(const std::string& word, const Database& database) {
  std::vector<std::string> found;
  for (const Group& group : groups()) {
    if (word != group.word && word != std::string(group.word) + "s") continue;
    for (const char* member : group.members)
      if (database.minerals.contains(member)) found.emplace_back(member);
  }
  return found;
}

/// Minerals with the composition of the formula that `name` may be.
std::vector<std::string> with_formula(const std::string& name, const Database& database) {
  std::vector<std::string> found;
  try {
    const Formula wanted = database.formula(name);
    if (wanted.elements.size() < 2 || wanted.charge != 0) return found;
    for (const auto& [mineral, record] : database.minerals)
      if (database.formula(record.formula).elements == wanted.elements) found.push_back(mineral);
  } catch (const std::invalid_argument&) {  // no formula
  }
  return found;
}

}  // namespace

std::string mineral_hint(const std::string& name, const Database& database) {
  const std::string word = small_letters(name);
  if (const auto members = members_of(word, database); !members.empty())
    return "'" + name + "' is the word for several minerals, or another word for one: write " +
           joined(members);
  if (const auto same = with_formula(name, database); !same.empty())
    return "minerals go by their names: " + joined(same);
  std::vector<std::string> known;
  for (const auto& [mineral, record] : database.minerals) known.push_back(mineral);
  return suggestion(name, known);
}

}  // namespace talus
