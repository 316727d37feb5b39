// STUDY.toml: which keys of a case vary, how, and what is asked of the runs. Values of keys are texts with the units of
// the user's choice, as in the case; numbers of keys without a unit may stand without quotes (read_study()).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/input.h"
#include "base/ranges.h"
#include "report/claim_case.h"

namespace talus::study {

/// A parameter: keys of the case that take one value, and which values.
struct VariedCase {
  std::optional<std::string> name, only;
  std::vector<std::string> keys;
  bool factor = false;
  std::string distribution;
  std::vector<std::string> values;
  std::vector<double> weights;  ///< -
  std::optional<std::string> low, high, mean, deviation, median, mode;
  std::optional<double> spread;  ///< -
  std::optional<int> points;
  std::string spacing;
  std::optional<std::string> source;
};
template <class V>
void describe(VariedCase& c, V& v) {
  v("name", c.name, "What tables and charts call it; the end of its first key when absent.");
  v("keys", c.keys, "Keys of the case that take the value, as --set writes them: \"layers[0].thickness\".");
  v("only", c.only, one_of({"project", "baseline"}),
    "Of a pair: the run whose keys these are, where the other does not have them; both when absent.");
  v("factor", c.factor, "Whether the values are pure numbers, by which those of the case are multiplied.",
    by_default("false"));
  v("distribution", c.distribution,
    one_of({"list", "range", "normal", "lognormal", "uniform", "loguniform", "triangular", "discrete"}),
    "list, range: of method \"grid\", one by one. All others: drawn; loguniform: its logarithm is uniform.");
  v("values", c.values, "Of \"list\" and \"discrete\": the values, quantities or words.", optional_key);
  v("weights", c.weights, in("1"), not_negative,
    "Of \"discrete\": how often each of 'values' is drawn, up to a common factor; all alike when absent.",
    optional_key);
  v("low", c.low,
    "Lowest value of \"range\", \"uniform\", \"loguniform\" and \"triangular\"; of \"normal\" and \"lognormal\" a bound, none when absent.");
  v("high", c.high,
    "Highest value of \"range\", \"uniform\", \"loguniform\" and \"triangular\"; of \"normal\" and \"lognormal\" a bound, none when absent.");
  v("mean", c.mean, "Of \"normal\"; of \"lognormal\" with 'deviation'. Before it is bounded.");
  v("deviation", c.deviation, "Standard deviation that goes with 'mean'.");
  v("median", c.median, "Of \"lognormal\" with 'spread'.");
  v("spread", c.spread, in("1"), Range{.low = 1, .low_open = true},
    "Of \"lognormal\": geometric standard deviation; 68 % of the values are between median / spread and median times spread.");
  v("mode", c.mode, "Of \"triangular\": the most probable value.");
  v("points", c.points, between(2, 10000), "Of \"range\": how many values, both ends among them.");
  v("spacing", c.spacing, one_of({"linear", "logarithmic"}),
    "Of \"range\": whether their differences or their ratios are equal.", by_default("linear"));
  v("source", c.source, "Where the distribution comes from.");
}

/// Parameters that vary together.
struct CorrelatedCase {
  std::vector<std::string> names;
  double rank_correlation = 0;  ///< -
};
template <class V>
void describe(CorrelatedCase& c, V& v) {
  v("names", c.names, "Names of two parameters.");
  v("rank_correlation", c.rank_correlation, in("1"),
    Range{.low = -1, .high = 1, .low_open = true, .high_open = true}, "Spearman's, of their values.");
}

/// A polynomial in place of runs.
struct SurrogateCase {
  std::string kind;
  std::vector<std::string> quantities;
  int degree = 0;
  double largest_error = 0.05;  ///< -
};
template <class V>
void describe(SurrogateCase& c, V& v) {
  v("kind", c.kind, one_of({"polynomial chaos"}),
    "polynomial chaos: products of polynomials that are orthonormal on the distributions of the parameters.");
  v("quantities", c.quantities, "Which of the 'quantities' of the study have one; all when absent.",
    optional_key);
  v("degree", c.degree, between(1, 12),
    "The highest total degree that is tried; that with the least leave-one-out error is taken.");
  v("largest_error", c.largest_error, in("%"),
    Range{.low = 0, .high = 1, .low_open = true, .high_open = true},
    "Leave-one-out error, as a share of the variance of the runs, above which the surrogate is not to be used.",
    by_default("5 %"));
}

/// The whole file.
struct StudyCase {
  std::string title;
  std::string case_file;
  std::optional<std::string> scenario, project, baseline, with, run_time;
  std::string method;
  std::optional<int> runs, seed;
  bool indices = false;
  std::optional<double> tornado;  ///< -
  std::vector<std::string> quantities;
  std::string keep;
  std::vector<VariedCase> vary;
  std::vector<CorrelatedCase> correlated;
  std::vector<report::CreditCase> credit;
  std::optional<SurrogateCase> surrogate;
};
template <class V>
void describe(StudyCase& s, V& v) {
  v("title", s.title, "One line that says what the study is for.");
  v("case", s.case_file, "The case that is run, a path from the folder of this file.");
  v("scenario", s.scenario, "Which of its [scenarios] is run.");
  v("project", s.project,
    "A pair instead of one run: the scenario of the project. Both runs of a pair take the same values, so that what they have "
    "in common leaves their difference.");
  v("baseline", s.baseline, "The scenario of the baseline.");
  v("with", s.with,
    "Of a pair: a file with the [claim], as for talus report --with; the case's own when absent.");
  v("method", s.method, one_of({"grid", "random", "latin hypercube", "sobol"}),
    "grid: every combination. random: independent. latin hypercube: every slice of every distribution once. sobol: Sobol's "
    "sequence, shifted by the seed.");
  v("runs", s.runs, between(1, 1000000),
    "How many points are drawn (runs or pairs of runs); with 'indices' so many base points, each with parameters plus two runs. "
    "Not of a grid.");
  v("seed", s.seed, between(0, 2147483647), "Of the random numbers. Not of a grid.");
  v("indices", s.indices,
    "Whether the points are those of Saltelli, from which Sobol's indices follow: what share of the variance each parameter makes.",
    by_default("false"));
  v("tornado", s.tornado, in("%"), Range{.low = 0, .high = 0.5, .low_open = true, .high_open = true},
    "Runs besides with one parameter at a time at this percentile and at 100 % minus it, all others at their medians. None "
    "when absent.");
  v("quantities", s.quantities,
    "What is kept of each run, as in summary.csv of its report: \"CO2 stored per dry mass (g/kg)\"; of a pair with a [claim] "
    "also lines of the claim: \"net removal (t)\".");
  v("keep", s.keep, one_of({"quantities", "files"}),
    "quantities: the files of a run are removed once it is in results.csv; files: they stay.",
    by_default("quantities"));
  v("run_time", s.run_time,
    "The longest that a run may take by the clock, as of talus run --wall-time; then it counts as failed.");
  v("vary", s.vary, "The parameters.");
  v("correlated", s.correlated, "Pairs of parameters that vary together.", optional_key);
  v("credit", s.credit, "Rules by which the net removal is credited, side by side, as [claim.credit].",
    optional_key);
  v("surrogate", s.surrogate, "A polynomial that is fitted to the runs, and what it says of the parameters.");
}

}  // namespace talus::study
