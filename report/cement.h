// How thick a pile is cemented: where the carbonates, and other minerals that a user names, that have formed since the start
// fill more of its volume than a threshold of the user.
//
//     volume fraction formed     f = sum over minerals V max(0, n - n0)       V: molar volume, n0: what was there, mixed as churned
//     a cell is cemented         f > threshold
//     thickness of a column      sum of the heights of its cemented cells
//     pores filled               sum f / sum porosity of the start, by volume, over the cemented cells
#pragma once

#include <span>
#include <string>
#include <vector>

#include "report/account.h"
#include "report/waste_case.h"

namespace talus::report {

/// The cemented part of a run, at each of `time`; m. Not numbers where nothing is cemented, but for the thickness, which is 0.
struct Cement {
  std::string run, source;
  double threshold = 0;
  std::vector<std::string> minerals;  ///< that count, of those in the run
  Curve time;                         ///< s
  Curve thickness;                    ///< mean of all columns by their area
  Curve thickest;                     ///< of a column
  Curve top, bottom;      ///< of the highest and lowest cemented cell, below the top of its column
  Curve most;             ///< greatest volume fraction that has formed in a cell
  Curve pores_filled;     ///< share of the pores of the start
  std::string unknown{};  ///< why nothing is known, a sentence; empty where it is
};

/// The cemented part of each run. InputError where a mineral is in none of the runs; FileError.
std::vector<Cement> cement_of(std::span<const Account> accounts, const CementCase& said,
                              const Document& document);

}  // namespace talus::report
