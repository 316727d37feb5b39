// What a case asks for, counted before anything is run: a slip in a unit (output every ms for a year) shows
// here and not when the disk is full.
#pragma once

#include <string>
#include <vector>

#include "case/case.h"

namespace talus {

/// Counts are doubles, since what is asked for by mistake is more than whole numbers hold.
struct Cost {
  double cells = 0;
  double balances = 0;                  ///< equations in each of them
  double outputs = 0;                   ///< states that [run] asks for, with start and end
  std::vector<double> operations = {};  ///< how often each of [[operations]] happens
  double states = 0;                    ///< written in all: an operation writes one before and one after
  double bytes = 0;                     ///< of the run file, about; steps add some hundred bytes each
  double memory = 0;                    ///< bytes of all ranks together, about
};

/// The case must have been checked.
Cost cost_of(const Case& c);

/// How often something happens at `first` and every `every` after it, before `end` (s).
double times_before(double end, double first, double every);

/// "40 cells of 9 equations, 367 states, about 3.5 MB": what `talus check` says.
std::string cost_words(const Cost& cost);

/// Notes at the key `path` that a case asks for more stops than `limit` (steps.limit).
void refuse_stops(Document& document, const std::string& path, const std::string& what, double count,
                  double limit);
/// The same of a file of more MB than `limit`.
void refuse_bytes(Document& document, const std::string& path, double bytes, double limit);

/// Notes a tolerance of steps below `finest`, where rounding is all that an estimate of errors sees; `usual` says
/// what others take.
void refuse_finer_than_rounding(Document& document, double tolerance, double finest,
                                const std::string& usual);

/// Notes what is above the limit of the case.
void check_cost(Document& document, const Case& c);

/// Lengths of steps and times that contradict each other are noted as problems, what never happens as a
/// warning.
void check_times(Document& document, const Case& c);

/// Warns of an operation or a row at `time` that never comes, since the run ends before.
void warn_of_never(Document& document, const std::string& path, const std::string& what, double time,
                   double length);

}  // namespace talus
