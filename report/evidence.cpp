#include "report/evidence.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/sha256.h"
#include "base/version.h"
#include "report/claimed_amounts.h"

namespace talus::report {
namespace {

using nlohmann::json;

std::string of_provenance(const Run& run, const char* key) {
  const auto found = run.provenance.find(key);
  return found == run.provenance.end() ? "" : found->second;
}

/// A number with what a registry wants to know of it. `kind`: DERIVED, REPORTED, ASSUMPTION.
json datapoint(const std::string& name, double magnitude, const char* unit,
               const std::optional<double>& deviation, const char* kind,
               const std::vector<std::string>& sources, const std::string& why) {
  return {{"name", name},
          {"magnitude", std::isfinite(magnitude) ? json(magnitude) : json(nullptr)},
          {"unit", unit},
          {"standard_deviation", deviation && std::isfinite(*deviation) ? json(*deviation) : json(nullptr)},
          {"type", kind},
          {"source_ids", sources},
          {"measured_at", nullptr},
          {"uncertainty_justification", why.empty() ? json(nullptr) : json(why)}};
}

void add_run(const Account& account, json& list) {
  const auto error = [&](double relative, double amount) {
    return std::isnan(relative) ? std::optional<double>() : std::optional(relative * std::abs(amount));
  };
  const std::string why = account.run.refined ? "difference to a run with cells and steps refined (" +
                                                    account.run.refined->file + ")"
                                              : "";
  const auto add = [&](const char* name, double amount, const std::optional<double>& deviation) {
    list.push_back(datapoint(account.run.name + ": " + name, amount, "kg", deviation, "DERIVED",
                             {account.run.file}, deviation ? why : ""));
  };
  const Yield& yield = account.yield;
  add("CO2 from air", yield.from_air(), error(account.numerical_error(), yield.from_air()));
  add("CO2 stored", yield.stored(), error(account.numerical_error_of_stored(), yield.stored()));
  add("CO2 exported in drainage", yield.exported(), {});
}

void add_claim(const Claim& claim, json& list) {
  const std::vector<std::string> runs{claim.project, claim.baseline};
  const auto add = [&](const char* name, double amount) {
    list.push_back(datapoint(std::string("claim: ") + name, amount, "kg", {}, "DERIVED", runs, ""));
  };
  add("gross, kept in the project of what came in as gas", claim.whole.gross);
  add("counterfactual, kept in the baseline of what came in as gas", claim.whole.counterfactual);
  add("exported, credited", claim.whole.credited_export);
  list.push_back(
      datapoint("claim: net removal", claim.whole.net, "kg",
                claim.uncertain ? std::optional(claim.uncertain->total()) : std::nullopt, "DERIVED", runs,
                claim.uncertain ? claim.said.uncertainty->source + "; with the numerical error" : ""));
  if (claim.credited) add("credited", *claim.credited);
  if (claim.issued) add("after the buffer", *claim.issued);
  for (const ClaimLine& line : claim.whole.lines)
    if (line.name.starts_with("emissions: ") || line.name.starts_with("leakage: "))
      list.push_back(datapoint(line.name, -line.difference, "kg", {}, "REPORTED", {line.how}, ""));
}

const char* media_type(const std::string& name) {
  const auto ends = [&](const char* ending) { return name.ends_with(ending); };
  if (ends(".html")) return "text/html";
  if (ends(".json")) return "application/json";
  if (ends(".csv")) return "text/csv";
  if (ends(".xlsx")) return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  return "text/plain";
}

}  // namespace

std::string datapoints_json(std::span<const Account> accounts, const Answers& answers) {
  json list = json::array();
  for (const Account& account : accounts) add_run(account, list);
  if (answers.claim) add_claim(*answers.claim, list);
  for (const Account& account : accounts)
    for (const AssumedRecord& record : account.assumed) {
      double value = std::nan("");
      try {
        value = std::stod(record.value);
      } catch (const std::exception&) {  // a word, or nothing
      }
      list.push_back(
          datapoint(account.run.name + ": " + record.kind + " " + record.name + ", " + record.quantity, value,
                    record.unit.c_str(), {}, "ASSUMPTION", {record.source}, record.note));
    }
  return json{{"schema_version", 1}, {"datapoints", list}}.dump(1, ' ', false,
                                                                json::error_handler_t::replace) +
         "\n";
}

std::string ro_crate_json(std::span<const Account> accounts, const Answers& answers,
                          std::span<const ReportFile> files) {
  json parts = json::array(), inputs = json::array(), graph = json::array();
  std::string last;  // when the last of the runs ended; nothing says when the report was made
  for (const ReportFile& file : files) parts.push_back({{"@id", file.name}});
  for (const Account& account : accounts) {
    inputs.push_back({{"@id", account.run.file}});
    parts.push_back({{"@id", account.run.file}});
    last = std::max(last, of_provenance(account.run, "finished"));
  }
  graph.push_back({{"@id", "ro-crate-metadata.json"},
                   {"@type", "CreativeWork"},
                   {"conformsTo", {{"@id", "https://w3id.org/ro/crate/1.1"}}},
                   {"about", {{"@id", "./"}}}});
  graph.push_back({{"@id", "./"},
                   {"@type", "Dataset"},
                   {"name", accounts.empty() ? "" : accounts.front().run.title},
                   {"description", answers.claim ? answers.claim->headline() : "Report of runs of Talus"},
                   {"datePublished", last.empty() ? json(nullptr) : json(last)},
                   {"license", "as the owner of the data says"},
                   {"hasPart", parts},
                   {"mentions", json::array({json{{"@id", "#report"}}})}});
  for (const ReportFile& file : files)
    graph.push_back({{"@id", file.name},
                     {"@type", "File"},
                     {"name", file.name},
                     {"description", file.sentence},
                     {"encodingFormat", media_type(file.name)},
                     {"contentSize", std::to_string(file.text.size())},
                     {"sha256", sha256(file.text)}});
  for (const Account& account : accounts)
    graph.push_back({{"@id", account.run.file},
                     {"@type", "File"},
                     {"name", account.run.file},
                     {"description", "run file of " + of_provenance(account.run, "case_file")},
                     {"encodingFormat", "application/x-hdf5"},
                     {"dateCreated", of_provenance(account.run, "finished")},
                     {"caseSha256", sha256(of_provenance(account.run, "case_text"))},
                     {"databaseSha256", of_provenance(account.run, "database_hash")},
                     {"parentCaseSha256", of_provenance(account.run, "parent_case_sha256")}});
  graph.push_back({{"@id", "#talus"},
                   {"@type", "SoftwareApplication"},
                   {"name", "Talus"},
                   {"version", talus_version},
                   {"identifier", talus_commit}});
  graph.push_back({{"@id", "#report"},
                   {"@type", "CreateAction"},
                   {"name", "talus report"},
                   {"instrument", {{"@id", "#talus"}}},
                   {"object", inputs},
                   {"result", json::array({json{{"@id", "./"}}})}});
  return json{{"@context", "https://w3id.org/ro/crate/1.1/context"}, {"@graph", graph}}.dump(
             1, ' ', false, json::error_handler_t::replace) +
         "\n";
}

std::string sha256sums(std::span<const ReportFile> files) {
  std::string lines;
  for (const ReportFile& file : files) lines += sha256(file.text) + "  " + file.name + "\n";
  return lines;
}

}  // namespace talus::report
