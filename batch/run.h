// Runs a reactor in time or along a path, and writes down what it sees.
#pragma once

#include <string>

#include "batch/setup.h"
#include "chemistry/reactor/reactor_steps.h"

namespace talus::batch {

/// A column of results; "1" for pure numbers.
struct ReactColumn {
  std::string name, unit;
  enum Kind { along, water, total, solid, exchanger, rate, saturation, gas, uptake } kind = water;
};

/// Results: a row for each time, or each step of a path; of a train one for each tank.
struct ReactTable {
  std::vector<ReactColumn> columns;
  std::vector<std::vector<double>> rows;
};

/// What came in against what is there, over all components and water.
struct ReactBooks {
  double closure = 0;  ///< the largest difference, relative to what there was and came
  double imbalance =
      0;  ///< the largest difference between a water and its totals, relative to their terms or to 1e-9 mol/kgw
};

/// All that a run gives.
struct ReactResult {
  ReactTable table;
  ReactBooks books;
  ReactorWork work;
  std::vector<ReactorState<double>> end;  ///< of each tank
  std::string failure;                    ///< where and why it gave up; empty when it came to its end
  std::string moved_states;               ///< by redox equilibria that nature does not reach; the last words
};

/// Runs to the end, or until something has no answer: then the rows until there, and `failure`.
ReactResult run_reactor(const ReactSetup& setup);

}  // namespace talus::batch
