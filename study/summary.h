// What the results of a study say: computed once, and written by page, JSON and CSV.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "study/estimates.h"
#include "study/results.h"
#include "study/sensitivity.h"
#include "study/surrogate.h"

namespace talus::study {

/// A parameter alone at its low and at its high percentile, all others at their medians.
struct TornadoBar {
  std::size_t parameter = 0;
  std::string low_text, high_text;  ///< the values of the parameter
  double base = 0, low = 0, high = 0;

  /// The larger of both changes, as a share of the answer at the medians; not a number where one of the three is none.
  double relative() const;
};

/// What is known of a quantity. Its numbers are in the unit of its name.
struct QuantitySummary {
  std::string name;  ///< "CO2 stored per dry mass (g/kg)"
  /// Of the runs that were drawn, by run. Infinite where a run does not reach what the quantity is the time of, and of a
  /// pair where only the baseline does (minus infinity: only the project); not a number where there is none.
  std::vector<double> sample;
  std::vector<double> sorted;  ///< those that are numbers or infinite
  std::size_t beyond = 0;      ///< runs that are done and infinite
  std::size_t unordered =
      0;          ///< runs that are done and of which it is not known whether they are above others
  Estimate mean;  ///< not a number where a run is beyond the end or unordered
  double deviation = 0;
  std::vector<Estimate> at;  ///< of `percentiles`; infinite where they fall beyond the end: they are open
  std::vector<Convergence> convergence;
  std::vector<double> rank_correlation;  ///< by parameter; not a number of words
  std::vector<double> share_between;     ///< by parameter of words; not a number of others
  std::vector<TornadoBar> tornado;       ///< the largest first; empty without
  std::vector<SobolIndex> indices;       ///< by parameter; empty without
  std::optional<Surrogate> surrogate;    ///< where one was asked for
  std::optional<double> variance_ratio;  ///< of a pair: independent divided by common random numbers

  /// Whether every run that is done gave a number.
  bool whole() const { return beyond == 0 && unordered == 0; }
  /// What is not said of it because of runs that do not reach it, and why; empty where it is whole.
  std::string left_out() const;
  /// "CO2 stored (kg): P50 3.2, P16 to P84 2.1 to 4.5 (512 runs)"; of a grid from where to where it goes.
  std::string headline(bool grid) const;
};

/// What a rule credits of the net removal; t.
struct Credited {
  std::string rule;
  double credited = 0, issued = 0;
};

/// All of it.
struct Summary {
  std::vector<QuantitySummary> quantities;  ///< by column
  std::vector<Credited> credited;
  std::vector<std::vector<Value>> values;  ///< of the parameters, by drawn run, as `sample`
  std::size_t runs = 0, done = 0, failed = 0;
  std::vector<std::pair<std::size_t, std::string>> failures;  ///< run, and why

  /// "Most of its spread comes from X ..." where its index of first order, its rank correlation squared or the share between its
  /// words is above 0.5, "The largest part ..." elsewhere; empty where nothing says so.
  std::string deciding(const Study& study, const QuantitySummary& quantity) const;
};

/// Works it out.
Summary summarise(const Study& study, const Results& results);

}  // namespace talus::study
