// The part of the page that auditors read: the mass balances, the assumptions, where everything comes from.
#pragma once

#include <span>
#include <string>

#include "report/account.h"

namespace talus::report {

std::string books_section(std::span<const Account> accounts);        ///< every line of the ledger
std::string assumptions_section(std::span<const Account> accounts);  ///< database records that are assumed
std::string provenance_section(
    std::span<const Account> accounts);  ///< program, database, machine, the case itself

}  // namespace talus::report
