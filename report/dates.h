// Dates in place of times since the start, where the case says when that was (run.start).
#pragma once

#include <optional>
#include <span>
#include <string>

#include "report/account.h"

namespace talus::report {

/// The start of the run, s from 1970, by the keys that its file keeps; nothing where its case does not say it.
std::optional<double> start_in(const std::string& case_echo);

/// A time of a run (s since its start): "2027-03-01" where its start is known, else "59 d".
std::string when(const Run& run, double time);

/// The start that all runs have in common, s from 1970; nothing where one has none, or another.
std::optional<double> common_start(std::span<const Account> accounts);

}  // namespace talus::report
