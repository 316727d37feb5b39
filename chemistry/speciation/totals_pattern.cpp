#include "chemistry/speciation/totals_pattern.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

namespace talus {

namespace {

// Beyond these a product of activities could leave the range of numbers on the way to a molality within it.
constexpr double largest_power = 4, all_powers = 7, largest_ln_k = 200;

bool is_product(const Species& species, double ln_k) {
  double sum = 0;
  const auto small = [&](double power) {
    sum += std::abs(power);
    return power == std::round(power) && std::abs(power) <= largest_power;
  };
  return std::abs(ln_k) < largest_ln_k &&
         std::ranges::all_of(species.row.terms, [&](const Term& t) { return small(t.power); }) &&
         sum <= all_powers && small(species.row.water);
}

using Meetings = std::vector<std::set<std::size_t>>;

/// Which components meet in a secondary species.
Meetings meetings_of(const ChemicalSystem& system) {
  Meetings meets(system.components());
  for (std::size_t i = system.components(); i < system.species.size(); ++i)
    for (const Term& a : system.species[i].row.terms)
      for (const Term& b : system.species[i].row.terms)
        if (a.component != b.component)
          meets[static_cast<std::size_t>(a.component)].insert(static_cast<std::size_t>(b.component));
  return meets;
}

/// The order of least degree: next is always a component that meets fewest of those that are left, where
/// those that it met meet from then on.
std::vector<std::size_t> order_of(Meetings meets) {
  std::vector<std::size_t> order;
  std::set<std::size_t> left;
  for (std::size_t j = 0; j < meets.size(); ++j) left.insert(j);
  while (!left.empty()) {
    const std::size_t next =
        *std::ranges::min_element(left, {}, [&](std::size_t j) { return meets[j].size(); });
    for (const std::size_t a : meets[next]) {
      meets[a].erase(next);
      for (const std::size_t b : meets[next])
        if (a != b) meets[a].insert(b);
    }
    left.erase(next);
    order.push_back(next);
  }
  return order;
}

}  // namespace

TotalsPattern::TotalsPattern(const ChemicalSystem& system, const Constants& at)
    : order(order_of(meetings_of(system))) {
  const std::size_t n = system.components();
  for (const std::size_t j : order) component_class.push_back(class_of(system.species[j], at.activity[j]));
  Powers powers;
  add_species(system, at, powers);
  add_factors(powers, n);
  add_members(powers, n);
  add_matrix(powers, n);
}

Shares TotalsPattern::add(std::vector<Share> shares) {
  const auto rest = std::ranges::stable_partition(shares, [](const Share& s) { return s.factor == 1; });
  const std::size_t begin = items.size();
  items.insert(items.end(), shares.begin(), shares.end());
  return {begin, items.size() - rest.size(), items.size()};
}

std::size_t TotalsPattern::class_of(const Species& species, const ActivityTerms& t) {
  const double half_charge = 0.5 * species.charge * species.charge;
  const auto same = [&](const Class& c) {
    const ActivityTerms& o = c.activity;
    return std::array{t.alpha, t.beta, t.delta, t.epsilon, half_charge} ==
           std::array{o.alpha, o.beta, o.delta, o.epsilon, c.half_charge};
  };
  const auto found = std::ranges::find_if(classes, same);
  const auto index = static_cast<std::size_t>(found - classes.begin());
  if (found == classes.end()) classes.push_back({t, half_charge});
  return index;
}

void TotalsPattern::add_species(const ChemicalSystem& system, const Constants& at, Powers& powers) {
  struct Secondary {
    std::size_t species, of_class;
    bool product;
  };
  std::vector<Secondary> all;
  for (std::size_t i = system.components(); i < system.species.size(); ++i)
    all.push_back(
        {i, class_of(system.species[i], at.activity[i]), is_product(system.species[i], at.ln_k_species[i])});
  std::ranges::stable_sort(all, {}, [](const Secondary& s) { return std::pair(!s.product, s.of_class); });
  std::vector<std::size_t> number(order.size());
  for (std::size_t j = 0; j < order.size(); ++j) number[order[j]] = j;
  for (const Secondary& s : all) {
    std::vector<Run>& runs = s.product ? products : others;
    if (runs.empty() || runs.back().of_class != s.of_class) runs.push_back({s.of_class, k.size(), k.size()});
    ++runs.back().end;
    const ReactionRow& row = system.species[s.species].row;
    k.push_back(s.product ? std::exp(at.ln_k_species[s.species]) : at.ln_k_species[s.species]);
    water.push_back(row.water);
    powers.emplace_back();
    for (const Term& t : row.terms)
      powers.back().push_back({number[static_cast<std::size_t>(t.component)], t.power});
  }
}

void TotalsPattern::add_factors(const Powers& powers, std::size_t n) {
  const std::size_t count = products.empty() ? 0 : products.back().end;
  // as components, and as their inverses
  std::map<std::pair<std::size_t, bool>, double> most;
  const auto with_water = [&](std::size_t i) {
    std::vector<Share> all = powers[i];
    if (water[i] != 0) all.push_back({n, water[i]});
    return all;
  };
  for (std::size_t i = 0; i < count; ++i)
    for (const Share& s : with_water(i)) {
      double& power = most[{s.of, s.factor < 0}];
      power = std::max(power, std::abs(s.factor));
    }
  std::map<std::pair<std::size_t, bool>, std::size_t> place, square;
  for (std::size_t j = 0; j <= n; ++j) place[{j, false}] = j;
  for (const auto& [factor, power] : most)
    if (factor.second) {
      place[factor] = n + 1 + turned.size();
      turned.push_back(factor.first);
    }
  for (const auto& [factor, power] : most)
    if (power >= 2) {
      square[factor] = n + 1 + turned.size() + squared.size();
      squared.push_back(place[factor]);
    }
  for (std::size_t i = 0; i < count; ++i) {
    for (const Share& s : with_water(i)) {
      const std::pair factor(s.of, s.factor < 0);
      const auto power = static_cast<std::size_t>(std::abs(s.factor));
      factors.insert(factors.end(), power / 2, power > 1 ? square[factor] : 0);
      factors.insert(factors.end(), power % 2, place[factor]);
    }
    factors_end.push_back(factors.size());
  }
  for (std::size_t i = count; i < powers.size(); ++i) {
    row_items.insert(row_items.end(), powers[i].begin(), powers[i].end());
    rows_end.push_back(row_items.size());
  }
}

void TotalsPattern::add_members(const Powers& powers, std::size_t n) {
  std::vector<std::size_t> class_of_species(powers.size());
  for (const std::vector<Run>* runs : {&products, &others})
    for (const Run& run : *runs)
      for (std::size_t i = run.begin; i < run.end; ++i) class_of_species[i] = run.of_class;
  for (std::size_t j = 0; j < n; ++j) {
    bool sign = false;
    std::map<std::size_t, std::vector<Share>> by_class;
    std::vector<Share> with_water;
    for (std::size_t i = 0; i < powers.size(); ++i)
      for (const Share& s : powers[i]) {
        if (s.of != j) continue;
        by_class[class_of_species[i]].push_back({i, s.factor});
        if (water[i] != 0) with_water.push_back({i, s.factor * water[i]});
        sign = sign || s.factor < 0;
      }
    for (const auto& [of_class, shares] : by_class) members.push_back({of_class, add(shares)});
    members_end.push_back(members.size());
    waters.push_back(add(with_water));
    signs.push_back(sign);
  }
}

void TotalsPattern::add_matrix(const Powers& powers, std::size_t n) {
  std::map<std::pair<std::size_t, std::size_t>, std::vector<Share>> lower;
  for (std::size_t j = 0; j < n; ++j) lower[{j, j}];
  for (std::size_t i = 0; i < powers.size(); ++i)
    for (const Share& a : powers[i])
      for (const Share& b : powers[i])
        if (b.of <= a.of) lower[{a.of, b.of}].push_back({i, a.factor * b.factor});
  const auto there = [&](std::size_t row, std::size_t column) { return lower.contains({row, column}); };
  for (std::size_t p = 0; p < n; ++p)
    for (std::size_t a = p + 1; a < n; ++a)
      for (std::size_t b = p + 1; b < a; ++b)
        if (there(a, p) && there(b, p)) lower[{a, b}];
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> number;
  const auto add_entry = [&](std::size_t row, std::size_t column) {
    number[{row, column}] = entries.size();
    entries.push_back({row, column, add(lower[{row, column}])});
  };
  for (std::size_t j = 0; j < n; ++j) add_entry(j, j);
  for (const auto& [place, shares] : lower)
    if (place.first != place.second) add_entry(place.first, place.second);
  for (std::size_t p = 0; p < n; ++p) {
    for (std::size_t a = p + 1; a < n; ++a) {
      if (!there(a, p)) continue;
      below.push_back({a, number[{a, p}]});
      for (std::size_t b = p + 1; b <= a; ++b)
        if (there(b, p)) updates.push_back({number[{a, b}], number[{a, p}], number[{b, p}]});
    }
    below_end.push_back(below.size());
    updates_end.push_back(updates.size());
  }
}

}  // namespace talus
