#include "chemistry/speciation/water_plan.h"

#include <algorithm>
#include <sstream>

namespace talus {

namespace {

[[noreturn]] void refuse(const std::string& key, const std::string& what) { throw AnalysisError(key, what); }

/// Makes the plan of an analysis.
class Planner {
 public:
  Planner(const WaterAnalysis& analysis, const Masters& masters, const Database& database,
          bool allow_negative)
      : a_(analysis), masters_(masters), database_(database), allow_negative_(allow_negative) {}

  WaterPlan make() {
    if (!a_.unplaced.empty()) refuse(a_.unplaced[0].key, "what this fixes is to be found first");
    plan_.electron = a_.pe || a_.redox;
    for (const auto& [name, target] : a_.equilibrium) plan_.electron = plan_.electron || name == "pe";
    if (plan_.electron && !database_.aqueous.contains("e-"))
      refuse(a_.pe ? "pe" : "redox",
             "the database has no electron (e-), so redox states do not react; leave it out, or lay \"talus "
             "redox\" and \"talus pe\" over \"talus\"");
    if (a_.pe && a_.redox) refuse("redox", "pe and redox: one of the two fixes pe");
    totals();
    for (const auto& [name, target] : a_.equilibrium)
      if (name != "pH" && name != "pe") equilibrium(name, target);
    if (a_.charge && *a_.charge != "pH") charge();
    acidity();
    choose_components();
    return std::move(plan_);
  }

 private:
  /// The state that an entry of an analysis is about.
  const Master& state_of(const std::string& name) {
    const Master& named = masters_[name];
    if (named.state || plan_.electron) {
      // C(4) of a database that has one state only is C
      return named.state && masters_.states(named.element).empty() && named.element != "O" &&
                     named.element != "H"
                 ? masters_[named.element]
                 : named;
    }
    const Master& state = masters_.ordinary_state(named);
    if (&state != &named && named.element != "C" && named.element != "S")
      plan_.notes.push_back(
          {named.name + " taken as " + state.name + ", as there is no pe", "give " + state.name + ", or pe"});
    return state;
  }

  /// Whether the name is that of the whole element ("Fe", not "Fe(2)" or "Fe+2"), whichever state it is taken as.
  bool is_whole(const std::string& name) const {
    const Master* named = masters_.find(name);
    return named != nullptr && !named->state && !named->is_species(name);
  }

  WaterPlan::Given& entry(const std::string& key, const std::string& name) {
    const Master& master = at_key(key, [&]() -> const Master& { return state_of(name); });
    for (WaterPlan::Given& g : plan_.given) {
      if (g.master == &master) return g;
      if (g.master->element == master.element && (is_whole(g.words) || is_whole(name)))
        refuse(key, "'" + name + "' and '" + g.words + "': give the element or its redox states, not both");
    }
    plan_.given.push_back({&master, name, std::nullopt, nullptr, false, false, 0});
    return plan_.given.back();
  }

  void totals() {
    const std::vector<double> amounts = molalities_of(a_, masters_, database_);
    std::optional<double> alkalinity;
    for (std::size_t i = 0; i < amounts.size(); ++i) {
      const std::string& name = a_.total[i].first;
      if (name == "Alkalinity") {
        alkalinity = amounts[i];
        continue;
      }
      const std::string key = "total." + name;
      if (name == "H+") {
        plan_.hydrogen = amounts[i];
        continue;
      }
      if (amounts[i] < 0 && !(allow_negative_ && masters_[name].is_species(name)))
        refuse(key, "a total below 0");
      if (amounts[i] == 0) continue;  // absent
      WaterPlan::Given& g = entry(key, name);
      if (g.total) refuse(key, "'" + name + "' and '" + g.words + "' are one total");
      g.total = amounts[i];
    }
    if (alkalinity) place_alkalinity(*alkalinity);
  }

  void place_alkalinity(double value) {
    const std::string key = "total.Alkalinity";
    const Master& master =
        at_key(key, [&]() -> const Master& { return fixed_by_alkalinity(masters_, database_); });
    for (const WaterPlan::Given& g : plan_.given)
      if (g.master->element == master.element && g.total) {
        plan_.alkalinity_for_ph = value;
        return;
      }
    plan_.given.push_back({&master, "Alkalinity", std::nullopt, nullptr, false, true, value});
  }

  void equilibrium(const std::string& name, const PhaseTarget& target) {
    const std::string key = "equilibrium." + name;
    WaterPlan::Given& g = entry(key, name);
    if (g.alkalinity)
      refuse(key, "the alkalinity fixes '" + name + "' already; with an alkalinity, " + target.phase +
                      " can fix the pH: equilibrium = { pH = \"" + words_of(target) + "\" }, and no pH");
    if (g.phase != nullptr) refuse(key, "two phases for '" + name + "'");
    g.phase = &target;
  }

  static std::string words_of(const PhaseTarget& target) {
    std::ostringstream text;
    text << target.phase << " " << target.saturation_index;
    return text.str();
  }

  void charge() {
    WaterPlan::Given& g = entry("charge", *a_.charge);
    if (g.alkalinity) refuse("charge", "the alkalinity fixes '" + *a_.charge + "' already");
    if (g.phase != nullptr) refuse("charge", "equilibrium with " + g.phase->phase + " fixes it already");
    if (g.master->species.find_first_of("+-") == std::string::npos)
      refuse("charge", "'" + *a_.charge + "' stands for " + g.master->species +
                           ", which has no charge; choose an ion, or pH");
    g.charge = true;
  }

  void acidity() {
    for (const auto& [name, target] : a_.equilibrium)
      if (name == "pH") plan_.acid_phase = &target;
    const PhaseTarget* phase = plan_.acid_phase;
    const bool balance = a_.charge == "pH";
    if (plan_.alkalinity_for_ph) {
      if (a_.pH || phase != nullptr || balance || plan_.hydrogen)
        refuse("total.Alkalinity", "alkalinity and total carbon fix pH together: give two of the three");
      plan_.acidity = WaterPlan::by_alkalinity;
    } else if (phase != nullptr) {
      if (balance) refuse("charge", "equilibrium with " + phase->phase + " fixes pH already");
      if (plan_.hydrogen) refuse("total.H+", "equilibrium with " + phase->phase + " fixes pH already");
      plan_.acidity = WaterPlan::by_phase;
    } else if (balance) {
      if (plan_.hydrogen) refuse("total.H+", "charge balance fixes pH already: leave one of the two out");
      plan_.acidity = WaterPlan::by_charge;
    } else if (plan_.hydrogen) {
      if (a_.pH) refuse("total.H+", "pH is given already: leave one of the two out");
      plan_.acidity = WaterPlan::by_total;
    } else if (!a_.pH) {
      refuse(
          "pH",
          "nothing fixes pH: give pH, charge = \"pH\", a phase, alkalinity and total carbon, or a total of H+");
    }
  }

  void choose_components() {
    std::set<std::string> species;
    for (const WaterPlan::Given& g : plan_.given) species.insert(g.master->species);
    plan_.components = {"H+"};
    if (plan_.electron) plan_.components.push_back("e-");
    plan_.components.insert(plan_.components.end(), species.begin(), species.end());
    for (const WaterPlan::Given& g : plan_.given) {
      const bool reacts = plan_.electron && !g.master->state;
      if (reacts) continue;
      for (const Master* other : masters_.states(g.master->element))
        if (!species.contains(other->species)) plan_.absent.insert(other->species);
    }
  }

  const WaterAnalysis& a_;
  const Masters& masters_;
  const Database& database_;
  const bool allow_negative_;
  WaterPlan plan_;
};

}  // namespace

PlannedSystem::PlannedSystem(const Database& database, const Masters& masters, const WaterPlan& plan,
                             const ActivityChoice& choice)
    : water(database, plan.components, plan.absent, choice) {
  for (const Species& s : water.species) {
    Formula formula = database.formula(s.name);
    alkalinity.push_back(masters.alkalinity(s.name));
    molar_mass.push_back(s.name == "e-" ? 0 : formula.molar_mass);
    hardness.push_back(formula.elements["Ca"] + formula.elements["Mg"]);
  }
}

const Constants& PlannedSystem::at(double temperature) {
  const auto found = constants_.find(temperature);
  if (found != constants_.end()) return found->second;
  if (constants_.size() > 200) constants_.clear();
  return constants_[temperature] = water.at(temperature);
}

WaterPlan plan_of(const WaterAnalysis& analysis, const Masters& masters, const Database& database,
                  bool allow_negative) {
  return Planner(analysis, masters, database, allow_negative).make();
}

const Master& fixed_by_alkalinity(const Masters& masters, const Database& database) {
  const auto record = database.elements.find("Alkalinity");
  if (record != database.elements.end())
    for (const Master& m : masters.all())
      if (!m.state && m.species == record->second.species) return masters.ordinary_state(m);
  return masters.ordinary_state(masters["C"]);
}

std::string no_gas(const std::string& phase) {
  return phase + " is no gas and has no partial pressure: give its saturation index, as in \"" + phase +
         " 0\"";
}

std::string no_phase(const std::string& name, const std::vector<std::string>& known) {
  const std::string near = nearest(name, known);
  return "no phase '" + name + "' among those that this water can form" +
         (near.empty() ? " (" + std::to_string(known.size()) + "; its elements must all be there)"
                       : "; did you mean '" + near + "'?");
}

}  // namespace talus
