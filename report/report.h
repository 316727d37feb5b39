// The public door of the report: run files in, a folder with a page, JSON and CSV out.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "report/answers.h"

namespace talus::report {

/// Writes report.html, report.json, the tables (CSV, and all in report.xlsx), datapoints.json,
/// ro-crate-metadata.json and SHA256SUMS into `folder`, which is made. Throws FileError when the folder exists and `overwrite` is false, or when a file cannot be
/// written. With `overwrite`, only these files are replaced; whatever else lies in the folder stays.
void write_report(std::span<const Account> accounts, const std::string& folder, bool overwrite,
                  const Answers& answers = {});

/// Reads the run files and writes their report. FileError too when a run file cannot be read.
void write_report(const std::vector<std::string>& run_files, const std::string& folder, bool overwrite);

/// The headlines, the verdicts and a table of at most 80 columns, for the terminal.
std::string summary_text(std::span<const Account> accounts, const Answers& answers = {});

}  // namespace talus::report
