#include "report/csv.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "report/csv_row.h"
#include "report/table.h"

namespace talus::report {
namespace {

/// Every curve of the carbon, by the name of its quantity; kg.
std::vector<std::pair<std::string, const Curve*>> carbon_curves(const CarbonBalance& carbon) {
  std::vector<std::pair<std::string, const Curve*>> curves{
      {"CO2 from air", &carbon.from_air},
      {"CO2 brought by rain and other water", &carbon.from_water},
      {"CO2 from sources inside", &carbon.from_sources},
      {"CO2 from minerals of the rock", &carbon.from_rock},
      {"CO2 added otherwise", &carbon.added},
      {"CO2 exported in drainage", &carbon.exported},
      {"CO2 stored", &carbon.stored}};
  for (const StoredIn& place : carbon.by_place)
    curves.emplace_back("CO2 stored in " + place.place, &place.stored);
  for (const CarbonCrossing& crossing : carbon.crossings) {
    if (crossing.gas) curves.emplace_back("CO2 from air through " + crossing.patch, &crossing.from_air);
    if (!crossing.water) continue;
    curves.emplace_back("CO2 brought by water through " + crossing.patch, &crossing.from_water);
    curves.emplace_back("CO2 taken out by water through " + crossing.patch, &crossing.exported);
  }
  return curves;
}

}  // namespace

std::string summary_csv(std::span<const Account> accounts, const std::string& against,
                        std::span<const std::vector<Result>> answers) {
  std::vector<ResultRow> rows = result_rows(
      accounts, {Topic::run, Topic::uptake, Topic::place, Topic::balance, Topic::surface, Topic::minerals,
                 Topic::elements, Topic::acid_base, Topic::water, Topic::closures});
  for (ResultRow& row : rows_of(answers)) rows.push_back(std::move(row));
  const auto base =
      std::ranges::find_if(accounts, [&](const Account& one) { return one.run.name == against; });
  const bool compares = !against.empty() && base != accounts.end();
  const auto of_base = static_cast<std::size_t>(base - accounts.begin());
  std::string table = "run";
  for (const ResultRow& row : rows) {
    table += "," + csv_value(row.quantity + " (" + row.unit + ")");
    if (compares)
      table += "," + csv_value(row.quantity + " minus that of " + against + " (" + row.unit + ")");
  }
  table += "\n";
  for (std::size_t r = 0; r < accounts.size(); ++r) {
    table += csv_value(accounts[r].run.name);
    for (const ResultRow& row : rows) {
      table += "," + csv_value(row.values[r]);
      if (compares) table += "," + csv_value(row.values[r] - row.values[of_base]);
    }
    table += "\n";
  }
  return table;
}

std::string series_csv(std::span<const Account> accounts) {
  std::string table = "run,time_s,quantity,unit,value\n";
  for (const Account& account : accounts) {
    const Run& run = account.run;
    const Yield& yield = account.yield;
    for (std::size_t k = 0; k < run.time.size(); ++k) {
      if (run.moment[k] == 1) continue;  // of a time that stands twice, the state after the operation
      for (const auto& [name, curve] : carbon_curves(yield.carbon))
        add_csv_row(table, run.name, run.time[k], name, "kg", (*curve)[k]);
      for (const Conversion& mineral : yield.conversions)
        add_csv_row(table, run.name, run.time[k], mineral.mineral + " conversion", "1",
                    mineral.conversion[k]);
      add_csv_row(table, run.name, run.time[k], "acid potential", "kg/t", yield.acid_base.acid_potential[k]);
      add_csv_row(table, run.name, run.time[k], "neutralisation potential", "kg/t",
                  yield.acid_base.neutralisation(k));
      if (!run.saturation.empty())
        add_csv_row(table, run.name, run.time[k], "mean saturation", "1", run.saturation[k]);
    }
    for (std::size_t k = 0; k < yield.rates.time.size(); ++k) {
      add_csv_row(table, run.name, yield.rates.time[k], "rate of CO2 from air", "kg/s",
                  yield.rates.from_air[k]);
      add_csv_row(table, run.name, yield.rates.time[k], "rate of CO2 stored", "kg/s", yield.rates.stored[k]);
    }
  }
  return table;
}

std::string profiles_csv(std::span<const Account> accounts) {
  std::string table = "run,time_s,moment,depth_m,quantity,unit,value\n";
  for (const Account& account : accounts) {
    const Run& run = account.run;
    for (const auto& [name, at_rows] : run.profiles.value)
      for (std::size_t i = 0; i < at_rows.size(); ++i)
        for (std::size_t d = 0; d < run.profiles.depth.size(); ++d)
          add_csv_row(table, run.name, run.time[run.profiles.rows[i]], run.moment[run.profiles.rows[i]],
                      run.profiles.depth[d], name, run.profiles.unit.at(name), at_rows[i][d]);
  }
  return table;
}

std::string ledger_csv(std::span<const Account> accounts) {
  std::string table = "run,time_s,moment,kind,name,term,unit,value\n";
  for (const Account& account : accounts) {
    const Run& run = account.run;
    for (const LedgerLine& line : account.ledger.lines)
      for (std::size_t k = 0; k < run.time.size(); ++k) {
        const auto add = [&](const std::string& term, const char* unit, double value) {
          add_csv_row(table, run.name, run.time[k], run.moment[k], to_string(line.kind), line.name, term,
                      unit, value);
        };
        add("store", "mol", line.store[k]);
        add("change", "mol", line.change(k));
        for (std::size_t p = 0; p < run.patches.size(); ++p) {
          const PatchRecord& patch = run.patches[p];
          add("entered through " + patch.name, "mol", line.entered_by_patch[p][k]);
          if (!patch.gas.empty()) add("entered as gas through " + patch.name, "mol", line.gas_by_patch[p][k]);
          if (!patch.vapour.empty())
            add("entered as vapour through " + patch.name, "mol", line.vapour_by_patch[p][k]);
          if (patch.inflow.empty()) continue;
          add("brought by water through " + patch.name, "mol", line.inflow_by_patch[p][k]);
          add("taken out by water through " + patch.name, "mol", line.outflow_by_patch[p][k]);
        }
        add("external", "mol", line.external[k]);
        add("difference", "mol", line.difference[k]);
        add("turnover", "mol", line.turnover[k]);
        add("closure", "1", line.closure[k]);
      }
  }
  return table;
}

}  // namespace talus::report
