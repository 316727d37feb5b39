#include "study/study.h"

#include <algorithm>
#include <filesystem>

#include "api/load_case.h"
#include "base/document_parts.h"
#include "base/scenarios.h"
#include "base/sha256.h"
#include "base/text_file.h"
#include "base/units.h"
#include "base/wall_clock.h"
#include "report/claimed_amounts.h"
#include "report/questions.h"

namespace talus::study {
namespace {

constexpr std::size_t most_runs = 1000000;

/// Problems across keys, noted in the document.
class Checks {
 public:
  Checks(Document& document, const StudyCase& said, const std::vector<Parameter>& parameters)
      : document_(document), said_(said), parameters_(parameters) {}

  void all() {
    check_members();
    check_method();
    check_correlations();
    check_credit_rules();
    check_surrogate();
    if (said_.vary.empty())
      note("vary", "a study needs a parameter", "write [[vary]] with 'keys' and 'distribution'");
    if (said_.quantities.empty())
      note("quantities", "a study needs a quantity", "quantities = [\"CO2 stored per dry mass\"]");
    for (std::size_t i = 0; i < said_.quantities.size(); ++i)
      if (std::ranges::count(said_.quantities, said_.quantities[i]) > 1)
        return note("quantities[" + std::to_string(i) + "]",
                    "'quantities' has '" + said_.quantities[i] + "' twice", "leave one of them out");
    if (!said_.run_time) return;
    try {
      static_cast<void>(wall_clock_time(*said_.run_time));
    } catch (const UnitError& error) {
      note("run_time", std::string("run_time: ") + error.what(), error.hint());
    }
  }

 private:
  void note(const std::string& path, const std::string& what, const std::string& hint = "") {
    document_.problem(document_.place_of_value(path), what, hint);
  }

  void check_members() {
    if (said_.project.has_value() != said_.baseline.has_value())
      note(said_.project ? "project" : "baseline", "a pair needs 'project' and 'baseline'",
           "one run alone is a 'scenario'");
    if (said_.scenario && (said_.project || said_.baseline))
      note("scenario", "'scenario' and a pair do not go together", "leave one of them out");
    if (said_.with && !said_.project)
      note("with", "'with' goes with a pair", "give 'project' and 'baseline'");
    for (std::size_t i = 0; i < said_.vary.size(); ++i)
      if (said_.vary[i].only && !said_.project)
        note("vary[" + std::to_string(i) + "].only", "'only' goes with a pair",
             "give 'project' and 'baseline', or leave it out");
  }

  void check_method() {
    const bool grid = said_.method == "grid";
    if (grid) {
      for (const auto& [name, given] : {std::pair{"runs", said_.runs.has_value()},
                                        {"seed", said_.seed.has_value()},
                                        {"indices", said_.indices},
                                        {"tornado", said_.tornado.has_value()}})
        if (given)
          note(name, "'" + std::string(name) + "' does not go with the method \"grid\"", "leave it out");
      if (document_.clean() && grid_size(parameters_, most_runs) > most_runs)
        note("vary", "this grid has more than " + std::to_string(most_runs) + " combinations");
      return;
    }
    if (said_.method.empty()) return;
    if (!said_.runs) note("method", "'runs' is missing: how many points are drawn");
    if (!said_.seed)
      note("method", "'seed' is missing: any whole number; the same number draws the same points");
    if (said_.indices && !said_.correlated.empty())
      note("correlated", "Sobol's indices are of parameters that vary independently",
           "indices = false, or no [[correlated]]");
  }

  void check_surrogate() {
    if (!said_.surrogate) return;
    if (said_.method == "grid") note("surrogate", "a grid has no distribution that a surrogate could be of");
    if (!said_.correlated.empty())
      note("surrogate",
           "a polynomial chaos is of parameters that vary independently, and " +
               said_.correlated[0].names.front() + " and " + said_.correlated[0].names.back() +
               " are correlated",
           "no [surrogate], or no [[correlated]]");
    for (std::size_t i = 0; i < said_.surrogate->quantities.size(); ++i)
      if (const std::string& name = said_.surrogate->quantities[i];
          std::ranges::find(said_.quantities, name) == said_.quantities.end())
        note("surrogate.quantities[" + std::to_string(i) + "]",
             "the study has no quantity '" + name + "' in 'quantities'", suggestion(name, said_.quantities));
  }

  void check_correlations() {
    std::vector<std::string> names;
    for (const Parameter& one : parameters_) names.push_back(one.name);
    const bool grid = said_.method == "grid";
    std::vector<std::vector<std::string>> seen;
    for (std::size_t i = 0; i < said_.correlated.size(); ++i) {
      const std::string at = "correlated[" + std::to_string(i) + "]";
      std::vector<std::string> pair = said_.correlated[i].names;
      if (grid) note(at, "nothing of a grid is correlated", "leave it out, or draw the points");
      for (const std::string& name : pair)
        if (std::ranges::find(names, name) == names.end())
          note(at + ".names", at + ": there is no parameter '" + name + "'", suggestion(name, names));
      std::ranges::sort(pair);
      if (pair.size() != 2 || pair[0] == pair[1])
        note(at + ".names", at + ".names needs two different parameters");
      else if (std::ranges::find(seen, pair) != seen.end())
        note(at + ".names", at + ": these two are correlated already");
      seen.push_back(pair);
    }
    if (said_.correlated.empty() || !document_.clean()) return;
    if (!normal_factor(*correlations_of(said_, parameters_)))
      note("correlated", "parameters cannot have these correlations all at once",
           "two that each go with a third must go with each other");
  }

  void check_credit_rules() {
    for (std::size_t i = 0; i < said_.credit.size(); ++i)
      report::check_credit(document_, said_.credit[i], "credit[" + std::to_string(i) + "]", true);
    const auto net = [](const std::string& name) { return name.starts_with("net removal"); };
    if (!said_.credit.empty() && std::ranges::none_of(said_.quantities, net))
      note("credit", "rules of crediting need the quantity \"net removal (t)\"", "add it to 'quantities'");
    if (!said_.credit.empty() && said_.method == "grid")
      note("credit", "a grid has no distribution that could be credited");
  }

  Document& document_;
  const StudyCase& said_;
  const std::vector<Parameter>& parameters_;
};

std::vector<Member> members_of(const StudyCase& said) {
  if (said.project) return {{"project", *said.project}, {"baseline", *said.baseline}};
  return {{"run", said.scenario.value_or("")}};
}

/// Notes scenarios that the case does not have.
void check_scenarios(Document& document, const StudyCase& said, const Document& the_case) {
  std::vector<std::string> names;
  for (const ScenarioRun& run : scenario_runs(the_case)) names.push_back(run.name);
  if (!names.empty() && !said.scenario && !said.project)
    document.problem(document.place_of_value("case"),
                     the_case.name() + " has scenarios, and the study does not say which of them is run",
                     "scenario = \"" + names[0] + "\", or 'project' and 'baseline'");
  const auto check = [&](const char* key, const std::optional<std::string>& name) {
    if (name && std::ranges::find(names, *name) == names.end())
      document.problem(document.place_of_value(key), the_case.name() + " has no scenario '" + *name + "'",
                       names.empty() ? "it has no [scenarios]" : suggestion(*name, names));
  };
  check("scenario", said.scenario);
  check("project", said.project);
  check("baseline", said.baseline);
}

/// Whether 0 of a unit is not nothing: degC, degF.
bool has_offset(const std::string& unit) {
  if (unit.empty()) return false;
  try {
    return to_si(text_of(0, unit), unit) != 0;
  } catch (const UnitError&) {
    return false;  // the case says what is wrong with it when it is read
  }
}

/// What the case says at the keys of factors, by member, parameter and key; notes keys where it says no quantity.
std::vector<std::vector<std::vector<std::string>>> written_values(Document& document,
                                                                  const Document& the_case,
                                                                  const std::vector<Member>& members,
                                                                  const std::vector<Parameter>& parameters) {
  std::vector<std::vector<std::vector<std::string>>> all;
  for (const Member& member : members) {
    const Document own = with_scenario(the_case, member.scenario);
    auto& of_member = all.emplace_back();
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      auto& of_parameter = of_member.emplace_back();
      const bool here = !parameters[i].only || *parameters[i].only == member.label;
      for (const std::string& key : parameters[i].keys) {
        of_parameter.push_back(parameters[i].factor && here ? written_at(own, key).value_or("") : "");
        if (parameters[i].factor && here && !number_and_unit(of_parameter.back()))
          document.problem(document.place_of_value("vary[" + std::to_string(i) + "].keys"),
                           "a factor multiplies what the case says, and it says no quantity at " + key,
                           "write the value into the case, or leave 'factor' out");
        else if (parameters[i].factor && here && has_offset(number_and_unit(of_parameter.back())->unit))
          document.problem(document.place_of_value("vary[" + std::to_string(i) + "].factor"),
                           "a factor multiplies what the case says, and '" + of_parameter.back() + "' at " +
                               key + " counts from a zero of its own: twice that is not twice as much",
                           "vary the value itself, or write it in K into the case");
      }
    }
  }
  return all;
}

std::string fingerprint_of(StudyCase said, const std::string& case_text, const std::string& claim_text) {
  if (said.method == "random" || said.method == "sobol") said.runs.reset();
  said.title.clear();
  said.credit.clear();
  said.keep.clear();
  said.surrogate.reset();
  return sha256(echo(said) + "\n" + sha256(case_text) + sha256(claim_text));
}

constexpr std::string_view numbers[] = {"values", "low", "high", "mean", "deviation", "median", "mode"};

}  // namespace

std::string beside(const std::string& file, const std::string& path) {
  return (std::filesystem::path(file).parent_path() / path).string();
}

std::vector<std::string> Study::sets_of(std::size_t member, std::size_t i, const Value& value) const {
  const Parameter& parameter = design.parameters()[i];
  std::vector<std::string> words;
  if (parameter.only && *parameter.only != members[member].label) return words;
  for (std::size_t k = 0; k < parameter.keys.size(); ++k) {
    std::string text = value.text;
    if (parameter.factor) {
      const NumberAndUnit base = number_and_unit(written[member][i][k]).value();
      text = text_of(value.number * base.number, base.unit);
    }
    words.push_back(parameter.keys[k] + "=" + text);
  }
  return words;
}

std::vector<std::string> Study::sets(std::size_t member, const std::vector<Value>& values) const {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < values.size(); ++i)
    for (std::string& word : sets_of(member, i, values[i])) words.push_back(std::move(word));
  return words;
}

std::vector<std::string> Study::run_words(std::size_t member, const std::vector<Value>& values) const {
  std::vector<std::string> words{"run", case_path};
  if (!members[member].scenario.empty()) words.insert(words.end(), {"--scenario", members[member].scenario});
  for (const std::string& set : sets(member, values)) words.insert(words.end(), {"--set", set});
  if (said.run_time) words.insert(words.end(), {"--wall-time", *said.run_time});
  return words;
}

std::vector<std::string> Study::words_of_run(std::size_t member, std::size_t run) const {
  std::vector<std::string> words = run_words(member, design.values(run));
  if (!more_words) return words;
  const std::vector<std::string> more = more_words(run);
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

Study put_together(Document& document, const StudyCase& said, const std::vector<Parameter>& parameters,
                   Design design, const std::string& claim_path) {
  const std::string case_path = beside(document.name(), said.case_file);
  const Document the_case = Document::from_file(case_path);
  check_scenarios(document, said, the_case);
  document.finish();
  const std::vector<Member> members = members_of(said);
  auto written = written_values(document, the_case, members, parameters);
  document.finish();
  std::string claim_text;
  if (!claim_path.empty()) {
    Document claim = Document::from_file(claim_path);
    claim_text = claim.text();
    static_cast<void>(report::read_questions(claim));
  }
  return {document,
          said,
          case_path,
          claim_path,
          members,
          std::move(design),
          fingerprint_of(said, the_case.text(), claim_text),
          std::move(written)};
}

Study read_study(const std::string& path) {
  Document document = Document::from_file(path);
  numbers_as_texts(document, "vary", numbers);
  StudyCase said;
  read(document, said);
  const std::vector<Parameter> parameters = parameters_of(document, said);
  Checks(document, said, parameters).all();
  document.finish();
  return put_together(document, said, parameters, Design(said, parameters),
                      said.with ? beside(path, *said.with) : "");
}

namespace {

/// The values of a parameter that the case must take: every word, the lowest and highest of a list; of a distribution the values
/// below and above which half a run is to be expected.
std::vector<Value> ends_of(const Study& study, const Parameter& parameter) {
  if (parameter.words) return parameter.values;
  if (!parameter.values.empty()) {
    const auto [low, high] = std::ranges::minmax_element(parameter.values, {}, &Value::number);
    return {*low, *high};
  }
  const double rare = 0.5 / static_cast<double>(*study.said.runs);
  return {parameter.at(rare), parameter.at(1 - rare)};
}

/// Reads the case of a member with these values on top.
void try_case(const Study& study, const Member& member, const std::vector<std::string>& sets) {
  static_cast<void>(
      load_runs(study.case_path, sets,
                member.scenario.empty() ? std::vector<std::string>{} : std::vector{member.scenario}));
}

}  // namespace

void check_value(const Study& study, std::size_t i, const Value& value) {
  for (std::size_t m = 0; m < study.members.size(); ++m) {
    const std::vector<std::string> sets = study.sets_of(m, i, value);
    try {
      if (!sets.empty()) try_case(study, study.members[m], sets);
    } catch (const InputError& error) {
      const std::string at = "vary[" + std::to_string(i) + "]";
      const Problem& first = error.problems().front();
      throw InputError({{study.document.place_of_value(at + ".keys"),
                         at + " (" + study.design.parameters()[i].name + "): the case does not take " +
                             sets.front() + ": " + first.what,
                         first.hint}});
    }
  }
}

void check_ends(const Study& study) {
  const auto& parameters = study.design.parameters();
  for (const Member& member : study.members) try_case(study, member, {});
  for (std::size_t i = 0; i < parameters.size(); ++i)
    for (const Value& end : ends_of(study, parameters[i])) check_value(study, i, end);
}

}  // namespace talus::study
