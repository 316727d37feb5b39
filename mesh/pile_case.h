// What a case says about a pile with slopes: its shape from a few numbers, as engineers say it.
//
//     [pile]
//     shape       = "windrow"
//     height      = "2 m"
//     crest_width = "1 m"
//     slope       = "2:1"
//
// Layers stay horizontal. Cells follow from [mesh]: thin below every open surface, slopes too (cut_lattice.h).
#pragma once

#include <optional>
#include <string>

#include "base/input.h"
#include "base/ranges.h"

namespace talus {

struct MeshCase;

/// A pile, as the key `pile` of a case says it.
struct PileCase {
  std::string shape;
  double height = 0;                                ///< m, of the crest above the lowest point
  std::optional<std::string> slope, ground, sides;  ///< as run_per_rise() reads them
  std::optional<double> crest_width, crest_length;  ///< m, along x and y
  std::optional<double> base_width, base_length;    ///< m, along x and y
  std::optional<double> length;                     ///< m, along y, of a section
  std::optional<bool> half;                         ///< one half of a windrow
  std::optional<int> facets;                        ///< of a cone
};

template <class V>
void describe(PileCase& p, V& v) {
  v("shape", p.shape,
    one_of({"windrow", "frustum", "cone", "slab", "side_hill", "heap_leach_pad", "valley_fill"}),
    "What stands there: a section across a windrow or across a dump on a hillside (side_hill); a frustum of four slopes, "
    "the same on a tilted pad (heap_leach_pad), a cone of facets, what fills a valley behind a face; or a slab "
    "with upright sides.");
  v("height", p.height, in("m"), ranges::extent, "Height of the crest above the lowest point.");
  v("slope", p.slope,
    "Slope of the faces, horizontal to vertical as in \"2:1\", or an angle as in \"26.6 deg\"; all shapes but a slab need it.",
    optional_key);
  v("crest_width", p.crest_width, in("m"), ranges::coordinate,
    "Width of the level crest along x; of a cone its diameter. Give this or 'base_width'.", optional_key);
  v("crest_length", p.crest_length, in("m"), ranges::coordinate,
    "Length of the level crest along y. Give this or 'base_length'.", optional_key);
  v("base_width", p.base_width, in("m"), ranges::extent,
    "Width of the base along x, instead of 'crest_width'.", optional_key);
  v("base_length", p.base_length, in("m"), ranges::extent,
    "Length of the base along y, instead of 'crest_length'; a slab without it is a section.", optional_key);
  v("length", p.length, in("m"), ranges::extent, "Thickness along y of a section; 1 m when absent.",
    optional_key);
  v("half", p.half,
    "Whether only the west half of a windrow is computed; its patch 'east' is the plane of symmetry.",
    optional_key);
  v("facets", p.facets, Range{.low = 4, .high = 360}, "Facets of a cone, a multiple of 4; 24 when absent.",
    optional_key);
  v("ground", p.ground,
    "Slope of the ground below, as 'slope' or as in \"2 %\": of the hillside, of the pad, which rise to the east, or of the "
    "floor of the valley, which rises to the north.",
    optional_key);
  v("sides", p.sides, "Slope of the two sides of a valley, as 'slope'.", optional_key);
}

/// Metres along the horizontal for each of height: 2 for "2:1" and for "26.565 deg", 50 for "2 %". Throws UnitError.
double run_per_rise(const std::string& text);

/// Checks that go across the keys of [pile]; each problem is noted in the document at the key to change. False where
/// there is one.
bool check_pile(Document& document, const PileCase& pile);

/// Gives the mesh the extents of its pile, which must have passed check_pile().
void take_extents(MeshCase& mesh);

}  // namespace talus
