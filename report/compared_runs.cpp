#include "report/compared_runs.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <vector>

#include "report/table.h"
#include "report/words.h"

namespace talus::report {
namespace {

using Kind = HtmlTable::Cell::Kind;

std::string paragraph(const std::string& text, const char* style) {
  return std::string("<p class=\"") + style + "\">" + escape_html(text) + "</p>\n";
}

std::string headline_of(const Account& account, bool with_warnings) {
  const std::string& title = account.run.title;
  std::string text = "<section class=\"run\">\n";
  text += paragraph(account.run.name + (title.empty() ? "" : ": " + title), "name");
  text += paragraph(typeset(account.headline()), "headline");
  if (const std::string balance = account.carbon_text(); !balance.empty())
    text += paragraph(typeset(balance), "balance");
  text += paragraph(typeset(account.numerical_error_text()), "numerical");
  text += paragraph(typeset(account.verdict()), account.ledger.closed() ? "banner closed" : "banner invalid");
  if (with_warnings)
    for (const std::string& warning : account.warnings()) text += paragraph(warning, "banner warning");
  return text + "</section>\n";
}

/// CO2 stored beyond what the run `against` stores, g/kg; not a number where there is none.
double stored_beyond(std::span<const Account> accounts, const std::string& against, const Account& account) {
  const auto of = [](const Account& one) { return 1e3 * one.yield.per_mass(one.yield.stored()); };
  for (const Account& one : accounts)
    if (one.run.name == against) return of(account) - of(one);
  return std::nan("");
}

std::string comparison(std::span<const Account> accounts, const std::string& against) {
  std::vector<std::string> heads{
      "run",  "CO₂ from air, g/kg", "stored, g/kg", "stored, kg/m²", "exported, g/kg",
      "days", "largest closure"};
  if (!against.empty()) heads.insert(heads.begin() + 3, "stored minus that of " + against + ", g/kg");
  HtmlTable table(heads, 1, heads.size());
  for (const Account& account : accounts) {
    const Yield& yield = account.yield;
    const auto number = [](double value, bool bad = false) {
      return HtmlTable::Cell{typeset_number(value), bad ? Kind::bad_number : Kind::number};
    };
    std::vector<HtmlTable::Cell> cells{{account.run.name, Kind::head},
                                       number(1e3 * yield.per_mass(yield.from_air())),
                                       number(1e3 * yield.per_mass(yield.stored())),
                                       number(yield.per_area(yield.stored())),
                                       number(1e3 * yield.per_mass(yield.exported())),
                                       number(yield.length / 86400),
                                       number(account.ledger.worst(), !account.ledger.closed())};
    if (!against.empty()) cells.insert(cells.begin() + 3, number(stored_beyond(accounts, against, account)));
    table.row(cells);
  }
  return table.text();
}

/// A sentence as all runs share it that say it with numbers of their own.
std::string without_numbers(const std::string& text) {
  std::string kind;
  for (const char c : text)
    if (!std::isdigit(static_cast<unsigned char>(c)) && c != '.') kind += c;
  return kind;
}

}  // namespace

std::string terminal_runs(std::span<const Account> accounts, const std::string& against) {
  std::size_t width = 3;
  for (const Account& account : accounts) width = std::max(width, account.run.name.size());
  const auto row = [&](const std::string& name, const std::string& air, const std::string& stored,
                       const std::string& per_area, const std::string& beyond) {
    std::string line = name + std::string(width - name.size(), ' ');
    for (const std::string& cell : {air, stored, per_area, beyond})
      if (!cell.empty()) line += std::string(cell.size() < 12 ? 12 - cell.size() : 1, ' ') + cell;
    return line + "\n";
  };
  std::string text = row("run", "air g/kg", "stored g/kg", "kg/m2", against.empty() ? "" : "difference");
  for (const Account& account : accounts) {
    const Yield& yield = account.yield;
    text += row(account.run.name, digits(1e3 * yield.per_mass(yield.from_air())),
                digits(1e3 * yield.per_mass(yield.stored())), digits(yield.per_area(yield.stored())),
                against.empty() ? "" : digits(stored_beyond(accounts, against, account)));
  }
  return text;
}

std::vector<std::string> shared_warnings(std::span<const Account> accounts) {
  struct Shared {
    std::string kind, first, run;
    std::size_t runs;
  };
  std::vector<Shared> found;
  for (const Account& account : accounts)
    for (const std::string& warning : account.warnings()) {
      const std::string kind = without_numbers(warning);
      const auto same = std::ranges::find(found, kind, &Shared::kind);
      if (same == found.end())
        found.push_back({kind, warning, account.run.name, 1});
      else
        ++same->runs;
    }
  std::vector<std::string> lines;
  for (const Shared& one : found)
    lines.push_back((one.runs == 1 ? one.run : one.run + " and " + std::to_string(one.runs - 1) + " more") +
                    ": " + one.first);
  return lines;
}

std::string html_runs(std::span<const Account> accounts, const std::string& against) {
  std::string text;
  if (accounts.size() <= few_runs) {
    for (const Account& account : accounts) text += headline_of(account, true);
    return text;
  }
  const auto open = std::ranges::count_if(accounts, [](const Account& a) { return !a.ledger.closed(); });
  text = paragraph(open == 0 ? "The mass balances of all " + std::to_string(accounts.size()) + " runs close."
                             : "INVALID: the mass balances of " + std::to_string(open) + " of " +
                                   std::to_string(accounts.size()) +
                                   " runs do not close. Do not use their numbers.",
                   open == 0 ? "banner closed" : "banner invalid") +
         comparison(accounts, against);
  const std::vector<std::string> warnings = shared_warnings(accounts);
  if (!warnings.empty()) {
    text += "<details><summary>" + std::to_string(warnings.size()) +
            (warnings.size() == 1 ? " warning" : " warnings") + "</summary>\n";
    for (const std::string& warning : warnings) text += paragraph(warning, "banner warning");
    text += "</details>\n";
  }
  text += "<details class=\"screen\"><summary>What each run says</summary>\n";
  for (const Account& account : accounts) text += headline_of(account, false);
  return text + "</details>\n";
}

}  // namespace talus::report
