// report.html: one file that holds its style, its data and its charts, and needs no network.
#pragma once

#include <span>
#include <string>

#include "report/account.h"

namespace talus::report {

/// The page. Its Content-Security-Policy forbids everything but the scripts that stand in it. The same bytes
/// for the same run files.
std::string html_page(std::span<const Account> accounts);

}  // namespace talus::report
