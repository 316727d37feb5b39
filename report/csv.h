// The report as tidy tables: one value in each row, for any program that reads CSV (RFC 4180, UTF-8).
#pragma once

#include <span>
#include <string>
#include <vector>

#include "report/account.h"

namespace talus::report {

/// run, then a column for each result and unit; where a run is named `against`, behind each its difference to that run.
/// `answers` are further results, by run.
std::string summary_csv(std::span<const Account> accounts, const std::string& against = "",
                        std::span<const std::vector<Result>> answers = {});
std::string series_csv(std::span<const Account> accounts);  ///< run,time_s,quantity,unit,value
std::string profiles_csv(
    std::span<const Account> accounts);                     ///< run,time_s,moment,depth_m,quantity,unit,value
std::string ledger_csv(std::span<const Account> accounts);  ///< run,time_s,moment,kind,name,term,unit,value

}  // namespace talus::report
