#include "chemistry/speciation/analysis.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <sstream>

#include "base/units.h"
#include "chemistry/constants_of_nature.h"

namespace talus {

namespace {

/// A unit taken apart.
struct ConcentrationUnit {
  enum Amount { mol, equivalent, gram } amount = mol;
  enum Per { water, solution, litre } per = water;
  double factor = 1;  ///< to mol, eq or kg; per kgw, kgs or L
};

const std::map<std::string, ConcentrationUnit, std::less<>>& units() {
  static const auto known = [] {
    using U = ConcentrationUnit;
    std::map<std::string, U, std::less<>> all;
    const std::vector<std::pair<std::string, double>> prefixes = {
        {"", 1}, {"m", 1e-3}, {"u", 1e-6}, {"n", 1e-9}};
    struct Bottom {
      std::string name;
      U::Per per;
      double factor;
    };
    const std::vector<Bottom> bottoms = {{"/kgw", U::water, 1}, {"/kgs", U::solution, 1},
                                         {"/L", U::litre, 1},   {"/l", U::litre, 1},
                                         {"/dm3", U::litre, 1}, {"/m3", U::litre, 1e-3}};
    for (const auto& [prefix, factor] : prefixes) {
      for (const auto& [bottom, per, of_bottom] : bottoms) {
        all[prefix + "mol" + bottom] = {U::mol, per, factor * of_bottom};
        all[prefix + "eq" + bottom] = {U::equivalent, per, factor * of_bottom};
        all[prefix + "g" + bottom] = {U::gram, per, factor * of_bottom * 1e-3};
      }
      all[prefix + "M"] = {U::mol, U::litre, factor};
    }
    all["ppt"] = {U::gram, U::solution, 1e-3};
    all["ppm"] = {U::gram, U::solution, 1e-6};
    all["ppb"] = {U::gram, U::solution, 1e-9};
    return all;
  }();
  return known;
}

bool read_number(const std::string& word, double& value) {
  char* end = nullptr;
  value = std::strtod(word.c_str(), &end);
  return !word.empty() && *end == 0 && std::isfinite(value);
}

[[noreturn]] void refuse(const std::string& what) { throw std::invalid_argument(what); }

/// "µg/L" with either of the two letters that look like it is "ug/L".
std::string with_u(std::string unit) {
  for (const std::string_view micro : {"\xC2\xB5", "\xCE\xBC"})
    if (unit.starts_with(micro)) unit.replace(0, micro.size(), "u");
  return unit;
}

const ConcentrationUnit& unit_of(const std::string& word) {
  const auto found = units().find(with_u(word));
  if (found != units().end()) return found->second;
  if (word.ends_with("/kg"))
    refuse("'" + word + "' does not say which kilogram: write " + word + "s for one of solution, " + word +
           "w for one of water");
  refuse("unknown unit '" + word + "'; " + suggestion(word, concentration_units()));
}

/// Whether a laboratory means by this word that it found nothing.
bool means_not_detected(std::string word) {
  for (char& c : word) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  constexpr std::string_view words[] = {"nd",   "n.d.", "n.d",  "n/d", "bdl", "b.d.l.", "<dl",
                                        "<lod", "<loq", "<mdl", "<rl", "u",   "lod",    "bld"};
  return std::ranges::find(words, word) != std::end(words);
}

/// kg per mol (of the element) or per eq of alkalinity that a reported mass belongs to.
double weight_of(const std::string& name, const Concentration& c, const Masters& masters,
                 const Database& database) {
  if (c.weight > 0) return c.weight;
  if (name == "Alkalinity") {
    if (c.as == "CaCO3" || c.as == "Ca0.5(CO3)0.5") return parse_formula("CaCO3").molar_mass / 2;
    if (c.as == "HCO3") return parse_formula("HCO3").molar_mass;
    if (!c.as.empty())
      refuse("alkalinity is reported as CaCO3 or as HCO3, not as '" + c.as + "'; or say its weight, gfw G");
    const auto record = database.elements.find("Alkalinity");
    if (record != database.elements.end() && record->second.formula_weight > 0)
      return record->second.formula_weight;
    refuse("a mass of alkalinity needs 'as CaCO3' or 'as HCO3'");
  }
  if (name == "H+") return parse_formula("H").molar_mass;
  const Master& master = masters[name];
  if (c.as.empty()) {
    if (master.is_species(name)) return database.formula(master.species).molar_mass;
    if (master.formula_weight > 0) return master.formula_weight;
    refuse("the database has no weight for '" + name + "'; say what the mass is of: as FORMULA");
  }
  const Formula formula = database.formula(c.as);
  const auto atoms = formula.elements.find(master.element);
  if (atoms == formula.elements.end()) refuse("'as " + c.as + "' has no " + master.element + " in it");
  return formula.molar_mass / atoms->second;
}

}  // namespace

std::vector<std::string> concentration_units() {
  std::vector<std::string> names;
  for (const auto& [name, unit] : units())
    if (!name.ends_with("/l") && !name.ends_with("3")) names.push_back(name);
  return names;
}

std::optional<std::string> unit_problem(const std::string& unit) {
  try {
    if (!unit.empty()) parse_concentration("1", unit);
    return {};
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
}

Concentration parse_concentration(const std::string& text, const std::string& unit) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  Concentration c;
  c.unit = unit;
  if (!words.empty() && means_not_detected(words[0])) {
    c.below = text;
    words[0] = "0";
  } else if (!words.empty() && words[0].starts_with('<')) {
    c.below = text;
    words[0].erase(0, 1);
    if (words[0].empty()) words.erase(words.begin());
  } else if (!words.empty() && words[0].starts_with('>')) {
    refuse("'" + text + "' is above the range of the analysis: its amount is not known");
  }
  if (words.empty() || !read_number(words[0], c.value))
    refuse("'" + text + "' does not begin with a number, as in \"412 mg/L\"");
  std::size_t next = 1;
  if (next < words.size() && words[next] != "as" && words[next] != "gfw") c.unit = words[next++];
  if (next + 1 < words.size() && words[next] == "as") {
    c.as = words[next + 1];
    next += 2;
  } else if (next + 1 < words.size() && words[next] == "gfw") {
    if (!read_number(words[next + 1], c.weight) || !(c.weight > 0))
      refuse("'gfw " + words[next + 1] + "' is no weight, g/mol");
    c.weight *= 1e-3;
    next += 2;
  }
  if (next < words.size())
    refuse("'" + text + "' should be NUMBER UNIT, NUMBER UNIT as FORMULA or NUMBER UNIT gfw NUMBER");
  if (c.unit.empty()) refuse("'" + text + "' has no unit; write it, or give 'units' for the whole water");
  unit_of(c.unit);
  return c;
}

std::vector<std::string> settle_below_detection(WaterAnalysis& analysis, const BelowDetection& choice) {
  std::vector<std::string> sentences;
  for (auto& [name, c] : analysis.total) {
    if (c.below.empty()) continue;
    const bool unknown = c.value == 0;
    if (choice.word == "half") c.value *= 0.5;
    if (choice.word == "zero") c.value = 0;
    std::ostringstream taken;
    taken << c.value << " " << c.unit;
    sentences.push_back(name + " (" + c.below + ") " +
                        (unknown                 ? "left out: its limit is not said"
                         : choice.word == "zero" ? "left out"
                         : choice.word == "half" ? "taken as half the limit, " + taken.str()
                                                 : "taken as the limit, " + taken.str()));
  }
  return sentences;
}

double parse_sites(const std::string& text) {
  std::istringstream stream(text);
  double number = 0;
  if (stream >> number && (stream >> std::ws).eof())
    refuse("'" + text + "' has no unit; sites are given per kilogram of water, as in \"1.1 mmol/kgw\"");
  const Concentration c = parse_concentration(text, "");
  const ConcentrationUnit& unit = unit_of(c.unit);
  if (unit.amount == ConcentrationUnit::gram || unit.per != ConcentrationUnit::water || !c.as.empty() ||
      c.weight > 0)
    refuse("sites are given per kilogram of water, as in \"1.1 mmol/kgw\", not as '" + text + "'");
  if (!(c.value > 0)) refuse("an exchanger needs sites: '" + text + "'");
  return c.value * unit.factor;
}

namespace {

/// Takes a partial pressure, or a part of the pressure of a gas: "0.1 atm", "420 ppm".
void take_pressure(const std::string& number, const std::string& unit, PhaseTarget& target) {
  const bool part = unit == "%" || unit == "ppm" || unit == "ppb";
  const std::string text = number + " " + unit;
  double value = 0;
  try {
    value = to_si(text, part ? "1" : "atm") / (part ? 1 : standard_atmosphere);
  } catch (const UnitError& error) {
    refuse(std::string(error.what()) + "; " + error.hint());
  }
  if (!(value > 0) || !std::isfinite(value) || (part && value > 1))
    refuse("'" + text + "' is no partial pressure of a gas; it must be above 0" +
           (part ? ", and 100 % or less" : ""));
  target.given = part ? PhaseTarget::fraction : PhaseTarget::pressure;
  target.saturation_index = std::log10(value);
}

}  // namespace

double PhaseTarget::index_in(double total) const {
  return saturation_index + (given == fraction ? std::log10(total / standard_atmosphere) : 0);
}

PhaseTarget parse_phase_target(const std::string& text) {
  std::istringstream stream(text);
  PhaseTarget target;
  std::string index, unit, more;
  stream >> target.phase >> index >> unit >> more;
  if (target.phase.empty() || !more.empty() ||
      (!index.empty() && !read_number(index, target.saturation_index)))
    refuse("'" + text +
           "' should be a phase and its saturation index, as in \"CO2(g) -3.4\", or a gas and its partial "
           "pressure, as in \"CO2(g) 420 ppm\"");
  if (!unit.empty()) take_pressure(index, unit, target);
  return target;
}

std::vector<AmountRule> amount_rules(const WaterAnalysis& analysis, const Masters& masters,
                                     const Database& database) {
  using U = ConcentrationUnit;
  std::vector<AmountRule> rules;
  for (const auto& [name, c] : analysis.total) try {
      const U& unit = unit_of(c.unit);
      if (unit.amount == U::equivalent && name != "Alkalinity")
        refuse("eq is for the alkalinity; give '" + name + "' in mol");
      if (unit.per == U::litre && !analysis.density)
        refuse("'" + c.unit +
               "' needs the density of the solution: density, in kg/L; fresh water has 0.997 at "
               "25 degC");
      AmountRule rule{unit.factor, unit.per == U::litre, unit.per != U::water, unit.amount == U::gram, 0};
      const bool of_element = name != "Alkalinity" && name != "H+";
      const bool known =
          of_element && (rule.of_solution || rule.mass) &&
          (masters[name].formula_weight > 0 || masters[name].is_species(name) || !c.as.empty());
      if (rule.mass || (rule.of_solution && known)) rule.weight = weight_of(name, c, masters, database);
      if (const Master* master = of_element ? masters.find(name) : nullptr;
          master != nullptr && master->is_species(name) && c.as.empty())
        rule.atoms = master->atoms;
      rules.push_back(rule);
    } catch (const std::invalid_argument& error) {
      throw AnalysisError("total." + name, error.what());
    }
  return rules;
}

bool apply_rules(std::span<const AmountRule> rules, const WaterAnalysis& analysis,
                 std::vector<double>& amounts) {
  // H+ counts with its activity, as PHREEQC has it
  double solutes = analysis.pH ? 1e-3 * std::pow(10, -*analysis.pH) : 0;  // kg per kg of solution
  amounts.clear();
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const AmountRule& rule = rules[i];
    double amount = analysis.total[i].second.value * rule.factor;
    if (rule.per_litre) amount /= *analysis.density * 1e-3;  // per kg of solution
    if (rule.of_solution) solutes += rule.mass ? amount : amount * rule.weight;
    if (rule.mass) amount /= rule.weight;
    amounts.push_back(amount * rule.atoms);
  }
  for (std::size_t i = 0; i < rules.size(); ++i)
    if (rules[i].of_solution) amounts[i] /= 1 - solutes;
  return solutes < 1;
}

std::vector<double> molalities_of(const WaterAnalysis& analysis, const Masters& masters,
                                  const Database& database) {
  std::vector<double> amounts;
  if (!apply_rules(amount_rules(analysis, masters, database), analysis, amounts))
    throw AnalysisError("", "there is more solute than solution: are the units right?");
  return amounts;
}

}  // namespace talus
