// Piles with slopes: do their cells fill the shape that was asked for, to rounding, and does each close?
#include <cmath>
#include <numbers>
#include <numeric>
#include <random>
#include <sstream>

#include "base/units.h"
#include "mesh/cut_lattice.h"
#include "tests/catch.h"

using namespace talus;

namespace {

/// A pile, its cells, and what is known of its shape. m, m2, m3.
struct Pile {
  MeshCase mesh;
  std::vector<double> layers;
  double volume = 0, open = 0, footprint = 0;

  Mesh part(int rank, int ranks) const { return build_lattice(mesh, layers, {}, rank, ranks); }
  Mesh whole() const { return part(0, 1); }
};

std::string ratio(double slope) {
  std::ostringstream text;
  text.precision(17);
  text << slope << ":1";
  return text.str();
}

Pile with_cells(const PileCase& shape, int columns) {
  Pile pile;
  pile.mesh.pile = shape;
  take_extents(pile.mesh);
  pile.mesh.columns_x = columns;
  if (pile.mesh.shape == "box") pile.mesh.columns_y = columns + 1;
  pile.mesh.cells.surface = 0.01 * shape.height;
  pile.mesh.cells.growth = 1.5;
  pile.mesh.cells.largest = 0.13 * shape.height;
  pile.layers = {0.3 * shape.height, 0.7 * shape.height};
  return pile;
}

double area_per_plan(double slope) { return std::sqrt(1 + 1 / (slope * slope)); }

Pile windrow(double h, double slope, double crest, int columns, bool half) {
  PileCase p;
  p.shape = "windrow";
  p.height = h;
  p.slope = ratio(slope);
  p.crest_width = crest;
  p.length = 3;
  if (half) p.half = true;
  Pile pile = with_cells(p, columns);
  const double share = half ? 0.5 : 1, base = crest + 2 * slope * h;
  pile.volume = share * 3 * h * (crest + slope * h);
  pile.footprint = share * 3 * base;
  pile.open = share * 3 * (crest + 2 * slope * h * area_per_plan(slope));
  return pile;
}

Pile frustum(double h, double slope, double across, double along, int columns) {
  PileCase p;
  p.shape = "frustum";
  p.height = h;
  p.slope = ratio(slope);
  const double foot = 2 * slope * h;
  p.crest_width = across;
  p.base_length = along + foot;
  Pile pile = with_cells(p, columns);
  const double low = (across + foot) * (along + foot), high = across * along,
               middle = (across + foot / 2) * (along + foot / 2);
  pile.volume = h / 6 * (low + 4 * middle + high);
  pile.footprint = low;
  pile.open = high + (low - high) * area_per_plan(slope);
  return pile;
}

Pile cone(double h, double slope, double crest, int facets, int columns) {
  PileCase p;
  p.shape = "cone";
  p.height = h;
  p.slope = ratio(slope);
  p.crest_width = crest;
  p.facets = facets;
  Pile pile = with_cells(p, columns);
  const double r = crest / 2, foot = r + slope * h, round = facets * std::tan(std::numbers::pi / facets);
  pile.volume = h / 3 * round * (foot * foot + foot * r + r * r);
  pile.footprint = round * foot * foot;
  pile.open = round * (r * r + (foot * foot - r * r) * area_per_plan(slope));
  return pile;
}

Pile side_hill(double h, double slope, double ground, int columns) {
  PileCase p;
  p.shape = "side_hill";
  p.height = h;
  p.slope = ratio(slope);
  p.ground = ratio(ground);
  Pile pile = with_cells(p, columns);
  pile.volume = h * h * (ground - slope) / 2;
  pile.footprint = ground * h;
  pile.open = (ground - slope) * h + slope * h * area_per_plan(slope);
  return pile;
}

Pile valley_fill(double h, double slope, double ground, double sides, int columns) {
  PileCase p;
  p.shape = "valley_fill";
  p.height = h;
  p.slope = ratio(slope);
  p.ground = ratio(ground);
  p.sides = ratio(sides);
  Pile pile = with_cells(p, columns);
  // a tetrahedron with the toe at its point: the level crest is a triangle as wide as the valley where the face ends
  const double wide = 2 * sides * h * (1 - slope / ground), crest = wide * (ground - slope) * h / 2;
  pile.volume = h * crest / 3;
  pile.open = crest + wide * slope * h / 2 * area_per_plan(slope);
  pile.footprint = crest + wide * slope * h / 2;
  return pile;
}

/// A frustum whose pad is so flat that it counts for nothing.
Pile heap_leach_pad(double h, double slope, double across, double along, int columns) {
  PileCase p;
  p.shape = "heap_leach_pad";
  p.height = h;
  p.slope = ratio(slope);
  p.ground = "2 %";
  p.crest_width = across;
  p.crest_length = along;
  Pile pile = with_cells(p, columns);
  const PileShape shape =
      shape_of(p);  // the volume by Simpson's rule along x, as it is cubic between its edges
  const auto section = [&](double x) {
    const double ground = x * 0.02, top = std::min({x / slope, h, shape.tops[1].at(x, 0)});
    if (!(top > ground)) return std::array{0.0, 0.0, 0.0};
    const double crest = along + 2 * slope * (h - top), foot = along + 2 * slope * (h - ground);
    const double steep = x < slope * h || x > slope * h + across ? area_per_plan(slope) : 1;
    return std::array{(top - ground) * (crest + foot) / 2, foot,
                      crest * steep + (foot - crest) * area_per_plan(slope)};
  };
  for (std::size_t i = 1; i < shape.edges_x.size(); ++i) {
    const double from = shape.edges_x[i - 1], to = shape.edges_x[i], inset = 1e-9 * (to - from);
    const auto a = section(from + inset), b = section((from + to) / 2), c = section(to - inset);
    double* sums[] = {&pile.volume, &pile.footprint, &pile.open};
    for (std::size_t k = 0; k < 3; ++k) *sums[k] += (to - from) / 6 * (a[k] + 4 * b[k] + c[k]);
  }
  return pile;
}

Pile slab(double h, double across, double along, int columns) {
  PileCase p;
  p.shape = "slab";
  p.height = h;
  p.base_width = across;
  p.base_length = along;
  Pile pile = with_cells(p, columns);
  pile.volume = h * across * along;
  pile.open = pile.footprint = across * along;
  return pile;
}

/// Of all shapes, with numbers of the same generator.
std::vector<Pile> some_piles(unsigned seed) {
  std::mt19937 generator(seed);
  const auto between = [&](double low, double high) {
    return low + (high - low) * static_cast<double>(generator()) / 4294967296.0;
  };
  const auto columns = [&] { return 5 + static_cast<int>(generator() % 13); };
  const double h = between(0.3, 30), slope = between(0.6, 4);
  const int facets = 4 * (1 + static_cast<int>(generator() % 8));
  const double crest = seed % 3 == 0 ? 0 : between(0.1, 3) * h;
  return {windrow(h, slope, crest, columns(), false),
          windrow(h, slope, crest, columns(), true),
          frustum(h, slope, crest, between(0.5, 4) * h, columns()),
          cone(h, slope, crest, facets, columns()),
          side_hill(h, slope, slope * between(1.1, 6), columns()),
          valley_fill(h, slope, slope * between(1.5, 6), between(0.5, 5), columns()),
          heap_leach_pad(h, slope, between(0.5, 4) * h, between(0.5, 4) * h, columns()),
          slab(h, between(0.5, 4) * h, between(0.5, 4) * h, columns())};
}

const Patch& top_of(const Mesh& mesh) { return mesh.patches.at(0); }

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }
double plan(const Patch& patch) {
  return std::inner_product(patch.area.begin(), patch.area.end(), patch.nz.begin(), 0.0);
}

}  // namespace

TEST_CASE("Piles have the volume, the open surface and the footprint of their shape", "[unit]") {
  for (unsigned seed = 0; seed < 6; ++seed)
    for (const Pile& pile : some_piles(seed)) {
      const Mesh mesh = pile.whole();
      INFO(pile.mesh.pile->shape << " " << seed);
      const double precision =
          pile.mesh.pile->shape == "heap_leach_pad" ? 1e-8 : 1e-12;  // of the formula of the test
      CHECK(sum(mesh.volume) == Approx(pile.volume).epsilon(precision));
      CHECK(sum(top_of(mesh).area) == Approx(pile.open).epsilon(precision));
      CHECK(plan(top_of(mesh)) == Approx(pile.footprint).epsilon(precision));
      CHECK(-plan(mesh.patches[1]) == Approx(pile.footprint).epsilon(precision));
      CHECK(mesh.footprint == Approx(pile.footprint).epsilon(precision));
      CHECK(mesh.height == pile.mesh.pile->height);
      CHECK(cells_of_pile(pile.mesh, pile.layers) == static_cast<double>(mesh.total));
      for (const Patch& patch : mesh.patches) CHECK(patch.total == static_cast<std::int64_t>(patch.size()));
    }
}

TEST_CASE("The area vectors around every cell of a pile add up to nothing", "[unit]") {
  for (unsigned seed = 10; seed < 14; ++seed)
    for (const Pile& pile : some_piles(seed)) {
      const CutLattice lattice = cut_lattice_of(pile.mesh, pile.layers);
      double worst = 0, worst_side = 0;
      for (std::int64_t r = 0; r < lattice.rectangles(); ++r) {
        const Rectangle here = lattice.rectangle(r);
        const CutColumn column = cut_column(lattice.shape, here, lattice.cuts);
        const double scale = (here.east - here.west) * (here.north - here.south) +
                             lattice.shape.height * (here.east - here.west + here.north - here.south);
        for (std::size_t i = 0; i < column.cells.size(); ++i) {
          const CutCell& cell = column.cells[i];
          const Contact& above = i == 0 ? column.top : column.cells[i - 1].below;
          const auto side = [&](Side s, double at) { return area_on_side(cell, column.edges[s], s, at); };
          const double x = side(east_side, here.east) - side(west_side, here.west) + above.x - cell.below.x -
                           cell.ground.x,
                       y = side(north_side, here.north) - side(south_side, here.south) + above.y -
                           cell.below.y - cell.ground.y,
                       z = above.plan - cell.below.plan - cell.ground.plan;
          worst = std::max({worst, std::abs(x) / scale, std::abs(y) / scale, std::abs(z) / scale});
          // what it has on a side is what it shares with the cells there
          if ((r + 1) % lattice.columns_x() == 0) continue;
          const CutColumn east = cut_column(lattice.shape, lattice.rectangle(r + 1), lattice.cuts);
          double shared = 0;
          for (const CutCell& other : east.cells)
            shared += shared_area(cell, other, column.edges[east_side], east.edges[west_side], east_side,
                                  here.east);
          worst_side = std::max(worst_side, std::abs(shared - side(east_side, here.east)) / scale);
        }
      }
      INFO(pile.mesh.pile->shape << " " << seed);
      CHECK(worst < 1e-12);
      CHECK(worst_side < 1e-12);
    }
}

TEST_CASE("Cells of a pile stand on one another, and none is a sliver of its box", "[unit]") {
  for (unsigned seed = 20; seed < 23; ++seed)
    for (const Pile& pile : some_piles(seed)) {
      const Mesh mesh = pile.whole();
      INFO(pile.mesh.pile->shape << " " << seed);
      std::size_t upwards = 0, faults = 0;
      for (std::size_t f = 0; f < mesh.faces.size(); ++f) {
        const auto left = static_cast<std::size_t>(mesh.faces.left[f]),
                   right = static_cast<std::size_t>(mesh.faces.right[f]);
        const bool up = mesh.faces.nz[f] != 0;
        upwards += up ? 1 : 0;
        if (up && (right != left + 1 || !(mesh.depth[left] > mesh.depth[right]))) ++faults;
        if ((mesh.colour[left] == mesh.colour[right]) != up) ++faults;
        if (!(mesh.faces.area[f] > 0 && mesh.faces.distance_left[f] > 0 && mesh.faces.distance_right[f] > 0))
          ++faults;
      }
      CHECK(faults == 0);
      CHECK(upwards == static_cast<std::size_t>(mesh.owned) - mesh.columns());
      for (const Patch& patch : mesh.patches)
        for (const double distance : patch.distance) CHECK(distance > 0);
      for (const double volume : mesh.volume) CHECK(volume > 0);
      const CutLattice lattice = cut_lattice_of(pile.mesh, pile.layers);
      for (std::int64_t r = 0; r < lattice.rectangles(); ++r) {
        const CutColumn column = cut_column(lattice.shape, lattice.rectangle(r), lattice.cuts);
        for (const CutCell& cell : column.cells)
          if (column.cells.size() > 1) CHECK(cell.volume > 0.2 * cell.box * (1 - 1e-12));
      }
    }
}

TEST_CASE("Below a slope cells are as thin across it as below the crest", "[unit]") {
  const Pile pile = windrow(2, 2, 1, 20, false);
  const Mesh mesh = pile.whole();
  const double flat = 2 * mesh.patches[0].distance[mesh.patches[0].size() / 2];
  CHECK(flat <= 0.02);
  for (std::size_t f = 0; f < mesh.patches[0].size(); ++f) {
    const double across = 2 * mesh.patches[0].distance[f];
    CHECK(across <= flat * (1 + 1e-12));
    CHECK(across >= 0.85 * flat);
  }
}

TEST_CASE("The parts of two and three ranks are those of the whole pile", "[unit]") {
  for (const Pile& pile : some_piles(30)) {
    const Mesh whole = pile.whole();
    INFO(pile.mesh.pile->shape);
    for (const int ranks : {2, 3}) {
      std::int64_t next = 0;
      std::size_t face = 0;
      std::vector<std::size_t> of_patch(whole.patches.size(), 0);
      for (int rank = 0; rank < ranks; ++rank) {
        const Mesh part = pile.part(rank, ranks);
        CHECK(part.first == next);
        CHECK(part.total == whole.total);
        CHECK(part.footprint == whole.footprint);
        for (Index c = 0; c < part.local; ++c) {
          const auto here = static_cast<std::size_t>(c);
          if (c < part.owned) CHECK(part.number[here] == next++);
          const auto there = static_cast<std::size_t>(part.number[here]);
          CHECK(part.volume[here] == whole.volume[there]);
          CHECK(part.z[here] == whole.z[there]);
          CHECK(part.depth[here] == whole.depth[there]);
          CHECK(part.region[here] == whole.region[there]);
        }
        for (std::size_t f = 0; f < part.faces.size(); ++f) {
          if (part.faces.left[f] >= part.owned) continue;
          CHECK(part.number[static_cast<std::size_t>(part.faces.left[f])] == whole.faces.left[face]);
          CHECK(part.number[static_cast<std::size_t>(part.faces.right[f])] == whole.faces.right[face]);
          CHECK(part.faces.area[f] == whole.faces.area[face]);
          CHECK(part.faces.distance_left[f] == whole.faces.distance_left[face]);
          ++face;
        }
        for (std::size_t p = 0; p < part.patches.size(); ++p) {
          CHECK(part.patches[p].total == whole.patches[p].total);
          for (std::size_t f = 0; f < part.patches[p].size(); ++f) {
            CHECK(part.patches[p].number[f] == static_cast<std::int64_t>(of_patch[p]));
            CHECK(part.patches[p].area[f] == whole.patches[p].area[of_patch[p]++]);
          }
        }
      }
      CHECK(next == whole.total);
      CHECK(face == whole.faces.size());
    }
  }
}

TEST_CASE("Layers of a pile are level: the material of a cell follows from its height", "[unit]") {
  const Pile pile = windrow(2, 2, 1, 20, false);  // layers of 0.6 and 1.4 m
  const Mesh mesh = pile.whole();
  for (std::size_t c = 0; c < static_cast<std::size_t>(mesh.owned); ++c)
    CHECK(mesh.region[c] == (mesh.z[c] > 1.4 ? 0 : 1));
}

TEST_CASE("Slopes are read as ratios, as angles and in per cent", "[unit]") {
  CHECK(run_per_rise("2:1") == 2);
  CHECK(run_per_rise("1.5 : 1") == 1.5);
  CHECK(run_per_rise("2 %") == Approx(50));
  CHECK(run_per_rise("26.56505117707799 deg") == Approx(2));
  for (const char* wrong :
       {"2", "2:0", "-2:1", "2:1:1", "steep", "90 deg", "0 deg", "2 m", "0 %", ":1", "nan:1"})
    CHECK_THROWS_AS(run_per_rise(wrong), UnitError);
}
