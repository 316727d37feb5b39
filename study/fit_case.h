// FIT.toml: which keys of a case are fitted to what was measured, and what is known of them before. Values of keys are texts with
// the units of the user's choice, as in a study.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/input.h"
#include "base/ranges.h"
#include "report/measured_case.h"

namespace talus::study {

/// A parameter: keys of the case that take one value, and its prior.
struct FittedCase {
  std::optional<std::string> name;
  std::vector<std::string> keys;
  bool factor = false;
  std::string distribution;
  std::optional<std::string> low, high, mean, deviation, median, start;
  std::optional<double> spread;  ///< -
  std::optional<std::string> source;
};
template <class V>
void describe(FittedCase& c, V& v) {
  v("name", c.name, "What tables and charts call it; the end of its first key when absent.");
  v("keys", c.keys, "Keys of the case that take the value, as --set writes them: \"layers[0].thickness\".");
  v("factor", c.factor, "Whether the value is a pure number, by which those of the case are multiplied.",
    by_default("false"));
  v("distribution", c.distribution, one_of({"normal", "lognormal", "uniform", "loguniform"}),
    "What is known of it before the data: the prior. lognormal and loguniform: its logarithm is fitted.");
  v("low", c.low,
    "Lowest value of \"uniform\" and \"loguniform\"; of \"normal\" and \"lognormal\" a bound, none when absent.");
  v("high", c.high,
    "Highest value of \"uniform\" and \"loguniform\"; of \"normal\" and \"lognormal\" a bound, none when absent.");
  v("mean", c.mean, "Of \"normal\"; of \"lognormal\" with 'deviation'. Before it is bounded.");
  v("deviation", c.deviation, "Standard deviation that goes with 'mean'.");
  v("median", c.median, "Of \"lognormal\" with 'spread'.");
  v("spread", c.spread, in("1"), Range{.low = 1, .low_open = true},
    "Of \"lognormal\": geometric standard deviation; 68 % of the values are between median / spread and median times spread.");
  v("start", c.start, "Where the fit begins; the median of the prior when absent.");
  v("source", c.source, "Where the prior comes from.");
}

/// The whole file.
struct FitCase {
  std::string title;
  std::string case_file;
  std::optional<std::string> scenario, run_time;
  int points = 50;
  std::vector<FittedCase> vary;
  std::vector<report::MeasuredCase> measured, held_out;
};
template <class V>
void describe(FitCase& f, V& v) {
  v("title", f.title, "One line that says what the fit is for.");
  v("case", f.case_file, "The case that is run, a path from the folder of this file.");
  v("scenario", f.scenario, "Which of its [scenarios] is run.");
  v("points", f.points, between(1, 10000),
    "The fit gives up after so many points (each a run, and where it is better another run for each parameter).",
    by_default("50"));
  v("run_time", f.run_time,
    "The longest that a run may take by the clock, as of talus run --wall-time; then it counts as failed.");
  v("vary", f.vary, "The parameters.");
  v("measured", f.measured, "What they are fitted to, each value with its uncertainty.");
  v("held_out", f.held_out,
    "Measured values that the fit does not see: what it is worth is judged by them. Same keys as [[measured]].",
    optional_key);
}

}  // namespace talus::study
