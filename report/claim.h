// A claim of removed CO2: a project minus its baseline, over a reporting period.
//
//     N = D(stored of what came in as gas + f exported) - emissions - leakage,     D: project minus baseline
//
//     stored of what came in as gas = stored - brought by water - from sources inside - added otherwise
//
// or, where the runs follow carbon by its source, stored of air and biogenic sources, minus what the rock has lost of its own,
//
// so that all carbon which leaves with water counts as taken from the air, and with f = 1 the first term is the
// uptake from air. Losses within the period are in the stock already; they are shown by cause, and not subtracted
// once more. All amounts are kg of CO2, on the area that is claimed.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "report/account.h"
#include "report/claim_case.h"
#include "report/credit.h"
#include "report/losses.h"
#include "report/sampling.h"

namespace talus::report {

/// From a state to another, s.
struct Period {
  double from = 0, to = 0;
};

/// A line of the ledger of a claim. kg; not a number where there is no such amount.
struct ClaimLine {
  std::string name;
  double project = 0, baseline = 0, difference = 0;
  std::string how;  ///< what it is made of: datasets of the run files, other lines, or a source
};

/// What was claimed of one period.
struct ClaimedPeriod {
  Period period;
  std::vector<ClaimLine> lines;  ///< in the order in which they are added up
  Losses project_losses, baseline_losses;
  double gross = 0;  ///< stored of what came in as gas, all that drained counted as such, in the project
  double counterfactual = 0;  ///< the same in the baseline
  double exported = 0;        ///< project minus baseline, all of it
  double credited_export = 0;
  double emissions = 0, leakage = 0;
  double net = 0;      ///< removed
  double avoided = 0;  ///< kept of fossil CO2, which is no removal: project minus baseline
};

/// A claim, and what is in its way.
struct Claim {
  std::string project, baseline;  ///< names of the runs
  ClaimCase said;
  ClaimedPeriod whole;
  std::vector<ClaimedPeriod> parts;                ///< of claim.periods
  std::optional<Uncertain> uncertain;              ///< of `whole.net`; none where nothing is said of it
  std::optional<double> credited, buffer, issued;  ///< kg; none without a rule
  std::size_t project_end = 0, baseline_end = 0;   ///< outputs of the runs at the end of the period
  std::optional<Sampling> sampling;                ///< set by answers_to(), which knows what was measured
  std::optional<double> start;   ///< s from 1970 to the start of both runs; none: not known, or not the same
  std::string different_starts;  ///< that the runs begin on different dates; empty where they do not
  std::vector<std::string> obstacles;  ///< why it is not for issuance, a sentence each

  /// A time since the start: a date where that is known, else "28 d".
  std::string when(double time) const;
  /// "Net removal 12.3 t CO2 in 365 d: ...".
  std::string headline() const;
  /// "Not for issuance: ..." or that nothing is in the way.
  std::string verdict() const;
};

/// Works out the claim from the runs that it names. `place` is where it stands. InputError where a run or a state
/// at an end of the period is missing, or where the runs are not of the same footprint.
Claim make_claim(std::span<const Account> accounts, const ClaimCase& said, const Document& document);

}  // namespace talus::report
