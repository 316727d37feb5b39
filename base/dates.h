// Calendar dates by ISO 8601, as weather stations write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace talus {

/// Seconds from 1970-01-01T00:00 to "2020-03-01", "2020-03-01T05:30", "2020-03-01 05:30:15" (all with or without
/// a Z at the end), all days 86400 s long; nothing when `text` is no such date. The zone is that of the file.
std::optional<double> date_in_seconds(std::string_view text);

/// The date of those seconds: "2020-03-01", with the time of the day where that is not midnight.
std::string date_words(double seconds);

}  // namespace talus
