// [[operations]]: what people do to a pile, and when.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/input.h"
#include "base/ranges.h"
#include "solver/operations/schedule.h"

namespace talus {

/// Something that people do to a pile, again and again or by a calendar.
struct OperationCase {
  std::string kind;
  std::optional<double> every, first, last;   ///< s
  std::vector<std::string> at;                ///< times or dates
  std::vector<std::string> pause;             ///< from and to within each year, "11-15"
  std::optional<std::string> file;            ///< CSV, relative to the case
  std::optional<double> dried_below;          ///< -
  Operation operation;                        ///< what is done
  std::vector<ScheduledOperation> scheduled;  ///< what it comes to in the run (calendar.h)

  /// When it is done for the first time, s; of what is done every so often.
  double begin() const { return first.value_or(every.value_or(0)); }
};
template <class V>
void describe(OperationCase& o, V& v) {
  v("kind", o.kind, one_of(operation_names()), operation_sentences());
  v("every", o.every, in("d"), ranges::duration, "Time between two of them; or give 'at' or 'file'.");
  v("first", o.first, in("d"), ranges::instant,
    "With 'every': time of the first; after one interval when absent.");
  v("last", o.last, in("d"), ranges::instant, "With 'every': none comes later; no bound when absent.");
  v("at", o.at,
    "Instead of 'every': when it is done, as times after the start of the run (\"30 d\") or dates (\"2027-05-01\"), "
    "which need run.start.",
    optional_key);
  v("file", o.file,
    "Instead of 'every': calendar in a CSV file, relative to the case, with a heading such as 'date, operation, depth "
    "[cm]' or 'time [d], depth [cm]'. Further columns are keys of the operation, and replace its own; rows that name "
    "another operation are not its rows.");
  v("pause", o.pause,
    "With 'every': from and to of a pause in each year, as month and day: [\"11-15\", \"04-01\"]; needs run.start.",
    optional_key);
  v("dried_below", o.dried_below, in("1"), fraction,
    "It is done only if the cells at the top, weighed by area, have a mean saturation below this at its time.");
  describe_operation(o.kind, o.operation, v);
}

}  // namespace talus
