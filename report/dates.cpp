#include "report/dates.h"

#include <algorithm>

#include "base/calendar.h"
#include "base/error.h"
#include "base/input.h"
#include "base/units.h"
#include "report/words.h"

namespace talus::report {
namespace {

/// What of the keys of a case is read here.
struct RunKeys {
  std::optional<std::string> start;
};
template <class V>
void describe(RunKeys& r, V& v) {
  v("start", r.start, "Date at which the run starts.");
}
struct CaseKeys {
  std::optional<RunKeys> run;
};
template <class V>
void describe(CaseKeys& c, V& v) {
  v("run", c.run, "How long, and what is written.");
}

}  // namespace

std::optional<double> start_in(const std::string& case_echo) {
  if (case_echo.find("start") == std::string::npos) return {};
  try {
    Document document = Document::from_text(case_echo, "case_echo");
    CaseKeys keys;
    read(document, keys);  // all other keys are unknown here, which nobody asks for
    if (keys.run && keys.run->start) return seconds_of_date(*keys.run->start);
  } catch (const InputError&) {  // of a file that is damaged there: then times are not dates
  } catch (const UnitError&) {
  }
  return {};
}

std::string when(const Run& run, double time) {
  return run.start ? date_of(*run.start + time) : duration(time);
}

std::optional<double> common_start(std::span<const Account> accounts) {
  if (accounts.empty()) return {};
  const std::optional<double> first = accounts.front().run.start;
  const bool all = std::ranges::all_of(accounts, [&](const Account& one) { return one.run.start == first; });
  return all ? first : std::nullopt;
}

}  // namespace talus::report
