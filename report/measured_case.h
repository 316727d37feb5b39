// [[measured]]: what was measured, at its time and depth, to be set beside the run.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "base/input.h"
#include "base/ranges.h"

namespace talus::report {

/// A value, or a file of them.
struct MeasuredCase {
  std::string quantity;
  std::optional<std::string> value, uncertainty;
  std::optional<double> time, depth;            ///< s, m
  std::optional<std::array<double, 2>> depths;  ///< m
  std::optional<std::string> file, run, instrument;
  std::string kind, source;
};
template <class V>
void describe(MeasuredCase& m, V& v) {
  v("quantity", m.quantity,
    "What was measured. Of the whole pile: \"CO2 uptake\", \"CO2 stored\" (g/kg), both with \"per area\" (kg/m2), "
    "\"CO2 flux\" (g/m2/d), \"Brucite conversion\" (%). At a depth: \"TIC\" (wt% of carbon), \"Brucite\" (wt%), and the "
    "fields of the run file, as \"pH\" and \"saturation\".");
  v("value", m.value, "The value with its unit; or give 'file'.");
  v("uncertainty", m.uncertainty,
    "One standard deviation of it, 0 or more; of a temperature a difference: \"0.5 degC\" is 0.5 K.");
  v("time", m.time, in("d"), ranges::instant, "When: time of the run, or a date.");
  v("depth", m.depth, in("cm"), ranges::coordinate,
    "Where, below the surface, for what is measured at a depth.");
  v("depths", m.depths, in("cm"), ranges::coordinate, "From and to, of a piece of core.");
  v("file", m.file,
    "CSV with columns time, value and, as the quantity needs and you have them, depth and uncertainty, each with its unit: "
    "\"time [d], depth [cm], value [wt%], uncertainty [wt%]\", or date in place of time [d]; relative to the file that names it.");
  v("run", m.run,
    "Run that it is set beside: its scenario, or the name of its file without .h5; all when absent.");
  v("instrument", m.instrument,
    "The one of [[instruments]] that it is set beside, in place of a depth. When absent, one in the same cell of a column is "
    "taken where there is one, else the profile.");
  v("kind", m.kind, "How it was measured: \"TIC, coulometer\", \"flux chamber\".");
  v("source", m.source, "Where the value comes from.");
}

}  // namespace talus::report
