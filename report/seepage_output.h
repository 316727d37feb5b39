// Drainage against limits on paper: for the page, the terminal, CSV and JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <vector>

#include "report/figures.h"
#include "report/seepage.h"

namespace talus::report {

/// What is said of one in tables with a row for each run.
std::vector<Result> results_of(const Seepage& seepage);
/// The section of the page: one row for each limit, run and patch.
std::string seepage_section(std::span<const Seepage> all);
/// Concentrations over time with their limit, a chart for each quantity and limit.
std::vector<Figure> seepage_figures(std::span<const Seepage> all, std::span<const Account> accounts);
/// A sentence for each.
std::vector<std::string> seepage_words(std::span<const Seepage> all);
/// A row for each interval.
std::string seepage_csv(std::span<const Seepage> all);
nlohmann::json seepage_json(std::span<const Seepage> all);

}  // namespace talus::report
