// What drains, beside the limits that a user sets.
//
//     concentration in an interval   c = dn / dV        dn: what water took out through a patch, dV: that water's volume
//     flow-weighted mean             sum dn / sum dV
//     share of time above            time of the intervals with c > limit / time of those in which water left
//
// dn and dV are differences of outflow_<component> of the run file between outputs; the volume is the mass of H2O by the
// density of water of the run. What diffuses out through the patch is in dn.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "report/account.h"
#include "report/waste_case.h"

namespace talus::report {

/// From one output to the next.
struct SeepageInterval {
  double from = 0, to = 0;   ///< s
  double water = 0;          ///< m3 that left
  double amount = 0;         ///< of what is limited; kg, or mol where the limit is in moles
  double concentration = 0;  ///< in the unit of the limit; not a number where no water left
};

/// One limit at one patch of one run.
struct Seepage {
  std::string run, patch, quantity, unit, source;
  std::optional<double> start{};                           ///< of the run, s from 1970; none: not known
  bool moles = false;                                      ///< amounts are in mol; else in kg
  double limit = 0;                                        ///< in `unit`, as are the next two
  double mean = 0;                                         ///< weighted by flow
  double greatest = 0;                                     ///< of an interval
  double share_above = 0;                                  ///< of the time in which water left
  double without = 0;                                      ///< s in which none left
  std::optional<std::pair<double, double>> first_above{};  ///< s, the first interval above the limit
  std::string unknown{};                   ///< why nothing is known, a sentence; empty where it is
  std::vector<SeepageInterval> intervals;  ///< none where nothing is known

  std::string name() const;  ///< "Ni through base, limit 0.5 mg/L"
};

/// What is wrong with the values; noted in `document`.
void check_limits(Document& document, std::span<const LimitCase> limits);

/// The limits, one after the other, at each patch of each run. InputError where no run has the quantity or the patch.
std::vector<Seepage> seepage_of(std::span<const Account> accounts, std::span<const LimitCase> limits,
                                const Document& document);

}  // namespace talus::report
