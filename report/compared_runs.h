// What is said of each run before anything else, on the page and in a terminal.
#pragma once

#include <span>
#include <string>

#include "report/account.h"

namespace talus::report {

/// More runs than this are compared in one table, with their headlines folded away.
inline constexpr std::size_t few_runs = 4;

/// The headlines, verdicts and warnings of the runs; of many, a table with a row for each run first.
/// `against` is the run that others are compared with; empty: none.
std::string html_runs(std::span<const Account> accounts, const std::string& against = "");

/// A row for each run, for a terminal.
std::string terminal_runs(std::span<const Account> accounts, const std::string& against = "");

/// What the runs warn of, a line each; what several runs say, with
/// other numbers, once: that of the first of them, and how many they are.
std::vector<std::string> shared_warnings(std::span<const Account> accounts);

}  // namespace talus::report
