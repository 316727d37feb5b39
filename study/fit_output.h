// A fit on paper: JSON, CSV, terminal, page, and the files that other commands take.
#pragma once

#include <string>

#include "study/fit_summary.h"

namespace talus::study {

/// Everything, with every digit.
std::string fit_json(const Fit& fit, const FitSummary& summary);
/// A row for each parameter.
std::string parameters_csv(const Fit& fit, const FitSummary& summary);
/// A row for each measured value, fitted or held out.
std::string residuals_csv(const FitSummary& summary);
std::string fit_text(const Fit& fit, const FitSummary& summary);
std::string fit_page(const Fit& fit, const FitSummary& summary, const report::Account& best);

/// The best values, a line for each key: what `talus run --set-from` takes.
std::string fitted_set(const Fit& fit, const FitSummary& summary);
/// A study of the case whose parameters are distributed as the fit leaves them; its file will be in `folder`.
std::string posterior_study(const Fit& fit, const FitSummary& summary, const std::string& folder);

}  // namespace talus::study
