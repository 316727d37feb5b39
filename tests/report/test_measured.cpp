// Measured values beside those of a run that is known by hand.
#include "report/measured.h"

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/calendar.h"
#include "report/questions.h"
#include "tests/catch.h"
#include "tests/report/known_run.h"

using namespace talus::report;
using talus::Document;

namespace {

constexpr double day = 86400;

/// The known run with profiles of two layers, 1 cm and 3 cm thick.
Account layered() {
  Account account;
  account.run = known_run();
  account.run.profiles = {.rows = {0, 2},
                          .depth = {0.005, 0.025},
                          .dry_density = {1000, 1000},
                          .value = {{"mineral_Nesquehonite", {{0, 0}, {100, 20}}},
                                    {"mineral_Brucite", {{300, 300}, {200, 280}}},
                                    {"temperature", {{280, 280}, {285, 285}}},
                                    {"pH", {{10, 10}, {9, 9.5}}}},
                          .unit = {{"pH", "1"},
                                   {"temperature", "K"},
                                   {"mineral_Nesquehonite", "mol/m3"},
                                   {"mineral_Brucite", "mol/m3"}}};
  account.ledger = make_ledger(account.run);
  account.yield = make_yield(account.run);
  return account;
}

std::vector<MeasuredSeries> series_of(const std::string& text, const std::string& name = "measured.toml") {
  const std::vector<Account> accounts{layered()};
  Document document = Document::from_text(text, name);
  return measured_series(accounts, read_questions(document).measured, document);
}

std::string message(const std::string& text) {
  try {
    series_of(text);
  } catch (const talus::InputError& error) {
    return error.what();
  }
  return "no error";
}

std::string one(const std::string& keys) {
  return "[[measured]]\n" + keys + "\nkind = \"hand\"\nsource = \"hand\"\n";
}

}  // namespace

TEST_CASE("Values of the whole pile stand beside the run's at their time", "[unit]") {
  const auto series = series_of(
      one("quantity = \"CO2 stored\"\nvalue = \"40 g/kg\"\nuncertainty = \"2 g/kg\"\ntime = \"1 d\"") +
      one("quantity = \"CO2 stored\"\nvalue = \"70 g/kg\"\nuncertainty = \"2 g/kg\"\ntime = \"36 h\"") +
      one("quantity = \"Brucite conversion\"\nvalue = \"50 %\"\ntime = \"2 d\""));
  REQUIRE(series.size() == 2);
  const double mole = 1e3 * carbon_dioxide_molar_mass();  // g, of a kilogram
  REQUIRE(series[0].points.size() == 2);
  CHECK(series[0].points[0].modelled == Approx(mole));
  CHECK(series[0].points[1].modelled == Approx(1.5 * mole));  // between two outputs
  const double first = mole - 40, second = 1.5 * mole - 70;
  CHECK(series[0].bias() == Approx((first + second) / 2));
  CHECK(series[0].rmse() == Approx(std::sqrt((first * first + second * second) / 2)));
  CHECK(*series[0].points[0].z() == Approx(first / 2));
  CHECK(series[0].outside() == 1);
  CHECK(series[1].points[0].modelled == Approx(50));
  CHECK(series[1].points[0].measured == Approx(50));
  CHECK(!series[1].points[0].z());
}

TEST_CASE("A core takes the mean of its layers by thickness, a point the layer that it is in", "[unit]") {
  const auto series = series_of(
      one("quantity = \"TIC\"\nvalue = \"0.1 wt%\"\ntime = \"2 d\"\ndepths = [\"0 cm\", \"2 cm\"]") +
      one("quantity = \"TIC\"\nvalue = \"0.1 wt%\"\ntime = \"2 d\"\ndepth = \"3 cm\"") +
      one("quantity = \"Brucite\"\nvalue = \"1 wt%\"\ntime = \"1 d\"\ndepth = \"0.5 cm\"") +
      one("quantity = \"pH\"\nvalue = \"9.5\"\ntime = \"2 d\"\ndepths = [\"0 cm\", \"4 cm\"]"));
  REQUIRE(series.size() == 3);
  CHECK(series[0].points[0].modelled ==
        Approx(100 * 0.012011 * 60 / 1000));  // half of 100, half of 20 mol/m3
  CHECK(series[0].points[1].modelled == Approx(100 * 0.012011 * 20 / 1000));
  CHECK(series[1].points[0].modelled == Approx(100 * 0.0583197 * 250 / 1000));  // half way in time
  CHECK(series[2].points[0].modelled == Approx((9 + 3 * 9.5) / 4));
}

TEST_CASE("A file of measured values is read with its units", "[unit]") {
  std::string folder = (std::filesystem::temp_directory_path() / "talus_measured_XXXXXX").string();
  REQUIRE(mkdtemp(folder.data()) != nullptr);
  std::ofstream(folder + "/cores.csv")
      << "time [h], depth [cm], value [wt%], uncertainty [wt%]\n48, 0.5, 0.1, 0.01\n"
         "48, 3, 0.02, 0.01\n";
  const auto series = series_of(one("quantity = \"TIC\"\nfile = \"cores.csv\""), folder + "/measured.toml");
  std::filesystem::remove_all(folder);
  REQUIRE(series.at(0).points.size() == 2);
  CHECK(series[0].points[0].time == 2 * day);
  CHECK(series[0].points[1].top == 0.03);
  CHECK(series[0].points[0].measured == Approx(0.1));
  CHECK(*series[0].points[0].uncertainty == Approx(0.01));
  CHECK(series[0].points[0].modelled == Approx(0.12011));
}

TEST_CASE("Dates say when something was measured, where it is known when the run started", "[unit]") {
  std::string folder = (std::filesystem::temp_directory_path() / "talus_measured_XXXXXX").string();
  REQUIRE(mkdtemp(folder.data()) != nullptr);
  std::ofstream(folder + "/cores.csv")
      << "date, depth [cm], value [wt%]\n2027-03-03, 0.5, 0.1\n2027-03-02T12:00, 3, 0.02\n";
  const std::string dated = one("quantity = \"CO2 stored\"\nvalue = \"40 g/kg\"\ntime = \"2027-03-02\""),
                    bare = one("quantity = \"CO2 stored\"\nvalue = \"40 g/kg\"\ntime = 2027-03-02"),
                    cores = one("quantity = \"TIC\"\nfile = \"cores.csv\"");
  const std::vector<Account> accounts{layered()};
  const auto times = [&](const std::string& text, std::optional<double> start) {
    Document document = Document::from_text(text, folder + "/measured.toml");
    document.set_start(start);
    std::vector<double> found;
    for (const auto& series : measured_series(accounts, read_questions(document).measured, document))
      for (const auto& point : series.points) found.push_back(point.time);
    return found;
  };
  const double start = talus::seconds_of_date("2027-03-01");
  CHECK(times(dated, start) == std::vector{day});
  CHECK(times(bare, start) == std::vector{day});
  CHECK(times(cores, start) == std::vector{2 * day, 1.5 * day});
  for (const std::string& text : {dated, cores}) CHECK_THROWS_AS(times(text, {}), talus::InputError);
  CHECK_THROWS_AS(times(dated, start + 2 * day), talus::InputError);  // before the start
  std::filesystem::remove_all(folder);
}

TEST_CASE("An uncertainty is a difference, whatever zero its unit has", "[unit]") {
  std::string folder = (std::filesystem::temp_directory_path() / "talus_measured_XXXXXX").string();
  REQUIRE(mkdtemp(folder.data()) != nullptr);
  const auto file = [&](const std::string& rows) { std::ofstream(folder + "/probe.csv") << rows; };
  file("time [d], depth [cm], value [degC], uncertainty [degC]\n2, 1, 12, 0.5\n");
  const std::string of_file = one("quantity = \"temperature\"\nfile = \"probe.csv\"");
  const std::string at =
      "quantity = \"temperature\"\nvalue = \"12 degC\"\ntime = \"2 d\"\ndepth = \"1 cm\"\nuncertainty = ";
  const auto by_file = series_of(of_file, folder + "/measured.toml");
  for (const auto& series : {by_file, series_of(one(at + "\"0.5 degC\"")), series_of(one(at + "\"0.5 K\"")),
                             series_of(one(at + "\"0.9 degF\""))}) {
    CHECK(series.at(0).points.at(0).measured == Approx(285.15));
    CHECK(*series[0].points[0].uncertainty == Approx(0.5));
  }
  CHECK(message(one(at + "\"-0.5 degC\"")).find("measured[0].uncertainty: '-0.5 degC' is negative") !=
        std::string::npos);
  file("time [d], depth [cm], value [degC], uncertainty [degC]\n2, 1, 12, -0.5\n");
  CHECK_THROWS_AS(series_of(of_file, folder + "/measured.toml"), talus::InputError);
  std::filesystem::remove_all(folder);
}

TEST_CASE("The numerical error of the run is part of z", "[unit]") {
  MeasuredPoint point{
      .time = 0, .top = 0, .bottom = 0, .measured = 10, .modelled = 15, .uncertainty = 3, .numerical = 4};
  CHECK(*point.z() == 1);
}

TEST_CASE("Mistakes of measured values have their place", "[unit]") {
  const auto says = [](const std::string& text, const std::string& words) {
    const std::string said = message(text);
    INFO(said);
    CHECK(said.find(words) != std::string::npos);
    CHECK(said.find("measured.toml:") != std::string::npos);
  };
  says(one("quantity = \"CO2 stord\"\nvalue = \"1 g/kg\"\ntime = \"1 d\""), "did you mean 'CO2 stored'?");
  says(one("quantity = \"CO2 stored\"\nvalue = \"1 kg/m2\"\ntime = \"1 d\""), "measured[0]");
  says(one("quantity = \"CO2 stored\"\nvalue = \"1 g/kg\"\ntime = \"9 d\""), "is not within known");
  says(one("quantity = \"TIC\"\nvalue = \"1 wt%\"\ntime = \"1 d\""), "needs a depth within the pile");
  says(one("quantity = \"TIC\"\nvalue = \"1 wt%\"\ntime = \"1 d\"\ndepth = \"1 m\""),
       "needs a depth within the pile");
  says(one("quantity = \"CO2 stored\"\nvalue = \"1 g/kg\""), "does not say when");
  says(one("quantity = \"CO2 stored\"\ntime = \"1 d\""), "needs 'value' or 'file'");
}
