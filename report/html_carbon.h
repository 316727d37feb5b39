// The mass balance of CO2 on the page.
#pragma once

#include <span>
#include <string>

#include "report/account.h"

namespace talus::report {

/// Where the CO2 came from and what became of it, each side with its sum: of one run in kg, g/kg and kg/m2,
/// of several in g/kg.
std::string carbon_table(std::span<const Account> accounts);

}  // namespace talus::report
