// [materials.<name>.block_model]: what each part of a material holds, by a block model of mine planning.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>

#include "base/input.h"
#include "base/ranges.h"

namespace talus {

struct BlockModel;

/// Which file has the blocks, and what its columns are.
struct BlockModelCase {
  std::string file;
  std::array<std::string, 3> centre, extent;  ///< columns
  double origin_x = 0, origin_y = 0,
         origin_z = 0;                   ///< m, of the corner of the mesh in the model's coordinates
  Named<std::string> minerals, surface;  ///< columns
  std::optional<std::string> dry_density, porosity, saturation;  ///< columns
  std::optional<std::string> where_no_block;
  std::shared_ptr<const BlockModel> blocks;  ///< what the file holds (block_file.h)
};
template <class V>
void describe(BlockModelCase& b, V& v) {
  v("file", b.file,
    "CSV file of blocks, relative to the case: a heading, then a block in each row. A column is named below as the heading "
    "has it; its unit stands there, XC [m], or else here: x = \"XC [m]\".");
  v("x", b.centre[0], "Column of the centres of the blocks along x, from west to east.", by_default("x"));
  v("y", b.centre[1], "The same along y, from south to north.", by_default("y"));
  v("z", b.centre[2], "The same of heights.", by_default("z"));
  v("dx", b.extent[0], "Column of what the blocks measure along x.", by_default("dx"));
  v("dy", b.extent[1], "The same along y.", by_default("dy"));
  v("dz", b.extent[2], "The same of heights.", by_default("dz"));
  v("origin_x", b.origin_x, in("m"), between(-1e8, 1e8),
    "Where the west side of the mesh lies in the coordinates of the blocks.", by_default("0 m"));
  v("origin_y", b.origin_y, in("m"), between(-1e8, 1e8), "The same of its south side.", by_default("0 m"));
  v("origin_z", b.origin_z, in("m"), between(-1e8, 1e8), "The same of its lowest point.", by_default("0 m"));
  v("minerals", b.minerals,
    "Columns of the mass of minerals over the dry mass: { Brucite = \"BRUC\" }; those that are the same everywhere, and "
    "\"rest\", stand in 'minerals' of the material.",
    optional_key);
  v("surface", b.surface, "Columns of the specific surface of minerals, m2 per kg or g of the mineral.",
    optional_key);
  v("dry_density", b.dry_density,
    "Column of the mass of dry solids per bulk volume, instead of dry_density of the material.",
    optional_key);
  v("porosity", b.porosity,
    "Column of the volume of pores per bulk volume, instead of porosity of the material.", optional_key);
  v("saturation", b.saturation,
    "Column of the part of the pores that water fills at the start, instead of water.saturation.",
    optional_key);
  v("where_no_block", b.where_no_block,
    "Material of cells of which no block covers half; without it such a cell is an error.", optional_key);
}

}  // namespace talus
