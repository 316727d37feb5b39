#include "chemistry/speciation/water_columns.h"

namespace talus {

namespace {

constexpr double zero_celsius = 273.15;  // K

}  // namespace

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

std::string total_heading(const std::string& name) { return "total:" + name + " [mol/kgw]"; }
std::string molality_heading(const std::string& species) { return "molality:" + species + " [mol/kgw]"; }
std::string activity_heading(const std::string& species) { return "log10_activity:" + species; }
std::string gamma_heading(const std::string& species) { return "log10_gamma:" + species; }
std::string index_heading(const std::string& phase) { return "SI:" + phase; }
std::string exchange_heading(const std::string& species) { return "exchange:" + species + " [mol/kgw]"; }
std::string sites_heading(const std::string& species) { return "sites:" + species; }

std::map<std::string, double> columns_of(const SpeciatedWater& w) {
  std::map<std::string, double> values;
  for (const auto& [name, value] : numbers_of(w))
    if (value) values[name] = *value;
  for (const auto& [name, total] : w.total) values[total_heading(name)] = total;
  for (const SpeciesResult& s : w.species) {
    values[molality_heading(s.name)] = s.molality;
    values[activity_heading(s.name)] = s.log_activity;
    values[gamma_heading(s.name)] = s.log_gamma;
  }
  for (const PhaseResult& p : w.phases) values[index_heading(p.name)] = p.saturation_index;
  for (const ExchangeResult& x : w.exchange) {
    values[exchange_heading(x.name)] = x.amount;
    values[sites_heading(x.name)] = x.fraction;
  }
  return values;
}

std::vector<std::string> in_order(std::set<std::string> all) {
  std::vector<std::string> headings;
  for (const auto& [name, value] : numbers_of({}))
    if (all.erase(name) > 0) headings.push_back(name);
  for (const char* kind :
       {"total:", "molality:", "log10_activity:", "log10_gamma:", "SI:", "exchange:", "sites:"})
    for (const std::string& name : all)
      if (name.starts_with(kind)) headings.push_back(name);
  return headings;
}

PlannedColumns::PlannedColumns(const PlannedSystem& system, const WaterPlan& plan,
                               const std::vector<Exchanger>& exchangers)
    : system_(system) {
  const WaterSystem& water = system.water;
  SpeciatedWater shape;  // whose single numbers are there
  if (water.electron >= 0) shape.pe = 0;
  if (water.by_mixture) shape.osmotic_coefficient = 0;
  for (const auto& [name, value] : numbers_of(shape)) {
    if (name.starts_with("ionic strength")) strength = headings_.size();
    if (name.starts_with("charge error")) charge_error = headings_.size();
    if (value) headings_.push_back(name);
  }
  for (const WaterPlan::Given& g : plan.given) {
    const auto j = static_cast<std::size_t>(water.component(g.master->species));
    headings_.push_back(total_heading(g.master->name));
    totals_.emplace_back();
    for (std::size_t i = 0; i < water.species.size(); ++i)
      if (const double power = water.species[i].row.of(j); power != 0)
        totals_.back().push_back({i, g.master->atoms * power});
  }
  for (const auto heading : {molality_heading, activity_heading, gamma_heading})
    for (const Species& species : water.species)
      if (species.name != "e-") headings_.push_back(heading(species.name));
  for (const Phase& phase : water.phases) headings_.push_back(index_heading(phase.name));
  exchange = headings_.size();
  for (const auto heading : {exchange_heading, sites_heading})
    for (const Exchanger& exchanger : exchangers)
      for (const ExchangeSpecies& species : exchanger.species) headings_.push_back(heading(species.name));
}

}  // namespace talus
