// Measurements on paper: for the page, the terminal, CSV and JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <vector>

#include "report/figures.h"
#include "report/measured.h"

namespace talus::report {

/// The section of the page: how well each quantity is met, and every point.
std::string measured_section(std::span<const MeasuredSeries> series);
/// Points on the curves of the runs, and modelled against measured.
std::vector<Figure> measured_figures(std::span<const MeasuredSeries> series,
                                     std::span<const Account> accounts);
/// A sentence for each quantity and run.
std::vector<std::string> measured_words(std::span<const MeasuredSeries> series);
/// A row for each point.
std::string measured_csv(std::span<const MeasuredSeries> series);
/// What the runs give of each measured value, for programs that drive Talus: in the order of the tables and of their rows always
/// the same lines, "-1.2345678901234567e-01 o3_CO2_flux", the value in columns 1 to 24, then its name.
std::string observations_text(std::span<const MeasuredSeries> series);
nlohmann::json measured_json(std::span<const MeasuredSeries> series);

}  // namespace talus::report
