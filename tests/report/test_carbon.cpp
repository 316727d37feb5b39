#include "report/carbon.h"

#include <algorithm>

#include "report/account.h"
#include "tests/catch.h"
#include "tests/report/known_run.h"

using namespace talus::report;

namespace {

double of(const std::vector<Part>& parts, const std::string& name) {
  const auto found = std::find_if(parts.begin(), parts.end(), [&](const Part& p) { return p.first == name; });
  return found == parts.end() ? -1 : found->second / carbon_dioxide_molar_mass();
}

double sum(const std::vector<Part>& parts) {
  double all = 0;
  for (const Part& part : parts) all += part.second;
  return all / carbon_dioxide_molar_mass();
}

/// The known run with rain, drainage and a spring inside, in mol of HCO3- at the two outputs after the start:
/// rain brings 0.5 and 1, a source 0.1 and 0.2, and 0.55 and 1.1 leave at the base; the water gains the rest.
Run rained_on() {
  Run run = known_run();
  const auto patch = [&](const std::string& name, double area, const Curve& in, const Curve& out) {
    PatchRecord record{.name = name, .area = area, .entered = std::vector<Curve>(4, Curve(3, 0))};
    record.inflow = record.outflow = record.entered;
    record.inflow[1] = in;
    record.outflow[1] = out;
    for (std::size_t k = 0; k < 3; ++k) record.entered[1][k] = in[k] - out[k];
    run.patches.push_back(record);
  };
  patch("rain", 0.5, {0, 0.5, 1}, {0, 0, 0});
  patch("base", 0.5, {0, 0, 0}, {0, 0.55, 1.1});
  patch("spring", 0, {0, 0.1, 0.2}, {0, 0, 0});
  run.total["aqueous_HCO3-"] = {0.02, 0.07, 0.12};
  return run;
}

Account account_of(Run run) {
  Account account;
  account.run = std::move(run);
  account.ledger = make_ledger(account.run);
  account.yield = make_yield(account.run);
  return account;
}

}  // namespace

TEST_CASE("Carbon from air, with rain, from a source, stored and exported are apart", "[unit]") {
  const Account account = account_of(rained_on());
  CHECK(account.ledger.line("C")->worst() < 1e-14);
  CHECK(account.ledger.parts < 1e-14);
  const CarbonBalance& carbon = account.yield.carbon;
  const auto moles = [](const Curve& kilograms) { return kilograms.back() / carbon_dioxide_molar_mass(); };
  CHECK(moles(carbon.from_air) == Approx(2));
  CHECK(moles(carbon.from_water) == Approx(1));
  CHECK(moles(carbon.from_sources) == Approx(0.2));
  CHECK(moles(carbon.exported) == Approx(1.1));
  CHECK(moles(carbon.stored) == Approx(2.1));
  CHECK(moles(carbon.from_rock) == 0);
  CHECK(std::abs(moles(carbon.difference)) < 1e-14);
  const CarbonParts parts = parts_of(carbon, Minerals::one_by_one);
  CHECK(of(parts.origins, "from air") == Approx(2));
  CHECK(of(parts.origins, "brought by water") == Approx(1));
  CHECK(of(parts.origins, "from sources inside") == Approx(0.2));
  CHECK(of(parts.fates, "in Nesquehonite") == Approx(2));
  CHECK(of(parts.fates, "in pore water") == Approx(0.1));
  CHECK(of(parts.fates, "exported in drainage") == Approx(1.1));
  CHECK(sum(parts.origins) == Approx(sum(parts.fates)).epsilon(1e-14));
  CHECK(account.headline() ==
        "Took up 88.0 g CO2 per kg of dry tailings from air in 2 d (0.176 kg/m2); stored 92.4 g/kg "
        "(0.185 kg/m2)");
  CHECK(
      account.carbon_text() ==
      "CO2 in g/kg: 88.0 from air + 44.0 brought by water + 8.80 from sources inside = 88.0 in minerals that "
      "grew + 4.40 in pore water + 48.4 exported in drainage");
}

TEST_CASE("A carbonate of the rock that dissolves is where carbon comes from, and air may get it", "[unit]") {
  Run run = known_run();
  std::reverse(run.total["mineral_Nesquehonite"].begin(), run.total["mineral_Nesquehonite"].end());
  std::reverse(run.total["mineral_Brucite"].begin(), run.total["mineral_Brucite"].end());
  std::reverse(run.total["aqueous_H2O"].begin(), run.total["aqueous_H2O"].end());
  for (Curve& entered : run.patches[0].entered)
    for (double& value : entered) value = -value;
  for (double& value : run.patches[0].gas[0]) value = -value;
  const Account account = account_of(run);
  CHECK(account.ledger.closed());
  const CarbonParts parts = parts_of(account.yield.carbon, Minerals::one_by_one);
  REQUIRE(parts.origins.size() == 1);
  CHECK(of(parts.origins, "from Nesquehonite") == Approx(2));
  CHECK(of(parts.fates, "released to the air") == Approx(2));
  CHECK(account.yield.carbon.from_rock.back() == Approx(2 * carbon_dioxide_molar_mass()));
  CHECK(account.headline() ==
        "Released 88.0 g CO2 per kg of dry tailings to the air in 2 d (0.176 kg/m2); lost 88.0 g/kg "
        "(0.176 kg/m2)");
  CHECK(account.carbon_text() == "CO2 in g/kg: 88.0 from minerals of the rock = 88.0 released to the air");
}

TEST_CASE("A case without carbon says so", "[unit]") {
  Run run = known_run();
  run.system.elements[0] = "Si";
  CHECK(account_of(run).headline().find("This case has no carbon") == 0);
  CHECK(account_of(run).carbon_text().empty());
}
