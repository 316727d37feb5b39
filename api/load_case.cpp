#include "api/load_case.h"

#include <algorithm>
#include <filesystem>
#include <limits>

#include "api/file_kind.h"
#include "base/document_parts.h"
#include "base/scenarios.h"
#include "base/units.h"
#include "report/published.h"
#include "report/questions.h"

namespace talus {

namespace {

/// The value of a text that must be a quantity; NaN, which is noted, when it is none.
double check_text(Input& input, const std::string& path, const std::string& text, const std::string& unit) {
  try {
    return to_si(text, unit);
  } catch (const UnitError& e) {
    input.document.problem(input.document.place_of_value(path), path + ": " + e.what(), e.hint());
  }
  return std::numeric_limits<double>::quiet_NaN();
}

void check_range(Input& input, const std::string& path, const std::vector<std::string>& range,
                 const std::string& unit) {
  std::vector<double> values;
  for (std::size_t k = 0; k < range.size(); ++k)
    values.push_back(check_text(input, path + "[" + std::to_string(k) + "]", range[k], unit));
  if (values.size() == 2 && values[0] > values[1])
    input.document.problem(input.document.place_of_value(path),
                           path + " is backwards: " + range[0] + " is more than " + range[1],
                           "write the lowest value first");
}

void check_published(Input& input) {
  const std::vector<std::string>& minerals = input.values.chemistry.dissolve;
  std::vector<std::string> names;
  for (const auto& quantity : report::published_quantities(minerals)) names.push_back(quantity.name);
  for (std::size_t i = 0; i < input.values.published.size(); ++i) {
    const PublishedCase& p = input.values.published[i];
    const std::string at = "published[" + std::to_string(i) + "]";
    bool found = false;
    for (const auto& quantity : report::published_quantities(minerals)) {
      if (quantity.name != p.quantity) continue;
      found = true;
      if (p.value) check_text(input, at + ".value", *p.value, quantity.unit);
      check_range(input, at + ".range", p.range, quantity.unit);
    }
    if (!found)
      input.document.problem(input.document.place_of_value(at + ".quantity"),
                             at + ": the report knows no quantity '" + p.quantity + "'",
                             suggestion(p.quantity, names));
  }
}

/// Takes what only the report reads out of the document; what is wrong with it is noted in both.
void check_questions(Document& document) {
  Document questions = take_tables(document, report::question_tables);
  if (const Place place = place_of_a_set(questions); !place.file.empty())
    questions.problem(place, "what the report reads cannot be changed by --set",
                      "write it in the case, or in a file for talus report --with FILE");
  for (const std::string& change : scenario_changes(document)) {
    const std::string path = change.substr(0, change.find(" = "));
    if (std::ranges::count(report::question_tables, path.substr(0, path.find_first_of(".["))) > 0)
      questions.problem(questions.place_of_key(path), path + " cannot differ between scenarios",
                        "the report reads it once; talus report --with FILE takes another");
  }
  try {
    report::read_questions(questions);
  } catch (const InputError&) {
    take_problems(document, questions);
  }
}

Input load_run(Document document, std::string folder) {
  check_questions(document);
  Input input = read_input(std::move(document), std::move(folder));
  check_published(input);
  input.document.finish();
  return input;
}

/// The names of runs that `wanted` asks for, in the order of the document; all when it asks for none.
std::vector<std::string> chosen_runs(const Document& document, const std::vector<std::string>& wanted) {
  const std::vector<ScenarioRun> runs = scenario_runs(document);
  std::vector<std::string> known, names;
  for (const ScenarioRun& run : runs)
    for (const std::string& name : {run.scenario, run.name})
      if (std::ranges::find(known, name) == known.end()) known.push_back(name);
  for (const std::string& name : wanted)
    if (std::ranges::find(known, name) == known.end())
      throw InputError({{Place{}, document.name() + " has no scenario '" + name + "'",
                         known.empty() ? "it has no [scenarios]" : suggestion(name, known)}});
  for (const ScenarioRun& run : runs)
    if (wanted.empty() || std::ranges::count(wanted, run.name) + std::ranges::count(wanted, run.scenario) > 0)
      names.push_back(run.name);
  return names;
}

/// The mistakes of several runs of one case: those of all of them once, others with the names of theirs.
class Mistakes {
 public:
  void add(const std::string& run, const std::vector<Problem>& problems) {
    for (const Problem& problem : problems) {
      const auto same = [&](const Found& one) { return format(one.problem) == format(problem); };
      const auto found = std::ranges::find_if(found_, same);
      if (found == found_.end())
        found_.push_back({problem, {run}});
      else
        found->runs.push_back(run);
    }
  }
  /// InputError when there are any, of so many runs.
  void finish(std::size_t runs) const {
    std::vector<Problem> problems;
    for (Found one : found_) {
      const std::size_t more = one.runs.size() - 1;
      if (one.runs.size() < runs)
        one.problem.what =
            "scenario " + one.runs[0] +
            (more > 0 ? " and " + std::to_string(more) + (more > 1 ? " others" : " other") : "") + ": " +
            one.problem.what;
      problems.push_back(one.problem);
    }
    if (!problems.empty()) throw InputError(problems);
  }

 private:
  struct Found {
    Problem problem;
    std::vector<std::string> runs;
  };
  std::vector<Found> found_;
};

}  // namespace

Input load_case(const std::string& path, const std::vector<std::string>& sets) {
  refuse_other_kind(path, "run");
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return load_case(Document::from_file(path, sets), folder.empty() ? "." : folder);
}

Input load_case(Document document, std::string folder) {
  return load_run(with_scenario(document, ""), std::move(folder));
}

std::vector<NamedInput> load_runs(const std::string& path, const std::vector<std::string>& sets,
                                  const std::vector<std::string>& wanted) {
  refuse_other_kind(path, "run");
  const std::string parent = std::filesystem::path(path).parent_path().string();
  const std::string folder = parent.empty() ? "." : parent;
  const Document document = Document::from_file(path, sets);
  const std::vector<std::string> names = chosen_runs(document, wanted);
  if (names.empty()) return {{"", load_case(document, folder)}};
  std::vector<NamedInput> runs;
  Mistakes mistakes;
  for (const std::string& name : names) try {
      runs.push_back({name, load_run(with_scenario(document, name), folder)});
    } catch (const InputError& error) {
      mistakes.add(name, error.problems());
    }
  mistakes.finish(names.size());
  return runs;
}

}  // namespace talus
