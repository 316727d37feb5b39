// From a run file that make_run.py writes to the files of the report.
#include "report/report.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "base/error.h"
#include "base/sha256.h"
#include "report/csv.h"
#include "report/embedded.h"
#include "tests/catch.h"

using namespace talus::report;
namespace fs = std::filesystem;

namespace {

/// A folder of its own for one test.
class Scratch {
 public:
  Scratch() {
    std::string name = (fs::temp_directory_path() / "talus_report_XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~Scratch() { fs::remove_all(path_); }
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }

  std::string make_run(const std::string& name, const std::string& options = "") const {
    const char* root = std::getenv("TALUS_ROOT");
    const std::string file = *this / name;
    const std::string command = "/usr/bin/python3 -B '" + std::string(root ? root : ".") +
                                "/tests/report/make_run.py' '" + file + "' " + options;
    REQUIRE(std::system(command.c_str()) == 0);
    return file;
  }

 private:
  fs::path path_;
};

std::string content(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t number = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++number;
  return number;
}

}  // namespace

TEST_CASE("A run with known answers gives them", "[output]") {
  const Scratch scratch;
  write_report({scratch.make_run("known.h5")}, scratch / "out", false);
  const auto report = nlohmann::json::parse(content(scratch / "out/report.json"));
  const auto& run = report.at("runs").at(0);
  CHECK(run.at("valid") == true);
  CHECK(run.at("finished") == true);
  CHECK(run.at("title") == "A column with known answers");
  // 1.5 wt% of brucite in 1600 kg/m3, a quarter of it gone, one CO2 for each
  const double uptake = 0.25 * 0.015 / 0.0583197 * 44.009;  // g/kg
  CHECK(run["dry_mass"]["value"].get<double>() == Approx(0.193 * 0.12 * 1600));
  CHECK(run["footprint"]["value"].get<double>() == Approx(0.193));
  const auto& carbon = run["carbon_dioxide"];
  const auto value = [](const nlohmann::json& quantity) { return quantity["value"].get<double>(); };
  for (const char* part : {"from_air", "stored"}) {
    CHECK(value(carbon["per_dry_mass"][part]) == Approx(uptake).epsilon(1e-5));
    CHECK(value(carbon["per_area"][part]) == Approx(uptake * 0.12 * 1.6).epsilon(1e-5));
  }
  CHECK(value(carbon["by_patch"]["top"]["from_air"]) == Approx(value(carbon["stored"])));
  CHECK(carbon["by_patch"]["top"]["exported"].is_null());
  CHECK(value(carbon["exported"]) == 0);
  const auto& brucite = run["minerals"]["converted"]["Brucite"];
  CHECK(brucite["conversion"].get<double>() == Approx(0.25));
  CHECK(brucite["seconds_to_percent"]["10"].get<double>() == Approx(9.6 * 86400));
  CHECK(brucite["seconds_to_percent"]["50"].is_null());
  CHECK(run["ledger"]["largest_closure"].get<double>() < 1e-14);
  CHECK(run["assumed"].size() == 1);
  CHECK(run["assumed"][0]["name"] == "Lizardite");
  CHECK(run["published"][1]["inside"] == true);
}

TEST_CASE("A ledger with one flux scaled by 1 + 1e-6 makes the report invalid", "[output]") {
  const Scratch scratch;
  const auto file = scratch.make_run("broken.h5", "--break 1e-6");
  write_report({file}, scratch / "out", false);
  const auto report = nlohmann::json::parse(content(scratch / "out/report.json"));
  CHECK(report["runs"][0]["valid"] == false);
  CHECK(
      content(scratch / "out/report.html").find("banner invalid\">INVALID: the mass balances do not close") !=
      std::string::npos);
  CHECK(summary_text(read_accounts({file})).find("INVALID") != std::string::npos);
}

TEST_CASE("The page needs no network and runs nothing that is not its own", "[output]") {
  const Scratch scratch;
  write_report({scratch.make_run("known.h5", "--title '<script>alert(1)</script>'")}, scratch / "out", false);
  std::string page = content(scratch / "out/report.html");
  CHECK(page.find("default-src 'none'") != std::string::npos);
  CHECK(page.find("unsafe-eval") == std::string::npos);
  CHECK(page.find("<script>alert") == std::string::npos);
  if (const auto library = page.find(chart_library()); !chart_library().empty()) {
    REQUIRE(library != std::string::npos);  // its licence and the names of XML have addresses
    page.erase(library, chart_library().size());
  }
  CHECK(page.find("http://") == std::string::npos);
  CHECK(page.find("https://") == std::string::npos);
  CHECK(page.find(" src=") == std::string::npos);
  CHECK(count(page, "<script>") == (chart_library().empty() ? 0 : 2));
}

TEST_CASE("The same run file gives the same bytes", "[output]") {
  const Scratch scratch;
  const auto file = scratch.make_run("known.h5");
  write_report({file}, scratch / "a", false);
  write_report({file}, scratch / "b", false);
  for (const auto& entry : fs::directory_iterator(scratch / "a"))
    CHECK(content(entry.path().string()) == content(scratch / ("b/" + entry.path().filename().string())));
}

TEST_CASE("A report is not replaced without being asked", "[output]") {
  const Scratch scratch;
  const auto file = scratch.make_run("known.h5");
  write_report({file}, scratch / "out", false);
  CHECK_THROWS_AS(write_report({file}, scratch / "out", false), talus::FileError);
  CHECK_NOTHROW(write_report({file}, scratch / "out", true));
  std::ofstream(scratch / "no_run.h5") << "text";
  CHECK_THROWS_AS(read_accounts({scratch / "no_run.h5"}), talus::FileError);
  CHECK_THROWS_AS(read_accounts({scratch / "absent.h5"}), talus::FileError);
}

TEST_CASE("Runs stand side by side", "[output]") {
  const Scratch scratch;
  fs::create_directory(scratch / "other");
  const auto accounts =
      read_accounts({scratch.make_run("pile.h5"), scratch.make_run("other/pile.h5", "--conversion 0.1"),
                     scratch.make_run("long.h5", "--days 800 --status 'gave up: too stiff'")});
  CHECK(accounts[1].run.name == "pile (2)");
  write_report(accounts, scratch / "out", false);
  const std::string page = content(scratch / "out/report.html");
  CHECK(page.find("<th scope=\"col\" class=\"number\">pile (2)</th>") != std::string::npos);
  CHECK(page.find("The run did not come to its end (gave up: too stiff)") != std::string::npos);
  std::istringstream lines(summary_text(accounts));
  for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 80);
}

TEST_CASE("summary.csv has a row for each run and a column for each result, all of other names", "[output]") {
  const Scratch scratch;
  const auto accounts =
      read_accounts({scratch.make_run("one.h5"), scratch.make_run("two.h5", "--conversion 0.1")});
  write_report(accounts, scratch / "out", false);
  std::istringstream lines(content(scratch / "out/summary.csv"));
  std::string head, line;
  std::getline(lines, head);
  std::set<std::string> names;
  std::istringstream columns(head);
  for (std::string name; std::getline(columns, name, ',');) CHECK(names.insert(name).second);
  CHECK(names.contains("CO2 stored (kg)"));
  CHECK(names.contains("CO2 stored (t)"));
  for (const char* run : {"one,", "two,"}) {
    REQUIRE(std::getline(lines, line));
    CHECK(line.starts_with(run));
    CHECK(count(line, ",") == names.size() - 1);
  }
  CHECK(!std::getline(lines, line));
}

TEST_CASE("summary.csv has the difference to the run that others are compared with", "[output]") {
  const Scratch scratch;
  const auto accounts =
      read_accounts({scratch.make_run("one.h5"), scratch.make_run("two.h5", "--conversion 0.1")});
  std::istringstream lines(summary_csv(accounts, "one"));
  std::vector<std::map<std::string, std::string>> rows;
  std::string line;
  std::getline(lines, line);
  const auto cells_of = [](const std::string& text) {
    std::vector<std::string> cells;
    std::istringstream columns(text);
    for (std::string cell; std::getline(columns, cell, ',');) cells.push_back(cell);
    return cells;
  };
  const std::vector<std::string> names = cells_of(line);
  while (std::getline(lines, line)) {
    const std::vector<std::string> cells = cells_of(line);
    rows.emplace_back();
    for (std::size_t i = 0; i < cells.size(); ++i) rows.back()[names[i]] = cells[i];
  }
  REQUIRE(rows.size() == 2);
  const std::string stored = "CO2 stored (kg)", difference = "CO2 stored minus that of one (kg)";
  CHECK(rows[0].at(difference) == "0");
  CHECK(std::stod(rows[1].at(difference)) == std::stod(rows[1].at(stored)) - std::stod(rows[0].at(stored)));
  CHECK(std::stod(rows[1].at(stored)) < 0.5 * std::stod(rows[0].at(stored)));
}

TEST_CASE("datapoints.json names the run file of each number by its hash", "[output]") {
  const Scratch scratch;
  const std::string file = scratch.make_run("known.h5");
  write_report({file}, scratch / "out", false);
  const auto points = nlohmann::json::parse(content(scratch / "out/datapoints.json")).at("datapoints");
  const std::string id = "sha256:" + talus::sha256(content(file));
  CHECK(points.at(0).at("source_ids") == nlohmann::json::array({id}));
}

TEST_CASE("SHA256SUMS and the crate name every file of the report", "[output]") {
  const Scratch scratch;
  write_report({scratch.make_run("known.h5")}, scratch / "out", false);
  CHECK(std::system(("cd '" + (scratch / "out") + "' && sha256sum --quiet --strict -c SHA256SUMS").c_str()) ==
        0);
  const std::string sums = content(scratch / "out/SHA256SUMS");
  const auto crate = nlohmann::json::parse(content(scratch / "out/ro-crate-metadata.json"));
  std::set<std::string> described;
  for (const auto& one : crate.at("@graph")) described.insert(one.at("@id").get<std::string>());
  for (const auto& entry : fs::directory_iterator(scratch / "out")) {
    const std::string name = entry.path().filename().string();
    if (name == "SHA256SUMS") continue;
    CHECK(sums.find("  " + name + "\n") != std::string::npos);
    CHECK(described.contains(name));
  }
  CHECK(described.contains("#known.h5"));
}

TEST_CASE("Tables are tidy: every row has a value for every column", "[output]") {
  const Scratch scratch;
  write_report({scratch.make_run("known.h5")}, scratch / "out", false);
  const std::vector<std::pair<std::string, std::string>> tables{
      {"series.csv", "run,time_s,quantity,unit,value"},
      {"profiles.csv", "run,time_s,moment,depth_m,quantity,unit,value"},
      {"ledger.csv", "run,time_s,moment,kind,name,term,unit,value"}};
  for (const auto& [name, head] : tables) {
    std::istringstream lines(content(scratch / ("out/" + name)));
    std::string line;
    std::getline(lines, line);
    CHECK(line == head);
    std::size_t rows = 0;
    for (; std::getline(lines, line); ++rows) CHECK(count(line, ",") == count(head, ","));
    CHECK(rows > 10);
  }
}
