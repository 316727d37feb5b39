#include "report/report.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/disk.h"
#include "base/error.h"
#include "report/claim_output.h"
#include "report/compared_runs.h"
#include "report/csv.h"
#include "report/evidence.h"
#include "report/html.h"
#include "report/instruments.h"
#include "report/json.h"
#include "report/measured_output.h"
#include "report/plant_output.h"
#include "report/table.h"
#include "report/waste_output.h"
#include "report/workbook.h"

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

/// The tables of the report: each a CSV file, and a sheet of the workbook.
std::vector<ReportFile> tables_of(std::span<const Account> accounts, const Answers& answers) {
  const std::string against =
      answers.against.empty() && answers.claim ? answers.claim->baseline : answers.against;
  std::vector<ReportFile> tables{
      {"summary.csv", summary_csv(accounts, against, waste_results(answers, accounts)),
       "a row for each run, a column for each result"},
      {"series.csv", series_csv(accounts), "results over time"},
      {"profiles.csv", profiles_csv(accounts), "state over depth at a few times"},
      {"ledger.csv", ledger_csv(accounts), "the mass balances at every output time"}};
  if (answers.claim)
    tables.insert(tables.begin(), {"claim.csv", claim_csv(*answers.claim), "every line of the claim"});
  if (std::string readings = instruments_csv(accounts); !readings.empty())
    tables.push_back({"instruments.csv", std::move(readings), "what instruments read, after every step"});
  if (!answers.measured.empty())
    tables.push_back(
        {"measured.csv", measured_csv(answers.measured), "measured values beside those of the runs"});
  for (ReportFile& table : waste_tables(answers)) tables.push_back(std::move(table));
  if (answers.plants.empty()) return tables;
  tables.push_back({"sizing.csv", plant_csv(answers.plants, answers.currency), "land, CO2 and money by run"});
  tables.push_back(
      {"sizing_years.csv", plant_years_csv(answers.plants, answers.currency), "the same by year"});
  return tables;
}

/// The tables as sheets, in a file of `folder`.
ReportFile workbook_of(const std::vector<ReportFile>& tables, const std::filesystem::path& folder) {
  std::vector<Sheet> sheets;
  for (const ReportFile& table : tables)
    sheets.push_back({std::filesystem::path(table.name).stem().string(), table.text});
  const std::filesystem::path draft = folder / "report.xlsx.part";
  write_workbook(draft.string(), sheets);
  std::ifstream file(draft, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file) throw FileError("cannot read '" + draft.string() + "'");
  file.close();
  std::filesystem::remove(draft);
  return {"report.xlsx", std::move(bytes), "all tables as one workbook"};
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
  for (const char* of_before : {"claim.csv", "instruments.csv", "measured.csv", "sizing.csv",
                                "sizing_years.csv", "seepage.csv", "fibres.csv", "cement.csv"})
    std::filesystem::remove(where / of_before, error);
  std::vector<ReportFile> files = tables_of(accounts, answers);
  files.push_back(workbook_of(files, where));
  files.push_back({"report.html", html_page(accounts, answers), "the report for people"});
  files.push_back({"report.json", json_text(accounts, answers), "the report for machines, with every digit"});
  files.push_back(
      {"datapoints.json", datapoints_json(accounts, answers), "the numbers as a registry asks for them"});
  std::ranges::sort(files, {}, &ReportFile::name);
  files.push_back({"ro-crate-metadata.json", ro_crate_json(accounts, answers, files), "what each file is"});
  files.push_back({"SHA256SUMS", sha256sums(files), "sha256sum -c SHA256SUMS checks the files"});
  for (const ReportFile& file : files) write_whole_file((where / file.name).string(), file.text);
}

void write_report(const std::vector<std::string>& run_files, const std::string& folder, bool overwrite) {
  write_report(read_accounts(run_files), folder, overwrite);
}

std::string summary_text(std::span<const Account> accounts, const Answers& answers) {
  std::string text;
  if (answers.claim)
    for (const std::string& sentence : claim_words(*answers.claim)) text += wrapped(sentence);
  for (const std::string& sentence : answers.unanswered) text += wrapped(sentence);
  for (const std::string& sentence : measured_words(answers.measured)) text += wrapped(sentence);
  for (const std::string& sentence : waste_words(answers)) text += wrapped(sentence);
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
    if (const std::string sources = sources_text(account.yield.sources, account.yield.dry_mass);
        !sources.empty())
      text += wrapped(sources);
    text += wrapped(account.numerical_error_text());
    text += wrapped(account.verdict());
    for (const std::string& warning : account.warnings()) text += wrapped(warning);
  }
  text += "\n" + (accounts.size() > few_runs
                      ? terminal_runs(accounts, answers.against)
                      : terminal_results(accounts, {Topic::uptake, Topic::place, Topic::minerals},
                                         two_of(answers, accounts)));
  return text + published_text(accounts);
}

}  // namespace talus::report
