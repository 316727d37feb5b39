#include "report/csv.h"

#include <array>
#include <charconv>
#include <cmath>

#include "base/csv_text.h"

namespace talus::report {
namespace {

/// The shortest decimal that reads back to the same number; nothing where there is no number.
std::string cell(double value) {
  if (!std::isfinite(value)) return "";
  std::array<char, 32> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

std::string cell(int value) { return std::to_string(value); }

std::string cell(const std::string& text) { return csv_cell(text); }

std::string cell(const char* text) { return cell(std::string(text)); }

template <class First, class... Rest>
void add_row(std::string& table, const First& first, const Rest&... rest) {
  table += cell(first);
  ((table += "," + cell(rest)), ...);
  table += "\n";
}

}  // namespace

std::string summary_csv(std::span<const Account> accounts) {
  std::string table = "run,quantity,unit,value\n";
  for (const Account& account : accounts)
    for (const Result& result : results_of(account))
      add_row(table, account.run.name, result.quantity, result.unit, result.value);
  return table;
}

std::string series_csv(std::span<const Account> accounts) {
  std::string table = "run,time_s,quantity,unit,value\n";
  for (const Account& account : accounts) {
    const Run& run = account.run;
    const Yield& yield = account.yield;
    for (std::size_t k = 0; k < run.time.size(); ++k) {
      if (run.moment[k] == 1) continue;  // of a time that stands twice, the state after the operation
      add_row(table, run.name, run.time[k], "CO2 stored", "kg", yield.stored[k]);
      for (const StoredIn& place : yield.by_place)
        add_row(table, run.name, run.time[k], "CO2 stored in " + place.place, "kg", place.stored[k]);
      for (const Conversion& mineral : yield.conversions)
        add_row(table, run.name, run.time[k], mineral.mineral + " conversion", "1", mineral.conversion[k]);
      if (!run.saturation.empty())
        add_row(table, run.name, run.time[k], "mean saturation", "1", run.saturation[k]);
    }
    for (std::size_t k = 0; k < yield.rate.size(); ++k)
      add_row(table, run.name, yield.rate_time[k], "CO2 uptake rate", "kg/s", yield.rate[k]);
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
          add_row(table, run.name, run.time[run.profiles.rows[i]], run.moment[run.profiles.rows[i]],
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
          add_row(table, run.name, run.time[k], run.moment[k], to_string(line.kind), line.name, term, unit,
                  value);
        };
        add("store", "mol", line.store[k]);
        add("change", "mol", line.change(k));
        for (std::size_t p = 0; p < run.patches.size(); ++p)
          add("entered through " + run.patches[p].name, "mol", line.entered_by_patch[p][k]);
        add("booked", "mol", line.booked[k]);
        add("difference", "mol", line.difference[k]);
        add("turnover", "mol", line.turnover[k]);
        add("closure", "1", line.closure[k]);
      }
  }
  return table;
}

}  // namespace talus::report
