// Targets of databases and waters.
#include <stdexcept>

#include "base/error.h"
#include "chemistry/database/database.h"
#include "chemistry/speciation/speciated_water.h"
#include "chemistry/speciation/waters_csv.h"
#include "chemistry/speciation/waters_file.h"
#include "tests/fuzz/targets.h"

namespace talus::fuzz {

namespace {

constexpr std::size_t most_waters = 4;  // of a file that are speciated

/// Solves it; what the program says about single waters is no fault.
void speciate(Speciator& speciator, const WaterAnalysis& analysis) {
  try {
    speciator(analysis);
  } catch (const NoSolution&) {
  } catch (const AnalysisError&) {
  }
}

void speciate(const Database& database, const WatersFile& file) {
  try {
    Speciator speciator(database, file.activity);
    std::size_t done = 0;
    for (const WaterEntry& entry : file.waters) {
      if (!entry.problems.empty()) continue;
      if (done++ == most_waters) break;
      speciate(speciator, entry.analysis);
    }
  } catch (const std::invalid_argument&) {  // the model of activity, or H+, is not for this database
  }
}

const Database& small_database() {
  static const Database database =
      Database::read({"small.toml"}, written("nothing", "").parent_path().string());
  return database;
}

void read_waters_of(const std::string& path) {
  const WatersFile file = read_waters(path);
  speciate(small_database(), file);
}

WaterAnalysis plain_water() {
  WaterAnalysis water;
  water.name = "plain";
  water.temperature = 298.15;
  water.pH = 7;
  return water;
}

void read_database(const std::vector<std::string>& files, const std::string& folder) {
  const Database database = Database::read(files, folder);
  try {
    Speciator speciator(database, {.model = "database"});
    WaterAnalysis water = plain_water();
    speciate(speciator, water);
    for (const Master& master : speciator.masters().all())  // the first element of the file
      if (!master.state) {
        water.total.push_back({master.name, parse_concentration("1e-4 mol/kgw", "")});
        break;
      }
    speciate(speciator, water);
  } catch (const std::invalid_argument&) {
  }
}

}  // namespace

void read_csv(const std::string& text) {
  read_or_refuse(text, [](const std::string& t) { read_waters_of(written("waters.csv", t).string()); });
}

void read_waters_file(const std::string& text) {
  read_or_refuse(text, [](const std::string& t) { read_waters_of(written("waters.toml", t).string()); });
}

void read_dat(const std::string& text) {
  const std::string folder = written("mine.dat", text).parent_path().string();
  read_or_refuse(folder, [](const std::string& f) { read_database({"mine.dat"}, f); });
  read_or_refuse(folder, [](const std::string& f) { read_database({"small.toml", "mine.dat"}, f); });
}

}  // namespace talus::fuzz
