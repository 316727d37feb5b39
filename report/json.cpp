#include "report/json.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "report/claim_output.h"
#include "report/coverage.h"
#include "report/json_number.h"
#include "report/measured_output.h"
#include "report/plant_output.h"
#include "report/seepage_output.h"
#include "report/solids_output.h"

namespace talus::report {
namespace {

using nlohmann::json;

json number(double value) { return json_number(value); }

json number(const std::optional<double>& value) { return value ? number(*value) : json(nullptr); }

json curve(const Curve& values) {
  json list = json::array();
  for (const double value : values) list.push_back(number(value));
  return list;
}

json quantity(double value, const char* unit) { return {{"value", number(value)}, {"unit", unit}}; }

/// An amount of CO2 (kg) for each of the parts that the headline speaks of.
template <class Amount>
json each_part(const Yield& yield, const char* unit, Amount&& amount) {
  const CarbonBalance& carbon = yield.carbon;
  return {{"from_air", quantity(amount(yield.from_air()), unit)},
          {"from_water", quantity(amount(carbon.from_water.back()), unit)},
          {"from_sources", quantity(amount(carbon.from_sources.back()), unit)},
          {"from_rock", quantity(amount(carbon.from_rock.back()), unit)},
          {"added", quantity(amount(carbon.added.back()), unit)},
          {"exported", quantity(amount(yield.exported()), unit)},
          {"stored", quantity(amount(yield.stored()), unit)}};
}

json describe_crossings(const CarbonBalance& carbon) {
  json patches = json::object();
  for (const CarbonCrossing& crossing : carbon.crossings) {
    const auto part = [&](bool there, const Curve& mass) {
      return there ? quantity(mass.back(), "kg") : json(nullptr);
    };
    patches[crossing.patch] = {{"source", crossing.inside},
                               {"from_air", part(crossing.gas, crossing.from_air)},
                               {"from_water", part(crossing.water, crossing.from_water)},
                               {"exported", part(crossing.water, crossing.exported)}};
  }
  return patches;
}

json describe_sources(const std::vector<CarbonOfSource>& sources) {
  json list = json::object();
  for (const CarbonOfSource& one : sources)
    list[one.name] = {{"kind", one.kind},
                      {"in_minerals_at_the_start", quantity(one.in_minerals.front(), "kg")},
                      {"in_minerals", quantity(one.in_minerals.back(), "kg")},
                      {"in_water_and_gas", quantity(one.in_pores.back(), "kg")},
                      {"stored", quantity(one.stored(), "kg")},
                      {"came_in", quantity(one.came_in.back(), "kg")},
                      {"left", quantity(one.left.back(), "kg")},
                      {"closure", number(one.closure())}};
  return list;
}

json describe_carbon(const Account& account) {
  const Yield& yield = account.yield;
  const bool wide = yield.footprint > 0;
  const double none = std::nan("");
  const auto per_area = [&](double mass) { return wide ? yield.per_area(mass) : none; };
  const auto per_year = [&](double mass) { return yield.length > 0 ? yield.per_year(mass) : none; };
  json places = json::object();
  for (const StoredIn& place : yield.carbon.by_place)
    places[place.place] = quantity(place.stored.back(), "kg");
  json carbon = each_part(yield, "kg", [](double mass) { return mass; });
  carbon["stored_by_place"] = places;
  carbon["by_patch"] = describe_crossings(yield.carbon);
  carbon["by_source"] = describe_sources(yield.sources);
  carbon["missing"] = quantity(yield.carbon.difference.back(), "kg");
  carbon["alkalinity_exported"] = quantity(yield.carbon.alkalinity.back(), "mol");
  carbon["words"] = account.carbon_text();
  carbon["per_dry_mass"] = each_part(yield, "g/kg", [&](double mass) { return 1e3 * yield.per_mass(mass); });
  carbon["per_area"] = each_part(yield, "kg/m2", per_area);
  carbon["per_area_and_year"] =
      each_part(yield, "kg/m2/yr", [&](double mass) { return per_year(per_area(mass)); });
  carbon["per_year"] = each_part(yield, "kg/yr", per_year);
  carbon["time_step_error"] = quantity(yield.time_error, "kg");
  return carbon;
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

json describe_elements(const std::vector<ElementYield>& elements) {
  json list = json::object();
  for (const ElementYield& one : elements)
    list[one.element] = {
        {"in_minerals", quantity(one.in_minerals, "kg")}, {"released", quantity(one.released, "kg")},
        {"taken_up", quantity(one.taken_up, "kg")},       {"in_water", quantity(one.in_water, "kg")},
        {"exported", quantity(one.exported, "kg")},       {"added", quantity(one.added, "kg")}};
  return list;
}

/// kg CaCO3 per t of dry solids, at the output times of the series.
json describe_acid_base(const AcidBase& account) {
  return {{"unit", "kg/t"},
          {"acid_potential", curve(account.acid_potential)},
          {"neutralisation_by_carbonates", curve(account.of_carbonates)},
          {"neutralisation_by_hydroxides", curve(account.of_hydroxides)}};
}

json describe_water(const WaterAccount& water) {
  json surface = json::object();
  for (const auto& [name, value] : {std::pair{"irrigated", &water.irrigated},
                                    {"ran_off", &water.ran_off},
                                    {"ponded", &water.ponded},
                                    {"pond_evaporated", &water.pond_evaporated},
                                    {"snow", &water.snow},
                                    {"most_snow", &water.most_snow}})
    if (*value) surface[name] = quantity(**value, "kg");
  return {{"surface", surface},
          {"initial", quantity(water.initial, "kg")},
          {"final", quantity(water.final, "kg")},
          {"bound_by_minerals", quantity(water.bound, "kg")},
          {"made_up", quantity(water.made_up, "kg")},
          {"brought", quantity(water.brought, "kg")},
          {"drained", quantity(water.drained, "kg")},
          {"evaporated", quantity(water.evaporated, "kg")},
          {"initial_saturation", number(water.initial_saturation)},
          {"final_saturation", number(water.final_saturation)}};
}

json describe_ledger(const Account& account) {
  json lines = json::array();
  for (const LedgerLine& line : account.ledger.lines) {
    json patches = json::object(), gas = json::object(), inflow = json::object(), outflow = json::object(),
         vapour = json::object();
    for (std::size_t p = 0; p < line.entered_by_patch.size(); ++p) {
      const PatchRecord& patch = account.run.patches[p];
      patches[patch.name] = number(line.entered_by_patch[p].back());
      if (!patch.gas.empty()) gas[patch.name] = number(line.gas_by_patch[p].back());
      if (!patch.vapour.empty()) vapour[patch.name] = number(line.vapour_by_patch[p].back());
      if (patch.inflow.empty()) continue;
      inflow[patch.name] = number(line.inflow_by_patch[p].back());
      outflow[patch.name] = number(line.outflow_by_patch[p].back());
    }
    lines.push_back({{"name", line.name},
                     {"kind", to_string(line.kind)},
                     {"unit", "mol"},
                     {"initial_store", number(line.store.front())},
                     {"final_store", number(line.store.back())},
                     {"entered", number(line.entered.back())},
                     {"entered_by_patch", patches},
                     {"gas_by_patch", gas},
                     {"inflow_by_patch", inflow},
                     {"outflow_by_patch", outflow},
                     {"vapour_by_patch", vapour},
                     {"external", number(line.external.back())},
                     {"difference", number(line.difference.back())},
                     {"turnover", number(line.turnover.back())},
                     {"closure", number(line.closure.back())},
                     {"largest_closure", number(line.worst())}});
  }
  return {{"lines", lines},
          {"closed", account.ledger.closed()},
          {"gate", closure_gate},
          {"largest_closure", number(account.ledger.worst())},
          {"carbon_to_turnover", number(account.ledger.carbon_to_turnover)},
          {"gas_and_water_to_entered", number(account.ledger.parts)}};
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
  const CarbonBalance& carbon = yield.carbon;
  json places = json::object(), conversions = json::object(), patches = json::object();
  for (const StoredIn& place : carbon.by_place) places[place.place] = curve(place.stored);
  for (const Conversion& mineral : yield.conversions)
    conversions[mineral.mineral] = curve(mineral.conversion);
  for (const CarbonCrossing& crossing : carbon.crossings) {
    json& patch = patches[crossing.patch] = json::object();
    if (crossing.gas) patch["from_air_kg"] = curve(crossing.from_air);
    if (!crossing.water) continue;
    patch["from_water_kg"] = curve(crossing.from_water);
    patch["exported_kg"] = curve(crossing.exported);
  }
  return {{"time_s", curve(run.time)},
          {"moment", run.moment},
          {"from_air_kg", curve(carbon.from_air)},
          {"from_water_kg", curve(carbon.from_water)},
          {"from_sources_kg", curve(carbon.from_sources)},
          {"from_rock_kg", curve(carbon.from_rock)},
          {"added_kg", curve(carbon.added)},
          {"exported_kg", curve(carbon.exported)},
          {"stored_kg", curve(carbon.stored)},
          {"stored_by_place_kg", places},
          {"by_patch", patches},
          {"conversion", conversions},
          {"rate_time_s", curve(yield.rates.time)},
          {"from_air_kg_per_s", curve(yield.rates.from_air)},
          {"stored_kg_per_s", curve(yield.rates.stored)}};
}

json describe_numerical_error(const Account& account) {
  const auto& refined = account.run.refined;
  if (!refined) return nullptr;
  json conversions = json::object();
  for (const auto& [mineral, values] : refined->conversion)
    conversions[mineral] = {{"this", number(values.first)}, {"refined", number(values.second)}};
  const double mass = carbon_dioxide_molar_mass();
  return {{"relative", number(account.numerical_error())},
          {"relative_of_stored", number(account.numerical_error_of_stored())},
          {"refined_file", refined->file},
          {"from_air", quantity(refined->coarse_from_air * mass, "kg")},
          {"refined_from_air", quantity(refined->from_air * mass, "kg")},
          {"stored", quantity(refined->coarse_stored * mass, "kg")},
          {"refined_stored", quantity(refined->stored * mass, "kg")},
          {"conversion", conversions}};
}

/// The files of a run that was joined of several; none of one file.
json describe_parts(const Run& run) {
  json parts = json::array();
  if (run.parts.size() > 1)
    for (const RunPart& part : run.parts)
      parts.push_back({{"file", part.file}, {"provenance", part.provenance}});
  return parts;
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
          {"carbon_dioxide", describe_carbon(account)},
          {"minerals", describe_minerals(account.yield)},
          {"elements", describe_elements(account.yield.elements)},
          {"acid_base", describe_acid_base(account.yield.acid_base)},
          {"water", describe_water(account.yield.water)},
          {"ledger", describe_ledger(account)},
          {"published", describe_published(account)},
          {"assumed", assumed},
          {"series", describe_series(account.yield, run)},
          {"parts", describe_parts(run)},
          {"provenance", run.provenance}};
}

}  // namespace

std::string json_text(std::span<const Account> accounts, const Answers& answers) {
  json runs = json::array();
  for (const Account& account : accounts) runs.push_back(describe(account));
  json asked_by = json::array();
  for (const auto& [file, sha256] : answers.asked_by)
    asked_by.push_back({{"file", file}, {"sha256", sha256}});
  const json report{{"schema_version", 3},
                    {"runs", runs},
                    {"claim", answers.claim ? claim_json(*answers.claim) : json(nullptr)},
                    {"measured", measured_json(answers.measured)},
                    {"seepage", seepage_json(answers.seepage)},
                    {"fibres", fibres_json(answers.fibres)},
                    {"cement", cement_json(answers.cement)},
                    {"plants", plant_json(answers.plants, answers.currency)},
                    {"coverage", coverage_json(accounts, answers)},
                    {"unanswered", answers.unanswered},
                    {"asked_by", asked_by}};
  return report.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace talus::report
