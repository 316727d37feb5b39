#include "report/report.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "base/error.h"
#include "report/csv.h"
#include "report/html.h"
#include "report/json.h"
#include "report/table.h"

namespace talus::report {
namespace {

constexpr std::size_t terminal_width = 80;

/// Whole or not at all: the text goes to a file beside, which then takes the place of the old one.
void write_file(const std::filesystem::path& path, const std::string& text) {
  const std::filesystem::path beside = path.string() + ".part";
  std::error_code error;
  std::filesystem::remove(beside, error);  // what another run left, or a link to elsewhere
  std::ofstream out(beside, std::ios::binary);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  out.close();
  const int why = errno;
  if (out) std::filesystem::rename(beside, path, error);
  if (out && !error) return;
  const std::string reason = out ? error.message() : std::strerror(why);
  std::filesystem::remove(beside, error);
  throw FileError("cannot write '" + path.string() + "': " + reason);
}

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

void write_report(std::span<const Account> accounts, const std::string& folder, bool overwrite) {
  const std::filesystem::path where(folder);
  std::error_code error;
  if (std::filesystem::exists(where, error) && !overwrite)
    throw FileError("'" + folder +
                    "' exists already. Use --force to write the report into it, or --out for another.");
  std::filesystem::create_directories(where, error);
  if (error || !std::filesystem::is_directory(where))
    throw FileError("cannot make the folder '" + folder + "'");
  write_file(where / "report.html", html_page(accounts));
  write_file(where / "report.json", json_text(accounts));
  write_file(where / "summary.csv", summary_csv(accounts));
  write_file(where / "series.csv", series_csv(accounts));
  write_file(where / "profiles.csv", profiles_csv(accounts));
  write_file(where / "ledger.csv", ledger_csv(accounts));
}

void write_report(const std::vector<std::string>& run_files, const std::string& folder, bool overwrite) {
  write_report(read_accounts(run_files), folder, overwrite);
}

std::string summary_text(std::span<const Account> accounts) {
  std::string text;
  for (const Account& account : accounts) {
    text += wrapped((accounts.size() > 1 ? account.run.name + ": " : "") + account.headline());
    if (const std::string balance = account.carbon_text(); !balance.empty()) text += wrapped(balance);
    text += wrapped(account.numerical_error_text());
    text += wrapped(account.verdict());
    for (const std::string& warning : account.warnings()) text += wrapped(warning);
  }
  text += "\n" + terminal_results(accounts, {Topic::uptake, Topic::place, Topic::minerals});
  return text + published_text(accounts);
}

}  // namespace talus::report
