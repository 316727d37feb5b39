#include "report/waste_output.h"

#include "report/seepage_output.h"
#include "report/solids_output.h"

namespace talus::report {
namespace {

template <class One>
void add_results(const std::vector<One>& all, const std::string& run, std::vector<Result>& results) {
  for (const One& one : all)
    if (one.run == run)
      for (const Result& result : results_of(one)) results.push_back(result);
}

}  // namespace

std::vector<std::vector<Result>> waste_results(const Answers& answers, std::span<const Account> accounts) {
  std::vector<std::vector<Result>> results;
  for (const Account& account : accounts) {
    results.emplace_back();
    add_results(answers.seepage, account.run.name, results.back());
    add_results(answers.fibres, account.run.name, results.back());
    add_results(answers.cement, account.run.name, results.back());
  }
  return results;
}

std::vector<std::string> waste_words(const Answers& answers) {
  std::vector<std::string> lines = seepage_words(answers.seepage);
  for (const auto& more : {fibres_words(answers.fibres), cement_words(answers.cement)})
    lines.insert(lines.end(), more.begin(), more.end());
  return lines;
}

std::vector<ReportFile> waste_tables(const Answers& answers) {
  std::vector<ReportFile> tables;
  if (!answers.seepage.empty())
    tables.push_back({"seepage.csv", seepage_csv(answers.seepage), "drainage against limits, by interval"});
  if (!answers.fibres.empty())
    tables.push_back({"fibres.csv", fibres_csv(answers.fibres), "fibres left, over time and depth"});
  if (!answers.cement.empty())
    tables.push_back({"cement.csv", cement_csv(answers.cement), "cemented thickness over time"});
  return tables;
}

}  // namespace talus::report
