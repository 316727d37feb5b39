// Fibres and cemented ground on paper: for the page, the terminal, CSV and JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <vector>

#include "report/cement.h"
#include "report/fibres.h"
#include "report/figures.h"

namespace talus::report {

/// What is said of one in tables with a row for each run.
std::vector<Result> results_of(const Fibre& fibre);
std::vector<Result> results_of(const Cement& cement);

/// Sections of the page.
std::string fibres_section(std::span<const Fibre> fibres);
std::string cement_section(std::span<const Cement> cement);

/// What is left over time, and over depth at the end.
std::vector<Figure> fibres_figures(std::span<const Fibre> fibres, std::span<const Account> accounts);
/// The thickness over time: mean of all columns, and the thickest where they differ.
Figure cement_figure(std::span<const Cement> cement, std::span<const Account> accounts);

/// A sentence for each.
std::vector<std::string> fibres_words(std::span<const Fibre> fibres);
std::vector<std::string> cement_words(std::span<const Cement> cement);

/// A row for each quantity: of the whole at every output, and of every depth at the last.
std::string fibres_csv(std::span<const Fibre> fibres);
/// A row for each output.
std::string cement_csv(std::span<const Cement> cement);

/// With every digit.
nlohmann::json fibres_json(std::span<const Fibre> fibres);
nlohmann::json cement_json(std::span<const Cement> cement);

}  // namespace talus::report
