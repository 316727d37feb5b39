#include "report/account.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/error.h"
#include "report/dates.h"
#include "report/joined.h"
#include "report/words.h"

namespace talus::report {
namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

std::string text_of(const nlohmann::json& record, const char* key) {
  const auto found = record.find(key);
  if (found == record.end() || found->is_null()) return "";
  return found->is_string() ? found->get<std::string>() : found->dump();
}

std::vector<AssumedRecord> assumed_records(const Run& run) {
  std::vector<AssumedRecord> assumed;
  if (run.records.empty()) return assumed;
  try {
    for (const auto& record : nlohmann::json::parse(run.records)) {
      if (text_of(record, "status") != "assumed") continue;
      assumed.push_back({.kind = text_of(record, "kind"),
                         .name = text_of(record, "name"),
                         .quantity = text_of(record, "quantity"),
                         .value = text_of(record, "value"),
                         .unit = text_of(record, "unit"),
                         .source = text_of(record, "source"),
                         .note = text_of(record, "note")});
    }
  } catch (const nlohmann::json::exception& error) {
    throw FileError(run.file + ": /provenance/records cannot be read: " + error.what());
  }
  return assumed;
}

/// What lies there: the material, if there is only one.
std::string solids(const Run& run) {
  return run.materials.size() == 1 ? "dry " + run.materials.front() : "dry solids";
}

/// An amount of CO2 (kg) in every unit in which users ask for it.
void add_amount(const Yield& yield, const std::string& name, double mass, std::vector<Result>& results) {
  const bool wide = yield.footprint > 0, long_enough = yield.length > 0;
  const double per_area = yield.per_area(mass);
  const auto add = [&](const std::string& quantity, const char* unit, double value) {
    results.push_back({Topic::uptake, quantity, unit, value});
  };
  add(name, "kg", mass);
  add(name, "t", mass / 1e3);
  add(name + " per dry mass", "g/kg", 1e3 * yield.per_mass(mass));
  add(name + " per area", "kg/m2", wide ? per_area : nothing);
  add(name + " per area and year", "kg/m2/yr", wide && long_enough ? yield.per_year(per_area) : nothing);
  add(name + " per year", "t/yr", long_enough ? yield.per_year(mass) / 1e3 : nothing);
}

void add_uptake(const Account& account, std::vector<Result>& results) {
  const Yield& yield = account.yield;
  add_amount(yield, "CO2 from air", yield.from_air(), results);
  add_amount(yield, "CO2 stored", yield.stored(), results);
  const auto add = [&](const char* quantity, const char* unit, double value) {
    results.push_back({Topic::uptake, quantity, unit, value});
  };
  add("CO2 exported in drainage", "kg", yield.exported());
  add("CO2 exported per dry mass", "g/kg", 1e3 * yield.per_mass(yield.exported()));
  add("CO2 exported per area", "kg/m2", yield.footprint > 0 ? yield.per_area(yield.exported()) : nothing);
  add("error of CO2 stored by time steps", "kg", yield.time_error);
  add("numerical error of CO2 from air", "%", 100 * account.numerical_error());
  add("numerical error of CO2 stored", "%", 100 * account.numerical_error_of_stored());
  for (const StoredIn& place : yield.carbon.by_place)
    results.push_back(
        {Topic::place, "CO2 stored in " + place.place, "g/kg", 1e3 * yield.per_mass(place.stored.back())});
}

/// The rest of the mass balance of CO2, and what crossed each patch: gas and water apart.
void add_balance(const CarbonBalance& carbon, std::vector<Result>& results) {
  const auto add = [&](const std::string& quantity, double mass) {
    results.push_back({Topic::balance, quantity, "kg", mass});
  };
  add("CO2 brought by rain and other water", carbon.from_water.back());
  add("CO2 from sources inside", carbon.from_sources.back());
  add("CO2 from minerals of the rock", carbon.from_rock.back());
  add("CO2 added otherwise", carbon.added.back());
  add("CO2 that the balance misses", carbon.difference.back());
  results.push_back({Topic::balance, "alkalinity exported in drainage", "mol", carbon.alkalinity.back()});
  for (const CarbonCrossing& crossing : carbon.crossings) {
    const auto through = [&](const std::string& quantity, double mass) {
      results.push_back({Topic::surface, quantity + " through " + crossing.patch, "kg", mass});
    };
    if (crossing.gas) through("CO2 from air", crossing.from_air.back());
    if (!crossing.water) continue;
    through("CO2 brought by water", crossing.from_water.back());
    through("CO2 taken out by water", crossing.exported.back());
  }
}

/// The carbon of each source.
void add_sources(const std::vector<CarbonOfSource>& sources, std::vector<Result>& results) {
  for (const CarbonOfSource& one : sources) {
    const auto add = [&](const char* what, double mass) {
      results.push_back({Topic::balance, "CO2 of " + one.name + " (" + one.kind + ") " + what, "kg", mass});
    };
    add("in minerals at the start", one.in_minerals.front());
    add("in minerals at the end", one.in_minerals.back());
    add("in water and gas at the end", one.in_pores.back());
    add("stored", one.stored());
    add("that came in", one.came_in.back());
    add("that left", one.left.back());
  }
}

std::optional<double> refined_conversion(const Run& run, const std::string& mineral) {
  if (!run.refined) return std::nullopt;
  const auto found = run.refined->conversion.find(mineral);
  return found == run.refined->conversion.end() ? std::nullopt : std::optional(found->second.second);
}

}  // namespace

std::string time_to_convert(double mark, const std::string& mineral) {
  return "time to " + digits(100 * mark, 2) + " % of " + mineral;
}

namespace {

void add_minerals(const Run& run, const Yield& yield, std::vector<Result>& results) {
  const auto add = [&](const std::string& quantity, const char* unit, double value) {
    results.push_back({Topic::minerals, quantity, unit, value});
  };
  for (const Conversion& mineral : yield.conversions) {
    add(mineral.mineral + " at the start", "kg", mineral.initial);
    add(mineral.mineral + " at the end", "kg", mineral.final);
    add(mineral.mineral + " conversion", "%", 100 * mineral.conversion.back());
    if (const auto refined = refined_conversion(run, mineral.mineral))
      add(mineral.mineral + " conversion, refined run", "%", 100 * *refined);
    for (std::size_t i = 0; i < conversion_marks.size(); ++i)
      if (mineral.conversion.back() >= 0.01)
        add(time_to_convert(conversion_marks[i], mineral.mineral), "d",
            mineral.reached[i] ? *mineral.reached[i] / 86400 : nothing);
  }
  for (const Formed& mineral : yield.formed) {
    add(mineral.mineral + " formed", "kg", mineral.mass);
    if (mineral.holds_carbon) add("CO2 in " + mineral.mineral + " formed", "kg", mineral.carbon_dioxide);
  }
}

void add_elements(const Yield& yield, std::vector<Result>& results) {
  const auto add = [&](const std::string& quantity, const char* unit, double value) {
    results.push_back({Topic::elements, quantity, unit, value});
  };
  for (const ElementYield& one : yield.elements) {
    const std::string& name = one.element;
    const double stored = yield.stored();
    add(name + " in minerals at the start", "kg", one.in_minerals);
    add(name + " released by minerals", "kg", one.released);
    add(name + " released per dry mass", "g/t", 1e6 * yield.per_mass(one.released));
    add(name + " released per CO2 stored", "kg/t", stored > 0 ? 1e3 * one.released / stored : nothing);
    add(name + " taken up by minerals", "kg", one.taken_up);
    add(name + " in water and on exchangers at the end", "kg", one.in_water);
    add(name + " exported in drainage", "kg", one.exported);
  }
}

void add_acid_base(const AcidBase& account, std::vector<Result>& results) {
  const auto add = [&](const std::string& quantity, const char* unit, double value) {
    results.push_back({Topic::acid_base, quantity, unit, value});
  };
  for (const auto& [when, row] :
       {std::pair{" at the start", std::size_t{0}}, {" at the end", account.acid_potential.size() - 1}}) {
    const double acid = account.acid_potential[row], base = account.neutralisation(row);
    add(std::string("acid potential") + when, "kg/t", acid);
    add(std::string("neutralisation potential of carbonates") + when, "kg/t", account.of_carbonates[row]);
    add(std::string("neutralisation potential of hydroxides") + when, "kg/t", account.of_hydroxides[row]);
    add(std::string("net neutralisation potential") + when, "kg/t", base - acid);
    add(std::string("neutralisation potential ratio") + when, "-", acid > 0 ? base / acid : nothing);
  }
}

void add_water(const WaterAccount& water, std::vector<Result>& results) {
  const auto add = [&](const char* quantity, const char* unit, double value) {
    results.push_back({Topic::water, quantity, unit, value});
  };
  add("liquid water at the start", "kg", water.initial);
  add("liquid water at the end", "kg", water.final);
  add("water bound by minerals", "kg", water.bound);
  add("water made up", "kg", water.made_up);
  add("water brought by rain and other water", "kg", water.brought);
  add("water that drained", "kg", water.drained);
  add("water evaporated", "kg", water.evaporated);
  const auto add_given = [&](const char* quantity, const std::optional<double>& value) {
    if (value) add(quantity, "kg", *value);
  };
  add_given("water irrigated", water.irrigated);
  add_given("water that ran off", water.ran_off);
  add_given("water ponded at the end", water.ponded);
  add_given("water evaporated from ponds", water.pond_evaporated);
  add_given("snow on the ground at the end", water.snow);
  add_given("snow on the ground at most", water.most_snow);
  add("mean saturation at the start", "-", water.initial_saturation);
  add("mean saturation at the end", "-", water.final_saturation);
}

}  // namespace

std::string Account::headline() const {
  const std::string in_time =
      " in " + duration(yield.length) +
      (run.start ? " (" + when(run, run.time.front()) + " to " + when(run, run.time.back()) + ")"
                 : std::string());
  const auto& elements = run.system.elements;
  if (std::find(elements.begin(), elements.end(), "C") == elements.end())
    return "This case has no carbon, so that there is no CO2 to report" + in_time;
  const auto per_area = [&](double mass) {
    return yield.footprint > 0 ? " (" + digits(std::abs(yield.per_area(mass))) + " kg/m2)" : std::string();
  };
  const auto per_mass = [&](double mass) { return digits(1e3 * std::abs(yield.per_mass(mass))); };
  const double from_air = yield.from_air(), stored = yield.stored();
  const char* way = yield.sources.empty() ? (from_air < 0 ? " to the air" : " from air") : " as gas";
  std::string text = (from_air < 0 ? "Released " : "Took up ") + per_mass(from_air) + " g CO2 per kg of " +
                     solids(run) + way + in_time + per_area(from_air) +
                     (stored < 0 ? "; lost " : "; stored ") + per_mass(stored) + " g/kg" + per_area(stored);
  for (std::size_t s = 0; s < yield.sources.size(); ++s)
    text += (s == 0 ? ", of it " : ", ") + digits(1e3 * yield.per_mass(yield.sources[s].stored())) + " of " +
            yield.sources[s].name;
  return text;
}

std::string Account::carbon_text() const {
  const CarbonParts parts = parts_of(yield.carbon, Minerals::together);
  const double sum = parts.sum();
  if (sum <= 0) return "";
  const auto words = [&](const std::vector<Part>& side) {
    std::string text;
    for (const auto& [name, mass] : side)
      if (mass >= 5e-4 * sum)
        text += (text.empty() ? "" : " + ") + digits(1e3 * yield.per_mass(mass)) + " " + name;
    return text;
  };
  return "CO2 in g/kg: " + words(parts.origins) + " = " + words(parts.fates);
}

std::string Account::verdict() const {
  const std::string largest = "largest relative difference " + digits(ledger.worst(), 2);
  if (ledger.closed()) return "The mass balances close: " + largest + " of every element, water and charge.";
  std::string lines;
  for (const LedgerLine& line : ledger.lines)
    if (!(line.worst() <= closure_gate)) lines += (lines.empty() ? "" : ", ") + line.name;
  if (!(ledger.by_solver <= closure_gate))
    lines +=
        (lines.empty() ? "" : ", ") + ("the run's own series closure_..., " + digits(ledger.by_solver, 2));
  if (lines.empty() && !(ledger.parts <= closure_gate))
    lines = "gas and water are not all that came in through the patches, " + digits(ledger.parts, 2);
  if (lines.empty() && !(ledger.by_source <= closure_gate))
    lines = "the carbon of a source is not what came and went, " + digits(ledger.by_source, 2);
  if (lines.empty()) lines = "carbon against what of it moved, " + digits(ledger.carbon_to_turnover, 2);
  return "INVALID: the mass balances do not close (" + lines + "; " + largest + ", allowed " +
         digits(closure_gate, 1) + "). Do not use these numbers.";
}

double Account::numerical_error() const {
  if (!run.refined || run.refined->from_air == 0) return nothing;
  return std::abs((run.refined->from_air - run.refined->coarse_from_air) / run.refined->from_air);
}

double Account::numerical_error_of_stored() const {
  if (!run.refined || run.refined->stored == 0) return nothing;
  return std::abs((run.refined->stored - run.refined->coarse_stored) / run.refined->stored);
}

std::string Account::numerical_error_text() const {
  const std::string what = "numerical error (grid and steps) of CO2 from air: ";
  if (!run.refined) return what + "not estimated: run with --refine";
  const double refined = yield.per_mass(run.refined->from_air * carbon_dioxide_molar_mass());
  return what + digits(100 * numerical_error(), 2) + " % (refined run: " + digits(1e3 * refined) + " g/kg)";
}

std::vector<std::string> Account::warnings() const {
  std::vector<std::string> list;
  const auto value_of = [&](const char* key) {
    const auto found = run.provenance.find(key);
    return found == run.provenance.end() ? std::string() : found->second;
  };
  if (!run.done()) {
    const std::string status = value_of("status");
    list.push_back("The run did not come to its end (" + (status.empty() ? "unknown" : status) +
                   "); the report covers the first " + duration(yield.length) + ".");
  }
  for (const std::string& sentence : run.damage) list.push_back("Beware: " + sentence);
  std::istringstream lines(value_of("warnings"));
  for (std::string line; std::getline(lines, line);)
    if (!line.empty()) list.push_back("Beware: " + line + ".");
  return list;
}

namespace {

Account account_of(Run run) {
  Account account;
  account.run = std::move(run);
  account.ledger = make_ledger(account.run);
  account.yield = make_yield(account.run);
  account.published = compare_with_published(account.run.published, account.yield);
  account.assumed = assumed_records(account.run);
  return account;
}

/// What `work` gives; what does not fit together in a file is the fault of the file, whoever notices it.
template <class Work>
auto blaming(const std::string& file, const Work& work) {
  try {
    return work();
  } catch (const FileError&) {
    throw;
  } catch (const std::exception& error) {
    throw FileError(file + " is damaged: " + error.what());
  }
}

/// Runs of the same name get a number each.
std::vector<Account> told_apart(std::vector<Account> accounts) {
  std::map<std::string, int> seen;
  for (Account& account : accounts)
    if (const int times = ++seen[account.run.name]; times > 1)
      account.run.name += " (" + std::to_string(times) + ")";
  return accounts;
}

}  // namespace

Account make_account(const std::string& run_file) {
  return blaming(run_file, [&] { return account_of(read_run(run_file)); });
}

std::vector<Account> read_accounts(const std::vector<std::string>& run_files,
                                   const std::function<void(std::size_t)>& look) {
  std::vector<Account> accounts;
  for (const auto& file : run_files) {
    look(accounts.size());
    accounts.push_back(make_account(file));
  }
  look(accounts.size());
  return told_apart(std::move(accounts));
}

std::vector<Account> read_joined_accounts(const std::vector<std::string>& run_files,
                                          const std::function<void(std::size_t)>& look) {
  std::vector<Run> heads, runs;
  for (const auto& file : run_files) {
    look(heads.size());
    heads.push_back(blaming(file, [&] { return read_head(file); }));
  }
  const std::vector<std::vector<std::size_t>> rows = profile_rows_when_joined(heads);
  for (const auto& file : run_files) {
    look(runs.size());
    runs.push_back(blaming(file, [&] { return read_run(file, rows[runs.size()]); }));
  }
  std::vector<Account> accounts;
  for (Run& run : join_runs(std::move(runs))) {
    const std::string file = run.file;
    accounts.push_back(blaming(file, [&] { return account_of(std::move(run)); }));
  }
  look(run_files.size());
  return told_apart(std::move(accounts));
}

std::vector<Result> results_of(const Account& account) {
  const Yield& yield = account.yield;
  std::vector<Result> results{
      {Topic::run, "length of the run", "d", yield.length / 86400},
      {Topic::run, "initial dry mass", "kg", yield.dry_mass},
      {Topic::run, "footprint", "m2", yield.footprint > 0 ? yield.footprint : nothing},
  };
  add_uptake(account, results);
  add_balance(yield.carbon, results);
  add_sources(yield.sources, results);
  add_minerals(account.run, yield, results);
  add_elements(yield, results);
  add_acid_base(yield.acid_base, results);
  add_water(yield.water, results);
  results.push_back({Topic::closures, "largest closure", "-", account.ledger.worst()});
  results.push_back(
      {Topic::closures, "carbon closure to its turnover", "-", account.ledger.carbon_to_turnover});
  results.push_back({Topic::closures, "gas and water against what came in", "-", account.ledger.parts});
  return results;
}

}  // namespace talus::report
