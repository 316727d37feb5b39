// Waters without buffer, gas or minerals that displace each other: H+ falls by nine orders of magnitude in a
// cell, and components come in of which there was nothing. Every run ends, and its books close.
#include <cmath>

#include "tests/catch.h"
#include "tests/solver/small_cases.h"

using namespace talus;

namespace {

const RunOptions silent{.output = "", .log = "", .command = "", .loudness = Loudness::quiet};

/// A column full of sand whose water "first" is displaced from the top by "second".
const std::string displacement = R"case(
title = "one water displaces another"
run = { length = "20 d", output_every = "20 d" }
mesh = { shape = "column", depth = "50 cm", area = "1 m2", cells = { count = 20 } }
temperature = { constant = "25 degC" }
flow = { down = "10 mm/d" }
[[layers]]
thickness = "50 cm"
material = "sand"
[materials.sand]
porosity = 0.35
grain_density = "2650 kg/m3"
minerals = { inert = "rest" }
water = { saturation = 1, composition = "first", moves = true }
gas_diffusion = "Millington-Quirk 1961"
[chemistry]
database = ["talus"]
components = ["H+", "Ca+2", "Na+", "Cl-", "Mg+2", "SO4-2", "HCO3-"]
activity = "B-dot"
[boundaries.top]
water = { composition = "second" }
[boundaries.base]
outflow = true
)case";

struct Displacement {
  std::string name, first, second;
};

const std::string pure = "pH = 7\n", acid = "pH = 3\ncharge = \"Cl\"\n",
                  alkali = "pH = 12\ncharge = \"Na\"\n",
                  trace = "pH = 7\ntotal = { \"Na+\" = \"1e-15 mol/kgw\" }\n",
                  salt = "pH = 7\ntotal = { \"Na+\" = \"0.1 mol/kgw\" }\ncharge = \"Cl\"\n",
                  calcium = "pH = 7\ntotal = { \"Ca+2\" = \"0.05 mol/kgw\" }\ncharge = \"Cl\"\n",
                  fresh =
                      "pH = 6.5\ntotal = { \"Ca+2\" = \"0.2 mmol/kgw\", \"HCO3-\" = \"0.1 mmol/kgw\" }\n"
                      "charge = \"Cl\"\n",
                  sea =
                      "pH = 8.1\ntotal = { \"Na+\" = \"0.486 mol/kgw\", \"Mg+2\" = \"0.055 mol/kgw\", "
                      "\"Ca+2\" = \"0.0107 mol/kgw\", \"SO4-2\" = \"0.0293 mol/kgw\", "
                      "\"HCO3-\" = \"0.0024 mol/kgw\" }\ncharge = \"Cl\"\n";

}  // namespace

TEST_CASE("waters without buffer displace each other", "[regression]") {
  const auto [name, first, second] = GENERATE_COPY(values<Displacement>({{"salt by calcium", salt, calcium},
                                                                         {"pure by acid", pure, acid},
                                                                         {"pure by alkali", pure, alkali},
                                                                         {"trace by alkali", trace, alkali},
                                                                         {"alkali by acid", alkali, acid},
                                                                         {"acid by alkali", acid, alkali},
                                                                         {"sea by fresh", sea, fresh},
                                                                         {"pure by sea", pure, sea}}));
  const std::string advection = GENERATE(as<std::string>{}, "limited", "upwind");
  CAPTURE(name, advection);
  const Input input = input_of(displacement + "[waters.first]\n" + first + "[waters.second]\n" + second,
                               {"flow.advection=" + advection});
  Simulation simulation(set_up(input));
  simulation.run(silent, [&](const Simulation& s) {
    for (const double closure : s.budget().closure()) REQUIRE(std::abs(closure) < 1e-10);
  });
  CHECK(simulation.state().time == input.values.run.length);
  CHECK(simulation.steps() < 400);
}
