#include "chemistry/speciation/case_water.h"

#include <algorithm>
#include <set>

#include "chemistry/speciation/water_plan.h"

namespace talus {

namespace {

[[noreturn]] void refuse(const std::string& key, const std::string& what) { throw AnalysisError(key, what); }

constexpr const char* by_oxygen = "O(0)/O(-2)";

/// Makes the recipe of an analysis.
class Translation {
 public:
  Translation(const WaterAnalysis& analysis, const Masters& masters, const Database& database,
              const std::vector<std::string>& components, std::vector<WaterNote>& notes)
      : a_(analysis),
        masters_(masters),
        database_(database),
        names_(components),
        components_(components.begin(), components.end()),
        notes_(notes) {}

  CaseWater make() {
    refuse_what_no_case_has();
    coupled_ = a_.redox.has_value();
    a_.redox.reset();
    a_ = placed(std::move(a_), masters_, database_, components_, notes_);
    const WaterPlan plan = plan_of(a_, masters_, database_, true);
    take_acidity(plan);
    for (const WaterPlan::Given& given : plan.given) take(given);
    return std::move(recipe_);
  }

 private:
  void refuse_what_no_case_has() const {
    const std::string oxygen =
        "; here dissolved oxygen says how oxidised a water is: total = { \"O(0)\" = \"0.5 mmol/kgw\" }, or "
        "equilibrium = { \"O(0)\" = \"O2(g) 0.2 atm\" }";
    if (a_.pe) refuse("pe", "a case has no electron (e-); pe is for talus speciate" + oxygen);
    for (const auto& [name, target] : a_.equilibrium)
      if (name == "pe")
        refuse("equilibrium.pe", "a case has no electron (e-); pe is for talus speciate" + oxygen);
    if (a_.redox && *a_.redox != by_oxygen)
      refuse("redox", "a case knows the couple " + std::string(by_oxygen) + " alone, and not '" + *a_.redox +
                          "'" + oxygen);
    if (a_.redox && !components_.contains("O2(aq)"))
      refuse("redox", "'" + *a_.redox + "' needs O2(aq) among chemistry.components");
    if (!a_.exchange.empty())
      refuse(
          "exchange." + a_.exchange[0].first,
          "exchangers beside a water, which leave it as it is, are for talus speciate; leave them out here "
          "(talus react has exchangers that react: vessel.exchange)");
    for (const auto& [name, c] : a_.total)
      if (!c.below.empty())
        refuse("total." + name,
               "'" + c.below +
                   "' is no amount, and a case takes none for it: give half of the limit, the limit, or "
                   "leave it out");
  }

  /// The component of a master, which must be one of the case.
  const std::string& component(const std::string& key, const std::string& words, const Master& master) const {
    if (!components_.contains(master.species))
      refuse(key, "'" + words + "' stands for " + master.species +
                      ", which is not in chemistry.components; " + suggestion(master.species, names_));
    return master.species;
  }

  void take_acidity(const WaterPlan& plan) {
    recipe_.first_pH = a_.pH;
    switch (plan.acidity) {
      case WaterPlan::by_pH:
        recipe_.pH = a_.pH;
        break;
      case WaterPlan::by_charge:
        recipe_.balance = "H+";
        break;
      case WaterPlan::by_total:
        recipe_.total.emplace_back("H+", *plan.hydrogen);
        break;
      case WaterPlan::by_phase:
        fix("equilibrium.pH", "H+", *plan.acid_phase);
        break;
      case WaterPlan::by_alkalinity:
        recipe_.sums.push_back({"H+", "the alkalinity", *plan.alkalinity_for_ph, alkalinity()});
    }
  }

  void take(const WaterPlan::Given& given) {
    const Master& master = *given.master;
    const std::string key = given.alkalinity         ? "total.Alkalinity"
                            : given.total            ? "total." + given.words
                            : given.phase != nullptr ? "equilibrium." + given.words
                                                     : "charge";
    const std::string& name = component(key, given.words, master);
    if (given.total && !given.charge && given.phase == nullptr) heed_redox(key, given, master);
    if (given.alkalinity)
      recipe_.sums.push_back({name, "the alkalinity", given.alkalinity_value, alkalinity()});
    else if (given.charge)
      recipe_.balance = name;
    else if (given.phase != nullptr)
      fix("equilibrium." + given.words, name, *given.phase);
    else if (master.is_species(given.words) || !of_water(master))
      recipe_.total.emplace_back(name, *given.total / master.atoms);
    else  // the element itself: not what oxidised species count of it
      recipe_.sums.push_back(
          {name, "the total of " + given.words, *given.total,
           [name, atoms = master.atoms](const Species& s) { return s.name == name ? atoms : 0; }});
  }

  static bool of_water(const Master& master) { return master.element == "O" || master.element == "H"; }

  void fix(const std::string& key, const std::string& component, const PhaseTarget& target) {
    FormedPhase phase = at_key(key, [&] { return formed_phase(database_, components_, target.phase); });
    if (target.given != PhaseTarget::index && phase.gas == nullptr) refuse(key, no_gas(phase.name));
    const auto part = phase.made_of.amounts.find(component);
    if (part == phase.made_of.amounts.end() || part->second == 0)
      refuse(key, phase.name + " has no " + component + " in it, so it cannot fix that");
    recipe_.fixed.push_back({component, std::move(phase), target});
  }

  std::function<double(const Species&)> alkalinity() const {
    return [masters = masters_](const Species& species) { return masters.alkalinity(species.name); };
  }

  /// The other states of an element that the case makes of this one.
  std::vector<std::string> states_beside(const Master& master) const {
    std::vector<std::string> names;
    for (const Master* other : masters_.states(master.element)) {
      const auto record = database_.aqueous.find(other->species);
      if (other->species == master.species || components_.contains(other->species) ||
          record == database_.aqueous.end() || record->second.reaction.empty())
        continue;
      if (formation(database_, components_, other->species, record->second.reaction, record->second.constant))
        names.push_back(other->name);
    }
    return names;
  }

  /// In a case with dissolved oxygen the states of an element react with each other. One that is given alone would
  /// be another water than that of talus speciate.
  void heed_redox(const std::string& key, const WaterPlan::Given& given, const Master& master) {
    if (of_water(master) || master.is_species(given.words)) return;
    const std::vector<std::string> others = states_beside(master);
    if (others.empty() || coupled_) return;
    std::string names;
    for (const std::string& other : others) names += (names.empty() ? "" : ", ") + other;
    const Master& named = masters_[given.words];
    if (named.state)
      refuse(key, "'" + given.words + "' reacts with oxygen to " + names +
                      " in this case, so that it cannot be given alone; give '" + master.element +
                      "', all of it");
    notes_.push_back({"redox by dissolved oxygen",
                      "'" + given.words + "' is all of it: in this case " + names +
                          " forms of it with O2(aq), as talus speciate has it with redox = \"" + by_oxygen +
                          "\""});
  }

  WaterAnalysis a_;
  const Masters& masters_;
  const Database& database_;
  const std::vector<std::string>& names_;
  const std::set<std::string> components_;
  std::vector<WaterNote>& notes_;
  bool coupled_ = false;
  CaseWater recipe_;
};

}  // namespace

CaseWater recipe_of(const WaterAnalysis& analysis, const Masters& masters, const Database& database,
                    const std::vector<std::string>& components, std::vector<WaterNote>& notes) {
  return Translation(analysis, masters, database, components, notes).make();
}

std::vector<std::string> components_of(const CaseWater& recipe) {
  std::vector<std::string> names;
  for (const auto& [name, total] : recipe.total)
    if (total != 0) names.push_back(name);
  if (recipe.balance) names.push_back(*recipe.balance);
  for (const CaseWater::Sum& sum : recipe.sums) names.push_back(sum.component);
  for (const CaseWater::Fixed& fixed : recipe.fixed)
    for (const auto& [name, amount] : fixed.phase.made_of.amounts)
      if (name != "H2O" && amount != 0) names.push_back(name);
  return names;
}

}  // namespace talus
