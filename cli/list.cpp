#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <map>
#include <set>

#include "base/petsc.h"
#include "case/case.h"
#include "chemistry/database/database.h"
#include "chemistry/rates/words.h"
#include "cli/verbs.h"
#include "report/published.h"

namespace talus::cli {

namespace {

void row(const std::string& name, const std::string& what) {
  std::printf("%-20s %s\n", name.c_str(), what.c_str());
}

void list_words(const std::vector<std::string>& words) {
  for (const std::string& word : words) std::puts(word.c_str());
}

void list_minerals(const Database& database) {
  for (const auto& [name, m] : database.minerals) {
    std::set<std::string> sets;
    for (const RateRecord& rate : m.rates) sets.insert(rate.set == "any" ? "every set" : rate.set);
    std::string rates;
    for (const std::string& set : sets) rates += (rates.empty() ? "" : ", ") + set;
    char text[300];
    std::snprintf(text, sizeof text, "%-26s log K %7.3f   rates: %s", m.formula.c_str(), m.constant.log_k,
                  rates.empty() ? "none" : rates.c_str());
    row(name, text);
  }
}

void list_species(const Database& database, bool components) {
  for (const auto& [name, s] : database.aqueous)
    if (s.reaction.empty() == components) row(name, s.reaction);
}

/// Minerals for which several sets have a law of dissolution: how far the sets are apart.
void list_spread(const Database& database) {
  std::puts("\nlog10 of the rate far from equilibrium, mol/m2/s, at 25 degC and pH 8.5 under air, by set:");
  for (const auto& [name, m] : database.minerals) {
    std::string line;
    std::size_t sets = 0;
    double low = 0, high = 0;
    for (const RateRecord& rate : m.rates) {
      const std::optional<double> r = rate_in({}, rate.law);
      if (rate.direction == "precipitation" || !r || *r <= 0) continue;
      const double log_rate = std::log10(*r);
      low = sets == 0 ? log_rate : std::min(low, log_rate);
      high = sets == 0 ? log_rate : std::max(high, log_rate);
      char text[80];
      std::snprintf(text, sizeof text, "  %s %.2f", rate.set.c_str(), log_rate);
      line += text;
      ++sets;
    }
    if (sets > 1) std::printf("%-16s%s  spread %.2f\n", name.c_str(), line.c_str(), high - low);
  }
}

void list_rates(const Database& database) {
  for (const auto& [name, m] : database.minerals)
    for (const RateRecord& rate : m.rates)
      for (const Mechanism& k : mechanisms_of(rate.law)) {
        const std::string law =
            name_of(rate.law) == TransitionState::name ? "" : ", law of " + std::string(name_of(rate.law));
        std::printf("%-16s %-18s %-14s log k %7.2f%s  E %5.1f kJ/mol%s  [%s%s]\n", name.c_str(),
                    rate.set.c_str(), rate.direction.c_str(), k.log_k, range_in_words(k).c_str(),
                    k.activation_energy / 1000, factors_in_words(k).c_str(), rate.provenance.status.c_str(),
                    law.c_str());
      }
  list_spread(database);
}

void list_reactions(const Database& database) {
  for (const auto& [name, reaction] : database.reactions)
    for (const Mechanism& k : reaction.law.mechanisms)
      std::printf("%-20s %s  log k %7.2f%s  E %5.1f kJ/mol%s  [%s]\n", name.c_str(),
                  reaction.reaction.c_str(), k.log_k, range_in_words(k).c_str(), k.activation_energy / 1000,
                  factors_in_words(k).c_str(), reaction.law_provenance.status.c_str());
}

void list_published(const Database& database) {
  std::vector<std::string> minerals;
  for (const auto& [name, m] : database.minerals) minerals.push_back(name);
  for (const auto& quantity : report::published_quantities(minerals)) row(quantity.name, quantity.unit);
}

}  // namespace

int list(const Words& words) {
  const Database database = Database::read({"talus"}, ".");
  const std::map<std::string, std::function<void()>> lists = {
      {"minerals", [&] { list_minerals(database); }},
      {"species", [&] { list_species(database, false); }},
      {"components", [&] { list_species(database, true); }},
      {"gases",
       [&] {
         for (const auto& [name, gas] : database.gases) row(name, gas.reaction);
       }},
      {"rates", [&] { list_rates(database); }},
      {"reactions", [&] { list_reactions(database); }},
      {"published", [&] { list_published(database); }},
      {"activity", [] { list_words(activity_models()); }},
      {"water_activity", [] { list_words(water_activity_models()); }},
      {"diffusion", [] { list_words(diffusion_laws()); }},
      {"operations", [] { list_words(operation_names()); }},
      {"boundaries", [] {
         list_words({"top", "base", "west", "east", "south", "north"});
       }}};
  std::vector<std::string> known;
  for (const auto& [name, print] : lists) known.push_back(name);
  if (words.size() != 1) refuse_command("talus list needs one word", suggestion("", known));
  const auto chosen = lists.find(words[0]);
  if (chosen == lists.end())
    refuse_command("nothing called '" + words[0] + "' to list", suggestion(words[0], known));
  if (Session::rank() == 0) chosen->second();
  return 0;
}

}  // namespace talus::cli
