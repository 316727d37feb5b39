// What a run says while it goes on.
#pragma once

#include <cstdint>
#include <string>

#include "solver/state/budget.h"

namespace talus {

/// One accepted step, as a line of the log shows it.
struct ProgressRow {
  double time, length;  ///< s
  double step;          ///< s
  int newton_iterations;
  double carbon_from_air;  ///< mol, as gas
  double stored_carbon;    ///< mol
  double dry_mass;         ///< kg
  double closure;          ///< worst of all balances
};

/// "talus 0.1.0 (a1b2c3d), 4 ranks, PETSc 3.18.5, AVX2"
std::string program_line(int ranks);
/// The heading of the table of steps, and a line of it.
std::string progress_heading();
std::string progress_line(const ProgressRow& row);
/// What became of the carbon (mol) since the start, in g of CO2 per kg of dry mass (kg):
/// "CO2: 0.254 g/kg from air, 0.004 brought by water, 0.19 exported in drainage; 0.0685 stored".
std::string carbon_line(const CarbonCrossing& crossing, double stored, double dry_mass);
/// The last line: steps, iterations, seconds, speed, file.
std::string summary_line(int steps, long newton_iterations, double seconds, std::int64_t cells,
                         const std::string& output);

/// A time in the unit in which people say it: "34 min", "2.5 d", "3 yr".
std::string spoken_time(double seconds);

}  // namespace talus
