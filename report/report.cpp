#include "report/report.h"

#include <filesystem>

#include "base/disk.h"
#include "base/error.h"
#include "report/claim_output.h"
#include "report/compared_runs.h"
#include "report/csv.h"
#include "report/html.h"
#include "report/json.h"
#include "report/plant_output.h"
#include "report/table.h"

namespace talus::report {
namespace {

constexpr std::size_t terminal_width = 80;

/// Breaks `text` at blanks so that no line is longer than the terminal.
std::string wrapped(const std::string& text) {
  std::string result;
  std::size_t line = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string word = text.substr(at, end - at);
    if (line > 0 && line + 1 + word.size() > terminal_width) {
      result += "\n";
      line = 0;
    }
    if (line > 0) result += " ";
    line += (line > 0 ? 1 : 0) + word.size();
    result += word;
    at = end + 1;
  }
  return result + "\n";
}

std::string published_text(std::span<const Account> accounts) {
  std::string text;
  for (const Account& account : accounts)
    for (const Comparison& one : account.published)
      text += wrapped((accounts.size() > 1 ? account.run.name + ": " : "") + one.quantity + ": " +
                      one.sentence() + (one.source.empty() ? "" : " (" + one.source + ")"));
  return text.empty() ? "" : "\n" + text;
}

}  // namespace

void write_report(std::span<const Account> accounts, const std::string& folder, bool overwrite,
                  const Answers& answers) {
  const std::filesystem::path where(folder);
  std::error_code error;
  if (std::filesystem::exists(where, error) && !overwrite)
    throw FileError("'" + folder +
                    "' exists already. Use --force to write the report into it, or --out for another.");
  std::filesystem::create_directories(where, error);
  if (error || !std::filesystem::is_directory(where))
    throw FileError("cannot make the folder '" + folder + "'");
  write_whole_file((where / "report.html").string(), html_page(accounts, answers));
  write_whole_file((where / "report.json").string(), json_text(accounts, answers));
  write_whole_file((where / "summary.csv").string(), summary_csv(accounts));
  write_whole_file((where / "series.csv").string(), series_csv(accounts));
  write_whole_file((where / "profiles.csv").string(), profiles_csv(accounts));
  write_whole_file((where / "ledger.csv").string(), ledger_csv(accounts));
  if (answers.claim) write_whole_file((where / "claim.csv").string(), claim_csv(*answers.claim));
  if (answers.plants.empty()) return;
  write_whole_file((where / "sizing.csv").string(), plant_csv(answers.plants, answers.currency));
  write_whole_file((where / "sizing_years.csv").string(), plant_years_csv(answers.plants, answers.currency));
}

void write_report(const std::vector<std::string>& run_files, const std::string& folder, bool overwrite) {
  write_report(read_accounts(run_files), folder, overwrite);
}

std::string summary_text(std::span<const Account> accounts, const Answers& answers) {
  std::string text;
  if (answers.claim)
    for (const std::string& sentence : claim_words(*answers.claim)) text += wrapped(sentence);
  if (!answers.plants.empty()) text += plant_words(answers.plants, answers.currency) + "\n";
  if (accounts.size() > few_runs)
    for (const std::string& warning : shared_warnings(accounts)) text += wrapped(warning);
  for (const Account& account : accounts) {
    if (accounts.size() > few_runs) {
      if (!account.ledger.closed()) text += wrapped(account.run.name + ": " + account.verdict());
      continue;
    }
    text += wrapped((accounts.size() > 1 ? account.run.name + ": " : "") + account.headline());
    if (const std::string balance = account.carbon_text(); !balance.empty()) text += wrapped(balance);
    text += wrapped(account.numerical_error_text());
    text += wrapped(account.verdict());
    for (const std::string& warning : account.warnings()) text += wrapped(warning);
  }
  text += "\n" + (accounts.size() > few_runs
                      ? terminal_runs(accounts)
                      : terminal_results(accounts, {Topic::uptake, Topic::place, Topic::minerals}));
  return text + published_text(accounts);
}

}  // namespace talus::report
