#include "case/carbon_sources.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "base/petsc.h"
#include "case/build.h"
#include "case/checks.h"
#include "solver/named.h"
#include "solver/state/budget.h"
#include "solver/state/carbon_store.h"

namespace talus {

namespace {

using NameList = std::vector<std::string> CarbonSourceCase::*;

bool is_word(const std::string& name) {
  return !name.empty() && std::ranges::all_of(name, [](unsigned char letter) {
    return std::isalnum(letter) != 0 || letter == '_' || letter == '-';
  });
}

void check_list(Document& document, const Case& c, const char* key, NameList list, const std::string& what,
                const std::vector<std::string>& known, const std::string& source) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < c.carbon_sources.size(); ++i) {
    const std::vector<std::string>& names = c.carbon_sources[i].*list;
    for (std::size_t j = 0; j < names.size(); ++j) {
      const std::string path =
          "carbon_sources[" + std::to_string(i) + "]." + key + "[" + std::to_string(j) + "]";
      check_name(document, path, what, names[j], known, source);
      if (!seen.insert(names[j]).second)
        document.problem(document.place_of_value(path), path + ": '" + names[j] + "' has a source already",
                         "its carbon comes from one");
    }
  }
}

std::vector<std::string> minerals_of(const Case& c) {
  std::vector<std::string> minerals;
  for (const auto& [name, material] : c.materials)
    for (const auto& [mineral, share] : material.minerals)
      if (!is_among(minerals, mineral)) minerals.push_back(mineral);
  return minerals;
}

/// The source that has `name` in one of its lists, or -1.
int source_with(const Case& c, NameList list, const std::string& name) {
  for (std::size_t s = 0; s < c.carbon_sources.size(); ++s)
    if (is_among(c.carbon_sources[s].*list, name)) return static_cast<int>(s);
  return -1;
}

/// What is wrong with the sources of a model.
class Missing {
 public:
  explicit Missing(const Input& input) : input_(input) {}

  /// Notes that `what` brings carbon whose source nobody says.
  void note(int source, bool brings, const std::string& what, const char* key, const std::string& name) {
    if (source < 0 && brings && noted_.insert(what).second)
      problems_.push_back(
          {place(), what + " has carbon, but no source of it is named",
           "write " + std::string(key) + " = [\"" + name + "\"] in one of [[carbon_sources]]"});
  }
  void finish() const {
    if (!problems_.empty()) throw InputError(problems_);
  }
  Place place() const { return input_.document.place_of_key("carbon_sources"); }

 private:
  const Input& input_;
  std::set<std::string> noted_;
  std::vector<Problem> problems_;
};

/// The component that inorganic carbon is counted by.
std::size_t carbon_component(const Input& input, const ChemicalSystem& system) {
  const std::vector<double> atoms = carbon_in_components(system);
  std::vector<std::string> with_carbon;
  std::size_t found = 0;
  for (std::size_t j = 0; j < system.components(); ++j) {
    if (atoms[j] == 0) continue;
    with_carbon.push_back(system.component_name(j));
    found = j;
  }
  if (with_carbon.size() == 1 && atoms[found] == 1) return found;
  std::string names;
  for (const std::string& name : with_carbon) names += (names.empty() ? "" : ", ") + name;
  throw InputError(
      {{input.document.place_of_key("carbon_sources"),
        "carbon_sources: carbon is followed where one component of one atom counts all of it; here " +
            (names.empty() ? "none does" : "it is counted by " + names),
        "it cannot be followed beside slow hydration of CO2 or with ligands"}});
}

int carbon_source_of_water(const Case& c, const std::string& water) {
  return source_with(c, &CarbonSourceCase::waters, water);
}

std::optional<std::string> entering_at(const Case& c, const std::string& patch) {
  for (const auto& [name, keys] : c.boundaries)
    if (name == patch && keys.water) return keys.water->composition;
  for (const SourceCase& source : c.sources)
    if (source.name == patch) return source.composition;
  return {};
}

std::optional<std::string> standing_at(const Case& c, const std::string& patch) {
  for (const auto& [name, keys] : c.boundaries)
    if (name == patch && keys.solutes) return keys.solutes->composition;
  return {};
}

std::vector<CarbonHolder> holders_of(const Case& c, const Model& model, std::size_t component) {
  std::vector<CarbonHolder> holders;
  const auto add = [&](std::size_t mineral, bool equilibrium, std::size_t number) {
    const double atoms = model.system.minerals[mineral].row.of(component);
    if (atoms != 0)
      holders.push_back({mineral, equilibrium, number, atoms,
                         source_with(c, &CarbonSourceCase::minerals, model.system.minerals[mineral].name)});
  };
  for (std::size_t p = 0; p < model.reactions.solids.size(); ++p)
    add(model.reactions.solids[p].mineral, false, p);
  for (std::size_t q = 0; q < model.system.equilibrium.size(); ++q)
    add(model.system.equilibrium[q].mineral, true, q);
  return holders;
}

}  // namespace

void check_carbon_sources(Document& document, const Case& c) {
  std::set<std::string> names;
  for (std::size_t i = 0; i < c.carbon_sources.size(); ++i) {
    const std::string path = "carbon_sources[" + std::to_string(i) + "].name",
                      &name = c.carbon_sources[i].name;
    if (reported(document, path)) continue;
    if (!is_word(name))
      document.problem(document.place_of_value(path), path + " = \"" + name + "\" is no word",
                       "use letters, digits, '_' and '-'");
    else if (!names.insert(name).second)
      document.problem(document.place_of_value(path), path + ": there are two sources '" + name + "'");
  }
  check_list(document, c, "air", &CarbonSourceCase::air, "patch", names_of(c.boundaries), "boundaries");
  check_list(document, c, "waters", &CarbonSourceCase::waters, "water", names_of(c.waters), "waters");
  check_list(document, c, "minerals", &CarbonSourceCase::minerals, "mineral", minerals_of(c), "materials");
}

std::vector<std::string> carbon_source_words(const Case& c) {
  std::vector<std::string> lines;
  for (const CarbonSourceCase& source : c.carbon_sources) {
    std::string what;
    const auto add = [&](const char* words, const std::vector<std::string>& names) {
      for (const std::string& name : names) what += (what.empty() ? "" : ", ") + std::string(words) + name;
    };
    add("the gas at ", source.air);
    add("the water ", source.waters);
    add("the mineral ", source.minerals);
    lines.push_back(source.name + " (" + source.kind + "): " + (what.empty() ? "nothing" : what));
  }
  return lines;
}

CarbonSources carbon_sources_of(const Input& input, const Model& model) {
  const Case& c = input.values;
  CarbonSources carbon;
  for (const CarbonSourceCase& source : c.carbon_sources)
    carbon.sources.push_back({source.name, source.kind});
  carbon.component = carbon_component(input, model.system);
  carbon.atoms_of_gas = carbon_in_gases(model.system);
  carbon.holders = holders_of(c, model, carbon.component);
  Missing missing(input);
  const auto water = [&](const std::optional<std::string>& name,
                         const std::optional<std::vector<double>>& brings) {
    const int source = name ? carbon_source_of_water(c, *name) : -1;
    if (name)
      missing.note(source, brings && (*brings)[carbon.component] != 0, "the water '" + *name + "'", "waters",
                   *name);
    return source;
  };
  for (const auto& [name, material] : c.materials) {
    const std::optional<std::string>& pores = material.water.composition;
    carbon.pores.push_back(pores ? carbon_source_of_water(c, *pores) : -1);
    if (pores) missing.note(carbon.pores.back(), true, "the water '" + *pores + "'", "waters", *pores);
  }
  for (std::size_t p = 0; p < model.patches.size(); ++p) {
    const PatchConditions& conditions = model.patches[p];
    const std::string& name = model.mesh.patches[p].name;
    carbon.air.push_back(source_with(c, &CarbonSourceCase::air, name));
    bool with_carbon = false;
    for (std::size_t g = 0; g < conditions.air.size(); ++g)
      with_carbon = with_carbon || carbon.atoms_of_gas[g] != 0;
    missing.note(carbon.air.back(), with_carbon, "the gas at patch '" + name + "'", "air", name);
    carbon.entering.push_back(water(entering_at(c, name), conditions.inflow));
    carbon.standing.push_back(water(standing_at(c, name), conditions.solutes));
  }
  missing.finish();
  return carbon;
}

int irrigating_source(const Input& input, const CarbonSources& carbon, const std::vector<double>& brings,
                      const std::string& water) {
  const int source = carbon_source_of_water(input.values, water);
  Missing missing(input);
  missing.note(source, brings[carbon.component] != 0, "the water '" + water + "'", "waters", water);
  missing.finish();
  return source;
}

void label_carbon(const Input& input, const Model& model, State& state) {
  Missing missing(input);
  for (const CarbonHolder& holder : model.carbon->holders) {
    bool there = false;
    for (std::size_t c = 0; c < static_cast<std::size_t>(model.mesh.owned); ++c)
      there = there || carbon_of(holder, state, c) > 0;
    const std::string& name = model.system.minerals[holder.mineral].name;
    missing.note(holder.at_the_start, any_rank(model.mesh.communicator, there), "the mineral '" + name + "'",
                 "minerals", name);
  }
  missing.finish();
  label_start(model, state);
}

}  // namespace talus
