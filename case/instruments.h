// [[instruments]]: what sensors in a pile and chambers on it would read.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/input.h"
#include "base/ranges.h"

namespace talus {

struct Case;

/// A sensor at a place, or a chamber on a patch.
struct InstrumentCase {
  std::string name;
  std::vector<std::string> quantities;
  std::optional<double> depth, x, y;  ///< m
  std::optional<std::string> patch;
  std::optional<std::array<double, 2>> patch_x, patch_y;  ///< m
  std::optional<double> every;                            ///< s
  std::vector<double> at;                                 ///< s
};
template <class V>
void describe(InstrumentCase& i, V& v) {
  v("name", i.name, "Its name, which becomes part of those of its series: \"lysimeter\".");
  v("quantities", i.quantities,
    "What a sensor reads: fields of the run file, as \"pH\", \"saturation\", \"partial_pressure_CO2(g)\", \"mineral_Brucite\". "
    "A chamber reads the CO2 that comes in as gas.",
    optional_key);
  v("depth", i.depth, in("cm"), ranges::coordinate, "Where a sensor is, below the surface.");
  v("x", i.x, in("m"), ranges::coordinate, "Where it is along x, in a section or box.");
  v("y", i.y, in("m"), ranges::coordinate, "Where it is along y, in a box.");
  v("patch", i.patch, "Instead of 'depth': the patch with 'air' on which a chamber stands.");
  v("patch_x", i.patch_x, in("m"), ranges::coordinate,
    "From and to, along x: the part of the patch that the chamber covers; all of it when absent.");
  v("patch_y", i.patch_y, in("m"), ranges::coordinate, "The same along y.");
  v("every", i.every, in("d"), ranges::duration,
    "Time between readings for which a step is made to end; there is one after every step in any case.");
  v("at", i.at, in("d"), ranges::instant, "Further times at which a step ends.", optional_key);
}

/// Checks the tables across their keys; notes problems in `document`.
void check_instruments(Document& document, const Case& c);

/// The times at which steps end so that instruments read them, s, rising.
std::vector<double> reading_times(const Case& c);

}  // namespace talus
