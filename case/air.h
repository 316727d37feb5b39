// The keys of a gas in the air that changes over time (solver/laws/air.h).
#pragma once

#include <optional>
#include <string>

#include "base/input.h"
#include "base/ranges.h"

namespace talus {

/// How a gas of the air goes up and down.
struct AirOverTimeCase {
  std::optional<std::string> file;        ///< CSV
  std::optional<double> amplitude;        ///< mol/mol
  std::optional<double> highest_at;       ///< s
  std::optional<std::string> highest_on;  ///< a date
};
template <class V>
void describe(AirOverTimeCase& a, V& v) {
  v("file", a.file,
    "Mole fraction over time: CSV file, relative to the case, with a heading such as 'date, mole_fraction (ppm)' "
    "(with run.start) or 'time (d), mole_fraction (ppm)'; straight lines between its rows, which must reach over the "
    "run. 'air' then says what it is at the start.");
  v("amplitude", a.amplitude, in("ppm"), Range{.low = 0, .high = 1, .low_open = true},
    "Instead of 'file': mole fraction by which the seasons take it above and below what 'air' says, as a cosine of "
    "365.25 d.");
  v("highest_at", a.highest_at, in("d"), ranges::instant,
    "With 'amplitude': time since the start of the run at which it is highest.");
  v("highest_on", a.highest_on, "The same as a date of any year, such as 2020-05-10, with run.start.");
}

}  // namespace talus
