// The weather of a case, from its files to the length of its run; and checks of its keys.
#pragma once

#include <memory>
#include <string>

#include "case/case.h"
#include "solver/laws/weather.h"

namespace talus {

/// Checks of [weather], of what patches say of it, and of vapour, across their keys.
void check_weather(Document& document, const Case& c);

/// Reads what the patches of the case need of its weather, with files relative to `folder`, and lays it over the
/// run; null where there is none or where something is wrong, which is noted in `document`. Repairs are warnings.
std::shared_ptr<const Weather> read_weather(Document& document, const Case& c, const std::string& folder);

}  // namespace talus
