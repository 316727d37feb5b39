#include "report/json.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace talus::report {
namespace {

using nlohmann::json;

json number(double value) { return std::isfinite(value) ? json(value) : json(nullptr); }

json number(const std::optional<double>& value) { return value ? number(*value) : json(nullptr); }

json curve(const Curve& values) {
  json list = json::array();
  for (const double value : values) list.push_back(number(value));
  return list;
}

json quantity(double value, const char* unit) { return {{"value", number(value)}, {"unit", unit}}; }

json describe_yield(const Yield& yield) {
  json places = json::object(), patches = json::object();
  for (const StoredIn& place : yield.by_place) places[place.place] = quantity(place.stored.back(), "kg");
  for (const auto& [patch, mass] : yield.through_patch) patches[patch] = quantity(mass, "kg");
  const bool wide = yield.footprint > 0;
  const double none = std::nan("");
  return {{"stored", quantity(yield.total(), "kg")},
          {"stored_by_place", places},
          {"entered_by_patch", patches},
          {"booked", quantity(yield.booked, "kg")},
          {"per_dry_mass", quantity(1e3 * yield.per_mass(), "g/kg")},
          {"per_area", quantity(wide ? yield.per_area() : none, "kg/m2")},
          {"per_area_and_year", quantity(wide ? yield.per_area_and_year() : none, "kg/m2/yr")},
          {"per_year", quantity(yield.per_year(), "kg/yr")},
          {"time_step_error", quantity(yield.time_error, "kg")}};
}

json describe_minerals(const Yield& yield) {
  json conversions = json::object(), formed = json::object();
  for (const Conversion& mineral : yield.conversions) {
    json reached = json::object();
    for (std::size_t i = 0; i < conversion_marks.size(); ++i)
      reached[std::to_string(static_cast<int>(100 * conversion_marks[i]))] = number(mineral.reached[i]);
    conversions[mineral.mineral] = {{"initial", quantity(mineral.initial, "kg")},
                                    {"final", quantity(mineral.final, "kg")},
                                    {"conversion", number(mineral.conversion.back())},
                                    {"seconds_to_percent", reached}};
  }
  for (const Formed& mineral : yield.formed)
    formed[mineral.mineral] = {{"mass", quantity(mineral.mass, "kg")},
                               {"amount", quantity(mineral.amount, "mol")},
                               {"carbon_dioxide", quantity(mineral.carbon_dioxide, "kg")}};
  return {{"converted", conversions}, {"formed", formed}};
}

json describe_water(const WaterAccount& water) {
  return {{"initial", quantity(water.initial, "kg")},
          {"final", quantity(water.final, "kg")},
          {"bound_by_minerals", quantity(water.bound, "kg")},
          {"made_up", quantity(water.made_up, "kg")},
          {"initial_saturation", number(water.initial_saturation)},
          {"final_saturation", number(water.final_saturation)}};
}

json describe_ledger(const Account& account) {
  json lines = json::array();
  for (const LedgerLine& line : account.ledger.lines) {
    json patches = json::object();
    for (std::size_t p = 0; p < line.entered_by_patch.size(); ++p)
      patches[account.run.patches[p].name] = number(line.entered_by_patch[p].back());
    lines.push_back({{"name", line.name},
                     {"kind", to_string(line.kind)},
                     {"unit", "mol"},
                     {"initial_store", number(line.store.front())},
                     {"final_store", number(line.store.back())},
                     {"entered", number(line.entered.back())},
                     {"entered_by_patch", patches},
                     {"booked", number(line.booked.back())},
                     {"difference", number(line.difference.back())},
                     {"turnover", number(line.turnover.back())},
                     {"closure", number(line.closure.back())},
                     {"largest_closure", number(line.worst())}});
  }
  return {{"lines", lines},
          {"closed", account.ledger.closed()},
          {"gate", closure_gate},
          {"largest_closure", number(account.ledger.worst())},
          {"carbon_to_turnover", number(account.ledger.carbon_to_turnover)}};
}

json describe_published(const Account& account) {
  json list = json::array();
  for (const Comparison& one : account.published) {
    json entry{{"quantity", one.quantity},
               {"unit", one.unit},
               {"source", one.source},
               {"computed", number(one.computed)},
               {"words", one.sentence()}};
    if (one.value) {
      entry["value"] = number(one.value);
      entry["ratio"] = number(one.ratio());
    } else {
      entry["range"] = {number(one.low), number(one.high)};
      entry["inside"] = one.inside() ? json(*one.inside()) : json(nullptr);
    }
    list.push_back(entry);
  }
  return list;
}

json describe_series(const Yield& yield, const Run& run) {
  json places = json::object(), conversions = json::object();
  for (const StoredIn& place : yield.by_place) places[place.place] = curve(place.stored);
  for (const Conversion& mineral : yield.conversions)
    conversions[mineral.mineral] = curve(mineral.conversion);
  return {{"time_s", curve(run.time)},         {"moment", run.moment},
          {"stored_kg", curve(yield.stored)},  {"stored_by_place_kg", places},
          {"conversion", conversions},         {"rate_time_s", curve(yield.rate_time)},
          {"rate_kg_per_s", curve(yield.rate)}};
}

json describe_numerical_error(const Account& account) {
  const auto& refined = account.run.refined;
  if (!refined) return nullptr;
  json conversions = json::object();
  for (const auto& [mineral, values] : refined->conversion)
    conversions[mineral] = {{"this", number(values.first)}, {"refined", number(values.second)}};
  const double mass = carbon_dioxide_molar_mass();
  return {{"relative", number(account.numerical_error())},
          {"refined_file", refined->file},
          {"stored", quantity(refined->coarse_stored * mass, "kg")},
          {"refined_stored", quantity(refined->stored * mass, "kg")},
          {"conversion", conversions}};
}

json describe(const Account& account) {
  json assumed = json::array();
  for (const AssumedRecord& record : account.assumed)
    assumed.push_back({{"kind", record.kind},
                       {"name", record.name},
                       {"quantity", record.quantity},
                       {"value", record.value},
                       {"unit", record.unit},
                       {"source", record.source},
                       {"note", record.note}});
  const Run& run = account.run;
  return {{"run", run.name},
          {"file", run.file},
          {"title", run.title},
          {"valid", account.ledger.closed()},
          {"finished", run.done()},
          {"headline", account.headline()},
          {"verdict", account.verdict()},
          {"numerical_error", describe_numerical_error(account)},
          {"numerical_error_words", account.numerical_error_text()},
          {"warnings", account.warnings()},
          {"length", quantity(account.yield.length, "s")},
          {"dry_mass", quantity(account.yield.dry_mass, "kg")},
          {"footprint", quantity(run.footprint > 0 ? run.footprint : std::nan(""), "m2")},
          {"materials", run.materials},
          {"carbon_dioxide", describe_yield(account.yield)},
          {"minerals", describe_minerals(account.yield)},
          {"water", describe_water(account.yield.water)},
          {"ledger", describe_ledger(account)},
          {"published", describe_published(account)},
          {"assumed", assumed},
          {"series", describe_series(account.yield, run)},
          {"provenance", run.provenance}};
}

}  // namespace

std::string json_text(std::span<const Account> accounts) {
  json runs = json::array();
  for (const Account& account : accounts) runs.push_back(describe(account));
  const json report{{"schema_version", 1}, {"runs", runs}};
  return report.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace talus::report
