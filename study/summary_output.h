// The summary of a study as JSON, as a table, as a page and in the terminal.
#pragma once

#include <string>

#include "study/summary.h"

namespace talus::study {

/// study.json: everything that the page shows. The same bytes for the same results.
std::string summary_json(const Study& study, const Summary& summary);

/// summary.csv: quantity, statistic, parameter, value, and the interval of 95 % confidence.
std::string summary_csv(const Study& study, const Summary& summary);

/// study.html.
std::string summary_page(const Study& study, const Summary& summary);

/// For a terminal: the headlines, what decides, what is credited, what failed.
std::string summary_text(const Study& study, const Summary& summary);

}  // namespace talus::study
