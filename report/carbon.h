// What happened to the carbon: where it came from, where it is, and where it went, as one mass balance.
//
//     from air + brought by water + from sources inside + from minerals of the rock + added otherwise
//         = in minerals that gained some + in pore water + in pore gas + exported in drainage
//
// Uptake from air and what is stored are two numbers: they differ where water brings or takes carbon.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "report/run.h"

namespace talus::report {

/// CO2 stored in one place since the start: a mineral, "water" or "pore gas". kg; negative where it holds
/// less than at the start.
struct StoredIn {
  std::string place;
  Curve stored;
};

/// CO2 that crossed a patch of the boundary, or that a source inside gave. kg.
struct CarbonCrossing {
  std::string patch;
  bool inside = false;              ///< a source
  bool gas = false, water = false;  ///< what the patch lets through; curves of what it does not are zero
  Curve from_air;                   ///< came in as gas; negative when more left
  Curve from_water;                 ///< brought by water, flowing or by diffusion in it
  Curve exported;                   ///< taken out by water, positive
};

/// All carbon, counted as CO2: kg since the first output, at each output time.
struct CarbonBalance {
  std::vector<CarbonCrossing> crossings;  ///< in the order of Run::patches
  std::vector<StoredIn> by_place;         ///< adds up to `stored`; places without carbon are left out
  Curve from_air;      ///< came in as gas through all patches; negative: more was released to the air
  Curve from_water;    ///< brought by rain and other water through the boundary
  Curve from_sources;  ///< brought by the water of sources inside
  Curve from_rock;     ///< given off by minerals that hold less than at the start; not negative
  Curve added;         ///< what the solver added otherwise; none in runs without slow reactions of carbon
  Curve exported;      ///< taken out by water, positive
  Curve alkalinity;    ///< mol of charge taken out by water: what outlives a loss of CO2 to the air
  Curve stored;        ///< in minerals, pore water and pore gas beyond what was there at the start
  Curve difference;    ///< what came from somewhere, less what is somewhere; 0 but for rounding
};

/// The balance of a run, from its fields and its boundary.
CarbonBalance make_carbon_balance(const Run& run);

/// A part of the balance: "from air", 0.254. No part is negative.
using Part = std::pair<std::string, double>;

/// Where the CO2 came from and what became of it at the end, kg. Both sums are the same. A place that gave
/// carbon off stands among the first; air that got more than it gave among the second.
struct CarbonParts {
  std::vector<Part> origins;  ///< "from air", "brought by water", "from Calcite", ...
  std::vector<Part> fates;    ///< "in Nesquehonite", "in pore water", "exported in drainage", ...

  double sum() const;  ///< of the origins
};
/// Whether each mineral is a part of its own, or all of them are one.
enum class Minerals { one_by_one, together };
/// The parts of a balance, kg of CO2, without those that are nothing.
CarbonParts parts_of(const CarbonBalance& balance, Minerals minerals);

/// CO2, kg/mol.
double carbon_dioxide_molar_mass();

}  // namespace talus::report
