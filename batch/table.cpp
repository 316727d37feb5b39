#include "batch/table.h"

#include <cmath>
#include <cstdio>
#include <numbers>

#include "base/csv_text.h"
#include "base/units.h"

namespace talus::batch {

namespace {

constexpr double day = 86400;  // s

/// Minerals that react, each once: with rates, then at equilibrium.
std::vector<std::string> mineral_names(const ReactSetup& setup) {
  std::vector<std::string> names;
  for (const Mineral& mineral : setup.system.minerals) names.push_back(mineral.name);
  for (const Phase& phase : setup.model.phases) names.push_back(phase.name);
  return names;
}

bool has_gas(const ReactSetup& setup) { return setup.model.gas.kind != GasContact::none; }

/// Whether the gas has pressures of its own, besides those of the water.
bool has_own_pressure(const ReactSetup& setup) {
  const GasContact& gas = setup.model.gas;
  return has_gas(setup) && (gas.transfer || gas.kind != GasContact::kept || gas.real);
}

void gas_columns(const ReactSetup& setup, std::vector<ReactColumn>& columns) {
  for (const Gas& gas : setup.system.gases) {
    const char* of_water = setup.model.gas.real ? " fugacity of the water" : " of the water";
    columns.push_back({gas.name + of_water, "atm", ReactColumn::gas});
    if (has_own_pressure(setup)) columns.push_back({gas.name + " in the gas", "atm", ReactColumn::gas});
    if (!has_gas(setup)) continue;
    columns.push_back({gas.name + " taken up", "mol", ReactColumn::uptake});
    if (setup.dry_mass > 0) columns.push_back({gas.name + " taken up", "g/kg", ReactColumn::uptake});
  }
}

/// Charge of the water, eq/kgw.
double charge_of(const ChemicalSystem& system, const Contents<double>& now) {
  double charge = 0;
  for (std::size_t j = 0; j < system.components(); ++j)
    charge += system.species[j].charge * now.concentration[j] / system.water_density;
  return charge;
}

double molar_mass_of(const ReactSetup& setup, const Gas& gas) {
  const Formula water = setup.input.database->formula("H2O");
  double mass = gas.row.water * water.molar_mass;
  for (const Term& t : gas.row.terms)
    mass += t.power * setup.system.component_formula(static_cast<std::size_t>(t.component)).molar_mass;
  return mass;
}

}  // namespace

std::vector<ReactColumn> react_columns(const ReactSetup& setup) {
  const ReactCase& c = setup.input.values;
  std::vector<ReactColumn> columns;
  if (c.train) columns.push_back({"tank", "1", ReactColumn::along});
  if (c.run)
    columns.push_back({"time", "d", ReactColumn::along});
  else
    columns.push_back({c.path->concentrations.empty() ? "part" : "concentration", "1", ReactColumn::along});
  for (const auto& [name, unit] : {std::pair{"temperature", "degC"},
                                   {"water", "kg"},
                                   {"pH", "1"},
                                   {"ionic strength", "mol/kgw"},
                                   {"water activity", "1"}})
    columns.push_back({name, unit, ReactColumn::water});
  if (setup.has_charge) columns.push_back({"charge", "eq/kgw", ReactColumn::water});
  for (std::size_t j = 0; j < setup.system.components(); ++j)
    if (setup.system.component_name(j) != "H+")
      columns.push_back({"total " + setup.system.component_name(j), "mol/kgw", ReactColumn::total});
  for (const std::string& name : mineral_names(setup)) columns.push_back({name, "mol", ReactColumn::solid});
  for (const Exchanger& exchanger : setup.model.exchangers)
    for (const ExchangeSpecies& species : exchanger.species)
      columns.push_back({species.name, "mol", ReactColumn::exchanger});
  for (const Mineral& mineral : setup.system.minerals)
    columns.push_back({"rate of " + mineral.name, "mol/s", ReactColumn::rate});
  for (const std::string& name : mineral_names(setup))
    columns.push_back({"SI " + name, "1", ReactColumn::saturation});
  for (const Phase& phase : setup.watched)
    columns.push_back({"SI " + phase.name, "1", ReactColumn::saturation});
  gas_columns(setup, columns);
  return columns;
}

std::vector<double> react_row(const ReactSetup& setup, const ReactorState<double>& state, double time,
                              double along, std::size_t tank, Reactor<double>& reactor) {
  const ReactCase& c = setup.input.values;
  const ChemicalSystem& system = setup.system;
  const Contents<double>& now = reactor.look(state, time);
  const Constants& at = reactor.at(time);
  const std::span<const double> lambda(now.solution.ln_activity);
  std::vector<double> row;
  if (c.train) row.push_back(static_cast<double>(tank + 1));
  row.push_back(c.run ? along / day : along);
  row.insert(row.end(), {at.temperature - 273.15, now.water,
                         -lambda[static_cast<std::size_t>(system.component("H+"))] / std::numbers::ln10,
                         now.solution.ionic_strength, std::exp(lambda.back())});
  if (setup.has_charge) row.push_back(charge_of(system, now));
  for (std::size_t j = 0; j < system.components(); ++j)
    if (system.component_name(j) != "H+") row.push_back(now.concentration[j] / system.water_density);
  const std::vector<Solid>& solids = setup.model.reactions.solids;
  std::vector<double> amount(system.minerals.size()), rate(system.minerals.size());
  for (std::size_t p = 0; p < solids.size(); ++p) {
    amount[solids[p].mineral] += state.amount[p];
    rate[solids[p].mineral] += now.speed[p] * reactor.stage().start.area[p];
  }
  row.insert(row.end(), amount.begin(), amount.end());
  row.insert(row.end(), state.phase.begin(), state.phase.end());
  for (std::size_t e = 0; e < setup.model.exchangers.size(); ++e)
    for (std::size_t i = 0; i < setup.model.exchangers[e].species.size(); ++i)
      row.push_back(reactor.stage().loaded(e, i));
  row.insert(row.end(), rate.begin(), rate.end());
  for (std::size_t m = 0; m < system.minerals.size(); ++m)
    row.push_back((system.minerals[m].row.dot(lambda) - at.ln_k_mineral[m]) / std::numbers::ln10);
  for (const std::vector<Phase>* phases : {&setup.model.phases, &setup.watched})
    for (const Phase& phase : *phases)
      row.push_back(phase.log_k.at(at.temperature) + phase.row.dot(lambda) / std::numbers::ln10);
  for (std::size_t g = 0; g < system.gases.size(); ++g) {
    row.push_back(now.gas[g] * gas_constant * at.temperature / standard_atmosphere);
    if (has_own_pressure(setup))
      row.push_back(reactor.stage().pressure(g, at.temperature) / standard_atmosphere);
    if (!has_gas(setup)) continue;
    row.push_back(state.entered[g]);
    if (setup.dry_mass > 0)
      row.push_back(1000 * state.entered[g] * molar_mass_of(setup, system.gases[g]) / setup.dry_mass);
  }
  return row;
}

std::string digits_of(double value, int digits) {
  char text[40];
  std::snprintf(text, sizeof text, "%.*g", digits, value);
  return text;
}

std::string heading(const ReactColumn& column) {
  return column.unit == "1" ? column.name : column.name + " [" + column.unit + "]";
}

std::string react_csv(const ReactTable& table) {
  std::string text;
  for (std::size_t k = 0; k < table.columns.size(); ++k)
    text += (k > 0 ? "," : "") + csv_cell(heading(table.columns[k]));
  text += "\n";
  for (const auto& row : table.rows) {
    for (std::size_t k = 0; k < row.size(); ++k) text += (k > 0 ? "," : "") + digits_of(row[k], 12);
    text += "\n";
  }
  return text;
}

}  // namespace talus::batch
