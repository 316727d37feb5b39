// Sites on paper: for the page, the terminal, CSV and JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <vector>

#include "report/figures.h"
#include "report/plant.h"

namespace talus::report {

/// The section of the page: one table with a row for each run. `currency` is empty without money.
std::string plant_section(std::span<const Plant> plants, const std::string& currency);
/// CO2 per year at steady state, and the cost of a tonne, by run.
std::vector<Figure> plant_figures(std::span<const Plant> plants, const std::string& currency);
/// The same table for a terminal of 80 columns.
std::string plant_words(std::span<const Plant> plants, const std::string& currency);
/// One row for each run, one column for each quantity with its unit.
std::string plant_csv(std::span<const Plant> plants, const std::string& currency);
/// run,year,quantity,unit,value
std::string plant_years_csv(std::span<const Plant> plants, const std::string& currency);
nlohmann::json plant_json(std::span<const Plant> plants, const std::string& currency);

}  // namespace talus::report
