#include "case/cell_materials.h"

#include <algorithm>
#include <cstdio>
#include <map>

#include "base/exact_sum.h"
#include "case/block_file.h"
#include "case/block_model.h"
#include "case/checks.h"
#include "case/densities.h"
#include "case/readable.h"
#include "mesh/ghosts.h"
#include "solver/named.h"

namespace talus {

namespace {

constexpr double least_covered = 0.5;
constexpr double rounding = 1e-9;  // of the volume of a box

bool has_blocks(const Case& c) {
  return std::ranges::any_of(c.materials, [](const auto& m) { return m.second.block_model.has_value(); });
}

/// The boxes around the corners of the cells of this rank, and of the ghosts.
std::vector<Box> boxes_of(const Mesh& mesh) {
  constexpr std::size_t corners = 8, numbers = 6;
  std::vector<double> field(numbers * static_cast<std::size_t>(mesh.local));
  for (std::size_t cell = 0; cell < static_cast<std::size_t>(mesh.owned); ++cell)
    for (std::size_t d = 0; d < 3; ++d) {
      const double* first = &mesh.corners[3 * corners * cell + d];
      double low = *first, high = *first;
      for (std::size_t k = 1; k < corners; ++k) {
        low = std::min(low, first[3 * k]);
        high = std::max(high, first[3 * k]);
      }
      field[numbers * cell + d] = low;
      field[numbers * cell + 3 + d] = high;
    }
  Ghosts(mesh).update_blocks(field, numbers);
  std::vector<Box> boxes(static_cast<std::size_t>(mesh.local));
  for (std::size_t cell = 0; cell < boxes.size(); ++cell)
    for (std::size_t d = 0; d < 3; ++d) {
      boxes[cell].low[d] = field[numbers * cell + d];
      boxes[cell].high[d] = field[numbers * cell + 3 + d];
    }
  return boxes;
}

/// Cells that no block covers, of this rank: how many, and the first of them.
struct Bare {
  std::size_t cells = 0, first = 0;
};

/// InputError, on all ranks, where any of them has such a cell of the material.
void refuse_bare(const Input& input, const std::string& material, const Mesh& mesh, const Bare& bare) {
  const double count = sum_over_ranks(mesh.communicator, static_cast<double>(bare.cells));
  if (count == 0) return;
  const auto number = bare.cells > 0 ? static_cast<double>(mesh.number[bare.first]) : 1e300;
  const bool here = number == min_over_ranks(mesh.communicator, number) && bare.cells > 0;
  const auto from_its_rank = [&](const std::vector<double>& of_cells) {
    return sum_over_ranks(mesh.communicator, here ? of_cells[bare.first] : 0.0);
  };
  const double x = from_its_rank(mesh.x), y = from_its_rank(mesh.y), z = from_its_rank(mesh.z);
  const std::string path = "materials." + step(material) + ".block_model";
  char cells[40];
  std::snprintf(cells, sizeof cells, "%.0f", count);
  throw InputError(
      {{input.document.place_of_key(path),
        path + ": blocks cover less than half of " + cells + " cell" + (count > 1 ? "s" : "") +
            " of the material; the first is at x " + readable(x, "m") + ", y " + readable(y, "m") + ", z " +
            readable(z, "m"),
        "where_no_block = \"NAME\" names a material for such cells; do origin_x, origin_y and origin_z put the "
        "mesh among the blocks?"}});
}

}  // namespace

CellMaterials::CellMaterials(const Input& input, const Mesh& mesh) : case_(input.values) {
  const std::vector<LayerCase>& layers = layers_of_finished_pile(case_);
  for (const int region : mesh.region) {
    const auto r = static_cast<std::size_t>(region);
    const std::string& name =
        r < layers.size() ? layers[r].material : case_.regions[r - layers.size()].material;
    number_.push_back(index_of(case_.materials, name));
  }
  if (has_blocks(case_)) take_blocks(input, mesh);
}

void CellMaterials::take_blocks(const Input& input, const Mesh& mesh) {
  const std::vector<Box> boxes = boxes_of(mesh);
  covered_.assign(boxes.size(), 1);
  value_.resize(boxes.size());
  std::vector<Bare> bare(case_.materials.size());
  for (std::size_t cell = boxes.size(); cell-- > 0;) {  // ghosts, which are others' cells, stand last
    const std::size_t m = number_[cell];
    const auto& keys = case_.materials[m].second.block_model;
    if (!keys) continue;
    BlockMeans means = keys->blocks->means_in(boxes[cell]);
    const double covered = means.covered / volume_of(boxes[cell]);
    if (covered >= least_covered) {
      covered_[cell] = std::min(covered, 1.0);
      value_[cell] = std::move(means.value);
    } else if (keys->where_no_block)
      number_[cell] = index_of(case_.materials, *keys->where_no_block);
    else if (cell < static_cast<std::size_t>(mesh.owned))
      bare[m] = {bare[m].cells + 1, cell};
  }
  for (std::size_t m = 0; m < bare.size(); ++m) refuse_bare(input, case_.materials[m].first, mesh, bare[m]);
}

MaterialCase CellMaterials::of(std::size_t cell) const {
  const MaterialCase& material = case_.materials[number_[cell]].second;
  return value_.empty() || value_[cell].empty() ? material : with_values(material, value_[cell]);
}

CellProperties properties_of(const Case& c, const Mesh& mesh, const CellMaterials& materials) {
  CellProperties cells;
  for (const auto& [name, material] : c.materials) {
    cells.gas_law.push_back(
        diffusion_law(material.gas_diffusion.value_or("constant"), material.gas_tortuosity));
    cells.solute_law.push_back(diffusion_law(material.solute_diffusion, material.solute_tortuosity));
    cells.dispersivity.push_back(material.dispersivity);
  }
  for (std::size_t cell = 0; cell < static_cast<std::size_t>(mesh.local); ++cell) {
    const MaterialCase material = materials.of(cell);
    const Packing packing = packing_of(material);
    cells.local_material.push_back(static_cast<int>(materials.number(cell)));
    cells.porosity.push_back(packing.porosity);
    cells.critical_porosity.push_back(material.critical_porosity);
    if (cell < static_cast<std::size_t>(mesh.owned)) {
      cells.material.push_back(cells.local_material.back());
      cells.dry_density.push_back(packing.dry_density);
    }
  }
  cells.porosity.resize(cells.porosity.size() + 2 * tile_width, 0.5);  // lanes beyond the last cell
  cells.critical_porosity.resize(cells.porosity.size(), 0.0);
  return cells;
}

namespace {

/// What a block model gives to the pile: over the owned cells, then over all ranks.
struct Given {
  double cells = 0, partly = 0, least = 1;
  std::vector<ExactSum> tonnes;  // dry mass, then each mineral of its columns
};

Given given_to(const CellMaterials& cells, std::size_t m, const BlockModelCase& keys, const Mesh& mesh) {
  Given given;
  given.tonnes.resize(1 + keys.minerals.size());
  for (std::size_t cell = 0; cell < static_cast<std::size_t>(mesh.owned); ++cell) {
    if (cells.number(cell) != m) continue;
    ++given.cells;
    given.partly += cells.covered(cell) < 1 - rounding ? 1 : 0;
    given.least = std::min(given.least, cells.covered(cell));
    const MaterialCase material = cells.of(cell);
    const double tonnes = mesh.volume[cell] * packing_of(material).dry_density / 1e3;
    given.tonnes[0].add(tonnes);
    for (std::size_t k = 0; k < keys.minerals.size(); ++k)
      given.tonnes[k + 1].add(tonnes * **find(material.minerals, keys.minerals[k].first));
  }
  return given;
}

std::string text_of(const char* format, double value) {
  char text[80];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

}  // namespace

std::vector<std::string> words_of_blocks(const Input& input, const Mesh& mesh) {
  std::vector<std::string> lines;
  if (!has_blocks(input.values)) return lines;
  const CellMaterials cells(input, mesh);
  for (std::size_t m = 0; m < input.values.materials.size(); ++m) {
    const auto& [name, material] = input.values.materials[m];
    if (!material.block_model) continue;
    const BlockModelCase& keys = *material.block_model;
    Given given = given_to(cells, m, keys, mesh);
    const double all = sum_over_ranks(mesh.communicator, given.cells),
                 partly = sum_over_ranks(mesh.communicator, given.partly);
    const std::vector<double> tonnes = sum_over_ranks(mesh.communicator, given.tonnes);
    std::string line = name + ": " +
                       text_of("%.0f blocks of ", static_cast<double>(keys.blocks->blocks.size())) +
                       keys.file + text_of(" for %.0f cells", all);
    if (partly > 0)
      line += text_of(", %.0f of them covered only in part", partly) +
              text_of(" (the least to %.3g %%)", 100 * min_over_ranks(mesh.communicator, given.least));
    lines.push_back(line);
    line = text_of("  %.10g t dry", tonnes[0]);
    for (std::size_t k = 0; k < keys.minerals.size(); ++k)
      line += ", " + keys.minerals[k].first + text_of(" %.10g t", tonnes[k + 1]);
    lines.push_back(line);
  }
  return lines;
}

}  // namespace talus
