#include "case/calendar.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/calendar.h"
#include "base/csv_text.h"
#include "base/units.h"
#include "base/words.h"
#include "case/checks.h"
#include "case/cost.h"
#include "solver/recurring.h"

namespace talus {

namespace {

/// The keys of an operation, as a row of a calendar replaces them.
struct RowCase {
  std::string kind;
  Operation operation;
};
template <class V>
void describe(RowCase& r, V& v) {
  v("kind", r.kind, one_of(operation_names()), operation_sentences());
  describe_operation(r.kind, r.operation, v);
}

/// Month and day of a date, as "11-15".
std::string day_of_year(double seconds) { return date_of(seconds).substr(5, 5); }

/// Whether a day of the year lies in a pause, which may go over the end of the year.
bool within_pause(const std::string& day, const std::string& from, const std::string& to) {
  return from <= to ? day >= from && day < to : day >= from || day < to;
}

/// A calendar in a CSV file, read for one operation.
class Calendar {
 public:
  Calendar(Document& document, const OperationCase& o, const RunCase& run, const std::string& path)
      : document_(document), o_(o), run_(run), file_(path) {}

  std::vector<ScheduledOperation> read() {
    std::vector<CsvCell> cells;
    if (!file_.next(cells)) {
      document_.problem(file_.place(), "the calendar is empty", heading_hint);
      return {};
    }
    if (!read_heading(cells)) return {};
    std::vector<ScheduledOperation> rows;
    while (file_.next(cells))
      if (auto row = read_row(cells)) rows.push_back(std::move(*row));
    const auto rising = [](const auto& a, const auto& b) { return a.times.front() < b.times.front(); };
    std::ranges::stable_sort(rows, rising);
    return rows;
  }

 private:
  static constexpr const char* heading_hint =
      "write for example: date, operation, depth [cm]; or time [d], depth [cm]";

  Place place_of(const CsvCell& cell) const { return file_.place(cell.column, cell.text.size()); }

  bool read_heading(const std::vector<CsvCell>& cells) {
    for (const CsvCell& cell : cells) columns_.push_back(heading_of(cell.text, true));
    const CsvHeading& first = columns_.front();
    if ((first.name == "date" && !first.unit) || (first.name == "time" && first.unit)) return true;
    document_.problem(place_of(cells.front()),
                      "the first column of a calendar is 'date', or 'time' with a unit, not " +
                          talus::quoted(cells.front().text),
                      heading_hint);
    return false;
  }

  /// The row as an operation at its time; nothing where it is of another kind, or wrong.
  std::optional<ScheduledOperation> read_row(const std::vector<CsvCell>& cells) {
    if (cells.size() != columns_.size()) {
      document_.problem(file_.place(), "this row has " + std::to_string(cells.size()) +
                                           " cells, the heading " + std::to_string(columns_.size()));
      return {};
    }
    std::vector<std::string> sets;
    std::vector<const CsvCell*> places;
    for (std::size_t i = 1; i < cells.size(); ++i) {
      if (columns_[i].name == "operation") {
        if (!known_kind(cells[i])) return {};
        if (cells[i].text != o_.kind) return {};
      } else if (!cells[i].text.empty()) {
        const std::string unit = columns_[i].unit.value_or("1"), number = file_.number(cells[i].text);
        const std::string value = unit == "1" ? number : number + " " + unit;
        sets.push_back(columns_[i].name + "=" + value);
        places.push_back(&cells[i]);
      }
    }
    const std::optional<double> time = time_of(cells.front());
    if (!time) return {};
    ScheduledOperation row{.times = {*time}, .dried_below = o_.dried_below, .operation = o_.operation};
    for (std::size_t i = 0; i < sets.size(); ++i) replace(row.operation, sets[i], *places[i]);
    return row;
  }

  bool known_kind(const CsvCell& cell) {
    const std::vector<std::string> names = operation_names();
    if (is_among(names, cell.text)) return true;
    document_.problem(place_of(cell), "no operation " + talus::quoted(cell.text),
                      suggestion(cell.text, names));
    return false;
  }

  std::optional<double> time_of(const CsvCell& cell) {
    try {
      const bool dates = columns_.front().name == "date";
      if (dates && !run_.start)
        throw UnitError("dates need run.start", "write run.start, or time [d] in the heading");
      const double time = dates ? seconds_of_date(cell.text) - seconds_of_date(*run_.start)
                                : to_si(file_.number(cell.text) + " " + *columns_.front().unit, "s");
      if (time < 0) throw UnitError("this row comes before the start of the run", "");
      return time;
    } catch (const UnitError& error) {
      document_.problem(place_of(cell), error.what(), error.hint());
      return {};
    }
  }

  /// Sets a key ("depth=20 cm") of an operation as the case would.
  void replace(Operation& operation, const std::string& set, const CsvCell& cell) {
    RowCase keys{.kind = o_.kind, .operation = operation};
    try {
      Document row = Document::from_text(echo(keys), document_.name(), {set});
      ::talus::read(row, keys);
      row.finish();
      operation = keys.operation;
    } catch (const InputError& error) {
      for (const Problem& problem : error.problems())
        document_.problem(place_of(cell), problem.what, problem.hint);
    }
  }

  Document& document_;
  const OperationCase& o_;
  const RunCase& run_;
  CsvText file_;
  std::vector<CsvHeading> columns_;
};

/// The ends of the pause of each year; empty where there is none, or it is wrong, which is noted.
std::vector<std::string> pause_of(Document& document, const std::string& path, const OperationCase& o,
                                  const RunCase& run) {
  if (o.pause.empty()) return {};
  const auto is_day = [](const std::string& text) {
    try {
      return text.size() == 5 && (seconds_of_date("2000-" + text), true);
    } catch (const UnitError&) {
      return false;
    }
  };
  if (o.pause.size() != 2 || !std::ranges::all_of(o.pause, is_day)) {
    document.problem(document.place_of_value(path), path + " needs two days of the year, from and to",
                     "write month and day: [\"11-15\", \"04-01\"]");
    return {};
  }
  if (run.start) return o.pause;
  document.problem(document.place_of_key(path), path + " needs run.start",
                   "write the date at which the run starts");
  return {};
}

/// The times of what is done every so often, but for the pauses.
std::vector<double> recurring_times(const OperationCase& o, const RunCase& run,
                                    const std::vector<std::string>& pause) {
  const double start = run.start ? seconds_of_date(*run.start) : 0;
  const double end = o.last ? *o.last * (1 + 1e-12) : run.length;
  std::vector<double> times;
  for (std::int64_t i = 0;; ++i) {
    const double time = recurring_time(o.begin(), *o.every, i);
    if (!(time < run.length) || time > end) return times;
    if (pause.empty() || !within_pause(day_of_year(start + time), pause[0], pause[1])) times.push_back(time);
  }
}

/// Exactly one of every, at and file; and what belongs to one of them alone.
bool check_forms(Document& document, const std::string& path, const OperationCase& o) {
  if (reported(document, path) || reported(document, path + ".every")) return false;
  const int forms = o.every.has_value() + !o.at.empty() + o.file.has_value();
  if (forms == 0 && !document.clean()) return false;  // the key may be there, misspelt
  if (forms != 1) {
    document.problem(document.place_of_key(path),
                     path + (forms == 0 ? " does not say when" : " says in several ways when"),
                     "give one of every = \"30 d\", at = [\"2027-05-01\"] and file = \"calendar.csv\"");
    return false;
  }
  for (const auto& [key, given] :
       {std::pair{"first", o.first.has_value()}, {"last", o.last.has_value()}, {"pause", !o.pause.empty()}})
    if (given && !o.every)
      document.problem(document.place_of_key(path + "." + key), path + "." + key + " goes with 'every'",
                       "leave it out");
  return true;
}

void read_calendar(Document& document, const std::string& path, OperationCase& o, const Case& c,
                   const std::string& folder) {
  if (!check_forms(document, path, o)) return;
  const std::vector<std::string> pause = pause_of(document, path + ".pause", o, c.run);
  ScheduledOperation done{.times = {}, .dried_below = o.dried_below, .operation = o.operation};
  if (o.file) {
    try {
      const auto file = (std::filesystem::path(folder) / *o.file).lexically_normal().string();
      o.scheduled = Calendar(document, o, c.run, file).read();
    } catch (const FileError& error) {
      document.problem(document.place_of_value(path + ".file"), error.what(),
                       "files are relative to the case");
    }
    return;
  }
  if (o.every) {
    if (times_before(c.run.length, o.begin(), *o.every) > c.steps.limit) return;  // refused by check_cost
    done.times = recurring_times(o, c.run, pause);
  }
  for (std::size_t i = 0; i < o.at.size(); ++i)
    if (const auto time = moment_of(document, path + ".at[" + std::to_string(i) + "]", o.at[i], c.run))
      done.times.push_back(*time);
  std::ranges::sort(done.times);
  o.scheduled = {std::move(done)};
}

}  // namespace

std::optional<double> moment_of(Document& document, const std::string& path, const std::string& text,
                                const RunCase& run) {
  try {
    double time = 0;
    if (!is_date(text)) {
      time = to_si(text, "s");
    } else {
      if (!run.start)
        throw UnitError(talus::quoted(text) + " is a date, which needs run.start", "write run.start");
      time = seconds_of_date(text) - seconds_of_date(*run.start);
    }
    if (time < 0) throw UnitError(talus::quoted(text) + " is before the start of the run", "");
    return time;
  } catch (const UnitError& error) {
    document.problem(document.place_of_value(path), path + ": " + error.what(), error.hint());
    return {};
  }
}

void read_calendars(Document& document, Case& c, const std::string& folder) {
  for (std::size_t i = 0; i < c.operations.size(); ++i)
    if (!reported(document, "run.start") && !reported(document, "run.length"))
      read_calendar(document, "operations[" + std::to_string(i) + "]", c.operations[i], c, folder);
}

}  // namespace talus
