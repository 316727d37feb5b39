// talus speciate WATERS.toml|CSV: species, activities and saturation indices of waters.
#include <algorithm>
#include <filesystem>
#include <optional>

#include "api/file_kind.h"
#include "base/output_lock.h"
#include "base/petsc.h"
#include "chemistry/activity/fugacity_models.h"
#include "cli/options.h"
#include "cli/speciate_csv.h"
#include "cli/speciate_hdf5.h"
#include "cli/speciate_output.h"

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

/// The columns of all waters as CSV, as HDF5, or both.
void write_table(const boost::program_options::variables_map& given, WaterRows& rows, Speciator& speciator,
                 Tally& tally) {
  CsvSink csv;
  std::optional<Hdf5Sink> hdf5;
  std::vector<RowSink*> sinks;
  if (given["csv"].as<bool>()) sinks.push_back(&csv);
  if (given.count("h5") > 0) {
    const std::string file = given["h5"].as<std::string>();
    refuse_odd_name(file, {std::filesystem::path(file).extension().string()});
    if (!given["force"].as<bool>() && std::filesystem::exists(file))
      throw FileError("'" + file + "' exists\n  use --force to overwrite it, or another name");
    refuse_what_is_no_file(file);
    std::error_code none;
    if (std::filesystem::equivalent(file, given["waters"].as<std::string>(), none))
      throw FileError("'" + file + "' is the file of the waters; --h5 NAME writes elsewhere");
    sinks.push_back(&hdf5.emplace(file));
  }
  speciate_table(rows, speciator, tally, sinks);
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
  add("h5", options::value<std::string>());
  add("force", options::bool_switch());
  const auto given = parse("speciate", words, description, "waters", 1);
  const std::string path = required_file("speciate", given, "waters");
  if (given["csv"].as<bool>() && given["json"].as<bool>())
    refuse_command("--csv and --json: one of the two", "see talus speciate --help");
  if (given.count("h5") > 0 && given["json"].as<bool>())
    refuse_command("--h5 and --json: one of the two", "see talus speciate --help");
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
  rows.place_phases(speciator);
  if (given["csv"].as<bool>() || given.count("h5") > 0) {
    write_table(given, rows, speciator, tally);
  } else {
    const SpeciationHead head{databases, speciator.activity_model()};
    print_all(head, given["json"].as<bool>(), rows, speciator, tally);
  }
  std::fflush(stdout);
  return tally.tell();
}

}  // namespace talus::cli
