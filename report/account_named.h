// A run among several, by the name that a claim or a site gives it.
#pragma once

#include <span>
#include <string>

#include "base/input.h"
#include "report/account.h"

namespace talus::report {

/// The scenario that the run is of; empty when it is of none.
std::string scenario_of(const Run& run);

/// The run whose scenario, or whose file without .h5, is `name`. InputError at `key` when there is none, or two.
const Account& account_named(std::span<const Account> accounts, const std::string& name,
                             const Document& document, const std::string& key);

/// The run that the file `path`, as it was given, is or is a part of. FileError when there is none.
const Account& account_of_file(std::span<const Account> accounts, const std::string& path);

}  // namespace talus::report
