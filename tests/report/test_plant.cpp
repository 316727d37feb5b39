// A site that was worked out by hand.
#include "report/plant.h"

#include <cmath>

#include "report/questions.h"
#include "tests/catch.h"
#include "tests/report/known_run.h"

using namespace talus::report;
using talus::Document;

namespace {

/// The known run stretched to two years: a mole of CO2 in each, on half a square metre with a kilogram of tailings.
Account two_years(const std::string& name) {
  Account account;
  account.run = known_run();
  account.run.name = name;
  account.run.time = {0, year, 2 * year};
  account.ledger = make_ledger(account.run);
  account.yield = make_yield(account.run);
  return account;
}

const std::string site = R"(
[plant]
tailings = "1000 t/yr"
open_time = "365.25 d"
years = 3
)";
const std::string money = R"(
[economics]
currency = "USD"
discount_rate = "10 %"
[[economics.costs]]
name = "road"
value = "1 kUSD"
per = "once"
source = "by hand"
[[economics.costs]]
name = "haul"
value = "2 USD/t"
per = "tailings"
emission = "4 kg/t"
source = "by hand"
[[economics.costs]]
name = "ground"
value = "0.01 USD/m2"
per = "area"
source = "by hand"
[[economics.costs]]
name = "lab"
value = "500 USD/yr"
per = "year"
rise = "100 %"
source = "by hand"
[[economics.revenues]]
name = "credit"
value = "100 USD/t"
per = "CO2"
source = "by hand"
[[economics.revenues]]
name = "metal"
value = "0.5 USD/t"
per = "tailings"
source = "by hand"
)";

std::vector<Plant> plants_of(const std::vector<Account>& accounts, const std::string& text) {
  Document document = Document::from_text(text, "site.toml");
  const QuestionsCase said = read_questions(document);
  return make_plants(accounts, *said.plant, said.economics ? &*said.economics : nullptr, document);
}

std::string message(const std::vector<Account>& accounts, const std::string& text) {
  try {
    plants_of(accounts, text);
  } catch (const talus::InputError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("A site has the area and the CO2 that were worked out by hand", "[unit]") {
  const Plant plant = plants_of({two_years("pile")}, site).at(0);
  const double mole = carbon_dioxide_molar_mass();
  CHECK(plant.lift == Approx(2e-3));
  CHECK(plant.open_area == Approx(1e6 / 2));  // two kilograms lie on a square metre
  CHECK(plant.stored_per_mass == Approx(mole));
  CHECK(plant.steady == Approx(1e6 * mole));
  CHECK(plant.steady_per_area == Approx(2 * mole));
  REQUIRE(plant.years.size() == 3);
  CHECK(plant.years[0].stored == Approx(0.5e6 * mole));  // on the average half a year old
  CHECK(plant.years[1].stored == Approx(1e6 * mole));
  CHECK(plant.years[2].stored == Approx(1e6 * mole));
  CHECK(!plant.money);
}

TEST_CASE("A baseline is subtracted, and is no design", "[unit]") {
  const std::vector<Account> accounts{two_years("pile"), two_years("alone")};
  const auto plants = plants_of(accounts, site + "baseline = \"alone\"\n");
  REQUIRE(plants.size() == 1);
  CHECK(plants[0].run == "pile");
  CHECK(plants[0].steady == 0);
  CHECK(plants[0].years[2].stored == 0);
}

TEST_CASE("Money of a site is discounted as by hand", "[unit]") {
  const Plant plant = plants_of({two_years("pile")}, site + money).at(0);
  const double mole = carbon_dioxide_molar_mass(), full = 1e6 * mole, emitted = 4e3;
  const double net[] = {0.5 * full - emitted, full - emitted, full - emitted};
  const double cost[] = {2000 + 5000 + 500, 2000 + 5000 + 1000, 2000 + 5000 + 2000};
  double costs = 1000, tonnes = 0, metal = 0;
  for (int k = 0; k < 3; ++k) {
    const double discount = std::pow(1.1, -(k + 1));
    CHECK(plant.years[static_cast<std::size_t>(k)].net() == Approx(net[k]));
    CHECK(plant.years[static_cast<std::size_t>(k)].cost == Approx(cost[k]));
    CHECK(plant.years[static_cast<std::size_t>(k)].revenue == Approx(0.1 * net[k] + 500));
    costs += discount * cost[k];
    tonnes += discount * net[k];
    metal += discount * 500;
  }
  REQUIRE(plant.money);
  CHECK(plant.money->once == Approx(1000));
  CHECK(plant.money->levelised == Approx(costs / tonnes));
  CHECK(plant.money->present_value == Approx(0.1 * tonnes + metal - costs));
  CHECK(plant.money->break_even == Approx((costs - metal) / tonnes));
  REQUIRE(plant.money->shares.size() == 4);
  CHECK(plant.money->shares[0].second == Approx(1000));
}

TEST_CASE("Churning counts as often as the run was churned while it was open", "[unit]") {
  Account account = two_years("pile");
  account.run.moment = {0, 2, 2};
  const std::string churned =
      "[[economics.costs]]\nname = \"churn\"\nvalue = \"1 USD/m2\"\nper = \"churned area\"\nsource = \"x\"\n";
  const std::string with = site + "[economics]\ncurrency = \"USD\"\ndiscount_rate = \"0 %\"\n" + churned;
  const Plant plant = plants_of({account}, with).at(0);
  CHECK(plant.churned == 1);
  CHECK(plant.years[0].cost == Approx(5e5));
}

TEST_CASE("Irrigation is paid by the water that was put on while the lift was open", "[unit]") {
  Account account = two_years("pile");
  account.run.moment = {0, 3, 3};
  account.run.system.components = {"H2O"};
  account.run.external = {{0, 100, 300}};  // mol; the second comes when the lift is covered
  const std::string irrigated =
      "[[economics.costs]]\nname = \"water\"\nvalue = \"2 USD/t\"\nper = \"irrigation water\"\nsource = \"x\"\n";
  const std::string with = site + "[economics]\ncurrency = \"USD\"\ndiscount_rate = \"0 %\"\n" + irrigated;
  const Plant plant = plants_of({account}, with).at(0);
  CHECK(plant.churned == 0);
  const double laid = 1e6, dry_mass = account.yield.dry_mass;  // kg in a year, kg in the run
  CHECK(plant.years[0].cost == Approx(2e-3 * laid * 100 * 18.01528e-3 / dry_mass).epsilon(1e-4));
}

TEST_CASE("Mistakes of a site have their place", "[unit]") {
  const std::vector<Account> accounts{two_years("pile")};
  const auto changed = [](std::string text, const std::string& from, const std::string& to) {
    return text.replace(text.find(from), from.size(), to);
  };
  CHECK(message(accounts, changed(site, "365.25 d", "3 yr")).find("pile ends after 2 yr") !=
        std::string::npos);
  CHECK(message(accounts, site + changed(money, "per = \"once\"", "per = \"once\"\nrise = \"2 %\""))
            .find("economics.costs[0].rise, but it is paid once") != std::string::npos);
  CHECK(message(accounts, site + changed(money, "2 USD/t", "2 USD/m2")).find("economics.costs[1].value") !=
        std::string::npos);
  CHECK(message(accounts, site + changed(money, "2 USD/t", "2 EUR/t")).find("economics.costs[1].value") !=
        std::string::npos);
  CHECK(message(accounts, site + "baseline = \"pile\"\n").find("no run besides the baseline") !=
        std::string::npos);
}
