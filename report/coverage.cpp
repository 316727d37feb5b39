#include "report/coverage.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "report/words.h"

namespace talus::report {
namespace {

using Kind = HtmlTable::Cell::Kind;

/// What the runs have, all of them.
class Runs {
 public:
  explicit Runs(std::span<const Account> accounts) : accounts_(accounts) {}
  template <class Has>
  bool all(const Has& has) const {
    return std::ranges::all_of(accounts_, has);
  }
  template <class Has>
  bool any(const Has& has) const {
    return std::ranges::any_of(accounts_, has);
  }
  /// Those of `names` among the elements of a run.
  std::string elements(std::initializer_list<const char*> names) const {
    std::string found;
    for (const char* name : names)
      if (any([&](const Account& a) { return std::ranges::count(a.run.system.elements, name) > 0; }))
        found += (found.empty() ? "" : ", ") + std::string(name);
    return found;
  }

 private:
  std::span<const Account> accounts_;
};

bool has_water_crossing(const Account& account) {
  return std::ranges::any_of(account.yield.carbon.crossings, &CarbonCrossing::water);
}

void add_carbon(const Runs& runs, const Answers& answers, std::vector<Covered>& list) {
  const bool carbon =
      runs.any([](const Account& a) { return std::ranges::count(a.run.system.elements, "C") > 0; });
  list.push_back({"closure of every element, water and charge", true, "Mass balances"});
  list.push_back(
      {"CO2 stored, by mineral", carbon,
       carbon ? "CO2 from air, and CO2 stored; over depth in profiles.csv" : "components with carbon"});
  list.push_back({"CO2 stored in a baseline, and the difference", answers.claim.has_value(),
                  answers.claim
                      ? "project against baseline"
                      : "a run of the baseline: [scenarios] and [claim], or talus report --against"});
  list.push_back({"flux of CO2 through the surface", carbon,
                  carbon ? "rate of CO2 from air; uptake and release apart are in the balance of CO2 by patch"
                         : "components with carbon"});
  const bool sources = runs.any([](const Account& a) { return a.yield.carbon.from_sources.back() != 0; });
  list.push_back(
      {"CO2 that is injected, captured and vented", sources,
       sources ? "from sources inside, in the balance of CO2" : "[[sources]] whose water holds carbon"});
  const bool water = runs.any(has_water_crossing);
  list.push_back({"dissolved carbon and alkalinity in drainage", water,
                  water ? "exported, in the balance of CO2"
                        : "water that leaves: [flow], or Richards' equation with a drain"});
  list.push_back({"what is left of exported carbon in rivers and the sea", false,
                  "nothing in Talus; alkalinity_exported in report.json is what it starts from"});
  list.push_back({"losses by cause (maturation, dissolution, degassing)", answers.claim.has_value(),
                  answers.claim ? "carbon that was released again" : "[claim], or talus report --against"});
  list.push_back({"durability over 100 and 1000 years", false,
                  "runs of that length with drying, heat, floods or acid water, as [scenarios]"});
}

void add_claim(const Runs& runs, const Answers& answers, std::vector<Covered>& list) {
  const Claim* claim = answers.claim && answers.claim->said.is_claim() ? &*answers.claim : nullptr;
  const bool emissions = claim && !claim->said.emissions.empty();
  list.push_back({"emissions of the project", emissions,
                  emissions ? "the claim" : "[[claim.emissions]] with amounts and factors"});
  list.push_back({"net removal", claim != nullptr, claim ? "the claim" : "[claim]"});
  const bool ensemble = claim && claim->uncertain && !claim->uncertain->ensemble.empty();
  list.push_back(
      {"percentiles of an ensemble", ensemble,
       ensemble
           ? "uncertainty and credit"
           : "talus study, which runs a case with other parameters; its net removals in claim.uncertainty.ensemble"});
  list.push_back(
      {"amount credited, and buffer", claim && claim->credited,
       claim && claim->credited ? "uncertainty and credit" : "[claim.uncertainty] and [claim.credit]"});
  list.push_back(
      {"what each parameter does to the answer", false,
       "talus study; or runs that differ in one key ([[scenarios.NAME.vary]]), side by side in one report"});
  const bool refined = runs.all([](const Account& a) { return a.run.refined.has_value(); });
  list.push_back({"error of grid and steps", refined,
                  refined ? "below each headline" : "talus run --refine, for every run"});
  list.push_back({"model beside measurements", !answers.measured.empty(),
                  answers.measured.empty() ? "[[measured]]" : "measured and modelled"});
  const bool sampling = claim && claim->sampling;
  list.push_back(
      {"cores that show the change", sampling, sampling ? "how many cores show it" : "[claim.sampling]"});
  list.push_back({"reporting periods", answers.claim.has_value(),
                  answers.claim ? "--from, --to and claim.periods"
                                : "[claim], or talus report --against; with --from and --to"});
}

void add_site(const Runs& runs, const Answers& answers, std::vector<Covered>& list) {
  const bool minerals = runs.any([](const Account& a) { return !a.yield.conversions.empty(); });
  list.push_back({"conversion of minerals, and time to 10, 50 and 90 %", minerals,
                  minerals ? "Minerals" : "minerals of the materials that dissolve"});
  list.push_back({"CO2 per area, per dry mass and per year", true, "CO2 from air, and CO2 stored"});
  const std::string metals = runs.elements({"Ni", "Co", "Cr", "As", "Cu", "Mn", "Zn"});
  list.push_back({"metals in water, minerals and drainage", !metals.empty(),
                  metals.empty() ? "components and minerals with them; none of these runs has any"
                                 : "Elements, for " + metals});
  list.push_back({"acid-base account (acid potential, neutralisation potential)", minerals,
                  minerals ? "acid-base account" : "minerals of the materials that dissolve"});
  list.push_back({"water: store, bound by minerals, made up", true, "Water"});
  const bool pores = runs.any([](const Account& a) { return a.run.profiles.value.contains("porosity"); });
  list.push_back(
      {"porosity and permeability", pores, pores ? "over depth" : "chemistry.porosity = \"from minerals\""});
  list.push_back({"drainage against limits", !answers.seepage.empty(),
                  answers.seepage.empty() ? "[[limits]]" : "seepage against limits"});
  list.push_back({"fibres left, and coated", !answers.fibres.empty(),
                  answers.fibres.empty() ? "[hazard]" : "fibres that are left"});
  list.push_back({"cemented thickness", !answers.cement.empty(),
                  answers.cement.empty() ? "[cement]" : "cemented thickness"});
  list.push_back({"strength, dust, settlement", false, "nothing in Talus"});
  list.push_back(
      {"land and CO2 of a site", !answers.plants.empty(), answers.plants.empty() ? "[plant]" : "sizing"});
  list.push_back({"cost, revenue, break-even price", !answers.currency.empty(),
                  answers.currency.empty() ? "[plant] and [economics]" : "sizing"});
  list.push_back({"where the numbers come from", true, "Where this comes from"});
  list.push_back({"warnings, validity, damage of files", true, "below each headline"});
}

}  // namespace

std::vector<Covered> coverage(std::span<const Account> accounts, const Answers& answers) {
  const Runs runs(accounts);
  std::vector<Covered> list;
  add_carbon(runs, answers, list);
  add_claim(runs, answers, list);
  add_site(runs, answers, list);
  return list;
}

std::string coverage_section(std::span<const Account> accounts, const Answers& answers) {
  HtmlTable missing({"not modelled here", "what would give it"}, 2, 2),
      there({"in this report", "where"}, 2, 2);
  for (const Covered& one : coverage(accounts, answers))
    (one.answered ? there : missing)
        .row({{typeset(one.quantity), Kind::head}, {typeset(one.words), Kind::long_text}});
  return "<h2>Not modelled</h2>\n<p>What verifiers, engineers and permits ask for, and these runs do not say.</p>\n" +
         missing.text() + "<details class=\"screen\"><summary>What the report has</summary>\n" +
         there.text() + "</details>\n";
}

nlohmann::json coverage_json(std::span<const Account> accounts, const Answers& answers) {
  nlohmann::json list = nlohmann::json::array();
  for (const Covered& one : coverage(accounts, answers))
    list.push_back({{"quantity", one.quantity}, {"answered", one.answered}, {"words", one.words}});
  return list;
}

}  // namespace talus::report
