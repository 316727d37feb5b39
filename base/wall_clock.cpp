#include "base/wall_clock.h"

#include <chrono>
#include <cmath>
#include <optional>
#include <regex>
#include <string>

#include "base/units.h"

namespace talus {

namespace {

const auto start = std::chrono::steady_clock::now();  // before main()

constexpr const char* forms =
    "write HH:MM:SS, D-HH:MM:SS or a quantity: \"02:30:00\", \"1-12:00:00\", \"90 min\"";

/// Nothing where the text has another form; UnitError where a part is too large.
std::optional<double> of_batch_system(const std::string& text) {
  static const std::regex form(R"((?:(\d{1,5})-)?(\d{1,5})(?::(\d{2}))?(?::(\d{2}))?)");
  std::smatch part;
  if (!std::regex_match(text, part, form)) return {};
  const auto number = [&](std::size_t i) { return part[i].matched ? std::stod(part[i].str()) : 0; };
  const bool days = part[1].matched;
  if (!days && !part[3].matched) throw UnitError("'" + text + "' has no unit", forms);
  if (!days && !part[4].matched)
    throw UnitError("'" + text + "' may be minutes and seconds, or hours and minutes", forms);
  if ((days && number(2) > 23) || number(3) > 59 || number(4) > 59)
    throw UnitError("'" + text + "' is no time: minutes and seconds are below 60, hours beside days below 24",
                    forms);
  return 86400 * number(1) + 3600 * number(2) + 60 * number(3) + number(4);
}

}  // namespace

double wall_clock_time(std::string_view text) {
  const std::string whole(text);
  std::optional<double> seconds = of_batch_system(whole);
  if (!seconds) try {
      seconds = to_si(text, "s");
    } catch (const UnitError& error) {
      throw UnitError(error.what(), forms);
    }
  if (!(*seconds > 0) || !std::isfinite(*seconds)) throw UnitError("'" + whole + "' is not above 0", forms);
  return *seconds;
}

double seconds_since_start() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace talus
