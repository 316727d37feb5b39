#include "report/seepage_output.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "report/csv_row.h"
#include "report/dates.h"
#include "report/json_number.h"
#include "report/table.h"

namespace talus::report {
namespace {

using nlohmann::json;
using Kind = HtmlTable::Cell::Kind;

constexpr double day = 86400;  // s

double water_of(const Seepage& seepage) {
  double water = 0;
  for (const SeepageInterval& one : seepage.intervals) water += one.water;
  return water;
}

double first_day(const Seepage& seepage) {
  return seepage.first_above ? seepage.first_above->first / day : std::nan("");
}

/// "day 30 to 60", "2027-05-01 to 2027-06-01" or "never".
std::string first_text(const Seepage& seepage) {
  if (!seepage.first_above) return "never";
  const auto [from, to] = *seepage.first_above;
  return seepage.start ? date_of(*seepage.start + from) + " to " + date_of(*seepage.start + to)
                       : "day " + digits(from / day) + " to " + digits(to / day);
}

/// Both ends of each interval, so that a mean is drawn for as long as it holds.
std::vector<std::pair<double, double>> steps_of(const Seepage& seepage, double second) {
  std::vector<std::pair<double, double>> points;
  for (const SeepageInterval& one : seepage.intervals) {
    if (!std::isfinite(one.concentration)) continue;
    points.emplace_back(one.from / second, one.concentration);
    points.emplace_back(one.to / second, one.concentration);
  }
  return points;
}

bool same_limit(const Seepage& one, const Seepage& other) {
  return one.quantity == other.quantity && one.limit == other.limit && one.unit == other.unit;
}

}  // namespace

std::vector<Result> results_of(const Seepage& seepage) {
  if (!seepage.unknown.empty()) return {};
  const auto result = [&](const char* what, const std::string& unit, double value) {
    return Result{Topic::waste, seepage.name() + ", " + what, unit, value};
  };
  return {result("flow-weighted mean", seepage.unit, seepage.mean),
          result("greatest", seepage.unit, seepage.greatest),
          result("share of time above", "%", 100 * seepage.share_above),
          result("first above", "d", first_day(seepage)), result("water that left", "m3", water_of(seepage))};
}

std::string seepage_section(std::span<const Seepage> all) {
  HtmlTable table({"quantity", "run, patch", "limit", "mean", "greatest", "unit", "time above, %",
                   "first above", "source of the limit"},
                  2, 8);
  std::string unknown;
  for (const Seepage& one : all) {
    if (!one.unknown.empty()) {
      unknown += "<p class=\"note\">" + escape_html(one.quantity + ": not known. " + one.unknown) + "</p>\n";
      continue;
    }
    const auto against = [&](double value) {
      return HtmlTable::Cell{typeset_number(value), value > one.limit ? Kind::bad_number : Kind::number};
    };
    table.row({{typeset(one.quantity), Kind::head},
               {one.run + ", " + one.patch},
               {as_written(one.limit), Kind::number},
               against(one.mean),
               against(one.greatest),
               {typeset(one.unit), Kind::unit},
               {typeset_number(100 * one.share_above), Kind::number},
               {first_text(one), Kind::number},
               {one.source, Kind::long_text}});
  }
  return "<h2>Seepage against limits</h2>\n" + table.text() + unknown +
         "<p class=\"note\">Concentrations are means from one output to the next: what water took out through the patch by the "
         "volume of that water. More outputs (run.output_every) show shorter peaks. The mean is weighted by flow; the time above "
         "is a share of the time in which water left; first above is the first interval whose mean is above the limit. The pH of "
         "what drains stands in no run file. seepage.csv has every interval.</p>\n";
}

std::vector<Figure> seepage_figures(std::span<const Seepage> all, std::span<const Account> accounts) {
  std::vector<Figure> figures;
  double longest = 0;
  for (const Account& account : accounts) longest = std::max(longest, account.run.time.back());
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto before = all.first(i);
    if (std::ranges::any_of(before, [&](const Seepage& one) { return same_limit(one, all[i]); })) continue;
    Figure figure;
    figure.id = "seepage" + std::to_string(figures.size());
    figure.title = all[i].quantity + " in drainage";
    figure.y_name = all[i].unit;
    const TimeUnit unit = set_time_axis(figure, longest, common_start(accounts));
    for (const Seepage& one : all)
      if (same_limit(one, all[i]) && one.unknown.empty())
        figure.curves.push_back({.name = accounts.size() > 1 ? one.run + ", " + one.patch : one.patch,
                                 .color = static_cast<int>(figure.curves.size()),
                                 .points = steps_of(one, unit.seconds)});
    if (!figure.curves.empty())
      figure.curves.push_back({.name = "limit",
                               .color = -1,
                               .dashed = true,
                               .points = {{0, all[i].limit}, {longest / unit.seconds, all[i].limit}}});
    figures.push_back(std::move(figure));
  }
  return figures;
}

std::vector<std::string> seepage_words(std::span<const Seepage> all) {
  std::vector<std::string> lines;
  for (const Seepage& one : all)
    lines.push_back(one.run + ", " + one.name() + ": " +
                    (one.unknown.empty()
                         ? "mean " + digits(one.mean) + ", greatest " + digits(one.greatest) + " " +
                               one.unit + ", above it " + digits(100 * one.share_above) + " % of the time"
                         : "not known. " + one.unknown));
  return lines;
}

std::string seepage_csv(std::span<const Seepage> all) {
  std::string table =
      "run,quantity,patch,limit,unit,source,from_s,to_s,water_m3,amount,amount_unit,concentration\n";
  for (const Seepage& one : all)
    for (const SeepageInterval& interval : one.intervals)
      add_csv_row(table, one.run, one.quantity, one.patch, one.limit, one.unit, one.source, interval.from,
                  interval.to, interval.water, interval.amount, one.moles ? "mol" : "kg",
                  interval.concentration);
  return table;
}

json seepage_json(std::span<const Seepage> all) {
  json list = json::array();
  for (const Seepage& one : all) {
    json intervals = json::array();
    for (const SeepageInterval& interval : one.intervals)
      intervals.push_back({{"from_s", interval.from},
                           {"to_s", interval.to},
                           {"water_m3", json_number(interval.water)},
                           {"amount", json_number(interval.amount)},
                           {"concentration", json_number(interval.concentration)}});
    list.push_back({{"run", one.run},
                    {"patch", one.patch},
                    {"quantity", one.quantity},
                    {"unit", one.unit},
                    {"source", one.source},
                    {"amount_unit", one.moles ? "mol" : "kg"},
                    {"limit", one.limit},
                    {"mean", json_number(one.mean)},
                    {"greatest", json_number(one.greatest)},
                    {"share_above", json_number(one.share_above)},
                    {"seconds_without_drainage", one.without},
                    {"first_above_s",
                     one.first_above ? json{one.first_above->first, one.first_above->second} : json(nullptr)},
                    {"unknown", one.unknown},
                    {"intervals", intervals}});
  }
  return list;
}

}  // namespace talus::report
