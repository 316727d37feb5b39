// The correction of upwind advection on cells of very different thickness.
#include "solver/transport/advection.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "tests/catch.h"
#include "tests/solver/small_cases.h"

using namespace talus;

TEST_CASE("water at a face has no more and no less than the cells on its sides hold", "[unit]") {
  const Setup setup = set_up(input_of(
      flowing_section, {"mesh.cells={ surface = \"1 mm\", growth = 3, largest = \"8 cm\" }", "regions=[]"}));
  const Model& model = setup.model;
  const std::size_t n = model.unknowns.size(), cells = static_cast<std::size_t>(model.mesh.local);
  const Faces& faces = model.mesh.faces;
  std::mt19937 dice(7);
  std::uniform_real_distribution<double> power(-9, 2);
  for (const double down : {1e-8, -1e-8}) {  // from thin cells into thick ones, and back
    WaterFlow flow;
    for (std::size_t f = 0; f < faces.size(); ++f) flow.faces.push_back(-down * faces.nz[f] * faces.area[f]);
    for (const Patch& patch : model.mesh.patches) flow.patches.emplace_back(patch.size(), 0.0);
    flow.upstream = upstream_of_faces(model.mesh, flow);
    int corrected = 0;
    for (int turn = 0; turn < 200; ++turn) {
      std::vector<double> concentration(cells * n);
      for (double& c : concentration) c = std::pow(10, power(dice));
      const std::vector<double> correction = limited_correction(model, flow, concentration);
      for (std::size_t f = 0; f < faces.size(); ++f) {
        if (flow.faces[f] == 0) continue;
        const bool forward = flow.faces[f] > 0;
        const auto up = static_cast<std::size_t>(forward ? faces.left[f] : faces.right[f]);
        const auto beyond = static_cast<std::size_t>(forward ? faces.right[f] : faces.left[f]);
        for (std::size_t j = 0; j + 1 < n; ++j) {
          const double a = concentration[up * n + j], b = concentration[beyond * n + j];
          const double there = a + correction[f * n + j] / flow.faces[f], rounding = 1e-12 * std::max(a, b);
          corrected += there != a;
          CHECK(there >= std::min(a, b) - rounding);
          CHECK(there <= std::max(a, b) + rounding);
        }
      }
    }
    CHECK(corrected > 1000);
  }
}
