// talus study DURABILITY.toml --durability
#include <cstdio>
#include <filesystem>

#include "base/disk.h"
#include "base/interruption.h"
#include "base/output_lock.h"
#include "cli/durability.h"
#include "cli/options.h"
#include "study/all_runs.h"
#include "study/durability.h"

namespace talus::cli {

void study_durability(const std::string& file, const DurabilityOptions& options) {
  const auto durability = talus::study::read_durability(file);
  if (options.check) {
    std::printf("%zu futures of %s over %zu times\n", durability.said.futures.size(), durability.run.c_str(),
                durability.said.after.size());
    return;
  }
  const talus::study::Folder folder{options.folder};
  if (options.force)
    talus::study::remove_results(folder, {"results.csv", "rows", "work", "runs", "failures",
                                          "durability.html", "durability.json", "durability.csv"});
  talus::study::prepare_folder(folder, durability.study);
  const OutputLock lock(folder.results().string());
  Interruption::listen();
  talus::study::do_runs(durability.study, folder, options.jobs, this_program, [](const auto&) {});
  const talus::study::Results results = talus::study::read_results(folder, durability.study);
  std::vector<std::string> files, failures;
  for (std::size_t run = 0; run < durability.study.design.size(); ++run) {
    files.push_back((folder.runs() / std::to_string(run) / "run.h5").string());
    failures.push_back(results.by_run.at(run).failure);
  }
  const auto futures = talus::study::futures_of(durability, files, failures);
  const auto write = [&](const char* name, const std::string& text) {
    write_whole_file((folder.path / name).string(), text);
  };
  write("durability.json", talus::study::durability_json(durability, futures));
  write("durability.csv", talus::study::durability_csv(futures));
  write("durability.html", talus::study::durability_page(durability, futures));
  std::printf("%sdurability: %s\n", talus::study::durability_text(durability, futures).c_str(),
              (folder.path / "durability.html").c_str());
}

}  // namespace talus::cli
