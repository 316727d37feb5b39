// What a verifier takes home beside the page: what each file of the report is, its hash, and the numbers as data points.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "report/answers.h"

namespace talus::report {

/// A file of the report, whole.
struct ReportFile {
  std::string name;
  std::string text;
  std::string sentence;  ///< what it is
};

/// The numbers that a registry asks for: magnitude, unit, standard deviation, kind, sources; as JSON.
std::string datapoints_json(std::span<const Account> accounts, const Answers& answers);

/// The report as a Research Object Crate 1.1: its files, the run files and what made them. JSON-LD.
std::string ro_crate_json(std::span<const Account> accounts, const Answers& answers,
                          std::span<const ReportFile> files);

/// A line "HASH  NAME" for each file, as sha256sum writes and reads them.
std::string sha256sums(std::span<const ReportFile> files);

}  // namespace talus::report
