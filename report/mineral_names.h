// Minerals that a question names, against those of the runs.
#pragma once

#include <span>
#include <string>

#include "base/input.h"
#include "report/account.h"

namespace talus::report {

/// InputError at `key` where no run has one of the minerals.
void check_minerals(std::span<const Account> accounts, std::span<const std::string> minerals,
                    const Document& document, const std::string& key);

}  // namespace talus::report
