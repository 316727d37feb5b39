#include "report/figures.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "report/dates.h"
#include "report/words.h"

namespace talus::report {
namespace {

using Points = std::vector<std::pair<double, double>>;

/// A figure with a time axis as long as the longest run.
struct TimeFigure {
  Figure figure;
  double second;  ///< of the unit of the axis
};

TimeFigure time_figure(std::span<const Account> accounts, const char* id, const char* title,
                       const char* y_name) {
  double longest = 0;
  for (const Account& account : accounts) longest = std::max(longest, account.yield.length);
  Figure figure;
  figure.id = id;
  figure.title = title;
  figure.y_name = y_name;
  const TimeUnit unit = set_time_axis(figure, longest, common_start(accounts));
  return {figure, unit.seconds};
}

Points points(const Curve& x, double x_unit, const Curve& y, double y_factor) {
  Points result;
  for (std::size_t k = 0; k < x.size(); ++k)
    if (std::isfinite(y[k])) result.emplace_back(x[k] / x_unit, y[k] * y_factor);
  return result;
}

double largest(const Curve& curve) {
  double most = 0;
  for (const double value : curve) most = std::max(most, std::abs(value));
  return most;
}

/// Places that hold a part of the CO2 that can be seen.
std::vector<const StoredIn*> visible_places(const Yield& yield) {
  std::vector<const StoredIn*> places;
  double most = 0;
  for (const StoredIn& place : yield.carbon.by_place) most = std::max(most, largest(place.stored));
  for (const StoredIn& place : yield.carbon.by_place)
    if (largest(place.stored) > 2e-3 * most) places.push_back(&place);
  return places;
}

/// Whether more or less is stored than came from the air, so that it can be seen.
bool stores_otherwise(const CarbonBalance& carbon) {
  Curve other(carbon.stored.size());
  for (std::size_t k = 0; k < other.size(); ++k) other[k] = carbon.stored[k] - carbon.from_air[k];
  return largest(other) > 2e-3 * std::max(largest(carbon.stored), largest(carbon.from_air)) ||
         largest(carbon.from_rock) > 2e-3 * largest(carbon.from_air);
}

/// The curves of the balance that can be seen: all of one run; of several, what came from the air and what
/// was exported.
std::vector<std::pair<std::string, const Curve*>> flows_of(const CarbonBalance& carbon, bool all) {
  std::vector<std::pair<std::string, const Curve*>> flows{{"from air", &carbon.from_air},
                                                          {"exported in drainage", &carbon.exported}};
  if (all) {
    for (const auto& [name, curve] : {std::pair{"brought by water", &carbon.from_water},
                                      {"from sources inside", &carbon.from_sources},
                                      {"from minerals of the rock", &carbon.from_rock}})
      if (largest(*curve) > 2e-3 * largest(carbon.from_air)) flows.emplace_back(name, curve);
    flows.emplace_back("stored", &carbon.stored);
  }
  return flows;
}

bool all_wide(std::span<const Account> accounts) {
  return std::all_of(accounts.begin(), accounts.end(), [](const auto& a) { return a.yield.footprint > 0; });
}

}  // namespace

TimeUnit set_time_axis(Figure& figure, double longest, const std::optional<double>& start) {
  const TimeUnit unit = time_unit(longest);
  figure.x_name = start ? "date" : "time (" + unit.name + ")";
  figure.x_end = longest / unit.seconds;
  figure.start = start;
  figure.second = unit.seconds;
  return unit;
}

Figure stored_figure(std::span<const Account> accounts) {
  auto [figure, second] =
      time_figure(accounts, "stored", "CO2 stored since the start", "g per kg of initial dry mass");
  for (std::size_t r = 0; r < accounts.size(); ++r) {
    const Account& account = accounts[r];
    const double per_mass = 1e3 / account.yield.dry_mass;
    if (accounts.size() == 1) {
      int color = 0;
      for (const StoredIn* place : visible_places(account.yield))
        figure.curves.push_back({.name = place->place,
                                 .color = color++,
                                 .stacked = true,
                                 .points = points(account.run.time, second, place->stored, per_mass)});
    }
    figure.curves.push_back(
        {.name = accounts.size() == 1 ? "stored" : account.run.name,
         .color = accounts.size() == 1 ? -1 : static_cast<int>(r),
         .points = points(account.run.time, second, account.yield.carbon.stored, per_mass)});
  }
  return figure;
}

Figure balance_figure(std::span<const Account> accounts) {
  auto [figure, second] = time_figure(accounts, "balance", "CO2 from air, by water, exported and stored",
                                      "g per kg of initial dry mass");
  const bool single = accounts.size() == 1;
  for (std::size_t r = 0; r < accounts.size(); ++r) {
    const Account& account = accounts[r];
    const double per_mass = 1e3 / account.yield.dry_mass;
    int number = 0;
    for (const auto& [name, curve] : flows_of(account.yield.carbon, single)) {
      const bool stored = curve == &account.yield.carbon.stored;
      figure.curves.push_back({.name = single ? name : account.run.name + ", " + name,
                               .color = !single  ? static_cast<int>(r)
                                        : stored ? -1
                                                 : number,
                               .dashed = !single && number > 0,
                               .points = points(account.run.time, second, *curve, per_mass)});
      ++number;
    }
  }
  if (std::none_of(accounts.begin(), accounts.end(),
                   [](const Account& a) { return stores_otherwise(a.yield.carbon); }))
    figure.curves.clear();  // what came from the air is stored, which another figure shows
  return figure;
}

Figure flow_figure(const Account& account) {
  const CarbonParts parts = parts_of(account.yield.carbon, Minerals::one_by_one);
  const double per_mass = 1e3 / account.yield.dry_mass, smallest = 5e-4 * parts.sum();
  Figure figure{.id = "flows",
                .kind = Figure::Kind::flows,
                .title = "Where the CO2 came from, and what became of it",
                .x_name = "g per kg of initial dry mass",
                .y_name = "",
                .categories = {},
                .curves = {}};
  for (const auto& [name, mass] : parts.origins)
    if (mass > smallest) figure.flows.push_back({name, "CO2", mass * per_mass});
  for (const auto& [name, mass] : parts.fates)
    if (mass > smallest) figure.flows.push_back({"CO2", name, mass * per_mass});
  return figure;
}

Figure place_figure(std::span<const Account> accounts) {
  Figure figure{.id = "places",
                .kind = Figure::Kind::bars,
                .title = "Where the CO2 is at the end",
                .x_name = "g per kg of initial dry mass",
                .y_name = "",
                .categories = {},
                .curves = {}};
  std::map<std::string, std::size_t> curve_of;
  for (std::size_t r = 0; r < accounts.size(); ++r) {
    figure.categories.push_back(accounts[r].run.name);
    for (const StoredIn* place : visible_places(accounts[r].yield)) {
      const auto [found, fresh] = curve_of.try_emplace(place->place, figure.curves.size());
      if (fresh)
        figure.curves.push_back({.name = place->place,
                                 .color = static_cast<int>(figure.curves.size()),
                                 .stacked = true,
                                 .points = {}});
      figure.curves[found->second].points.emplace_back(
          1e3 * place->stored.back() / accounts[r].yield.dry_mass, static_cast<double>(r));
    }
  }
  return figure;
}

Figure rate_figure(std::span<const Account> accounts) {
  const bool wide = all_wide(accounts);
  auto [figure, second] =
      time_figure(accounts, "rate", "Rate of CO2 uptake from air",
                  wide ? "g per m² of footprint and day" : "g per kg of dry mass and day");
  Curve all;
  for (std::size_t r = 0; r < accounts.size(); ++r) {
    const Yield& yield = accounts[r].yield;
    const double factor = 1e3 * 86400 / (wide ? yield.footprint : yield.dry_mass);
    figure.curves.push_back({.name = accounts.size() == 1 ? "from air" : accounts[r].run.name,
                             .color = static_cast<int>(r),
                             .points = points(yield.rates.time, second, yield.rates.from_air, factor)});
    all.insert(all.end(), yield.rates.from_air.begin(), yield.rates.from_air.end());
  }
  std::sort(all.begin(), all.end());  // a few tall peaks would press everything else to the axis
  figure.logarithmic = !all.empty() && all.front() > 0 && all.back() > 50 * all[all.size() / 2];
  return figure;
}

Figure conversion_figure(std::span<const Account> accounts) {
  auto [figure, second] =
      time_figure(accounts, "conversion", "Conversion of minerals", "% of what was there at the start");
  std::map<std::string, int> number_of;
  for (std::size_t r = 0; r < accounts.size(); ++r)
    for (const Conversion& mineral : accounts[r].yield.conversions) {
      if (largest(mineral.conversion) < 1e-5) continue;
      const int number =
          number_of.try_emplace(mineral.mineral, static_cast<int>(number_of.size())).first->second;
      const bool single = accounts.size() == 1;
      figure.curves.push_back(
          {.name = single ? mineral.mineral : mineral.mineral + ", " + accounts[r].run.name,
           .color = single ? number : static_cast<int>(r),
           .dashed = !single && number % 2 == 1,
           .points = points(accounts[r].run.time, second, mineral.conversion, 100)});
    }
  return figure;
}

std::string figures_json(std::span<const Figure> figures) {
  nlohmann::json list = nlohmann::json::array();
  for (const Figure& figure : figures) {
    nlohmann::json curves = nlohmann::json::array();
    for (const FigureCurve& curve : figure.curves)
      curves.push_back({{"name", typeset(curve.name)},
                        {"color", curve.color},
                        {"dashed", curve.dashed},
                        {"stacked", curve.stacked},
                        {"marks", curve.marks},
                        {"points", curve.points}});
    static constexpr const char* kinds[] = {"time", "depth", "bars", "flows", "xy"};
    nlohmann::json flows = nlohmann::json::array();
    for (const FigureFlow& flow : figure.flows)
      flows.push_back({{"source", typeset(flow.from)}, {"target", typeset(flow.to)}, {"value", flow.amount}});
    list.push_back({{"id", figure.id},
                    {"kind", kinds[static_cast<int>(figure.kind)]},
                    {"x", typeset(figure.x_name)},
                    {"y", typeset(figure.y_name)},
                    {"logarithmic", figure.logarithmic},
                    {"end", figure.x_end},
                    {"start", figure.start ? nlohmann::json(*figure.start) : nlohmann::json(nullptr)},
                    {"second", figure.second},
                    {"categories", figure.categories},
                    {"curves", curves},
                    {"flows", flows}});
  }
  std::string text = list.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
  for (auto at = text.find("</"); at != std::string::npos; at = text.find("</", at))
    text.replace(at, 2, "<\\/");
  return text;
}

}  // namespace talus::report
