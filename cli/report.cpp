#include "report/report.h"

#include <cstdio>
#include <filesystem>

#include "base/child.h"
#include "base/hdf5.h"
#include "base/petsc.h"
#include "cli/options.h"

namespace talus::cli {

namespace {

void refuse_no_run(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file))
    throw FileError("cannot read '" + file.string() + "': there is no such file");
  if (hdf5::is_hdf5(file.string())) return;
  const auto run = std::filesystem::path(file).replace_extension(".h5");
  throw FileError("'" + file.string() + "' is no run file" +
                  (std::filesystem::exists(run) ? "; did you mean '" + run.string() + "'?" : ""));
}

}  // namespace

int report(const Words& words) {
  namespace options = boost::program_options;
  options::options_description description;
  auto add = description.add_options();
  add("run", options::value<Words>()->composing());
  add("out", options::value<std::string>());
  add("force", "overwrite");
  const auto given = parse("report", words, description, "run", -1);
  if (given.count("run") == 0) refuse_command("talus report needs a run file", "see talus report --help");
  if (Session::rank() != 0) return 0;
  const auto runs = given["run"].as<Words>();
  for (const std::string& file : runs) refuse_no_run(file);
  const std::string folder = given.count("out") > 0
                                 ? given["out"].as<std::string>()
                                 : std::filesystem::path(runs[0]).replace_extension("").string() + "_report";
  // In a process of its own, since HDF5 does not survive every damaged file.
  SharedNumber read;
  do_in_child(
      [&] {
        const auto accounts = talus::report::read_accounts(
            runs, [&](std::size_t done) { read.value() = static_cast<long>(done); });
        talus::report::write_report(accounts, folder, given.count("force") > 0);
        std::printf("%s\nreport: %s\n", talus::report::summary_text(accounts).c_str(),
                    (std::filesystem::path(folder) / "report.html").c_str());
      },
      [&] {
        const auto done = static_cast<std::size_t>(read.value());
        return done < runs.size() ? "'" + runs[done] + "'" : std::string();
      });
  return 0;
}

}  // namespace talus::cli
