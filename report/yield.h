// What the material did: CO2 stored by place, minerals converted, water bound.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "report/run.h"

namespace talus::report {

/// The shares of a mineral for which the report says when they were reached.
inline constexpr std::array<double, 3> conversion_marks{0.1, 0.5, 0.9};

/// A year, s: 365.25 days.
inline constexpr double year = 365.25 * 86400.0;

/// CO2 stored in one place since the start: a mineral, "water" or "pore gas". kg.
struct StoredIn {
  std::string place;
  Curve stored;
};

/// A mineral that was there at the start: 1 - n/n0 of the whole domain, negative when it grew.
struct Conversion {
  std::string mineral;
  double initial = 0;  ///< kg
  double final = 0;    ///< kg
  Curve conversion;    ///< at the output times
  std::array<std::optional<double>, conversion_marks.size()>
      reached;  ///< s after the start; nothing when never
};

/// A mineral that was not there at the start, or grew.
struct Formed {
  std::string mineral;
  double amount = 0;          ///< mol at the end, less what was there at the start
  double mass = 0;            ///< kg
  double carbon_dioxide = 0;  ///< kg bound in it
};

/// Water of the domain, kg. What minerals bind is their hydrogen as H2O (half a mole for each mole of H), so
/// brucite that turns into nesquehonite binds two moles.
struct WaterAccount {
  double initial = 0;  ///< liquid at the start
  double final = 0;    ///< liquid at the end
  double bound = 0;    ///< by minerals since the start
  double made_up = 0;  ///< booked as the component H2O: make-up and operations
  double initial_saturation = 0, final_saturation = 0;  ///< mean over the pores
};

/// The uptake of CO2 and what became of the minerals, from the first to the last output of a run.
struct Yield {
  double length = 0;               ///< s
  double dry_mass = 0;             ///< kg, solids at the start
  double footprint = 0;            ///< m2; 0 when unknown
  Curve stored;                    ///< kg CO2 since the start: minerals, water and pore gas
  std::vector<StoredIn> by_place;  ///< adds up to `stored`; places without carbon are left out
  std::vector<std::pair<std::string, double>> through_patch;  ///< kg CO2 that came in through each patch
  double booked = 0;                                          ///< kg CO2 that operations put in
  double time_error = 0;  ///< kg, the solver's estimate of the error of its steps; NaN when not in the file
  Curve rate_time;        ///< s, middle of each span of `rate`
  Curve rate;             ///< kg CO2 per second
  std::vector<Conversion> conversions;
  std::vector<Formed> formed;
  WaterAccount water;

  double total() const { return stored.back(); }           ///< kg CO2
  double per_mass() const { return total() / dry_mass; }   ///< kg CO2 per kg of initial dry mass
  double per_area() const { return total() / footprint; }  ///< kg CO2 per m2 of footprint
  /// kg/m2/yr: the mean rate of the run, as if it went on for a year. An extrapolation.
  double per_area_and_year() const { return per_area() / length * year; }
  double per_year() const { return total() / length * year; }  ///< kg/yr, the same extrapolation
};

/// Works out the yield of a run.
Yield make_yield(const Run& run);

/// The moment when `curve` first reaches `level`, linear between its points; nothing when it never does.
std::optional<double> time_to_reach(const Curve& time, const Curve& curve, double level);

/// CO2, kg/mol.
double carbon_dioxide_molar_mass();

}  // namespace talus::report
