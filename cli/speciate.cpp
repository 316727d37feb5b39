// talus speciate WATERS.toml|CSV: species, activities and saturation indices of waters.
#include <algorithm>
#include <filesystem>

#include "api/file_kind.h"
#include "base/petsc.h"
#include "chemistry/activity/fugacity_models.h"
#include "cli/options.h"
#include "cli/speciate_output.h"
#include "cli/speciate_table.h"

namespace talus::cli {

namespace {

Speciator speciator_of(const Database& database, const ActivityChoice& choice) {
  try {
    return {database, choice};
  } catch (const std::invalid_argument& error) {
    refuse_command(error.what(), "another activity, or another --database");
  }
}

/// The conventions of the file, where the command line does not say another.
ActivityChoice choice_of(const boost::program_options::variables_map& given, ActivityChoice choice) {
  const auto take = [&](const char* option, const std::vector<std::string>& known, std::string& word) {
    if (given.count(option) == 0) return;
    const std::string& said = given[option].as<std::string>();
    if (std::ranges::count(known, said) == 0)
      refuse_command(std::string("--") + option + ": no '" + said + "'", suggestion(said, known));
    word = said;
  };
  std::vector<std::string> models = activity_models();
  models.push_back("database");
  take("activity", models, choice.model);
  take("water_activity", water_activity_models(), choice.water_activity);
  take("pH_scale", ph_scales(), choice.ph_scale);
  take("fugacity", fugacity_models(), choice.fugacity);
  return choice;
}

}  // namespace

int speciate(const Words& words) {
  namespace options = boost::program_options;
  options::options_description description;
  auto add = description.add_options();
  add("waters", options::value<std::string>());
  add("database", options::value<Words>()->composing()->multitoken());
  for (const char* convention : {"activity", "water_activity", "pH_scale", "fugacity"})
    add(convention, options::value<std::string>());
  add("below-detection", options::value<std::string>()->default_value("half"));
  add("csv", options::bool_switch());
  add("json", options::bool_switch());
  const auto given = parse("speciate", words, description, "waters", 1);
  const std::string path = required_file("speciate", given, "waters");
  if (given["csv"].as<bool>() && given["json"].as<bool>())
    refuse_command("--csv and --json: one of the two", "see talus speciate --help");
  if (!path.ends_with(".csv")) refuse_other_kind(path, "speciate");
  const BelowDetection below{given["below-detection"].as<std::string>()};
  if (std::ranges::count(BelowDetection::words(), below.word) == 0)
    refuse_command("--below-detection: no '" + below.word + "'",
                   suggestion(below.word, BelowDetection::words()));
  WaterRows rows(path, below);
  const bool chosen = given.count("database") > 0;
  const Words databases = chosen ? given["database"].as<Words>() : rows.file.database;
  const std::string folder = chosen ? "." : std::filesystem::path(path).parent_path().string();
  const Database database = Database::read(databases, folder.empty() ? "." : folder);
  Speciator speciator = speciator_of(database, choice_of(given, rows.file.activity));
  Tally tally;
  if (Session::rank() != 0) return 0;
  rows.check_headings(speciator.masters());
  if (given["csv"].as<bool>()) {
    print_csv(rows, speciator, tally);
  } else {
    const SpeciationHead head{databases, speciator.activity_model()};
    print_all(head, given["json"].as<bool>(), rows, speciator, tally);
  }
  std::fflush(stdout);
  return tally.tell();
}

}  // namespace talus::cli
