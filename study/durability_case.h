// DURABILITY.toml: what may happen to what a finished run has stored, and what would see it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/input.h"
#include "base/ranges.h"

namespace talus::study {

/// What may happen from the end of the run on.
struct FutureCase {
  std::string name;
  std::vector<std::string> set;
  std::optional<std::string> source;
};
template <class V>
void describe(FutureCase& f, V& v) {
  v("name", f.name, "What tables call it: \"warming\".");
  v("set", f.set,
    "What is otherwise from the end of the run on: \"KEY = VALUE\", as --set takes them; nothing of it when absent.",
    optional_key);
  v("source", f.source, "Why it may come, and where its numbers come from.");
}

/// A measurement that would be made again and again.
struct DetectorCase {
  std::string name, quantity, change;
  std::optional<double> depth;  ///< m
};
template <class V>
void describe(DetectorCase& d, V& v) {
  v("name", d.name, "What tables call it: \"TIC of cores\".");
  v("quantity", d.quantity, "What it reads, in the words of [[measured]]: \"TIC\", \"pH\", \"CO2 flux\".");
  v("depth", d.depth, in("cm"), ranges::coordinate, "Where, for what is measured at a depth.");
  v("change", d.change, "The least change that it tells from none, with its unit.");
}

/// The whole file.
struct DurabilityCase {
  std::string title, case_file, run;
  std::optional<std::string> scenario, run_time;
  std::vector<double> after;  ///< s
  std::vector<std::string> set;
  std::vector<FutureCase> futures;
  std::vector<DetectorCase> detectors;
};
template <class V>
void describe(DurabilityCase& d, V& v) {
  v("title", d.title, "One line that says what is asked.");
  v("case", d.case_file, "The case of the run, a path from the folder of this file.");
  v("scenario", d.scenario, "Which of its [scenarios] the run is of.");
  v("run", d.run,
    "The finished run file from which every future goes on, a path from the folder of this file.");
  v("after", d.after, in("s"), ranges::duration,
    "How long after the end of the run the fraction that is kept is given: [\"100 yr\", \"1000 yr\"].");
  v("set", d.set,
    "What is otherwise in every future, as \"operations = []\" where nobody works there any more; before the values of the future "
    "itself.",
    optional_key);
  v("run_time", d.run_time, "The longest that a run may take by the clock, as of talus run --wall-time.");
  v("futures", d.futures,
    "What may happen. The first is what the others are compared with: the claim left as it is.");
  v("detectors", d.detectors,
    "What is measured there, so that it can be said what would see a reversal first.", optional_key);
}

}  // namespace talus::study
