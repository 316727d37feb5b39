// Minerals that are fibres, as chrysotile: how much of them is left, where, and how much of it is coated.
//
//     share dissolved        1 - n/n0 of the whole pile, n0 at the start of the first run where this continues others
//     share at a depth       the same of all cells of that depth, n0 being what was there, mixed as churned
#pragma once

#include <span>
#include <string>
#include <vector>

#include "report/account.h"
#include "report/coats.h"
#include "report/waste_case.h"

namespace talus::report {

/// What there is of it in a layer at the end of a run.
struct FibreLayer {
  double depth = 0;      ///< m
  double initial = 0;    ///< kg per m3 of pile
  double left = 0;       ///< the same at the end
  double dissolved = 0;  ///< share; not a number where there was none
};

/// A fibre in one run.
struct Fibre {
  std::string run, mineral;
  double initial = 0;  ///< kg
  Curve time;          ///< s, of the outputs
  Curve left;          ///< kg at each of `time`
  std::vector<FibreLayer> layers;
  CoatOfGrains coat{};
  std::string unknown{};  ///< why nothing is known, a sentence; empty where it is

  double dissolved() const { return 1 - left.back() / initial; }
};

/// The fibres of each run. InputError where no run has one of them; FileError.
std::vector<Fibre> fibres_of(std::span<const Account> accounts, const HazardCase& said,
                             const Document& document);

}  // namespace talus::report
