#include "report/html_records.h"

#include <array>
#include <utility>

#include "report/table.h"
#include "report/words.h"

namespace talus::report {
namespace {

using Kind = HtmlTable::Cell::Kind;

/// What /provenance holds, in the order of the table; texts of their own come below it.
constexpr std::array<std::pair<const char*, const char*>, 14> provenance_rows{
    {{"case_file", "case"},
     {"scenario", "scenario"},
     {"command", "command"},
     {"status", "status"},
     {"version", "Talus"},
     {"commit", "commit"},
     {"petsc", "PETSc"},
     {"hdf5", "HDF5"},
     {"instruction_set", "instruction set"},
     {"ranks", "ranks"},
     {"database", "database"},
     {"database_hash", "database SHA-256"},
     {"started", "started"},
     {"finished", "finished"}}};

std::string value_of(const RunPart& part, const char* key) {
  const auto found = part.provenance.find(key);
  return found == part.provenance.end() ? "" : found->second;
}

/// The files of all runs; of a joined run each of its own.
std::vector<RunPart> parts_of(std::span<const Account> accounts) {
  std::vector<RunPart> parts;
  for (const Account& account : accounts)
    parts.insert(parts.end(), account.run.parts.begin(), account.run.parts.end());
  return parts;
}

HtmlTable::Cell number(double value, bool bad = false) {
  return {typeset_number(value), bad ? Kind::bad_number : Kind::number};
}

std::string ledger_table(const Account& account, bool components) {
  HtmlTable table(
      {"", "at the start", "came in", "added otherwise", "at the end", "difference", "largest closure"}, 1,
      7);
  for (const LedgerLine& line : account.ledger.lines) {
    if ((line.kind == LedgerLine::Kind::component) != components) continue;
    const bool bad = !(line.worst() <= closure_gate);
    table.row({{line.name, Kind::head},
               number(line.store.front()),
               number(line.entered.back()),
               number(line.external.back()),
               number(line.store.back()),
               number(line.difference.back()),
               number(line.worst(), bad)});
  }
  return table.text();
}

std::string details(const std::string& summary, const std::string& content, bool open = false) {
  return std::string("<details") + (open ? " open" : "") + "><summary>" + escape_html(summary) +
         "</summary>\n" + content + "</details>\n";
}

std::string all_names(std::span<const Account> accounts) {
  std::string names;
  for (const Account& account : accounts) names += (names.empty() ? "" : ", ") + account.run.name;
  return names;
}

}  // namespace

std::string books_section(std::span<const Account> accounts) {
  std::string text = "<h2>Mass balances</h2>\n<p>";
  text += typeset(
      "Amounts in mol, summed again from the fields of the run file. Came in: through all patches, as gas "
      "and "
      "with water, minus what went out. Added otherwise: water that keeps a prescribed saturation, and slow "
      "reactions that turn one component into another. Difference: at the end, minus at the start, minus "
      "what "
      "came in, minus what was added. Closure: the largest difference of all outputs, divided by the greater "
      "of the store at the start and the turnover (what came in and was added, and the changes of water, "
      "gases and minerals, each without sign); charge counts in equivalents. The balances close when no "
      "closure is above 1e-10.");
  text += "</p>\n";
  for (const Account& account : accounts) {
    if (accounts.size() > 1) text += "<h3>" + escape_html(account.run.name) + "</h3>\n";
    text += ledger_table(account, false);
    text += "<p class=\"note\">Carbon, difference divided by its own turnover: " +
            typeset_number(account.ledger.carbon_to_turnover, 2) +
            ". Gas and water through the patches against what came in: " +
            typeset_number(account.ledger.parts, 2) + ".</p>\n";
    text += details("Components", ledger_table(account, true));
  }
  return text;
}

std::string assumptions_section(std::span<const Account> accounts) {
  HtmlTable table({"record", "kind", "quantity", "value", "unit", "source", "note", "runs"}, 3, 4);
  std::vector<std::pair<AssumedRecord, std::string>> lines;
  for (const Account& account : accounts)
    for (const AssumedRecord& record : account.assumed) {
      bool known = false;
      for (auto& [other, runs] : lines)
        if (other.name == record.name && other.quantity == record.quantity && other.value == record.value) {
          runs += ", " + account.run.name;
          known = true;
        }
      if (!known) lines.emplace_back(record, account.run.name);
    }
  std::string text = "<h2>Assumptions in the database</h2>\n";
  if (lines.empty()) return text + "<p>No record that was used is marked as assumed.</p>\n";
  const std::string every = all_names(accounts);
  for (const auto& [record, runs] : lines)
    table.row({{record.name, Kind::head},
               {record.kind},
               {record.quantity},
               {record.value, Kind::number},
               {record.unit, Kind::unit},
               {record.source},
               {record.note, Kind::long_text},
               {accounts.size() > 1 && runs == every ? "all" : runs}});
  return text + "<p>Records that were used and rest on an assumption, not on a measurement.</p>\n" +
         table.text();
}

std::string provenance_section(std::span<const Account> accounts) {
  const std::vector<RunPart> parts = parts_of(accounts);
  std::vector<std::string> heads{""};
  for (const RunPart& part : parts) heads.push_back(part.file);
  HtmlTable table(heads, 0, 0);
  for (const auto& [key, label] : provenance_rows) {
    std::vector<HtmlTable::Cell> cells{{label, Kind::head}};
    for (const RunPart& part : parts) cells.push_back({value_of(part, key), Kind::long_text});
    table.row(cells);
  }
  std::vector<HtmlTable::Cell> cells{{"time it took", Kind::head}};
  for (const RunPart& part : parts) {
    const std::string seconds = value_of(part, "wall_seconds");
    cells.push_back({seconds.empty() ? "" : seconds + " s"});
  }
  table.row(cells);
  std::string text = "<h2>Where this comes from</h2>\n" + table.text();
  for (const RunPart& part : parts) {
    const std::string which = parts.size() > 1 ? " of " + part.file : "";
    text += details("The case" + which, "<pre>" + escape_html(value_of(part, "case_text")) + "</pre>\n");
    if (const std::string echo = value_of(part, "case_echo"); !echo.empty())
      text += details("Every key" + which + ", defaults included", "<pre>" + escape_html(echo) + "</pre>\n");
  }
  return text;
}

}  // namespace talus::report
