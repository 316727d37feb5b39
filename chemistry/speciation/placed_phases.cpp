#include "chemistry/speciation/placed_phases.h"

#include <algorithm>
#include <cctype>

#include "chemistry/speciation/water_plan.h"
#include "chemistry/speciation/water_table.h"

namespace talus {

namespace {

bool same_word(const std::string& a, const std::string& b) {
  return std::ranges::equal(
      a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

std::optional<Formation> formed(const Database& database, const std::set<std::string>& components,
                                const auto& record) {
  if (database.aqueous.contains(record.name)) return std::nullopt;  // its reaction is that of the species
  return formation(database, components, record.name, record.reaction, record.constant);
}

/// Places the phases of one analysis.
class Placing {
 public:
  Placing(WaterAnalysis& analysis, const Masters& masters, const Database& database,
          const std::set<std::string>& components, std::vector<WaterNote>& notes)
      : a_(analysis), masters_(masters), database_(database), components_(components), notes_(notes) {}

  void place_all() {
    find_fixed();
    std::vector<UnplacedPhase> waiting = std::move(a_.unplaced);
    a_.unplaced.clear();
    while (!waiting.empty()) {
      auto next = std::ranges::find_if(
          waiting, [&](const UnplacedPhase& phase) { return free_in(phase).size() == 1; });
      if (next == waiting.end()) next = waiting.begin();
      place(*next);
      waiting.erase(next);
    }
  }

 private:
  const Master& ordinary(const std::string& key, const std::string& name) const {
    return at_key(key, [&]() -> const Master& { return masters_.ordinary_state(masters_[name]); });
  }

  /// What totals, pH, charge and other phases fix.
  void find_fixed() {
    const bool acid = a_.pH || a_.charge == "pH";
    if (acid) fixed_.insert("H+");
    bool alkalinity = false;
    for (const auto& [name, c] : a_.total) {
      if (name == "Alkalinity") alkalinity = true;
      if (name == "H+") fixed_.insert(name);
      if (name != "Alkalinity" && name != "H+" && c.value != 0)
        fixed_.insert(ordinary("total." + name, name).species);
    }
    if (a_.charge && *a_.charge != "pH") fixed_.insert(ordinary("charge", *a_.charge).species);
    for (const auto& [name, target] : a_.equilibrium)
      fixed_.insert(name == "pH"   ? "H+"
                    : name == "pe" ? "e-"
                                   : ordinary("equilibrium." + name, name).species);
    if (!alkalinity) return;
    const std::string& carbon = at_key("total.Alkalinity", [&]() -> const std::string& {
      return fixed_by_alkalinity(masters_, database_).species;
    });
    if (!fixed_.insert(carbon).second) fixed_.insert("H+");
  }

  std::vector<std::string> parts_of(const UnplacedPhase& phase) const {
    std::vector<std::string> parts;
    const FormedPhase found =
        at_key(phase.key, [&] { return formed_phase(database_, components_, phase.target.phase); });
    for (const auto& [name, amount] : found.made_of.amounts)
      if (name != "H2O" && amount != 0) parts.push_back(name);
    return parts;
  }

  std::vector<std::string> free_in(const UnplacedPhase& phase) const {
    std::vector<std::string> parts = parts_of(phase);
    std::erase_if(parts, [&](const std::string& part) { return fixed_.contains(part); });
    return parts;
  }

  /// The word for a component: "pH", "C", "O(0)".
  std::string word_for(const std::string& component) const {
    if (component == "H+") return "pH";
    if (component == "e-") return "pe";
    for (const bool state : {false, true})
      for (const Master& master : masters_.all())
        if (master.species == component && master.state == state) return master.name;
    return component;
  }

  void place(const UnplacedPhase& phase) {
    const std::vector<std::string> free = free_in(phase);
    if (free.size() != 1) {
      std::string words;
      for (const std::string& part : parts_of(phase)) words += (words.empty() ? "" : ", ") + word_for(part);
      throw AnalysisError(phase.key, "equilibrium with " + phase.target.phase + " must fix exactly one of " +
                                         words + "; now " +
                                         (free.empty() ? "each of them is fixed otherwise"
                                                       : "more than one is free: give totals, pH or charge"));
    }
    fixed_.insert(free[0]);
    const std::string word = word_for(free[0]);
    a_.equilibrium.emplace_back(word, phase.target);
    notes_.push_back({older_words, phase.key + " is now equilibrium = { " +
                                       (word.find('(') == std::string::npos ? word : '"' + word + '"') +
                                       " = \"" + phase.text + "\" }"});
  }

  WaterAnalysis& a_;
  const Masters& masters_;
  const Database& database_;
  const std::set<std::string>& components_;
  std::vector<WaterNote>& notes_;
  std::set<std::string> fixed_;
};

}  // namespace

FormedPhase formed_phase(const Database& database, const std::set<std::string>& components,
                         const std::string& name) {
  std::vector<std::string> known;
  std::optional<FormedPhase> near;
  const auto look = [&](const auto& records, const auto& take) {
    for (const auto& [other, record] : records)
      if (auto made_of = formed(database, components, record)) {
        known.push_back(other);
        if (other == name || (!near && same_word(other, name))) near = take(record, std::move(*made_of));
        if (other == name) return true;
      }
    return false;
  };
  const bool exact = look(database.gases,
                          [](const GasRecord& gas, Formation made_of) {
                            return FormedPhase{gas.name, std::move(made_of), &gas};
                          }) ||
                     look(database.minerals, [](const MineralRecord& mineral, Formation made_of) {
                       return FormedPhase{mineral.name, std::move(made_of), nullptr};
                     });
  if (exact || near) return std::move(*near);
  throw std::invalid_argument(no_phase(name, known));
}

WaterAnalysis placed(WaterAnalysis analysis, const Masters& masters, const Database& database,
                     std::set<std::string> components, std::vector<WaterNote>& notes) {
  if (analysis.unplaced.empty()) return analysis;
  if (components.empty())
    for (const auto& [name, record] : database.aqueous)
      if (record.reaction.empty()) components.insert(name);
  Placing(analysis, masters, database, components, notes).place_all();
  return analysis;
}

}  // namespace talus
