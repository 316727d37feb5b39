#include "cli/speciate_output.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "chemistry/speciation/water_columns.h"

namespace talus::cli {

namespace {

constexpr double zero_celsius = 273.15;         // K
constexpr double shown = 1e-12;                 // mol/kgw, below which the table leaves a species out
constexpr double calcium_carbonate = 100.0869;  // g/mol, IUPAC weights

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

void print_head(const SpeciationHead& head) {
  std::string databases;
  for (const std::string& name : head.databases) databases += (databases.empty() ? "" : ", ") + name;
  std::printf("database %s; activity %s\n", databases.c_str(), head.activity_model.c_str());
}

void print_outcome(const SpeciationOutcome& outcome) {
  std::printf("\n%s\n", outcome.name.c_str());
  if (outcome.water)
    print_table(*outcome.water);
  else
    std::puts("  not speciated, see below");
}

/// The object of all, up to the first of its waters.
void print_json_head(const SpeciationHead& head) {
  nlohmann::ordered_json all;
  all["database"] = head.databases;
  all["activity"] = head.activity_model;
  std::string text = all.dump(1);
  text.resize(text.size() - 2);  // without the end of the object
  std::printf("%s,\n \"waters\": [\n", text.c_str());
}

/// A water as an element of the list, each of its lines set in by two.
void print_json(const SpeciationOutcome& outcome, bool first) {
  const nlohmann::ordered_json water =
      outcome.water ? json_of(*outcome.water)
                    : nlohmann::ordered_json{{"water", outcome.name}, {"problem", outcome.problem}};
  std::string text = first ? "  " : ",\n  ";
  for (const char c : water.dump(1)) {
    text += c;
    if (c == '\n') text += "  ";
  }
  std::fwrite(text.data(), 1, text.size(), stdout);
}

}  // namespace

void print_all(const SpeciationHead& head, bool json, WaterRows& rows, Speciator& speciator, Tally& tally) {
  if (json)
    print_json_head(head);
  else
    print_head(head);
  for (WaterEntry entry; rows.next(entry);) {
    const SpeciationOutcome outcome = speciate_one(speciator, rows, entry, tally);
    if (outcome.water) tally.note(outcome.name, outcome.water->notes);
    if (json)
      print_json(outcome, tally.waters == 0);
    else
      print_outcome(outcome);
    ++tally.waters;
  }
  if (json) std::puts("\n ]\n}");
}

}  // namespace talus::cli
