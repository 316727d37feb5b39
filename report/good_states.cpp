#include "report/good_states.h"

#include <algorithm>
#include <cmath>

#include "base/commit.h"
#include "base/cut_off.h"
#include "base/error.h"
#include "base/readable_rows.h"
#include "base/units.h"

namespace talus::report {
namespace {

std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t most = 4;
  std::string text;
  for (std::size_t i = 0; i < std::min(most, names.size()); ++i) text += (i > 0 ? ", " : "") + names[i];
  return names.size() > most ? text + " and " + std::to_string(names.size() - most) + " more" : text;
}

/// The states before the first that is torn or damaged; says what is not good.
std::size_t count_good(const hdf5::Commits& commits, const std::string& path, std::size_t begun, Run& run) {
  const auto at = [&](std::size_t row) {
    return row < run.time.size() ? "The state at " + with_unit(run.time[row], "d")
                                 : std::string("The last state");
  };
  std::vector<std::size_t> not_continued;
  std::vector<std::string> restart_names;
  const auto note_not_continued = [&] {
    if (not_continued.size() == 1)
      run.damage.push_back(at(not_continued.front()) +
                           " cannot be continued: not as it was written: " + listed(restart_names) + ".");
    if (not_continued.size() > 1)
      run.damage.push_back(std::to_string(not_continued.size()) + " states, the first at " +
                           with_unit(run.time[not_continued.front()], "d") +
                           ", cannot be continued: not as they were written, the last of them: " +
                           listed(restart_names) + ".");
  };
  const std::size_t committed =
      std::min({run.time.size(), run.moment.size(), static_cast<std::size_t>(commits.states())});
  for (std::size_t row = 0; row < committed; ++row) {
    std::vector<std::string> bad = commits.damaged(static_cast<std::int64_t>(row)), of_restart;
    std::erase_if(bad, [&](const std::string& name) {
      const bool restart = name.starts_with("/restart/");
      if (restart) of_restart.push_back(name);
      return restart;
    });
    if (!bad.empty()) {
      note_not_continued();
      run.damage.push_back(at(row) + " is damaged (not as it was written: " + listed(bad) +
                           "); the report covers the states before it.");
      return row;
    }
    if (of_restart.empty()) continue;
    not_continued.push_back(row);
    restart_names = of_restart;
  }
  note_not_continued();
  if (committed < begun)
    run.damage.push_back(
        at(committed) +
        " is torn: it was not written to its end and has no commit mark; the report covers the "
        "states before it.");
  if (committed == 0 && begun > 0)
    throw FileError(path + " holds no state that is whole: the first one is torn");
  return committed;
}

}  // namespace

GoodStates read_good_states(const hdf5::File& file, const std::string& path, Run& run) {
  const hdf5::Commits commits(file);
  const auto begun = static_cast<std::size_t>(file.dataset("/time").size());
  run.time = hdf5::readable_rows<double>(file.dataset("/time"));
  for (const double moment : hdf5::readable_rows<double>(file.dataset("/moment")))
    run.moment.push_back(moment == 1 || moment == 2 || moment == 3 ? static_cast<int>(moment) : 0);
  std::size_t good = std::min(run.time.size(), run.moment.size());
  GoodStates states;
  if (commits.present()) {
    if (const auto constants = commits.damaged_constants(); commits.states() > 0 && !constants.empty())
      throw FileError(path + " is damaged; not as it was written: " + listed(constants));
    good = count_good(commits, path, begun, run);
    if (good == 0 && begun > 0)
      throw FileError(path + " is damaged: its first state is not as it was written");
    if (good > 0) {
      const auto last = static_cast<std::int64_t>(good) - 1;
      states.steps = commits.steps(last);
      for (const std::string& name : commits.damaged_series(last)) states.bad_series.insert(name);
      if (!states.bad_series.empty())
        run.damage.push_back("Series are damaged and left out: " +
                             listed({states.bad_series.begin(), states.bad_series.end()}) + ".");
    }
  } else {
    run.damage.push_back(
        "The run file has no commit marks, as an older Talus wrote it: whether its states are whole could "
        "not be "
        "checked.");
  }
  run.time.resize(good);
  run.moment.resize(good);
  for (std::size_t row = 0; row < good; ++row) run.places.emplace_back(0, row);
  if (run.time.empty()) throw FileError(path + " holds no output; the run stopped before its first");
  bool in_order = std::isfinite(run.time.front()) && std::isfinite(run.time.back());
  for (std::size_t row = 1; row < good; ++row) in_order = in_order && run.time[row] >= run.time[row - 1];
  if (!in_order) throw FileError(path + " is damaged: its times do not ascend");
  return states;
}

Run read_what_is_there(const std::string& path, const std::function<Run(const hdf5::File&)>& read) {
  const auto cut = hdf5::cut_off(path);
  if (!cut) return read(hdf5::File::open(path));
  const hdf5::File file = hdf5::open_cut_off(path, *cut);
  try {
    Run run = read(file);
    run.damage.insert(run.damage.begin(), "The run file is cut off: " + cut->words() + ".");
    return run;
  } catch (const std::exception&) {  // what was missing first says nothing to a reader
    throw FileError(path + " is cut off: " + cut->words() +
                    ", and no state can be read from them; copy it again, or report an earlier run file");
  }
}

}  // namespace talus::report
