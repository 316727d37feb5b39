// What becomes of the carbon that a finished run has stored in minerals:
//
//     F(T)    C(t_end + T) / C(t_end)          C: carbon in minerals of the whole domain, t_end: end of the run
//     tau     the first time at which C falls faster than 1 %/yr of C(t_end), between outputs
//     first   where: the layer that has lost most when any layer has first lost 1 % of C(t_end)
//
// F above 1 says that more was stored than lost, not that nothing was lost: the losses of layers stand beside it. What sees it:
// the first output at which a detector reads otherwise than in the first future by its least change.
//
// Source of F and tau: fractions kept as durability is claimed for mineral storage; 100 and 1000 years are those of crediting rules.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "report/account.h"
#include "study/durability_case.h"
#include "study/study.h"

namespace talus::study {

/// A study of durability that has been read and checked.
struct Durability {
  Document document;
  DurabilityCase said;
  double end = 0;   ///< s, of the run that goes on
  std::string run;  ///< its path
  Study study;      ///< a run for each future
};

/// Reads DURABILITY.toml; FileError, InputError with everything that is wrong with it and with the case of each future.
Durability read_durability(const std::string& path);

/// When a detector sees that a future is another one than the first.
struct Seen {
  std::string detector;
  double time =
      std::numeric_limits<double>::infinity();  ///< s after the end of the run; infinite: not at all
};

/// What becomes of it in one future. Times are s after the end of the run, infinite where it does not come to that.
struct FutureSummary {
  std::string name, failure;                                    ///< failure: why there is no answer
  std::vector<double> kept;                                     ///< F at each of 'after'
  std::vector<std::pair<double, double>> curve;                 ///< time and F at each output
  double reversal = std::numeric_limits<double>::infinity();    ///< tau
  double first_loss = std::numeric_limits<double>::infinity();  ///< when a layer has first lost 1 %
  double first_depth =
      std::numeric_limits<double>::quiet_NaN();  ///< m below the surface, the middle of that layer
  double lost = 0;  ///< of all layers that have less than at the start, at the end; a fraction of C(t_end)
  std::vector<Seen> seen;  ///< by detector; of the first future none

  /// The detector that sees it first; nothing where none does.
  const Seen* first_to_see() const;
};

/// All futures, from the files of their runs in `files`; of one that failed `failures` has the reason.
std::vector<FutureSummary> futures_of(const Durability& durability, const std::vector<std::string>& files,
                                      const std::vector<std::string>& failures);

/// A sentence or two for each future, what a reader must know, and the tables; the same numbers in each.
std::string durability_text(const Durability& durability, const std::vector<FutureSummary>& futures);
std::string durability_json(const Durability& durability, const std::vector<FutureSummary>& futures);
std::string durability_csv(const std::vector<FutureSummary>& futures);
std::string durability_page(const Durability& durability, const std::vector<FutureSummary>& futures);

}  // namespace talus::study
