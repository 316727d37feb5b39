#include "cli/speciate_output.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "base/csv_text.h"

namespace talus::cli {

namespace {

constexpr double zero_celsius = 273.15;         // K
constexpr double shown = 1e-12;                 // mol/kgw, below which the table leaves a species out
constexpr double calcium_carbonate = 100.0869;  // g/mol, IUPAC weights

/// The single numbers of a water: heading and value.
std::vector<std::pair<std::string, std::optional<double>>> numbers_of(const SpeciatedWater& w) {
  return {{"temperature [degC]", w.temperature - zero_celsius},
          {"pH", w.pH},
          {"pe", w.pe},
          {"ionic strength [mol/kgw]", w.ionic_strength},
          {"water activity", w.water_activity},
          {"osmotic coefficient", w.osmotic_coefficient},
          {"alkalinity [eq/kgw]", w.alkalinity},
          {"hardness [mol/kgw]", w.hardness},
          {"charge [eq/kgw]", w.charge},
          {"charge error [%]", w.charge_error},
          {"mass of solution [kg/kgw]", w.mass}};
}

void print_table(const SpeciatedWater& w) {
  const double celsius = w.temperature - zero_celsius;
  std::printf("  pH %-10.4f", w.pH);
  if (w.pe) std::printf("pe %-10.4f", *w.pe);
  std::printf("%g degC\n", celsius);
  std::printf("  ionic strength  %-12.5g mol/kgw   activity of water %.6f\n", w.ionic_strength,
              w.water_activity);
  std::printf("  alkalinity      %-12.5g eq/kgw    hardness %.5g mmol/kgw (%.4g mg CaCO3 per kgw)\n",
              w.alkalinity, w.hardness * 1e3, w.hardness * calcium_carbonate * 1e3);
  const double error = std::abs(w.charge_error) < 5e-4 ? 0 : w.charge_error;  // no -0.000
  std::printf("  charge          %-12.5g eq/kgw    error %.3f %%, mass of solution %.6f kg/kgw\n", w.charge,
              error, w.mass);
  std::printf("\n  %-22s %12s\n", "element", "mol/kgw");
  for (const auto& [name, total] : w.total) std::printf("  %-22s %12.5e\n", name.c_str(), total);
  std::printf("\n  %-22s %12s %12s %10s\n", "species", "mol/kgw", "log10 a", "log10 g");
  std::size_t small = 0;
  for (const SpeciesResult& s : w.species) {
    if (s.molality < shown)
      ++small;
    else
      std::printf("  %-22s %12.5e %12.5f %10.5f\n", s.name.c_str(), s.molality, s.log_activity, s.log_gamma);
  }
  if (small > 0) std::printf("  (%zu more below %g mol/kgw: --csv, --json)\n", small, shown);
  if (!w.exchange.empty())
    std::printf("\n  %-22s %12s %12s %10s\n", "exchange", "mol/kgw", "fraction", "log10 g");
  for (const ExchangeResult& x : w.exchange)
    std::printf("  %-22s %12.5e %12.5e %10.5f\n", x.name.c_str(), x.amount, x.fraction, x.log_gamma);
  std::vector<PhaseResult> phases = w.phases;
  std::ranges::stable_sort(phases, std::greater{}, &PhaseResult::saturation_index);
  if (!phases.empty()) std::printf("\n  %-22s %9s %10s  %s\n", "phase", "SI", "log10 K", "formula");
  for (const PhaseResult& p : phases) {
    const double index = std::abs(p.saturation_index) < 5e-5 ? 0 : p.saturation_index;  // no -0.0000
    std::printf("  %-22s %9.4f %10.4f  %s\n", p.name.c_str(), index, p.log_k, p.formula.c_str());
  }
  for (const WaterNote& note : w.notes) std::printf("  note: %s: %s\n", note.kind.c_str(), note.what.c_str());
}

/// The kinds of notes of a water, with ";" between.
std::string notes_of(const SpeciationOutcome& outcome) {
  std::string kinds;
  if (outcome.water)
    for (const WaterNote& note : outcome.water->notes) kinds += (kinds.empty() ? "" : "; ") + note.kind;
  return kinds;
}

/// The values of a water by the headings of its columns.
std::map<std::string, double> columns_of(const SpeciatedWater& w) {
  std::map<std::string, double> values;
  for (const auto& [name, value] : numbers_of(w))
    if (value) values[name] = *value;
  for (const auto& [name, total] : w.total) values["total:" + name + " [mol/kgw]"] = total;
  for (const SpeciesResult& s : w.species) {
    values["molality:" + s.name + " [mol/kgw]"] = s.molality;
    values["log10_activity:" + s.name] = s.log_activity;
    values["log10_gamma:" + s.name] = s.log_gamma;
  }
  for (const PhaseResult& p : w.phases) values["SI:" + p.name] = p.saturation_index;
  for (const ExchangeResult& x : w.exchange) {
    values["exchange:" + x.name + " [mol/kgw]"] = x.amount;
    values["sites:" + x.name] = x.fraction;
  }
  return values;
}

/// Headings in the order: single numbers, totals, species, activities, coefficients, phases.
std::vector<std::string> headings_of(const std::vector<SpeciationOutcome>& outcomes) {
  std::set<std::string> all;
  for (const SpeciationOutcome& outcome : outcomes)
    if (outcome.water)
      for (const auto& [name, value] : columns_of(*outcome.water)) all.insert(name);
  std::vector<std::string> headings;
  for (const auto& [name, value] : numbers_of({}))
    if (all.erase(name) > 0) headings.push_back(name);
  for (const char* kind :
       {"total:", "molality:", "log10_activity:", "log10_gamma:", "SI:", "exchange:", "sites:"})
    for (const std::string& name : all)
      if (name.starts_with(kind)) headings.push_back(name);
  return headings;
}

nlohmann::ordered_json json_of(const SpeciatedWater& w) {
  nlohmann::ordered_json water;
  water["water"] = w.name;
  for (const auto& [name, value] : numbers_of(w))
    if (value) water[name] = *value;
  for (const auto& [name, total] : w.total) water["total [mol/kgw]"][name] = total;
  for (const SpeciesResult& s : w.species)
    water["species"][s.name] = {
        {"molality [mol/kgw]", s.molality}, {"log10_activity", s.log_activity}, {"log10_gamma", s.log_gamma}};
  for (const PhaseResult& p : w.phases)
    water["phases"][p.name] = {{"saturation_index", p.saturation_index}, {"log10_k", p.log_k}};
  for (const ExchangeResult& x : w.exchange)
    water["exchange"][x.name] = {
        {"amount [mol/kgw]", x.amount}, {"fraction of the sites", x.fraction}, {"log10_gamma", x.log_gamma}};
  for (const WaterNote& note : w.notes) water["notes"].push_back(note.kind + ": " + note.what);
  return water;
}

}  // namespace

void print_tables(const SpeciationHead& head, const std::vector<SpeciationOutcome>& outcomes) {
  std::string databases;
  for (const std::string& name : head.databases) databases += (databases.empty() ? "" : ", ") + name;
  std::printf("database %s; activity %s\n", databases.c_str(), head.activity_model.c_str());
  for (const SpeciationOutcome& outcome : outcomes) {
    std::printf("\n%s\n", outcome.name.c_str());
    if (outcome.water)
      print_table(*outcome.water);
    else
      std::puts("  not speciated, see below");
  }
}

void print_csv(const std::vector<SpeciationOutcome>& outcomes) {
  const std::vector<std::string> headings = headings_of(outcomes);
  std::printf("water");
  for (const std::string& name : headings) std::printf(",%s", csv_cell(name).c_str());
  std::puts(",notes,problem");
  for (const SpeciationOutcome& outcome : outcomes) {
    std::printf("%s", csv_cell(outcome.name).c_str());
    const auto values = outcome.water ? columns_of(*outcome.water) : std::map<std::string, double>{};
    for (const std::string& name : headings) {
      const auto found = values.find(name);
      if (found == values.end())
        std::printf(",");
      else
        std::printf(",%.10g", found->second);
    }
    std::printf(",%s,%s\n", csv_cell(notes_of(outcome)).c_str(), csv_cell(outcome.problem).c_str());
  }
}

void print_json(const SpeciationHead& head, const std::vector<SpeciationOutcome>& outcomes) {
  nlohmann::ordered_json all;
  all["database"] = head.databases;
  all["activity"] = head.activity_model;
  all["waters"] = nlohmann::ordered_json::array();
  for (const SpeciationOutcome& outcome : outcomes) {
    if (outcome.water)
      all["waters"].push_back(json_of(*outcome.water));
    else
      all["waters"].push_back({{"water", outcome.name}, {"problem", outcome.problem}});
  }
  std::puts(all.dump(1).c_str());
}

}  // namespace talus::cli
