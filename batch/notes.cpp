#include "batch/notes.h"

#include <algorithm>
#include <cmath>
#include <ranges>

#include "base/warnings.h"
#include "batch/table.h"
#include "chemistry/activity/fugacity_models.h"
#include "chemistry/assumptions.h"
#include "chemistry/known_temperatures.h"
#include "chemistry/left_out.h"
#include "chemistry/reactor/reactor_gas.h"
#include "chemistry/speciation/slow_redox.h"

namespace talus::batch {

namespace {

/// The lowest and the highest value of a column.
std::pair<double, double> extremes(const ReactTable& table, const std::string& name) {
  const auto k = static_cast<std::size_t>(std::ranges::find(table.columns, name, &ReactColumn::name) -
                                          table.columns.begin());
  const auto value = [k](const auto& row) { return row[k]; };
  const auto [low, high] = std::ranges::minmax(table.rows | std::views::transform(value));
  return {low, high};
}

/// "CO2(g) 0.961 times the partial pressure, ...".
std::string coefficients_in_words(const ReactSetup& setup) {
  const GasOfReactor<double> gas(setup.model, setup.model.temperature.at(0));
  std::string words;
  for (std::size_t g = 0; g < setup.system.gases.size(); ++g)
    words += (g > 0 ? ", " : "") + setup.system.gases[g].name + " " +
             digits_of(std::exp(gas.ln_coefficient[g]), 4) + " times its partial pressure";
  return words;
}

/// Why gas above 1 atm is ideal.
std::string why_ideal(const ReactSetup& setup) {
  if (setup.system.fugacity == "ideal") return ", as chemistry.fugacity says";
  std::string lacking;
  for (const Gas& gas : setup.system.gases)
    if (!gas.record->critical.known()) lacking += (lacking.empty() ? "" : ", ") + gas.name;
  if (lacking.empty()) return ", as it began at 1 atm; chemistry.fugacity = \"Peng-Robinson\" corrects it";
  return ": the database has no critical constants of " + lacking +
         " (-T_c, -P_c and -Omega in PHASES, or critical = { ... } in [gases]; \"talus\" has some)";
}

/// The highest sum of the partial pressures in the gas, atm; of the gas of the water where the gas is kept.
double highest_pressure(const ReactSetup& setup, const ReactTable& table) {
  const bool own = std::ranges::any_of(table.columns, [](const ReactColumn& c) {
    return c.kind == ReactColumn::gas && c.name.ends_with(" in the gas");
  });
  double highest = 0;
  for (const auto& row : table.rows) {
    double sum = 0;
    for (std::size_t k = 0; k < row.size(); ++k)
      if (table.columns[k].kind == ReactColumn::gas && table.columns[k].name.ends_with(" in the gas") == own)
        sum += row[k];
    highest = std::max(highest, sum);
  }
  return setup.model.gas.kind == GasContact::none ? 0 : highest;
}

/// How the gas was taken: inert parts, fugacities, pressures without effect.
void add_gas_lines(const ReactSetup& setup, const ReactResult& result, std::vector<std::string>& lines) {
  const GasContact& gas = setup.model.gas;
  if (gas.kind == GasContact::none) return;
  const double start = gas.total_pressure / standard_atmosphere;
  double sum = 0;
  for (const double partial : gas.partial) sum += partial / standard_atmosphere;
  const bool given = setup.input.values.gas->pressure.has_value();
  std::string line = "Assumed: total pressure of the gas at the start " + digits_of(start, 4) + " atm";
  if (!given && sum > 1) line += ", the sum of gas.air (gas.pressure gives another)";
  if (!given && sum <= 1) line += " (gas.pressure gives another)";
  if (start - sum > 1e-6) line += ", of which " + digits_of(start - sum, 4) + " atm are inert";
  if (!given || start - sum > 1e-6) lines.push_back(line);
  const double inert = gas.kind == GasContact::enclosed ? start - sum : 0;
  const double highest = std::max(start, highest_pressure(setup, result.table) + inert);
  if (gas.real)
    lines.push_back("Fugacities of the gas follow Peng and Robinson's equation; at the start those of " +
                    coefficients_in_words(setup));
  else if (highest > 1 + 1e-6)
    lines.push_back("Beware: the gas came to " + digits_of(highest, 4) + " atm and was taken as ideal" +
                    why_ideal(setup));
  if (highest > pressure_without_effect)
    lines.push_back("Beware: the gas came to " + digits_of(highest, 4) +
                    " atm; constants and activities in the water are those of 1 atm");
}

}  // namespace

std::vector<std::string> notes_of(const ReactSetup& setup, const ReactResult& result) {
  std::vector<std::string> lines;
  const double strength = extremes(result.table, "ionic strength").second;
  const double limit = activity_limit(setup.system.activity_model);
  if (strength > limit)
    lines.push_back("Beware: the ionic strength came to " + digits_of(strength, 3) + " mol/kgw, " +
                    setup.system.activity_model + " activities are meant for up to " + digits_of(limit, 3));
  const auto [coldest, warmest] = extremes(result.table, "temperature");
  for (const auto& [name, water] : setup.waters)
    if (const std::string note = charge_note(water); !note.empty())
      lines.push_back("Beware: in the water '" + name + "' " + note);
  const std::string unknown =
      unknown_temperatures(setup.system, coldest + 273.15, warmest + 273.15, setup.model.phases);
  if (!unknown.empty()) lines.push_back("Beware: " + unknown);
  add_gas_lines(setup, result, lines);
  std::vector<Assumption> assumed =
      assumptions_of(setup.system, coldest + 273.15, warmest + 273.15, setup.model.phases);
  for (const Exchanger& exchanger : setup.model.exchangers)
    for (Assumption& a : assumptions_of(exchanger, coldest + 273.15, warmest + 273.15))
      assumed.push_back(std::move(a));
  for (const std::string& line : in_words(assumed)) lines.push_back("Assumed: " + line);
  const Database& database = *setup.input.database;
  if (const std::string grid =
          outside_of_grid(database, setup.system.activity_model, coldest + 273.15, warmest + 273.15);
      !grid.empty())
    lines.push_back("Beware: " + grid);
  if (const std::string names = left_out_of(database, setup.system); !names.empty())
    lines.push_back("Beware: dissolved species that its elements have and the model leaves out: " + names);
  if (!result.moved_states.empty())
    lines.push_back(std::string("Beware: ") + slow_redox_kind +
                    " have moved elements: " + result.moved_states);
  for (const Problem& warning : warnings_of(setup.input.document))
    lines.push_back("Beware: " + one_line(warning));
  return lines;
}

}  // namespace talus::batch
