#include <cmath>
#include <filesystem>
#include <fstream>

#include "tests/catch.h"
#include "tests/solver/small_cases.h"

using namespace talus;

namespace {

/// The flowing section with its coarse material wetted by a table; the fine lens keeps its one value.
Input wetted_section() {
  const auto folder = std::filesystem::temp_directory_path();
  std::ofstream(folder / "talus_test_wetness.csv")
      << "depth [cm], saturation [1]\n0, 0.3\n10, 0.5\n16, 1\n20, 1\n";
  const std::string water =
      "materials.coarse.water={ saturation_file = 'talus_test_wetness.csv', composition = 'pore', moves = "
      "true }";
  return read_input(Document::from_text(flowing_section, "test.toml", {water}), folder.string());
}

double saturation(const Model& model, const State& state, std::size_t cell) {
  return std::exp(state.ln_water[0][cell]) / (usual_water_density * model.cells.porosity[cell]);
}

}  // namespace

TEST_CASE("the saturation of a table stands at the centres of cells, whatever another material has",
          "[unit]") {
  const ModelAndState built = build(wetted_section(), MPI_COMM_SELF);
  int lens = 0;
  for (std::size_t c = 0; c < static_cast<std::size_t>(built.model.mesh.owned); ++c) {
    const double depth = built.model.mesh.depth[c];
    const bool fine =
        built.model.materials[static_cast<std::size_t>(built.model.cells.material[c])] == "fine";
    lens += fine;
    const double coarse = depth < 0.1 ? 0.3 + 2 * depth : std::min(0.5 + (depth - 0.1) * 0.5 / 0.06, 1.0);
    CHECK(saturation(built.model, built.state, c) == Approx(fine ? 0.75 : coarse).epsilon(1e-14));
  }
  CHECK(lens > 0);
}

TEST_CASE("cells full of water hold no gas, and their books close", "[regression]") {
  const Input input = wetted_section();
  Simulation simulation(set_up(input));
  simulation.run({.output = "", .log = "", .command = "", .loudness = Loudness::quiet},
                 [](const Simulation& s) {
                   for (const double error : s.budget().closure()) REQUIRE(std::abs(error) < 1e-10);
                 });
  int full = 0;
  for (std::size_t c = 0; c < static_cast<std::size_t>(simulation.model().mesh.owned); ++c)
    full += saturation(simulation.model(), simulation.state(), c) > 1 - 1e-14;
  CHECK(full == 7);  // the lowest row
}
