// talus speciate WATERS.toml|CSV: species, activities and saturation indices of waters.
#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "api/file_kind.h"
#include "base/petsc.h"
#include "chemistry/activity/fugacity_models.h"
#include "cli/options.h"
#include "cli/speciate_output.h"

namespace talus::cli {

namespace {

/// What could not be speciated, and why.
struct Failures {
  std::vector<Problem> input, unsolved;
  std::size_t waters = 0;
};

/// Names of elements: a heading of CSV that is none is reported once and not with every row.
void check_headings(const WatersFile& file, const Masters& masters) {
  std::vector<Problem> problems;
  std::set<std::string> seen;
  for (const WaterEntry& entry : file.waters)
    for (const auto& [name, concentration] : entry.analysis.total)
      if (name != "Alkalinity" && seen.insert(name).second && masters.find(name) == nullptr) try {
          masters[name];
        } catch (const std::invalid_argument& error) {
          problems.push_back({entry.place_of("total." + name), error.what(), ""});
        }
  if (!problems.empty()) throw InputError(problems);
}

std::vector<SpeciationOutcome> speciate_all(const WatersFile& file, Speciator& speciator,
                                            Failures& failures) {
  std::vector<SpeciationOutcome> outcomes;
  for (const WaterEntry& entry : file.waters) {
    SpeciationOutcome outcome{entry.analysis.name, std::nullopt, ""};
    std::vector<Problem>* to = &failures.input;
    std::vector<Problem> problems = entry.problems;
    if (problems.empty()) try {
        outcome.water = speciator(entry.analysis);
      } catch (const NoSolution& error) {
        to = &failures.unsolved;
        problems.push_back({entry.place, entry.analysis.name + ": " + error.what(), ""});
      } catch (const AnalysisError& error) {
        const std::string key = error.key.empty() ? "" : ", " + error.key;
        problems.push_back({entry.place_of(error.key), entry.analysis.name + key + ": " + error.what(), ""});
      }
    if (outcome.water)
      outcome.water->notes.insert(outcome.water->notes.begin(), entry.notes.begin(), entry.notes.end());
    if (!problems.empty()) {
      outcome.problem = problems.front().what;
      to->insert(to->end(), problems.begin(), problems.end());
      ++failures.waters;
    }
    outcomes.push_back(std::move(outcome));
  }
  return outcomes;
}

/// Says what could not be speciated; the exit code.
int tell(const Failures& failures, std::size_t waters) {
  for (const std::vector<Problem>* problems : {&failures.input, &failures.unsolved})
    for (const Problem& problem : *problems) std::fprintf(stderr, "%s\n", format(problem).c_str());
  if (failures.waters > 0)
    std::fprintf(stderr, "%zu of %zu waters could not be speciated; the others are above\n", failures.waters,
                 waters);
  return !failures.input.empty() ? 2 : failures.unsolved.empty() ? 0 : 3;
}

/// Notes of all waters, by kind, with how many and the first of them.
void tell_notes(const std::vector<SpeciationOutcome>& outcomes) {
  struct Seen {
    std::size_t count = 0;
    std::string first;
  };
  std::map<std::string, Seen> kinds;
  for (const SpeciationOutcome& outcome : outcomes)
    if (outcome.water) {
      std::set<std::string> here;  // a water with several notes of a kind counts once
      for (const WaterNote& note : outcome.water->notes) {
        if (!here.insert(note.kind).second) continue;
        Seen& seen = kinds[note.kind];
        if (seen.count++ == 0) seen.first = outcome.name + ": " + note.what;
      }
    }
  for (const auto& [kind, seen] : kinds)
    std::fprintf(stderr, "note: %s, in %zu water%s (%s)\n", kind.c_str(), seen.count,
                 seen.count == 1 ? "" : "s", seen.first.c_str());
}

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
  const WatersFile file = read_waters(path, below);
  const bool chosen = given.count("database") > 0;
  const Words databases = chosen ? given["database"].as<Words>() : file.database;
  const std::string folder = chosen ? "." : std::filesystem::path(path).parent_path().string();
  const Database database = Database::read(databases, folder.empty() ? "." : folder);
  Speciator speciator = speciator_of(database, choice_of(given, file.activity));
  if (path.ends_with(".csv")) check_headings(file, speciator.masters());
  Failures failures;
  const std::vector<SpeciationOutcome> outcomes = speciate_all(file, speciator, failures);
  if (Session::rank() != 0) return failures.waters > 0 ? 2 : 0;
  const SpeciationHead head{databases, speciator.activity_model()};
  if (given["csv"].as<bool>())
    print_csv(outcomes);
  else if (given["json"].as<bool>())
    print_json(head, outcomes);
  else
    print_tables(head, outcomes);
  std::fflush(stdout);
  tell_notes(outcomes);
  return tell(failures, file.waters.size());
}

}  // namespace talus::cli
