// What the material did: CO2 from air and CO2 stored, minerals converted, water bound.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "report/acid_base.h"
#include "report/carbon.h"
#include "report/carbon_sources.h"
#include "report/element_yield.h"
#include "report/run.h"

namespace talus::report {

/// The shares of a mineral for which the report says when they were reached.
inline constexpr std::array<double, 3> conversion_marks{0.1, 0.5, 0.9};

/// A year, s: 365.25 days.
inline constexpr double year = 365.25 * 86400.0;

/// A mineral that was there at the start: 1 - n/n0 of the whole domain, negative when it grew.
struct Conversion {
  std::string mineral;
  double initial = 0;  ///< kg
  double final = 0;    ///< kg
  Curve conversion;    ///< at the output times
  std::array<std::optional<double>, conversion_marks.size()>
      reached;  ///< s after the start; nothing when never
};

/// How much a mineral has grown since the start; 0 where it has not.
struct Formed {
  std::string mineral;
  double amount = 0;          ///< mol at the end, less what was there at the start
  double mass = 0;            ///< kg
  double carbon_dioxide = 0;  ///< kg bound in it
  bool holds_carbon = false;
};

/// Water of the domain, kg. What minerals bind is their hydrogen as H2O (half a mole for each mole of H), so
/// brucite that turns into nesquehonite binds two moles.
struct WaterAccount {
  double initial = 0;               ///< liquid at the start
  double final = 0;                 ///< liquid at the end
  double bound = 0;                 ///< by minerals since the start
  double made_up = 0;               ///< added as the component H2O, to keep a prescribed flow or saturation
  std::optional<double> irrigated;  ///< put on by irrigation; nothing where there was none
  double brought = 0, drained = 0;  ///< liquid that came in and that left through patches and sources
  double evaporated = 0;            ///< left as vapour, less what came in so
  double initial_saturation = 0, final_saturation = 0;  ///< mean over the pores

  /// Outside of the domain, at patches under rain; nothing where there is none.
  std::optional<double> ran_off;                  ///< rain that did not enter, and what came out there
  std::optional<double> ponded, pond_evaporated;  ///< stands on the ground at the end; evaporated from there
  std::optional<double> snow, most_snow;          ///< lies on the ground at the end, and at most, as water
};

/// How fast CO2 comes from the air, and how fast it is stored; kg per second.
struct CarbonRates {
  Curve time;      ///< s, middle of each span
  Curve from_air;  ///< negative while more is released
  Curve stored;    ///< negative while carbon is lost
};

/// The uptake of CO2 and what became of the minerals, from the first to the last output of a run.
struct Yield {
  double length = 0;     ///< s
  double dry_mass = 0;   ///< kg, solids at the start
  double footprint = 0;  ///< m2; 0 when unknown
  CarbonBalance carbon;
  std::vector<CarbonOfSource> sources;  ///< where the run follows carbon by its source
  CarbonRates rates;
  double time_error =
      0;  ///< kg, the solver's estimate of the error of CO2 stored by its steps; NaN when not known
  std::vector<Conversion> conversions;
  std::vector<Formed> formed;  ///< of every mineral of the run
  WaterAccount water;
  std::vector<ElementYield> elements;
  AcidBase acid_base;

  double from_air() const { return carbon.from_air.back(); }  ///< kg CO2, as gas; negative: released
  double stored() const { return carbon.stored.back(); }      ///< kg CO2
  double exported() const { return carbon.exported.back(); }  ///< kg CO2, with water

  double per_mass(double kg) const { return kg / dry_mass; }   ///< per kg of initial dry mass
  double per_area(double kg) const { return kg / footprint; }  ///< per m2 of footprint
  /// Per year: the mean rate of the run, as if it went on for a year. An extrapolation.
  double per_year(double kg) const { return kg / length * year; }
};

/// Works out the yield of a run.
Yield make_yield(const Run& run);

/// The value of `curve` at `when`, linear between its points; that of the nearest end outside of them.
double at_time(const Curve& time, const Curve& curve, double when);

/// The moment when `curve` first reaches `level`, linear between its points; nothing when it never does.
std::optional<double> time_to_reach(const Curve& time, const Curve& curve, double level);

}  // namespace talus::report
