#include "study/durability.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>

#include "api/load_case.h"
#include "base/document_parts.h"
#include "base/sha256.h"
#include "base/text_file.h"
#include "report/csv_row.h"
#include "report/words.h"
#include "report/yield.h"
#include "study/extract.h"

namespace talus::study {
namespace {

constexpr int outputs_between = 48;  // on a logarithmic scale of the time after the end of the run
constexpr double first_output = 0.1 * report::year;  // s

/// Outputs of every future, s: ever further apart, and at each of `after`.
std::vector<double> output_times(const DurabilityCase& said, double end) {
  const double last = std::ranges::max(said.after), first = std::min(first_output, 1e-3 * last);
  std::set<double> times(said.after.begin(), said.after.end());
  for (int i = 0; i < outputs_between; ++i)
    times.insert(first * std::pow(last / first, i / (outputs_between - 1.0)));
  std::vector<double> outputs;
  for (const double time : times)
    if (time < last) outputs.push_back(end + time);
  return outputs;
}

/// The words of --set of a future: how long and when it writes, then those of all futures, then its own.
std::vector<std::string> sets_of(const Durability& d, const FutureCase& future) {
  const auto seconds = [](double value) { return report::csv_value(value) + " s"; };
  const double length = d.end + std::ranges::max(d.said.after);
  std::string outputs;
  for (const double time : output_times(d.said, d.end))
    outputs += (outputs.empty() ? "\"" : ", \"") + seconds(time) + "\"";
  std::vector<std::string> sets{"run.length=" + seconds(length), "run.output_every=" + seconds(length),
                                "run.output_at=[" + outputs + "]"};
  sets.insert(sets.end(), d.said.set.begin(), d.said.set.end());
  sets.insert(sets.end(), future.set.begin(), future.set.end());
  return sets;
}

void check_tables(Document& document, const DurabilityCase& said) {
  const auto note = [&](const std::string& at, const std::string& what, const std::string& hint) {
    document.problem(document.place_of_value(at), what, hint);
  };
  if (said.after.empty()) note("after", "'after' needs a time", "after = [\"100 yr\", \"1000 yr\"]");
  if (!std::ranges::is_sorted(said.after))
    note("after", "'after' goes back", "write the shortest time first");
  if (said.futures.empty())
    note("futures", "a future is missing",
         "the first [[futures]] is the claim left as it is, and needs a name alone");
  const auto check_names = [&](const std::string& table, const auto& list) {
    std::set<std::string> names;
    for (std::size_t i = 0; i < list.size(); ++i)
      if (!names.insert(list[i].name).second)
        note(table + "[" + std::to_string(i) + "].name",
             "two of [[" + table + "]] are called '" + list[i].name + "'", "");
  };
  check_names("futures", said.futures);
  check_names("detectors", said.detectors);
}

/// Reads the case of every future; InputError at the list of the one that it does not take.
void check_futures(const Durability& d) {
  for (std::size_t i = 0; i < d.said.futures.size(); ++i) try {
      static_cast<void>(
          load_runs(d.study.case_path, sets_of(d, d.said.futures[i]),
                    d.said.scenario ? std::vector{*d.said.scenario} : std::vector<std::string>{}));
    } catch (const InputError& error) {
      const Problem& first = error.problems().front();
      const std::string at = "futures[" + std::to_string(i) + "]";
      throw InputError(
          {{d.document.place_of_value(d.said.futures[i].set.empty() ? at : at + ".set"),
            at + " (" + d.said.futures[i].name + "): the case does not take it: " + first.what, first.hint}});
    }
}

}  // namespace

Durability read_durability(const std::string& path) {
  Document document = Document::from_file(path);
  DurabilityCase said;
  read(document, said);
  check_tables(document, said);
  document.finish();
  StudyCase study_case;
  study_case.title = said.title;
  study_case.case_file = said.case_file;
  study_case.scenario = said.scenario;
  study_case.run_time = said.run_time;
  study_case.method = "random";
  study_case.keep = "files";
  const Design design({}, std::vector<std::vector<Value>>(said.futures.size()));
  Durability d{document, said, 0, beside(path, said.run), put_together(document, study_case, {}, design, "")};
  const report::Run run = report::read_head(d.run);
  if (!run.done())
    throw InputError({{document.place_of_value("run"), "'" + d.run + "' did not come to its end",
                       "talus run --restart goes on with it"}});
  d.end = run.time.back();
  std::string texts;
  std::vector<std::vector<std::string>> words;
  const std::string from = std::filesystem::absolute(d.run).lexically_normal().string();
  for (const FutureCase& future : said.futures) {
    auto& own = words.emplace_back(std::vector<std::string>{"--restart", from});
    for (const std::string& set : sets_of(d, future)) own.insert(own.end(), {"--set", set});
    for (const std::string& word : own) texts += word + "\n";
  }
  d.study.more_words = [words](std::size_t run_number) { return words[run_number]; };
  d.study.take = [](std::span<const std::string> files) {
    const report::Account account = report::make_account(files[0]);
    refuse_unusable(account);
    return Extracted{{"end (s)"}, {account.run.time.back()}};
  };
  d.study.verb = "study";
  const auto provenance = run.provenance.find("started");
  d.study.fingerprint = sha256(d.study.fingerprint + texts + report::csv_value(d.end) +
                               (provenance != run.provenance.end() ? provenance->second : ""));
  check_futures(d);
  return d;
}

}  // namespace talus::study
