// Lattices that several tests of the mesh look at.
#pragma once

#include <vector>

#include "mesh/lattice.h"

namespace talus::lattices {

/// A lattice with the layers and boxes that go with it.
struct Lattice {
  MeshCase mesh;
  std::vector<double> layers;  // m
  std::vector<RegionBox> regions;

  Mesh part(int rank, int ranks) const { return build_lattice(mesh, layers, regions, rank, ranks); }
  Mesh whole() const { return part(0, 1); }
};

/// The field cells of the Baptiste project: 12 cm, 1 mm at the surface.
inline Lattice column() {
  Lattice l;
  l.mesh.shape = "column";
  l.mesh.depth = 0.12;
  l.mesh.area = 0.193;
  l.mesh.cells.surface = 0.001;
  l.mesh.cells.growth = 1.15;
  l.mesh.cells.largest = 0.005;
  l.layers = {0.12};
  return l;
}

/// Seven columns over three layers, with other material in the west below 0.5 m.
inline Lattice section() {
  Lattice l;
  l.mesh.shape = "section";
  l.mesh.depth = 1;
  l.mesh.width = 3.5;
  l.mesh.length = 2;
  l.mesh.columns_x = 7;
  l.mesh.cells.size = 0.15;
  l.layers = {0.1, 0.2, 0.7};
  l.regions.resize(1);
  l.regions[0].x = {0.0, 1.0};
  l.regions[0].depth = {0.5, 1.0};
  return l;
}

/// 5 x 4 columns over two layers.
inline Lattice box() {
  Lattice l;
  l.mesh.shape = "box";
  l.mesh.depth = 3;
  l.mesh.width = 10;
  l.mesh.length = 6;
  l.mesh.columns_x = 5;
  l.mesh.columns_y = 4;
  l.mesh.cells.count = 6;
  l.layers = {1, 2};
  return l;
}

inline std::vector<Lattice> all() { return {column(), section(), box()}; }

}  // namespace talus::lattices
