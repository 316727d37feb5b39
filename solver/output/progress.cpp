#include "solver/output/progress.h"

#include <cmath>
#include <cstdio>

#include "base/instruction_set.h"
#include "base/petsc.h"
#include "base/version.h"

namespace talus {

namespace {

constexpr double co2_molar_mass = 44.0095e-3;  // kg/mol, IUPAC 2021

template <class... Values>
std::string line(const char* format, Values... values) {
  char text[400];
  std::snprintf(text, sizeof text, format, values...);
  return text;
}

}  // namespace

std::string spoken_time(double seconds) {
  const double size = std::abs(seconds);
  if (size < 1) return line("%.2g s", seconds);
  if (size < 120) return line("%.3g s", seconds);
  if (size < 7200) return line("%.3g min", seconds / 60);
  if (size < 172800) return line("%.3g h", seconds / 3600);
  if (size < 2 * 31557600.0) return line("%.4g d", seconds / 86400);
  return line("%.4g yr", seconds / 31557600.0);
}

std::string program_line(int ranks) {
  return line("talus %s (%s), %d rank%s, PETSc %d.%d.%d, %s", talus_version, talus_commit, ranks,
              ranks == 1 ? "" : "s", PETSC_VERSION_MAJOR, PETSC_VERSION_MINOR, PETSC_VERSION_SUBMINOR,
              instruction_set());
}

std::string progress_heading() {
  return "   time      of run   step      Newton   CO2 from air   CO2 stored        closure";
}

std::string progress_line(const ProgressRow& r) {
  const double per_mole = 1e3 * co2_molar_mass / r.dry_mass;
  return line("  %-10s %5.1f %%   %-10s %4d     %10.4g   %10.4g g/kg   %8.0e", spoken_time(r.time).c_str(),
              100 * r.time / r.length, spoken_time(r.step).c_str(), r.newton_iterations,
              per_mole * r.carbon_from_air, per_mole * r.stored_carbon, r.closure);
}

std::string carbon_line(const CarbonCrossing& crossing, double stored, double dry_mass) {
  const double per_mole = 1e3 * co2_molar_mass / dry_mass;
  std::string text = line("CO2: %.4g g/kg %s", per_mole * std::abs(crossing.gas),
                          crossing.gas < 0 ? "released to the air" : "from air");
  if (crossing.inflow != 0) text += line(", %.4g brought by water", per_mole * crossing.inflow);
  if (crossing.outflow != 0) text += line(", %.4g exported in drainage", per_mole * crossing.outflow);
  return text + line("; %.4g %s", per_mole * std::abs(stored),
                     stored < 0 ? "less in the pile than at the start" : "stored");
}

std::string summary_line(int steps, long iterations, double seconds, std::int64_t cells,
                         const std::string& output) {
  const double work = static_cast<double>(cells) * static_cast<double>(iterations);
  return line("done: %d steps, %ld Newton iterations, %.3g s (%.3g us per cell and iteration)%s%s", steps,
              iterations, seconds, 1e6 * seconds / std::max(work, 1.0), output.empty() ? "" : "; ",
              output.c_str());
}

}  // namespace talus
