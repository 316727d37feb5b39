// What is answered of drainage, fibres and crusts together: for the tables with a row for each run, the terminal and the files.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "report/answers.h"
#include "report/evidence.h"

namespace talus::report {

/// Results of each of the runs, in the order of the accounts; none where nothing was asked.
std::vector<std::vector<Result>> waste_results(const Answers& answers, std::span<const Account> accounts);
/// Sentences for a terminal.
std::vector<std::string> waste_words(const Answers& answers);
/// seepage.csv, fibres.csv and cement.csv, those that were asked for.
std::vector<ReportFile> waste_tables(const Answers& answers);

}  // namespace talus::report
