// Diffusion in a windrow, beside a solution that is known: how fast does the error of fluxes between two cells fall?
//
//     laplacian(c) = f,    c = g(depth across the slope)            what is even along the slopes
//     c = sin(2 x) exp(z)                                            what is not
#include <cmath>
#include <functional>
#include <numeric>

#include "mesh/cut_lattice.h"
#include "tests/catch.h"

using namespace talus;

namespace {

constexpr double height = 1, slope = 2, foot = slope * height;

/// Half a windrow of 1 m without a crest: all of its top is one slope. Cells of the skin and of the core halve with each
/// level; `growth` stays, so that the skin gets thinner too, or follows as with --refine, so that it does not.
Mesh slope_of(int level, bool thinner) {
  PileCase pile;
  pile.shape = "windrow";
  pile.height = height;
  pile.slope = "2:1";
  pile.crest_width = 0;
  pile.half = true;
  MeshCase mesh;
  mesh.pile = pile;
  take_extents(mesh);
  const double part = std::pow(0.5, level);
  mesh.columns_x = 8 << level;
  mesh.cells.surface = 0.06 * part;
  mesh.cells.growth = thinner ? 1.4 : std::pow(1.4, part);
  mesh.cells.largest = 0.12 * part;
  return build_lattice(mesh, std::vector<double>{height}, {}, 0, 1);
}

using Function = std::function<double(double x, double z)>;

/// A x = b by conjugate gradients; A by the conductances of faces and patches.
std::vector<double> solved(const Mesh& mesh, const std::vector<double>& held, std::vector<double> rest) {
  const Faces& faces = mesh.faces;
  const auto times = [&](const std::vector<double>& x) {
    std::vector<double> y(x.size());
    for (std::size_t c = 0; c < x.size(); ++c) y[c] = held[c] * x[c];
    for (std::size_t f = 0; f < faces.size(); ++f) {
      const auto a = static_cast<std::size_t>(faces.left[f]), b = static_cast<std::size_t>(faces.right[f]);
      const double flux = faces.area[f] / (faces.distance_left[f] + faces.distance_right[f]) * (x[a] - x[b]);
      y[a] += flux;
      y[b] -= flux;
    }
    return y;
  };
  const auto dot = [](const std::vector<double>& a, const std::vector<double>& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
  };
  std::vector<double> x(rest.size(), 0.0), way = rest;
  const double first = dot(rest, rest);
  for (double size = first; size > 1e-24 * first;) {
    const std::vector<double> image = times(way);
    const double step = size / dot(way, image);
    for (std::size_t c = 0; c < x.size(); ++c) {
      x[c] += step * way[c];
      rest[c] -= step * image[c];
    }
    const double next = dot(rest, rest);
    for (std::size_t c = 0; c < x.size(); ++c) way[c] = rest[c] + next / size * way[c];
    size = next;
  }
  return x;
}

/// Error of cells in the mean square, over the mean square of c, where c is held on all of the boundary.
double error_of(const Mesh& mesh, const Function& c, const Function& laplacian) {
  const auto cells = static_cast<std::size_t>(mesh.owned);
  std::vector<double> held(cells, 0.0), rest(cells);
  for (std::size_t i = 0; i < cells; ++i) rest[i] = -mesh.volume[i] * laplacian(mesh.x[i], mesh.z[i]);
  for (const Patch& patch : mesh.patches)
    for (std::size_t f = 0; f < patch.size(); ++f) {
      const auto cell = static_cast<std::size_t>(patch.cell[f]);
      const double east = patch.name == "east"  ? 1
                          : patch.name == "top" ? -std::sqrt(1 - patch.nz[f] * patch.nz[f])
                                                : 0;
      const double x = mesh.x[cell] + east * patch.distance[f],
                   z = mesh.z[cell] + patch.nz[f] * patch.distance[f];
      const double conductance = patch.area[f] / patch.distance[f];
      held[cell] += conductance;
      rest[cell] += conductance * c(x, z);
    }
  const std::vector<double> found = solved(mesh, held, rest);
  double error = 0, size = 0;
  for (std::size_t i = 0; i < cells; ++i) {
    const double exact = c(mesh.x[i], mesh.z[i]);
    error += mesh.volume[i] * (found[i] - exact) * (found[i] - exact);
    size += mesh.volume[i] * exact * exact;
  }
  return std::sqrt(error / size);
}

/// Of each level.
std::vector<double> errors_of(const Function& c, const Function& laplacian, bool thinner) {
  std::vector<double> errors;
  for (int level = 0; level < 4; ++level) errors.push_back(error_of(slope_of(level, thinner), c, laplacian));
  for (std::size_t i = 0; i < errors.size(); ++i)
    UNSCOPED_INFO("level " << i << ": " << errors[i] << (i > 0 ? ", order " : "")
                           << (i > 0 ? std::log2(errors[i - 1] / errors[i]) : 0.0));
  return errors;
}

}  // namespace

TEST_CASE("Diffusion across a slope is of second order, along it of the order of the thickness of the skin",
          "[unit]") {
  const double along = 1 / std::hypot(1, slope), up = slope * along;
  const Function even = [=](double x, double z) { return std::exp(3 * (x * along - z * up)); };
  const Function its_own = [=](double x, double z) { return 9 * even(x, z); };
  // 1.4 %, 0.35 %, 0.10 %, 0.04 %: in the end the toe, where the slope ends, counts
  const std::vector<double> across = errors_of(even, its_own, true);
  CHECK(across[2] < across[0] / 12);
  CHECK(across[3] < 4e-4);
  const Function uneven = [](double x, double z) { return std::sin(2 * x) * std::exp(z); };
  const Function its_laplacian = [=](double x, double z) { return -3 * uneven(x, z); };
  // 8.9 %, 6.6 %, 3.8 %, 2.1 %: fluxes between two cells lack what a gradient along the skin adds across it
  const std::vector<double> both = errors_of(uneven, its_laplacian, true);
  CHECK(both[2] < both[1] / 1.7);
  CHECK(both[3] < both[2] / 1.7);
  CHECK(both[3] < 0.022);
  // 8.9 % to 8.2 %: a skin of a quarter of the height, as it is with --refine
  const std::vector<double> thick = errors_of(uneven, its_laplacian, false);
  CHECK(thick[3] < thick[0]);
}
