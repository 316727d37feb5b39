#include "report/account_named.h"

#include <algorithm>
#include <filesystem>
#include <vector>

#include "base/error.h"
#include "report/refuse.h"

namespace talus::report {

std::string scenario_of(const Run& run) {
  const auto found = run.provenance.find("scenario");
  return found == run.provenance.end() ? "" : found->second;
}

const Account& account_named(std::span<const Account> accounts, const std::string& name,
                             const Document& document, const std::string& key) {
  std::vector<std::string> known;
  std::vector<const Account*> by_file, by_stem, by_ending,
      by_scenario;  // "cell.project_refined" is of the scenario project too
  for (const Account& account : accounts) {
    const std::string scenario = scenario_of(account.run);
    known.push_back(scenario.empty() ? account.run.name : scenario);
    if (account.run.name == name) by_file.push_back(&account);
    const std::string stem = std::filesystem::path(account.run.file).stem().string();
    if (stem == name) by_stem.push_back(&account);
    if (scenario != name) continue;
    by_scenario.push_back(&account);
    if (stem.ends_with("." + name) || account.run.name.ends_with("." + name)) by_ending.push_back(&account);
  }
  // of two files of one name the second is called "NAME (2)", and is meant by that name alone
  if (by_stem.size() > 1 && by_file.size() == 1 && !name.ends_with(")")) by_file.clear();
  for (const auto& found : {by_file, by_stem, by_ending, by_scenario}) {
    if (found.size() == 1) return *found.front();
    if (found.size() > 1)
      refuse(document, key, key + ": two of the runs are called '" + name + "'",
             "the names of their files without .h5 tell them apart");
  }
  refuse(document, key, key + ": no run '" + name + "' among those of this report",
         suggestion(name, known) + "; talus report takes the run files of both");
}

const Account& account_of_file(std::span<const Account> accounts, const std::string& path) {
  for (const Account& account : accounts)
    if (std::ranges::count(account.run.parts, path, &RunPart::path) > 0) return account;
  throw FileError("'" + path + "' is none of the runs of this report");
}

}  // namespace talus::report
