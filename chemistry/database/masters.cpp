#include "chemistry/database/masters.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <stdexcept>

#include "base/error.h"

namespace talus {

namespace {

/// In small letters, without the '+' of a redox state.
std::string plain(const std::string& name) {
  std::string result;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == '+' && i > 0 && name[i - 1] == '(') continue;
    result += static_cast<char>(std::tolower(static_cast<unsigned char>(name[i])));
  }
  return result;
}

std::string element_of(const std::string& name) {
  return name.front() == '[' ? name : name.substr(0, name.find('('));
}

/// Protons that one mole of a component takes up on the way to pH 4.5, mol/mol; Fe+3 as PHREEQC has it.
double usual_alkalinity(const std::string& species) {
  static const std::map<std::string, double, std::less<>> known = {
      {"H+", -1},    {"OH-", 1},     {"HCO3-", 1},  {"CO3-2", 2}, {"PO4-3", 2},   {"HPO4-2", 1},
      {"NH3", 1},    {"NH3(aq)", 1}, {"HS-", 1},    {"S-2", 2},   {"B(OH)4-", 1}, {"H3SiO4-", 1},
      {"HSiO3-", 1}, {"SO3-2", 1},   {"CrO4-2", 1}, {"Fe+3", -2}};
  const auto found = known.find(species);
  return found == known.end() ? 0 : found->second;
}

}  // namespace

bool Master::is_species(const std::string& written) const {
  return plain(written) != plain(name) && plain(written) == plain(species);
}

Masters::Masters(const Database& database) : database_(&database) {
  add_from_file();
  add_from_components();
  add_states();
  add_nameless();
}

void Masters::add_nameless() {
  for (const auto& [name, record] : database_->aqueous)
    if (record.reaction.empty() && name != "H+" && name != "e-" && name != "H2O" &&
        std::ranges::count(all_, name, &Master::species) == 0)
      all_.push_back({name, name, name, 1, usual_alkalinity(name), 0, "", false});
}

void Masters::add_from_file() {
  for (const auto& [name, record] : database_->elements) {
    if (name == "E" || name == "Alkalinity" || name == "O" || name == "H") continue;
    const std::string element = element_of(name);
    // H(1) and O(-2) are water
    if (record.species == "H2O" || record.species == "H+" || record.species == "e-") continue;
    if (!database_->aqueous.contains(record.species)) continue;
    Master master{name,           element,        record.species, 1, record.alkalinity, record.formula_weight,
                  record.formula, name != element};
    const Formula formula = database_->formula(record.species);
    if (const auto atoms = formula.elements.find(element); atoms != formula.elements.end())
      master.atoms = atoms->second;
    if (!(master.formula_weight > 0)) {  // a redox state without a weight has that of its element
      const auto whole = database_->elements.find(element);
      if (whole != database_->elements.end()) master.formula_weight = whole->second.formula_weight;
    }
    all_.push_back(master);
  }
}

void Masters::add_from_components() {
  std::map<std::string, std::vector<Master>> by_element;
  for (const auto& [name, record] : database_->aqueous) {
    const bool state = !record.reaction.empty() && !record.stands_for.empty();
    if ((!record.reaction.empty() && !state) || name == "H+" || name == "e-" || name == "H2O") continue;
    if (std::ranges::count(all_, name, &Master::species) > 0) continue;
    std::optional<Master> made = of_one_element(name);
    if (made && state) {
      made->name = record.stands_for;
      made->state = true;
      all_.push_back(*made);
      continue;
    }
    if (made)
      by_element[made->element].push_back(*made);
    else
      all_.push_back({name, name, name, 1, usual_alkalinity(name), 0, "", false});
  }
  for (const auto& [element, masters] : by_element) {
    for (const Master& master : masters) {
      const bool whole = database_->aqueous.at(master.species).stands_for == element || masters.size() == 1;
      const bool of_water = element == "O" || element == "H";
      if (whole && !of_water && std::ranges::count(all_, element, &Master::name) == 0) all_.push_back(master);
      if (masters.size() > 1 || of_water) add_state(master);
    }
  }
}

std::optional<Master> Masters::of_one_element(const std::string& component) const {
  std::map<std::string, double> elements = database_->formula(component).elements;
  if (elements.size() > 1) {
    elements.erase("O");
    elements.erase("H");
  }
  // citrate and the like go by their own name, as does what holds two elements (EDTA)
  if (elements.size() != 1 || (elements.contains("C") && elements["C"] > 1)) return std::nullopt;
  const auto& [element, atoms] = *elements.begin();
  double weight = 0;
  try {
    weight = atomic_weight(element);
  } catch (const std::invalid_argument&) {
  }
  return Master{element, element, component, atoms, usual_alkalinity(component), weight, element, false};
}

void Masters::add_states() {
  const std::vector<Master> elements = all_;
  for (const Master& whole : elements) {
    const auto own = [&](const Master& m) { return m.state && m.species == whole.species; };
    if (!whole.state && std::ranges::none_of(elements, own)) add_state(whole);
  }
}

void Masters::add_state(Master master) {
  Formula formula = database_->formula(master.species);
  const double valence =
      master.element == "O" || master.element == "H"
          ? 0
          : (formula.charge - formula.elements["H"] + 2 * formula.elements["O"]) / master.atoms;
  if (master.element != "O") formula.elements.erase("O");
  if (master.element != "H") formula.elements.erase("H");
  if (formula.elements.size() != 1 || valence != std::round(valence) || std::abs(valence) > 99) return;
  master.name = master.element + "(" + std::to_string(static_cast<int>(valence)) + ")";
  master.state = true;
  if (std::ranges::count(all_, master.name, &Master::name) == 0) all_.push_back(master);
}

const Master* Masters::find(const std::string& name) const {
  const std::string wanted = plain(name);
  for (const Master& master : all_)
    if (plain(master.name) == wanted) return &master;
  for (const Master& master : all_)
    if (!master.state && plain(master.species) == wanted) return &master;
  for (const Master& master : all_)
    if (plain(master.species) == wanted) return &master;
  return nullptr;
}

const Master& Masters::operator[](const std::string& name) const {
  if (const Master* found = find(name)) return *found;
  std::vector<std::string> known{"Alkalinity"};
  const bool ion = name.find_first_of("+-") != std::string::npos && name.find('(') == std::string::npos;
  for (const Master& master : all_) known.push_back(ion ? master.species : master.name);
  const auto is_species = [&](const Master& master) {  // "SO4" of "SO4-2", "SiO2" of "SiO2(aq)"
    return master.species.size() > name.size() && master.species.starts_with(name) &&
           std::string_view("+-(").find(master.species[name.size()]) != std::string_view::npos;
  };
  auto meant = std::ranges::find_if(all_, [&](const Master& m) { return m.state && is_species(m); });
  if (meant == all_.end()) meant = std::ranges::find_if(all_, is_species);
  throw std::invalid_argument("no element '" + name + "' in the database; " +
                              (name.empty() || meant == all_.end()
                                   ? suggestion(name, known)
                                   : "an analysis names what it is made of, and the formula in the unit: " +
                                         meant->name + " with \"40 mg/L as " + name + "\""));
}

std::vector<const Master*> Masters::states(const std::string& element) const {
  std::vector<const Master*> found;
  for (const Master& master : all_)
    if (master.state && master.element == element) found.push_back(&master);
  if (found.size() < 2) found.clear();
  return found;
}

const Master& Masters::ordinary_state(const Master& element) const {
  if (element.state) return element;
  for (const Master* state : states(element.element))
    if (state->species == element.species) return *state;
  return element;
}

double Masters::alkalinity(const std::string& species) const {
  if (species == "H2O" || species == "e-") return 0;
  if (species == "H+") return -1;
  for (const Master& master : all_)
    if (master.species == species) return master.alkalinity;
  const auto record = database_->aqueous.find(species);
  if (record == database_->aqueous.end() || record->second.reaction.empty()) return usual_alkalinity(species);
  std::map<std::string, double> sides = parse_reaction(record->second.reaction);
  const double own = sides.at(species);
  double sum = 0;
  for (const auto& [other, amount] : sides)
    if (other != species) sum -= amount / own * alkalinity(other);
  return sum;
}

}  // namespace talus
