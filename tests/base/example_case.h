// A case in small, with every kind of key, for the tests of input and manual.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/input.h"

namespace example {

using namespace talus;

struct Run {
  double length = 0;                   // s
  std::optional<double> output_every;  // s
  int ranks = 0;
};
template <class V>
void describe(Run& r, V& v) {
  v("length", r.length, in("d"), positive, "Simulated time.");
  v("output_every", r.output_every, in("d"), positive, "Time between outputs.");
  v("ranks", r.ranks, between(1, 64), "Number of ranks.", by_default("2"));
}

struct Cells {
  double surface = 0;  // m
  double growth = 0;
};
template <class V>
void describe(Cells& c, V& v) {
  v("surface", c.surface, in("mm"), positive, "Height of the uppermost cell.");
  v("growth", c.growth, in("1"), at_least(1), "Ratio of neighbouring cells.", by_default("1.15"));
}

struct Mesh {
  std::string shape;
  std::array<double, 3> size{};  // m
  Cells cells;
};
template <class V>
void describe(Mesh& m, V& v) {
  v("shape", m.shape, one_of({"column", "section", "box"}), "What is meshed.");
  v("size", m.size, in("m"), positive, "Extents along x, y and z.");
  v("cells", m.cells, "Heights of cells.");
}

struct Layer {
  double thickness = 0;  // m
  std::string material;
};
template <class V>
void describe(Layer& l, V& v) {
  v("thickness", l.thickness, in("m"), positive, "Thickness.");
  v("material", l.material, "Name of its material.");
}

struct Water {
  double content = 0;
  bool moves = false;
  std::optional<std::string> composition;
};
template <class V>
void describe(Water& w, V& v) {
  v("content", w.content, in("wt%"), fraction, "Water of dry mass.");
  v("moves", w.moves, "Whether it flows.", by_default("true"));
  v("composition", w.composition, "Name of a water.");
}

struct Material {
  double dry_density = 0;                 // kg/m3
  Named<std::optional<double>> minerals;  // of dry mass
  Named<double> surface;                  // m2/kg
  std::optional<Water> water;
};
template <class V>
void describe(Material& m, V& v) {
  v("dry_density", m.dry_density, in("kg/m3"), positive, "Dry mass per bulk volume.");
  v("minerals", m.minerals, in("wt%"), fraction, RestWord{"rest"}, "Minerals of dry mass.");
  v("surface", m.surface, in("m2/g"), not_negative, "Specific surface.", optional_key);
  v("water", m.water, "Pore water.");
}

struct Solution {
  double pH = 0;
  double temperature = 0;  // K
  Named<double> total;     // mol/kgw
  Named<std::string> equilibrium;
};
template <class V>
void describe(Solution& s, V& v) {
  v("pH", s.pH, in("1"), between(-2, 16), "pH.", by_default("7"));
  v("temperature", s.temperature, in("degC"), absolute_temperature, "Temperature.", by_default("25 degC"));
  v("total", s.total, in("mmol/kgw"), not_negative, "Totals.", optional_key);
  v("equilibrium", s.equilibrium, "What it is in equilibrium with.", optional_key);
}

struct Chemistry {
  std::vector<std::string> database;
  std::string activity;
  std::vector<double> depths;  // m
};
template <class V>
void describe(Chemistry& c, V& v) {
  v("database", c.database, "Databases.", by_default("[\"talus\"]"));
  v("activity", c.activity, one_of({"B-dot", "Davies"}), "Activity model.", by_default("B-dot"));
  v("depths", c.depths, in("m"), not_negative, "Depths that are printed.", optional_key);
}

struct Case {
  std::string title;
  Run run;
  Mesh mesh;
  std::vector<Layer> layers;
  Named<Material> materials;
  Named<Solution> waters;
  Chemistry chemistry;
};
template <class V>
void describe(Case& c, V& v) {
  v("title", c.title, "What the case is.");
  v("run", c.run, "How long.");
  v("mesh", c.mesh, "The mesh.");
  v("layers", c.layers, "Layers from the top down.");
  v("materials", c.materials, "What layers are made of.");
  v("waters", c.waters, "Compositions of waters.", optional_key);
  v("chemistry", c.chemistry, "Which chemistry.", optional_key);
}

inline const char* const good_case = R"(title = "Tailings"

[run]
length = "24 d"

[mesh]
shape = "column"
size  = ["1 m", "1 m", "12 cm"]
cells = { surface = "1 mm" }

[[layers]]                     # from the top down
thickness = "12 cm"
material  = "tailings"

[materials.tailings]
dry_density = "1600 kg/m3"
minerals = { Lizardite = "85 wt%", Brucite = "15 g/kg", inert = "rest" }
surface  = { Brucite = "1 m2/g" }
water    = { content = "15 wt%", moves = false }

[waters."process water"]
pH = 9.3
temperature = "15 degC"
total = { "Mg+2" = "2 mmol/kgw", "Cl-" = "4 mmol/kgw" }
)";

}  // namespace example
