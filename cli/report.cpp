#include "report/report.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include "base/calendar.h"
#include "base/child.h"
#include "base/disk.h"
#include "base/hdf5.h"
#include "base/petsc.h"
#include "base/units.h"
#include "cli/options.h"
#include "report/account_named.h"
#include "report/dates.h"
#include "report/measured_output.h"

namespace talus::cli {

namespace {

void refuse_no_run(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file))
    throw FileError("cannot read '" + file.string() + "': there is no such file");
  if (hdf5::is_hdf5(file.string())) return;
  if (const auto page = std::filesystem::path(file).replace_extension(".html");
      (file.extension() == ".csv" || file.extension() == ".html") && std::filesystem::exists(page))
    throw FileError("'" + file.string() + "' is no run file; the report of talus react is '" + page.string() +
                    "', which it wrote");
  const auto run = std::filesystem::path(file).replace_extension(".h5");
  throw FileError(
      "'" + file.string() + "' is no run file" +
      (std::filesystem::exists(run) && run != file ? "; did you mean '" + run.string() + "'?" : ""));
}

/// The time of an option in s since the start of the runs, or nothing without it. A date needs runs that know theirs.
std::optional<double> time_option(const boost::program_options::variables_map& given, const std::string& name,
                                  std::span<const talus::report::Account> accounts) {
  if (given.count(name) == 0) return {};
  const auto& text = given[name].as<std::string>();
  try {
    if (!is_date(text)) return to_si(text, "s");
    const std::optional<double> start = talus::report::common_start(accounts);
    if (!start)
      refuse_command("--" + name + " " + text + " is a date, and the runs have none in common",
                     "run.start in the case says when they begin; or give the time since their start");
    return seconds_of_date(text) - *start;
  } catch (const UnitError& error) {
    refuse_command("--" + name + ": " + error.what(), error.hint());
  }
}

/// Whether two paths lead to one file.
bool same_file(const std::string& one, const std::string& other) {
  std::error_code unknown;
  return one == other || std::filesystem::equivalent(one, other, unknown);
}

/// What the case and the file of --with ask, and the command of the claim.
std::vector<talus::report::Questions> questions_asked(const boost::program_options::variables_map& given,
                                                      std::span<const talus::report::Account> accounts,
                                                      const std::string& against) {
  auto questions = talus::report::questions_of(
      given.count("with") > 0 ? given["with"].as<std::string>() : std::string(), accounts);
  if (!against.empty()) {
    const auto& baseline = talus::report::account_of_file(accounts, against);
    if (accounts.size() == 1)
      refuse_command("--against: the run would be compared with itself", "name another");
    if (accounts.size() == 2)
      ask_difference(questions, &accounts[0] == &baseline ? accounts[1] : accounts[0], baseline);
  }
  const std::optional<double> from = time_option(given, "from", accounts),
                              to = time_option(given, "to", accounts);
  bool claimed = false;
  for (auto& one : questions) {
    if (!one.said.claim) continue;
    claimed = true;
    if ((from || to) && one.said.claim->uncertainty && !one.said.claim->uncertainty->relative)
      refuse_command("--from and --to: the uncertainty of the claim is in kg of its own period",
                     "write it as 'relative', or another [claim] for --with FILE");
    one.now = one.now || from || to;
    if (from) one.said.claim->from = from;
    if (to) one.said.claim->to = to;
    if (from || to) one.said.claim->periods.clear();
  }
  if ((from || to) && !claimed)
    refuse_command("--from and --to bound a claim, and none is asked for",
                   "write [claim] in the case, or in a file for --with FILE; or --against RUN.h5");
  return questions;
}

/// The file of --observations, which programs read that drive Talus.
void write_observations(const boost::program_options::variables_map& given,
                        const talus::report::Answers& answers) {
  const auto file = given["observations"].as<std::string>();
  if (answers.measured.empty())
    refuse_command("--observations: nothing measured is asked for",
                   "write [[measured]] in the case, or in a file for --with FILE");
  if (std::filesystem::exists(file) && given.count("force") == 0)
    throw FileError("'" + file + "' exists\n  use --force to overwrite it, or another name");
  write_whole_file(file, talus::report::observations_text(answers.measured));
}

}  // namespace

int report(const Words& words) {
  namespace options = boost::program_options;
  options::options_description description;
  auto add = description.add_options();
  add("run", options::value<Words>()->composing());
  add("out", options::value<std::string>());
  add("with", options::value<std::string>());
  add("against", options::value<std::string>());
  add("from", options::value<std::string>());
  add("to", options::value<std::string>());
  add("join", "a run and those that continue it are one");
  add("observations", options::value<std::string>());
  add("force", "overwrite");
  const auto given = parse("report", words, description, "run", -1);
  if (given.count("run") == 0) refuse_command("talus report needs a run file", "see talus report --help");
  if (Session::rank() != 0) return 0;
  auto runs = given["run"].as<Words>();
  std::string against;  // as it stands among the runs
  if (given.count("against") > 0) {
    const auto file = given["against"].as<std::string>();
    auto found = std::ranges::find_if(runs, [&](const std::string& run) { return same_file(run, file); });
    if (found == runs.end()) found = runs.insert(runs.end(), file);
    against = *found;
  }
  for (const std::string& file : runs) refuse_no_run(file);
  const std::string folder = given.count("out") > 0
                                 ? given["out"].as<std::string>()
                                 : std::filesystem::path(runs[0]).replace_extension("").string() + "_report";
  // In a process of its own, since HDF5 does not survive every damaged file.
  SharedNumber read;
  do_in_child(
      runs,
      [&] {
        const auto read_all =
            given.count("join") > 0 ? &talus::report::read_joined_accounts : &talus::report::read_accounts;
        const auto accounts =
            read_all(runs, [&](std::size_t done) { read.value() = static_cast<long>(done); });
        auto answers = talus::report::answers_to(questions_asked(given, accounts, against), accounts);
        if (!against.empty()) answers.against = talus::report::account_of_file(accounts, against).run.name;
        if (given.count("observations") > 0) write_observations(given, answers);
        talus::report::write_report(accounts, folder, given.count("force") > 0, answers);
        std::printf("%s\nreport: %s\n", talus::report::summary_text(accounts, answers).c_str(),
                    (std::filesystem::path(folder) / "report.html").c_str());
      },
      [&] {
        const auto done = static_cast<std::size_t>(read.value());
        return done < runs.size() ? "'" + runs[done] + "'" : std::string();
      });
  return 0;
}

}  // namespace talus::cli
