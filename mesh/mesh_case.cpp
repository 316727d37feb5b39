#include "mesh/mesh_case.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <sstream>

#include "base/error.h"
#include "mesh/pile_shape.h"

namespace talus {

namespace {

// -------------------------------------------------------------------------------------------------- checks

constexpr int most_levels = 1'000'000;
constexpr std::int64_t most_cells = std::numeric_limits<std::int32_t>::max();  // PETSc's numbers have 32 bits

std::string metres(double value) {
  std::ostringstream text;
  text.precision(12);
  text << value << " m";
  return text.str();
}

/// Whether a key stands in the document, readable or not: what could not be read was reported already.
bool given(const Document& document, const std::string& table, const std::string& key) {
  const Place parent = document.place_of_value(table), here = document.place_of_value(table + "." + key);
  return here.file != parent.file || here.line != parent.line || here.column != parent.column;
}

/// The extents of each shape: those that it needs, and those that mean nothing to it.
void check_extents(Document& document, const std::string& shape) {
  const auto needs = [&](const std::string& key, const std::string& hint) {
    if (!given(document, "mesh", key))
      document.problem(document.place_of_value("mesh"),
                       "missing key 'mesh." + key + "', which a " + shape + " needs", hint);
  };
  const auto refuses = [&](const std::string& key, const std::string& hint) {
    if (given(document, "mesh", key))
      document.problem(document.place_of_key("mesh." + key),
                       "'mesh." + key + "' does not belong to a " + shape, hint);
  };
  if (shape == "column") {
    needs("area", "its footprint, as in area = \"1 m2\"");
    for (const char* key : {"width", "length", "columns_x", "columns_y"})
      refuses(key, "a column has 'area' and 'depth'; use shape = \"section\" or \"box\"");
  }
  if (shape == "section" || shape == "box") {
    needs("width", "its extent along x, as in width = \"10 m\"");
    refuses("area", "a section or box has 'width' and 'length' instead");
  }
  if (shape == "box") needs("length", "its extent along y, as in length = \"10 m\"");
  if (shape == "section") refuses("columns_y", "a section is one cell thick along y; use shape = \"box\"");
}

/// The extents of a pile follow from it.
void refuse_extents(Document& document) {
  for (const char* key : {"shape", "depth", "area", "width", "length"})
    if (given(document, "mesh", key))
      document.problem(document.place_of_key("mesh." + std::string(key)),
                       "'mesh." + std::string(key) + "' does not go with [pile]",
                       "it follows from the pile: leave it out");
}

/// The cells of a pile end growing where its core begins, and its edges lie between columns.
void check_cells_of_pile(Document& document, const MeshCase& mesh) {
  const PileShape shape = shape_of(*mesh.pile);
  const std::string cells =
      "write for example: cells = { surface = \"2 mm\", growth = 1.2, largest = \"10 cm\" }";
  if (mesh.cells.count)
    document.problem(document.place_of_key("mesh.cells.count"),
                     "'mesh.cells.count' does not go with [pile], which is of many depths", cells);
  else if (mesh.cells.surface && !mesh.cells.largest)
    document.problem(
        document.place_of_value("mesh.cells"),
        "'mesh.cells' has no 'largest', which a pile needs: cells are level below where they reach it",
        cells);
  const auto columns = [&](const char* key, int count, const std::vector<double>& edges) {
    const int parts = static_cast<int>(edges.size()) - 1;
    if (count > most_levels)
      document.problem(
          document.place_of_value("mesh." + std::string(key)),
          "'mesh." + std::string(key) + "' asks for more than " + std::to_string(most_levels) + " columns",
          "a pile has no more along a side");
    if (count < parts)
      document.problem(document.place_of_value("mesh"),
                       "'mesh." + std::string(key) + "' is " + std::to_string(count) + ", but a " +
                           mesh.pile->shape + " has " + std::to_string(parts) +
                           " parts between its edges there",
                       "write at least " + std::string(key) + " = " + std::to_string(parts) +
                           ", and many more for a slope");
  };
  columns("columns_x", mesh.columns_x, shape.edges_x);
  if (shape.dimensions == 3) columns("columns_y", mesh.columns_y, shape.edges_y);
  if (shape.dimensions == 2 && given(document, "mesh", "columns_y"))
    document.problem(document.place_of_key("mesh.columns_y"),
                     "'mesh.columns_y' does not belong to a " + mesh.pile->shape,
                     "its section is one cell thick along y");
}

/// Exactly one of the three forms of `mesh.cells`, and no key that goes with another.
void check_form(Document& document) {
  std::vector<std::string> forms;
  for (const char* form : {"surface", "size", "count"})
    if (given(document, "mesh.cells", form)) forms.push_back(form);
  const std::string known =
      "one of: { surface = \"1 mm\", growth = 1.15, largest = \"5 mm\" }, { size = \"5 mm\" }, "
      "{ count = 100 }";
  if (forms.empty())
    return document.problem(document.place_of_value("mesh.cells"),
                            "'mesh.cells' does not say how high cells are", known);
  for (std::size_t other = 1; other < forms.size(); ++other)
    document.problem(document.place_of_key("mesh.cells." + forms[other]),
                     "'mesh.cells' has both '" + forms[0] + "' and '" + forms[other] + "'", known);
  for (const std::string key : {"growth", "largest"})
    if (forms[0] != "surface" && given(document, "mesh.cells", key))
      document.problem(document.place_of_key("mesh.cells." + key),
                       "'mesh.cells." + key + "' goes with 'surface', not with '" + forms[0] + "'",
                       "equal cells do not grow");
}

/// Heights that contradict each other or the layers.
void check_heights(Document& document, const CellSizes& cells, std::size_t layers) {
  if (cells.surface && cells.largest && *cells.largest < *cells.surface)
    document.problem(document.place_of_value("mesh.cells.largest"),
                     "'mesh.cells.largest' is " + metres(*cells.largest) +
                         ", but the cell at the surface is " + metres(*cells.surface) + " high already");
  if (cells.count && *cells.count > 0 && static_cast<std::size_t>(*cells.count) < layers)
    document.problem(document.place_of_value("mesh.cells.count"),
                     "'mesh.cells.count' is " + std::to_string(*cells.count) + ", but there are " +
                         std::to_string(layers) + " layers",
                     "every layer needs a cell of its own");
}

void check_layers(Document& document, const MeshCase& mesh, const std::vector<double>& layer_thickness) {
  const double depth = mesh.depth;
  const std::string key = mesh.pile ? "pile.height" : "mesh.depth";
  if (layer_thickness.empty()) return;  // reported where they were read
  double sum = 0;
  for (double thickness : layer_thickness) {
    if (!(thickness > 0)) return;  // reported where it was read
    sum += thickness;
  }
  if (std::abs(sum - depth) > 1e-9 * depth)
    document.problem(
        document.place_of_value(key),
        "'" + key + "' is " + metres(depth) + ", but the layers are " + metres(sum) + " thick together",
        "the thicknesses of [[layers]] must add up to " + key);
}

// ------------------------------------------------------------------------------------------------- grading

/// Heights as asked for, from the surface down, before they are fitted to layers.
double asked_height(const CellSizes& cells, std::size_t cell_from_surface) {
  if (cells.size) return *cells.size;
  const double height =
      *cells.surface * std::pow(cells.growth.value_or(1), static_cast<double>(cell_from_surface));
  return std::min(height, cells.largest.value_or(height));
}

/// Heights of the cells of one layer as asked for: as few as fill it.
std::vector<double> cells_to_fill(double thickness, const CellSizes& cells, std::size_t cells_above) {
  std::vector<double> heights;
  double sum = 0;
  while (sum < thickness * (1 - 1e-9)) {
    heights.push_back(asked_height(cells, cells_above + heights.size()));
    sum += heights.back();
  }
  return heights;
}

/// Adds the faces below `top` down to `bottom`, with the heights stretched by one factor to fit.
void add_layer(std::vector<double>& faces, double bottom, std::span<const double> heights) {
  const double top = faces.back();
  double sum = 0;
  for (double height : heights) sum += height;
  double above = 0;
  for (std::size_t i = 0; i + 1 < heights.size(); ++i) {
    above += heights[i];
    faces.push_back(top + (bottom - top) * (above / sum));
  }
  faces.push_back(bottom);
}

/// Cells from the surface to the base, as asked for; most_levels + 1 when there are more than that.
int levels_asked(const MeshCase& mesh) {
  if (mesh.cells.count) return std::min(*mesh.cells.count, most_levels + 1);
  int levels = 0;
  for (double sum = 0; sum < mesh.depth && levels <= most_levels; ++levels)
    sum += asked_height(mesh.cells, static_cast<std::size_t>(levels));
  return levels;
}

void check_number_of_cells(Document& document, const MeshCase& mesh) {
  const int levels = levels_asked(mesh);
  const double cells = static_cast<double>(levels) * mesh.columns_x * mesh.columns_y;
  if (levels > most_levels)
    document.problem(
        document.place_of_value("mesh.cells"),
        "'mesh.cells' asks for more than " + std::to_string(most_levels) + " cells over the depth",
        "the depth is " + metres(mesh.depth));
  else if (cells > static_cast<double>(most_cells))
    document.problem(document.place_of_key("mesh.columns_x"),
                     "'mesh' asks for more than " + std::to_string(most_cells) + " cells",
                     std::to_string(levels) + " levels in " + std::to_string(mesh.columns_x) + " x " +
                         std::to_string(mesh.columns_y) + " columns");
}

}  // namespace

std::vector<int> deal_cells(int count, std::span<const double> thickness) {
  double depth = 0;
  for (double t : thickness) depth += t;
  std::vector<int> cells;
  std::vector<double> wanting;
  int dealt = 0;
  for (double t : thickness) {
    const double share = count * t / depth;
    cells.push_back(std::max(1, static_cast<int>(std::floor(share * (1 + 1e-9)))));
    wanting.push_back(share - cells.back());
    dealt += cells.back();
  }
  for (const int step = dealt < count ? 1 : -1; dealt != count; dealt += step) {
    std::size_t chosen = cells.size();
    for (std::size_t layer = 0; layer < cells.size(); ++layer) {
      if (step < 0 && cells[layer] == 1) continue;
      if (chosen == cells.size() || step * wanting[layer] > step * wanting[chosen]) chosen = layer;
    }
    check(chosen < cells.size(), "there are at least as many cells as layers");
    cells[chosen] += step;
    wanting[chosen] -= step;
  }
  return cells;
}

void read_pile(Document& document, MeshCase& mesh) {
  if (!mesh.pile) return;
  refuse_extents(document);
  if (check_pile(document, *mesh.pile)) take_extents(mesh);
}

void check_mesh(Document& document, const MeshCase& mesh, const std::vector<double>& layer_thickness) {
  if (!mesh.pile) check_extents(document, mesh.shape);
  if (mesh.of_pile) check_cells_of_pile(document, mesh);
  if (given(document, "mesh", "cells")) check_form(document);
  check_heights(document, mesh.cells, layer_thickness.size());
  if (!(mesh.depth > 0)) return;  // reported where it was read
  check_layers(document, mesh, layer_thickness);
  if (mesh.cells.surface || mesh.cells.size || mesh.cells.count) check_number_of_cells(document, mesh);
}

std::vector<std::string> patch_names(const MeshCase& mesh) {
  std::vector<std::string> names{"base", "top"};
  if (mesh.of_pile) {
    const PileShape shape = shape_of(*mesh.pile);
    names.insert(names.end(), shape.upright.begin(), shape.upright.end());
    return names;
  }
  if (mesh.shape != "column") names.insert(names.end(), {"east", "west"});
  if (mesh.shape == "box") names.insert(names.end(), {"north", "south"});
  return names;
}

std::vector<double> horizontal_faces(const MeshCase& mesh, std::span<const double> layer_thickness) {
  const CellSizes& cells = mesh.cells;
  std::vector<int> counts;
  if (cells.count) counts = deal_cells(*cells.count, layer_thickness);

  std::vector<double> faces{0};
  double bottom = 0;
  std::size_t surface = 0;  // number of the face that cells grow from
  for (std::size_t layer = 0; layer < layer_thickness.size(); ++layer) {
    bottom += layer_thickness[layer];
    if (std::ranges::count(mesh.surfaces, layer) > 0) surface = faces.size() - 1;
    if (cells.count)
      add_layer(faces, bottom, std::vector<double>(static_cast<std::size_t>(counts[layer]), 1.0));
    else
      add_layer(faces, bottom, cells_to_fill(layer_thickness[layer], cells, faces.size() - 1 - surface));
  }
  return faces;
}

std::vector<double> skin_faces(const MeshCase& mesh, std::span<const double> layer_thickness) {
  const CellSizes& cells = mesh.cells;
  const double core = cells.size ? *cells.size : *cells.largest;
  double skin = 0;
  for (std::size_t i = 0; skin < mesh.depth; ++i) {
    const double height = asked_height(cells, i);
    if (i > 0 && height >= core * (1 - 1e-9)) break;
    skin += height;
  }
  std::vector<double> bounds(mesh.tilled.begin(), mesh.tilled.end());
  double tilled = 0, depth = 0;
  for (const double bound : bounds) tilled = std::max(tilled, bound);
  for (const double thickness : layer_thickness) bounds.push_back(depth += thickness);
  skin = std::min(std::max(skin, tilled), mesh.depth);
  const double end = skin;
  for (const double bound : bounds)  // rather than a thin slice below the last layer
    if (bound >= tilled && bound < skin && end - bound < core / 2) skin = bound;
  bounds.push_back(skin);
  std::ranges::sort(bounds);
  MeshCase of_skin;
  of_skin.cells = cells;
  std::vector<double> parts;
  double above = 0;
  for (const double bound : bounds) {
    if (bound <= above + 1e-9 * skin || bound > skin) continue;
    parts.push_back(bound - above);
    above = bound;
  }
  std::vector<double> faces = horizontal_faces(of_skin, parts);
  faces.erase(faces.begin());
  return faces;
}

}  // namespace talus
