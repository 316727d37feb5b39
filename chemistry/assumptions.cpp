#include "chemistry/assumptions.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "chemistry/known_temperatures.h"

namespace talus {

namespace {

/// Constants of records that are used where they are not known.
class Constants25 {
 public:
  Constants25(double lowest, double highest, std::vector<Assumption>& to)
      : lowest_(lowest), highest_(highest), at_(temperatures_in_words(lowest, highest)), to_(to) {}

  void look(const char* kind, const auto& records) {
    for (const auto& record : records) {
      const Known known = known_between(record.log_k, lowest_, highest_);
      if (known == Known::at_25_only)
        to_.push_back(
            {kind, record.name, "log10 K " + at_, record.log_k.at(298.15), "1",
             "taken as at 25 degC: the database gives neither an enthalpy nor an analytic expression of "
             "every reaction that makes it"});
      if (known == Known::outside)
        to_.push_back({kind, record.name, "log10 K " + at_, record.log_k.at(highest_), "1",
                       "used outside of the range of temperature that the database gives it"});
    }
  }

 private:
  double lowest_, highest_;
  std::string at_;
  std::vector<Assumption>& to_;
};

bool is_pair(const std::string& a, const std::string& b, const auto& species) {
  return (species[0] == a && species[1] == b) || (species[0] == b && species[1] == a);
}

/// Whether Pitzer's or the SIT model have the parameter that makes a cation and an anion more than charges.
bool has_pair(const Interactions& all, const std::string& cation, const std::string& anion) {
  return std::ranges::any_of(all.pitzer,
                             [&](const PitzerParameter& p) {
                               return p.kind == PitzerKind::b0 && is_pair(cation, anion, p.species);
                             }) ||
         std::ranges::any_of(all.sit,
                             [&](const SitParameter& p) { return is_pair(cation, anion, p.species); });
}

/// Whether any parameter is about a species.
bool is_named(const Interactions& all, const std::string& name) {
  const auto names = [&](const auto& p) { return std::ranges::count(p.species, name) > 0; };
  return std::ranges::any_of(all.pitzer, names) || std::ranges::any_of(all.sit, names);
}

void missing_pairs(std::span<const Species> species, const std::string& model, const Interactions& all,
                   const std::function<bool(std::size_t)>& counts, std::vector<Assumption>& to) {
  const std::string what = model == "Pitzer" ? "B0 of Pitzer's model" : "epsilon of the SIT model";
  for (std::size_t i = 0; i < species.size(); ++i) {
    if (!counts(i) || species[i].name == "e-") continue;
    if (species[i].charge == 0 && !is_named(all, species[i].name))
      to.push_back({"species", species[i].name, "parameters of " + model + " of an uncharged species", 0,
                    "kgw/mol", "taken as 0: the database has none"});
    for (std::size_t k = 0; k < species.size() && species[i].charge > 0; ++k)
      if (counts(k) && species[k].charge < 0 && species[k].name != "e-" &&
          !has_pair(all, species[i].name, species[k].name))
        to.push_back({"species", species[i].name + " with " + species[k].name, what, 0, "kgw/mol",
                      "taken as 0: the database has none of this pair"});
  }
}

}  // namespace

std::vector<Assumption> activity_assumptions(std::span<const Species> species, const std::string& model,
                                             const Interactions& interactions,
                                             const std::function<bool(std::size_t)>& counts) {
  std::vector<Assumption> all;
  if (model == "Pitzer" || model == "SIT") missing_pairs(species, model, interactions, counts, all);
  for (std::size_t i = 0; i < species.size(); ++i) {
    const Species& s = species[i];
    if (!counts(i) || s.name == "e-" || s.name == "H2O") continue;
    const auto add = [&](const char* quantity, double value, const char* unit, const char* note) {
      all.push_back({"species", s.name, quantity, value, unit, note});
    };
    if (model == "WATEQ" && !s.record->wateq && s.charge != 0)
      add("activity coefficient", 0.3, "1",
          "by Davies's equation: the database has no WATEQ size and slope of it");
    if (model == "WATEQ" && !s.record->wateq && s.charge == 0)
      add("log10 of the activity coefficient by ionic strength", 0.1, "kgw/mol",
          "PHREEQC's value for uncharged species: the database has none of it");
    if (lacks_ion_size(model, *s.record, s.charge))
      add("activity coefficient", 0.3, "1", "by Davies's equation: the database has no ion size of it");
    if (model == "B-dot" && s.charge == 0 && s.record->neutral.empty())
      add("activity coefficient", 1, "1", "as PHREEQC takes uncharged species without -CO2_llnl_gamma");
  }
  return all;
}

std::vector<Assumption> assumptions_of(const ChemicalSystem& system, double lowest, double highest,
                                       const std::vector<Phase>& phases) {
  std::vector<Assumption> all;
  Constants25 constants(lowest, highest, all);
  constants.look("mineral", system.minerals);
  constants.look("mineral", phases);
  constants.look("gas", system.gases);
  constants.look("species", system.species);
  constants.look("reaction", system.slow_reactions);
  const std::vector<Assumption> activities = activity_assumptions(
      system.species, system.activity_model, system.interactions, [](std::size_t) { return true; });
  all.insert(all.end(), activities.begin(), activities.end());
  for (const Mineral& mineral : system.minerals)
    if (!(mineral.molar_volume > 0))
      all.push_back(
          {"mineral", mineral.name, "molar volume", 0, "m3/mol",
           "the database has none (-Vm in PHASES, or volume = { molar = ... } in [minerals]): what it fills "
           "is left out of the warnings about pores, and nothing else uses it"});
  for (const Gas& gas : system.gases)
    if (gas.record->diffusivity > 0 && gas.record->exponent_assumed)
      all.push_back({"gas", gas.name, "exponent of the temperature in its diffusivity",
                     gas.record->diffusivity_exponent, "1",
                     "the record gives none; 1.75 to 1.81 are usual (Fuller 1969, Massman 1998)"});
  return all;
}

std::vector<Assumption> assumptions_of(const Exchanger& exchanger, double lowest, double highest) {
  std::vector<Assumption> all;
  struct Entry {
    std::string name;
    const FormationConstant& log_k;
  };
  std::vector<Entry> species;
  for (const ExchangeSpecies& s : exchanger.species) species.push_back({s.name, s.log_k});
  Constants25(lowest, highest, all).look("exchange species", species);
  for (const ExchangeSpecies& s : exchanger.species)
    if (!s.record->wateq && !(s.record->ion_size > 0))
      all.push_back({"exchange species", s.name, "activity coefficient", 1, "1",
                     "as PHREEQC takes exchange species without -gamma"});
  return all;
}

std::vector<std::string> in_words(const std::vector<Assumption>& assumptions) {
  struct Line {
    const Assumption* first;
    std::vector<std::string> names;
  };
  std::vector<Line> lines;
  for (const Assumption& a : assumptions) {
    const auto same = std::ranges::find_if(lines, [&](const Line& line) {
      return line.first->kind == a.kind && line.first->quantity == a.quantity && line.first->note == a.note;
    });
    if (same == lines.end())
      lines.push_back({&a, {a.name}});
    else
      same->names.push_back(a.name);
  }
  std::vector<std::string> words;
  for (const Line& line : lines)
    words.push_back(line.first->quantity + " of " + first_of(line.names) + ": " + line.first->note);
  return words;
}

std::string first_of(const std::vector<std::string>& names) {
  constexpr std::size_t most = 8;
  std::string text;
  for (std::size_t i = 0; i < std::min(most, names.size()); ++i) text += (i > 0 ? ", " : "") + names[i];
  if (names.size() > most) text += " and " + std::to_string(names.size() - most) + " more";
  return text;
}

}  // namespace talus
