#include "report/evidence.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>

#include "base/sha256.h"
#include "base/version.h"
#include "report/claimed_amounts.h"
#include "report/json_number.h"

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
          {"magnitude", json_number(magnitude)},
          {"unit", unit},
          {"standard_deviation", deviation && std::isfinite(*deviation) ? json(*deviation) : json(nullptr)},
          {"type", kind},
          {"source_ids", sources},
          {"measured_at", nullptr},
          {"uncertainty_justification", why.empty() ? json(nullptr) : json(why)}};
}

/// "sha256:" and the hash of each file of a run.
std::vector<std::string> hashes_of(const Run& run) {
  std::vector<std::string> ids;
  for (const RunPart& part : run.parts) ids.push_back("sha256:" + sha256_of_file(part.path));
  return ids;
}

using SourcesOfRuns = std::map<std::string, std::vector<std::string>>;  // by the name of the run

void add_run(const Account& account, const std::vector<std::string>& sources, json& list) {
  const auto error = [&](double relative, double amount) {
    return std::isnan(relative) ? std::optional<double>() : std::optional(relative * std::abs(amount));
  };
  const std::string why = account.run.refined ? "difference to a run with cells and steps refined (" +
                                                    account.run.refined->file + ")"
                                              : "";
  const auto add = [&](const char* name, double amount, const std::optional<double>& deviation) {
    list.push_back(datapoint(account.run.name + ": " + name, amount, "kg", deviation, "DERIVED", sources,
                             deviation ? why : ""));
  };
  const Yield& yield = account.yield;
  add("CO2 from air", yield.from_air(), error(account.numerical_error(), yield.from_air()));
  add("CO2 stored", yield.stored(), error(account.numerical_error_of_stored(), yield.stored()));
  add("CO2 exported in drainage", yield.exported(), {});
}

void add_claim(const Claim& claim, const SourcesOfRuns& sources, json& list) {
  std::vector<std::string> runs = sources.at(claim.project);
  const std::vector<std::string>& baseline = sources.at(claim.baseline);
  runs.insert(runs.end(), baseline.begin(), baseline.end());
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
  SourcesOfRuns sources;
  for (const Account& account : accounts) {
    const auto one = sources.emplace(account.run.name, hashes_of(account.run)).first;
    add_run(account, one->second, list);
  }
  if (answers.claim) add_claim(*answers.claim, sources, list);
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

namespace {

/// The identifier of an entity of the crate: "#" and the name, with what a URI cannot have percent-encoded (RO-Crate 1.1).
std::string id_of(const std::string& name) {
  constexpr std::string_view plain = "-._~()";  // besides letters and digits
  std::string id = "#";
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 128 && (std::isalnum(byte) != 0 || plain.find(c) != std::string_view::npos)) {
      id += c;
      continue;
    }
    constexpr const char* digits = "0123456789ABCDEF";
    id += {'%', digits[byte / 16], digits[byte % 16]};
  }
  return id;
}

/// `name`, or "name (2)" and so on where the crate has an entity of that name: of a file in another folder.
std::string unused(const json& graph, const std::string& name) {
  std::string free = name;
  const auto taken = [&] {
    return std::ranges::any_of(graph, [id = id_of(free)](const json& one) { return one.at("@id") == id; });
  };
  for (int k = 2; taken(); ++k) free = name + " (" + std::to_string(k) + ")";
  return free;
}

/// What the report read, as an entity of the crate in which it does not lie: known by its name and hash.
json read_entity(const std::string& name, const std::string& hash, const std::string& what) {
  json entity{{"@id", id_of(name)}, {"@type", "CreativeWork"}, {"name", name}, {"description", what}};
  if (!hash.empty()) entity["sha256"] = hash;
  return entity;
}

json reference(const std::string& id) { return {{"@id", id}}; }

/// Adds a run file, its case and its database, and the run that made it.
void add_part(const RunPart& part, json& graph, json& inputs) {
  const auto of = [&](const char* key) {
    const auto found = part.provenance.find(key);
    return found == part.provenance.end() ? std::string() : found->second;
  };
  const std::string name = unused(graph, part.file);
  json file = read_entity(name, sha256_of_file(part.path), "run file of " + of("case_file"));
  file["encodingFormat"] = "application/x-hdf5";
  if (const std::string finished = of("finished"); !finished.empty()) file["dateCreated"] = finished;
  inputs.push_back(reference(file["@id"]));
  const std::string case_id = "case of " + name, database_id = "database of " + name;
  graph.push_back(read_entity(case_id, sha256(of("case_text")), of("case_file")));
  graph.push_back(read_entity(database_id, of("database_hash"), of("database")));
  json objects = json::array({reference(id_of(case_id)), reference(id_of(database_id))});
  std::istringstream echo(of("case_echo"));  // which ends with the hashes of what the case names
  for (std::string line; std::getline(echo, line);) {
    static const std::regex named("# SHA-256 of (.+) = \"([0-9a-f]{64})\"");
    std::smatch found;
    if (!std::regex_match(line, found, named)) continue;
    const std::string id = found[1].str() + " of " + name;
    graph.push_back(read_entity(id, found[2], "named by the case of " + name));
    objects.push_back(reference(id_of(id)));
  }
  if (const std::string parent = of("parent"); !parent.empty()) {
    graph.push_back(read_entity("run before " + name, "", parent));
    objects.push_back(reference(id_of("run before " + name)));
  }
  json program = read_entity("Talus of " + name, "", "the program that made " + name);
  program["@type"] = "SoftwareApplication";
  program["name"] = "Talus";
  program["softwareVersion"] = of("version") + ", commit " + of("commit");
  json run{{"@id", id_of("run of " + name)},
           {"@type", "CreateAction"},
           {"name", of("command").empty() ? "talus run" : of("command")},
           {"instrument", reference(program["@id"])},
           {"object", objects},
           {"result", json::array({reference(file["@id"])})}};
  for (const auto& [term, key] : {std::pair{"startTime", "started"}, std::pair{"endTime", "finished"}})
    if (const std::string time = of(key); !time.empty()) run[term] = time;
  for (json* entity : {&file, &program, &run}) graph.push_back(std::move(*entity));
}

}  // namespace

std::string ro_crate_json(std::span<const Account> accounts, const Answers& answers,
                          std::span<const ReportFile> files) {
  json parts = json::array(), inputs = json::array(), graph = json::array();
  std::string last;  // when the last of the runs ended; nothing says when the report was made
  for (const ReportFile& file : files) parts.push_back(reference(file.name));
  for (const Account& account : accounts)
    for (const char* key : {"started", "finished"}) last = std::max(last, of_provenance(account.run, key));
  graph.push_back({{"@id", "ro-crate-metadata.json"},
                   {"@type", "CreativeWork"},
                   {"conformsTo", reference("https://w3id.org/ro/crate/1.1")},
                   {"about", reference("./")}});
  json root{{"@id", "./"},
            {"@type", "Dataset"},
            {"name", accounts.empty() || accounts.front().run.title.empty() ? "Report of Talus"
                                                                            : accounts.front().run.title},
            {"description", answers.claim ? answers.claim->headline() : "Report of runs of Talus"},
            {"license", reference("#license")},
            {"hasPart", parts},
            {"mentions", json::array({reference("#report")})}};
  if (!last.empty()) root["datePublished"] = last;
  graph.push_back(std::move(root));
  graph.push_back({{"@id", "#license"},
                   {"@type", "CreativeWork"},
                   {"name", "not stated"},
                   {"description", "The owner of the runs says how this may be used."}});
  for (const ReportFile& file : files)
    graph.push_back({{"@id", file.name},
                     {"@type", "File"},
                     {"name", file.name},
                     {"description", file.sentence},
                     {"encodingFormat", media_type(file.name)},
                     {"contentSize", std::to_string(file.text.size())},
                     {"sha256", sha256(file.text)}});
  for (const Account& account : accounts)
    for (const RunPart& part : account.run.parts) add_part(part, graph, inputs);
  for (const auto& [file, hash] : answers.asked_by) {
    const std::string name = unused(graph, file);
    graph.push_back(read_entity(name, hash, "what the report was asked, or set beside the runs"));
    inputs.push_back(reference(id_of(name)));
  }
  graph.push_back({{"@id", "#talus"},
                   {"@type", "SoftwareApplication"},
                   {"name", "Talus"},
                   {"softwareVersion", std::string(talus_version) + ", commit " + talus_commit}});
  graph.push_back({{"@id", "#report"},
                   {"@type", "CreateAction"},
                   {"name", "talus report"},
                   {"instrument", reference("#talus")},
                   {"object", inputs},
                   {"result", json::array({reference("./")})}});
  const json context = json::array({"https://w3id.org/ro/crate/1.1/context",
                                    json{{"sha256", "https://w3id.org/ro/terms/workflow-run#sha256"}}});
  return json{{"@context", context}, {"@graph", graph}}.dump(1, ' ', false, json::error_handler_t::replace) +
         "\n";
}

std::string sha256sums(std::span<const ReportFile> files) {
  std::string lines;
  for (const ReportFile& file : files) lines += sha256(file.text) + "  " + file.name + "\n";
  return lines;
}

}  // namespace talus::report
