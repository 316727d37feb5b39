// Small cases for the tests of the solver, as text; each exercises a different part.
#pragma once

#include <string>
#include <vector>

#include "base/petsc.h"
#include "case/set_up.h"

namespace talus {

/// A column of brucite tailings under air: diffusion in gas and water, kinetics, water that stays, churning.
inline const std::string still_column = R"case(
title = "a small column"
run = { length = "2 d", output_every = "1 d" }
mesh = { shape = "column", depth = "10 cm", area = "1 m2", cells = { surface = "2 mm", growth = 1.4, largest = "2 cm" } }
temperature = { constant = "15 degC" }
[[layers]]
thickness = "10 cm"
material = "tailings"
[materials.tailings]
porosity = 0.43
grain_density = "2800 kg/m3"
minerals = { Brucite = "2 wt%", Lizardite = "80 wt%", inert = "rest" }
surface = { Brucite = "1 m2/g", Lizardite = "5 m2/g" }
water = { saturation = 0.5, composition = "pore", moves = false }
gas_diffusion = "Millington-Quirk 1960"
[chemistry]
database = ["talus"]
components = ["H+", "HCO3-", "Mg+2", "Na+", "Cl-", "SiO2(aq)"]
gases = ["CO2(g)"]
rates = "Palandri-Kharaka"
activity = "B-dot"
dissolve = ["Brucite", "Lizardite"]
precipitate = { Nesquehonite = { seed = "10 m2/m3" }, Hydromagnesite = { seed = "10 m2/m3" } }
wetted_exponent = 0.6
[waters.pore]
pH = 9.5
total = { "Mg+2" = "1 mmol/kgw", "Na+" = "3 mmol/kgw", "HCO3-" = "1 mmol/kgw", "Cl-" = "3 mmol/kgw" }
charge = "Cl"
[boundaries.top]
air = { "CO2(g)" = "420e-6 atm" }
[[operations]]
kind = "churn"
depth = "10 cm"
every = "1 d"
)case";

/// A section of two materials with water flowing down, calcite that dissolves and forms, solutes held at the
/// base.
inline const std::string flowing_section = R"case(
title = "a small section"
run = { length = "20 d", output_every = "10 d" }
mesh = { shape = "section", depth = "20 cm", width = "70 cm", columns_x = 7, cells = { count = 5 } }
temperature = { constant = "20 degC" }
flow = { down = "500 mm/yr" }
[[layers]]
thickness = "20 cm"
material = "coarse"
[[regions]]
x = ["20 cm", "45 cm"]
depth = ["8 cm", "16 cm"]
material = "fine"
[materials.coarse]
porosity = 0.4
grain_density = "2700 kg/m3"
minerals = { Brucite = "1 wt%", Calcite = "2 wt%", inert = "rest" }
surface = { Brucite = "0.5 m2/g", Calcite = "0.1 m2/g" }
water = { saturation = 0.4, composition = "pore", moves = true }
gas_diffusion = "Moldrup 2000"
dispersivity = "1 cm"
[materials.fine]
porosity = 0.48
grain_density = "2700 kg/m3"
minerals = { Brucite = "4 wt%", inert = "rest" }
surface = { Brucite = "2 m2/g" }
water = { saturation = 0.75, composition = "pore", moves = true }
gas_diffusion = "Millington-Quirk 1961"
[chemistry]
database = ["talus"]
components = ["H+", "HCO3-", "Mg+2", "Ca+2", "Na+", "Cl-"]
gases = ["CO2(g)"]
rates = "Palandri-Kharaka"
activity = "Davies"
water_activity = "Raoult"
dissolve = ["Brucite", "Calcite"]
precipitate = { Nesquehonite = { seed = "10 m2/m3" }, Calcite = { seed = "1 m2/m3" } }
[waters.pore]
pH = 10
total = { "Mg+2" = "0.3 mmol/kgw", "Na+" = "3 mmol/kgw", "HCO3-" = "0.2 mmol/kgw", "Ca+2" = "0.1 mmol/kgw", "Cl-" = "3 mmol/kgw" }
charge = "Cl"
[waters.rain]
total = { "Na+" = "0.1 mmol/kgw", "Cl-" = "0.1 mmol/kgw" }
equilibrium = { "CO2(g)" = "420e-6 atm" }
charge = "pH"
[boundaries.top]
air = { "CO2(g)" = "420e-6 atm" }
water = { composition = "rain" }
[boundaries.base]
outflow = true
[boundaries.east]
solutes = { composition = "pore" }
)case";

/// Water that flows up through sand with calcite, between two heads.
inline const std::string between_heads = R"case(
title = "sand between two heads"
run = { length = "1 d", output_every = "1 d" }
mesh = { shape = "column", depth = "20 cm", area = "1 m2", cells = { count = 10 } }
temperature = { constant = "20 degC" }
flow = { start = "steady" }
[[layers]]
thickness = "20 cm"
material = "sand"
[materials.sand]
porosity = 0.4
grain_density = "2700 kg/m3"
minerals = { Calcite = "20 wt%", inert = "rest" }
surface = { Calcite = "0.01 m2/g" }
conductivity = "1e-5 m/s"
retention = { model = "van Genuchten", alpha = "1 1/m", n = 2 }
water = { saturation = 1, composition = "pore", moves = true }
gas_diffusion = "Moldrup 2000"
[chemistry]
database = ["talus"]
components = ["H+", "HCO3-", "Ca+2", "Na+", "Cl-"]
rates = "Palandri-Kharaka"
activity = "Davies"
gases = ["CO2(g)"]
dissolve = ["Calcite"]
porosity = "from minerals"
[waters.pore]
pH = 8
total = { "Na+" = "3 mmol/kgw", "HCO3-" = "1 mmol/kgw", "Cl-" = "2 mmol/kgw" }
charge = "Cl"
[boundaries.base]
water = { composition = "pore", head = "1 m" }
[boundaries.top]
water = { composition = "pore", head = "0.7 m" }
)case";

/// The case of that text with values of --set on top.
inline Input input_of(const std::string& text, const std::vector<std::string>& sets = {}) {
  return read_input(Document::from_text(text, "test.toml", sets), ".");
}

/// A simulation of it on all ranks.
inline Setup set_up(const Input& input) { return set_up(input, Session::everybody()); }

}  // namespace talus
