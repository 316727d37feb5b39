// The density of water by a case, and what a run assumes.
#include <cmath>
#include <filesystem>
#include <fstream>

#include "case/assumptions.h"
#include "case/tree.h"
#include "solver/output/records.h"
#include "tests/catch.h"
#include "tests/solver/small_cases.h"

using namespace talus;
using Catch::Matchers::Contains;

namespace {

Input case_with(const std::string& text, const std::vector<std::string>& sets) {
  return read_input(Document::from_text(text, "test.toml", sets),
                    std::filesystem::temp_directory_path().string());
}

const std::string kell = "chemistry.water_density=Kell 1975";

}  // namespace

TEST_CASE("the density of water is the choice of the case at the temperature of the start", "[unit]") {
  CHECK(build(case_with(still_column, {}), MPI_COMM_SELF).model.system.water_density == 1000);
  const ModelAndState at_25 =
      build(case_with(still_column, {kell, "temperature.constant=25 degC"}), MPI_COMM_SELF);
  CHECK(at_25.model.system.water_density == Approx(997.0449).epsilon(1e-6));  // Kell (1975), table
  CHECK(std::exp(at_25.state.ln_water[0][0]) == Approx(0.5 * 0.43 * 997.0449).epsilon(1e-6));
  std::ofstream(std::filesystem::temp_directory_path() / "talus_test_warming.csv")
      << "time [d], depth [m], temperature [degC]\n0, 0, 0\n0, 10, 50\n20, 0, 50\n20, 10, 50\n";
  std::vector<double> warming;
  for (const char* length : {"run.length=1 d", "run.length=20 d"})
    warming.push_back(
        build(case_with(still_column, {kell, length, "temperature={ file = 'talus_test_warming.csv' }"}),
              MPI_COMM_SELF)
            .model.system.water_density);
  CHECK(warming[0] == warming[1]);  // a run that goes on longer has the same
  CHECK(warming[0] > 999.8395);     // Kell (1975), table: 0 degC
  CHECK(warming[0] < 999.9750);     // the largest, at 4 degC
}

TEST_CASE("with another density of water balances close, and a volume of water dissolves less",
          "[regression]") {
  std::vector<double> carbon;
  for (const std::vector<std::string>& sets :
       {std::vector<std::string>{}, {kell, "temperature.constant=20 degC"}}) {
    const Input input = case_with(flowing_section, sets);
    Simulation simulation(set_up(input));
    for (const PatchConditions& patch : simulation.model().patches)
      if (patch.inflow) carbon.push_back(patch.inflow->at(1));
    simulation.run({.output = "", .log = "", .command = "", .loudness = Loudness::quiet},
                   [](const Simulation& s) {
                     for (const double error : s.budget().closure()) REQUIRE(std::abs(error) < 1e-10);
                   });
  }
  REQUIRE(carbon.size() == 2);
  CHECK(carbon[1] / carbon[0] == Approx(0.99821).epsilon(1e-5));  // the density at 20 degC
}

TEST_CASE("what a run assumes stands in its tree and in its records", "[unit]") {
  const Input input = case_with(still_column, {});
  const ModelAndState built = build(input, MPI_COMM_SELF);
  CHECK_THAT(model_tree(input, built), Contains("density of water: a round number") &&
                                           Contains("diffusivity in free water of all solutes") &&
                                           Contains("inert gas of the air at top"));
  const std::string records = records_json(built.model, assumptions_of(input, built.model));
  CHECK_THAT(records, Contains("\"quantity\":\"density\"") && Contains("\"status\":\"assumed\""));
}

TEST_CASE("water of a case at equilibrium with more than the pressure of a pile says so", "[unit]") {
  const Input input = case_with(
      still_column, {"waters.pore={ pH = 5, equilibrium = { 'CO2(g)' = '20 atm' }, charge = 'Na' }"});
  const ModelAndState built = build(input, MPI_COMM_SELF);
  CHECK_THAT(model_tree(input, built),
             Contains("CO2(g) 20 atm (fugacity") &&
                 Contains("its gases add up to 20 atm, more than the pile has") &&
                 Contains("constants of reactions in the water are those of 1 atm"));
}
