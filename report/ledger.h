// The mass balances of a run: for every element, water, charge and every component
//
//     change of the store  =  what entered through the patches  +  what was added otherwise
//     what entered through a patch  =  what came in as gas  +  what water brought  -  what water took out
//                                      +  what came in as vapour
//
// re-summed from the fields of the run file, without the solver's own sums.
#pragma once

#include <string>
#include <vector>

#include "base/closure_gate.h"
#include "report/run.h"

namespace talus::report {

/// One line of the ledger at each output time. Elements, water and components in mol, charge in mol of
/// elementary charges ("mol").
///
///     closure  = |store - store at the start - entered - external| / max(initial, turnover)
///     turnover = the largest so far of  sum over patches |entered| + |external| + sum over phases |change|
///
/// In the file of a run that continues another the closure counts from the first start of all: the difference
/// that the runs before have left is added, and scaled also with what there was and moved then.
///
/// Phases are the water, each gas and each mineral; initial is the sum of the absolute stores of all phases
/// at the start. For charge every component counts with its equivalents, |z| n; initial is what is dissolved.
struct LedgerLine {
  enum class Kind { element, water, charge, component };
  std::string name;  ///< "C", "water", "charge", "HCO3-"
  Kind kind = Kind::element;
  Curve store;
  std::vector<Curve> entered_by_patch;                                 ///< in the order of Run::patches
  Curve entered;                                                       ///< through all patches
  std::vector<Curve> gas_by_patch, inflow_by_patch, outflow_by_patch;  ///< of it as gas, by water in and out
  std::vector<Curve> vapour_by_patch;                                  ///< of it as vapour
  Curve external;                                                      ///< added otherwise
  Curve difference;                                                    ///< change - entered - external
  Curve turnover;
  Curve closure;            ///< -
  double initial = 0;       ///< scale of the store at the start
  double left_before = 0;   ///< difference at the first output, counted from the first start of all
  double scale_before = 0;  ///< what it is compared with

  double change(std::size_t row) const { return store[row] - store[0]; }
  double worst() const;  ///< largest closure of all output times
};

/// Name of a kind in files: "element", "water", "charge", "component".
std::string to_string(LedgerLine::Kind kind);

/// All lines, and the verdict.
struct Ledger {
  std::vector<LedgerLine> lines;  ///< elements, water, charge, then the other components

  /// Largest difference of carbon at any output time relative to its turnover in the whole run; NaN when the
  /// turnover is below 1e-5 of the store, where double precision cannot tell.
  double carbon_to_turnover = 0;

  /// Largest closure of the solver's own sums, since the first start of all; 0 where the file has none.
  double by_solver = 0;
  /// Largest difference between what entered through a patch and its parts (gas, water in, water out), of any
  /// component at any output time, relative to the sizes of the parts of all patches and the store.
  double parts = 0;
  /// Largest closure of the carbon of each source; 0 where the run does not follow it.
  double by_source = 0;

  double worst() const;  ///< largest closure of all lines
  /// Every line, the parts, carbon by its turnover and by its source, and the solver's own sums, within
  /// closure_gate; NaN is not.
  bool closed() const;
  const LedgerLine* line(const std::string& name) const;  ///< null when there is none
};

/// Sums the balances of a run.
Ledger make_ledger(const Run& run);

}  // namespace talus::report
