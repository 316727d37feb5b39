// Time by the clock on the wall, as people and batch systems write it.
#pragma once

#include <string_view>

namespace talus {

/// Seconds of "02:30:00" (HH:MM:SS), "1-12:00:00" (D-HH:MM:SS, as SLURM writes it; "1-12" and "1-12:00" too)
/// or of a quantity ("90 min"); above 0. Throws UnitError. "30:00" is refused: minutes and seconds for SLURM,
/// hours and minutes for people.
double wall_clock_time(std::string_view text);

/// Seconds since the program began.
double seconds_since_start();

}  // namespace talus
