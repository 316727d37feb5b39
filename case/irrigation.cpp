#include "case/irrigation.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "base/units.h"
#include "case/checks.h"

namespace talus {

namespace {

std::vector<double> times_of(const OperationCase& o) {
  std::vector<double> times;
  for (const ScheduledOperation& one : o.scheduled)
    times.insert(times.end(), one.times.begin(), one.times.end());
  std::ranges::sort(times);
  return times;
}

void check_water(Document& document, const std::string& path, const Irrigate& irrigate, const Case& c) {
  if (irrigate.composition && !c.has_chemistry())
    document.problem(document.place_of_key(path + ".composition"),
                     path + ".composition, but there is no [chemistry]",
                     "leave it out, or write [chemistry]");
  else if (irrigate.composition)
    check_name(document, path + ".composition", "water", *irrigate.composition, names_of(c.waters), "waters");
  else if (c.has_chemistry() && !reported(document, path + ".composition"))
    document.problem(document.place_of_key(path), path + " has no 'composition'", "name a table in 'waters'");
}

/// The run file says of each time what was done then; so that it can, only one kind is done.
void check_alone(Document& document, const std::string& path, std::size_t index, const Case& c) {
  const std::vector<double> times = times_of(c.operations[index]);
  for (std::size_t i = 0; i < c.operations.size(); ++i) {
    if (c.operations[i].kind == c.operations[index].kind) continue;
    std::vector<double> both;
    std::ranges::set_intersection(times, times_of(c.operations[i]), std::back_inserter(both));
    if (both.empty()) continue;
    document.problem(document.place_of_key(path),
                     path + " irrigates at " + with_unit(both.front(), "d") + ", when operations[" +
                         std::to_string(i) + "] is done: one kind at a time",
                     "let one come later, as first = \"" + with_unit(both.front() + 3600, "d") + "\"");
  }
}

}  // namespace

void check_irrigation(Document& document, const Case& c) {
  for (std::size_t i = 0; i < c.operations.size(); ++i) {
    const auto* irrigate = std::get_if<Irrigate>(&c.operations[i].operation);
    const std::string path = "operations[" + std::to_string(i) + "]";
    if (irrigate == nullptr || reported(document, path)) continue;
    check_water(document, path, *irrigate, c);
    for (const auto& [key, given] :
         {std::pair{"amount", irrigate->amount.has_value()}, {"wets_to", irrigate->wets_to.has_value()}})
      if (!given && !reported(document, path + "." + key))
        document.problem(document.place_of_key(path), path + " has no '" + key + "'",
                         "'talus explain operations' says what it is");
    for (const ScheduledOperation& row : c.operations[i].scheduled)
      if (const auto& one = std::get<Irrigate>(row.operation); one.composition != irrigate->composition)
        check_water(document, path, one, c);
    if (!c.has_richards())
      document.problem(
          document.place_of_value(path + ".kind"),
          path + " irrigates, but water does not flow by Richards' equation",
          "give the materials water = { ..., moves = true } with 'permeability' and 'retention'");
    if (c.heat)
      document.problem(document.place_of_value(path + ".kind"),
                       path + " irrigates, but what its water brings of heat is not counted yet",
                       "leave [heat] out, or bring the water as rain (boundaries.top.water.rain_file)");
    if (document.clean()) check_alone(document, path, i, c);
  }
}

}  // namespace talus
