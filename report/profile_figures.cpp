#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "report/figures.h"
#include "report/words.h"

namespace talus::report {
namespace {

/// What one chart shows over depth.
struct Quantity {
  std::string id, title, unit;
  std::function<Curve(const Run&, std::size_t)>
      at;  ///< values over depth at row i of the profiles; empty: none
};

Curve field(const Run& run, const std::string& name, std::size_t i, double factor) {
  const auto found = run.profiles.value.find(name);
  if (found == run.profiles.value.end()) return {};
  Curve values = found->second[i];
  for (double& value : values) value *= factor;
  return values;
}

/// CO2 in the minerals, g per kg of initial dry mass.
Curve carbon_dioxide_in_minerals(const Run& run, std::size_t i) {
  Curve sum(run.profiles.depth.size(), 0);
  for (std::size_t m = 0; m < run.system.minerals.size(); ++m) {
    const double carbon = run.system.atoms(run.system.mineral_components, m, "C");
    if (carbon == 0) continue;
    const Curve amount =
        field(run, "mineral_" + run.system.minerals[m], i, carbon * carbon_dioxide_molar_mass());
    for (std::size_t d = 0; d < amount.size(); ++d) sum[d] += 1e3 * amount[d] / run.profiles.dry_density[d];
  }
  return sum;
}

/// A mineral as a share of the initial dry mass, %.
Curve share_of_mineral(const Run& run, const std::string& mineral, std::size_t i) {
  const auto& minerals = run.system.minerals;
  const auto found = std::find(minerals.begin(), minerals.end(), mineral);
  if (found == minerals.end()) return {};
  const double molar_mass = run.system.mineral_molar_mass[static_cast<std::size_t>(found - minerals.begin())];
  Curve share = field(run, "mineral_" + mineral, i, 100 * molar_mass);
  for (std::size_t d = 0; d < share.size(); ++d) share[d] /= run.profiles.dry_density[d];
  return share;
}

/// Minerals whose amount changes enough to be seen in some run, in the order of the first run that has them.
std::vector<std::string> moving_minerals(std::span<const Account> accounts) {
  std::vector<std::string> moving;
  for (const Account& account : accounts)
    for (const std::string& mineral : account.run.system.minerals) {
      const Curve start = share_of_mineral(account.run, mineral, 0);
      double most = 0, change = 0;
      for (std::size_t i = 0; i < account.run.profiles.rows.size(); ++i) {
        const Curve now = share_of_mineral(account.run, mineral, i);
        for (std::size_t d = 0; d < now.size(); ++d) {
          most = std::max(most, now[d]);
          change = std::max(change, std::abs(now[d] - start[d]));
        }
      }
      if (change > 1e-3 * most && change > 1e-4 && std::count(moving.begin(), moving.end(), mineral) == 0)
        moving.push_back(mineral);
    }
  return moving;
}

std::vector<Quantity> quantities(std::span<const Account> accounts) {
  std::vector<Quantity> list{
      {"carbon", "CO2 in minerals", "g per kg of dry mass", carbon_dioxide_in_minerals}};
  for (const std::string& mineral : moving_minerals(accounts))
    list.push_back({"mineral-" + mineral, mineral, "wt% of initial dry mass",
                    [mineral](const Run& run, std::size_t i) { return share_of_mineral(run, mineral, i); }});
  list.push_back({"ph", "pH", "", [](const Run& run, std::size_t i) { return field(run, "pH", i, 1); }});
  std::set<std::string> gases;
  for (const Account& account : accounts)
    gases.insert(account.run.system.gases.begin(), account.run.system.gases.end());
  for (const std::string& gas : gases)
    list.push_back(
        {"pressure-" + gas, "Partial pressure of " + gas, "Pa",
         [gas](const Run& run, std::size_t i) { return field(run, "partial_pressure_" + gas, i, 1); }});
  list.push_back({"saturation", "Water saturation", "part of the pores",
                  [](const Run& run, std::size_t i) { return field(run, "saturation", i, 1); }});
  return list;
}

std::string time_label(const Run& run, std::size_t row) {
  if (run.time[row] == run.time.front()) return "start";
  return duration(run.time[row] - run.time.front(), time_unit(run.length())) +
         (run.moment[row] >= 2 ? ", after operation" : "");
}

/// Of one run the times that were chosen; of several runs the end of each, and its start dashed.
void add_curves(Figure& figure, const Quantity& quantity, std::span<const Account> accounts, double metres) {
  for (std::size_t r = 0; r < accounts.size(); ++r) {
    const Run& run = accounts[r].run;
    const std::size_t count = run.profiles.rows.size();
    for (std::size_t i = 0; i < count; ++i) {
      const bool start = i == 0, end = i + 1 == count;
      if (accounts.size() > 1 && !end && !(start && r == 0)) continue;
      const Curve values = quantity.at(run, i);
      FigureCurve curve;
      curve.dashed = start;
      for (std::size_t d = 0; d < values.size(); ++d)
        if (std::isfinite(values[d])) curve.points.emplace_back(values[d], run.profiles.depth[d] / metres);
      if (curve.points.empty()) continue;
      const std::string label = time_label(run, run.profiles.rows[i]);
      curve.name = accounts.size() == 1 ? label : run.name + ", " + label;
      curve.color = start ? -1 : accounts.size() == 1 ? static_cast<int>(i) - 1 : static_cast<int>(r);
      figure.curves.push_back(std::move(curve));
    }
  }
}

}  // namespace

std::vector<Figure> profile_figures(std::span<const Account> accounts) {
  double deepest = 0;
  for (const Account& account : accounts)
    if (!account.run.profiles.depth.empty()) deepest = std::max(deepest, account.run.profiles.depth.back());
  const LengthUnit unit = depth_unit(deepest);
  std::vector<Figure> figures;
  for (const Quantity& quantity : quantities(accounts)) {
    Figure figure{.id = "profile" + std::to_string(figures.size()),
                  .kind = Figure::Kind::depth,
                  .title = quantity.title,
                  .x_name = quantity.unit,
                  .y_name = "depth (" + unit.name + ")",
                  .categories = {},
                  .curves = {}};
    add_curves(figure, quantity, accounts, unit.metres);
    if (!figure.curves.empty()) figures.push_back(std::move(figure));
  }
  return figures;
}

}  // namespace talus::report
