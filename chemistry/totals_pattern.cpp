#include "chemistry/totals_pattern.h"

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

/// How many activities such a product has.
double factors_of(const ReactionRow& row) {
  double count = std::abs(row.water);
  for (const Term& t : row.terms) count += std::abs(t.power);
  return count;
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
  std::vector<std::size_t> number(n);
  for (std::size_t j = 0; j < n; ++j) number[order[j]] = j;

  const auto class_of = [&](std::size_t species) {
    const ActivityTerms& t = at.activity[species];
    const auto same = [&](const ActivityTerms& o) {
      return std::array{t.alpha, t.beta, t.delta, t.epsilon} ==
             std::array{o.alpha, o.beta, o.delta, o.epsilon};
    };
    const auto found = std::ranges::find_if(classes, same);
    const auto index = static_cast<std::size_t>(found - classes.begin());
    if (found == classes.end()) classes.push_back(t);
    return index;
  };
  const auto half = [&](std::size_t species) {
    return 0.5 * system.species[species].charge * system.species[species].charge;
  };
  for (const std::size_t j : order) {
    component_class.push_back(class_of(j));
    component_half_charge.push_back(half(j));
  }

  std::vector<std::size_t> secondary;
  for (std::size_t i = n; i < system.species.size(); ++i) secondary.push_back(i);
  const auto rest = std::ranges::stable_partition(
      secondary, [&](std::size_t i) { return is_product(system.species[i], at.ln_k_species[i]); });
  products = secondary.size() - rest.size();
  // runs of loops of one length: their ends are foreseen by the processor
  std::ranges::stable_sort(secondary.begin(), rest.begin(), {},
                           [&](std::size_t i) { return factors_of(system.species[i].row); });
  std::set<std::size_t> divided;
  std::vector<std::map<std::size_t, double>> nu;
  for (const std::size_t i : secondary) {
    const ReactionRow& row = system.species[i].row;
    const bool product = nu.size() < products;
    std::map<std::size_t, double> powers;
    for (const Term& t : row.terms) powers[number[static_cast<std::size_t>(t.component)]] = t.power;
    nu.push_back(powers);
    species_class.push_back(class_of(i));
    half_charge.push_back(half(i));
    k.push_back(product ? std::exp(at.ln_k_species[i]) : at.ln_k_species[i]);
    water.push_back(row.water);
    for (const auto& [j, power] : powers) rows.items.push_back({static_cast<int>(j), power});
    rows.close();
    if (!product) continue;
    powers[n] = row.water;
    for (const auto& [j, power] : powers) {
      if (power < 0) divided.insert(j);
      factors.items.insert(factors.items.end(), static_cast<std::size_t>(std::abs(power)),
                           power < 0 ? n + 1 + j : j);
    }
    factors.close();
  }
  turned.assign(divided.begin(), divided.end());

  for (std::size_t j = 0; j < n; ++j) {
    bool sign = false;
    for (std::size_t i = 0; i < nu.size(); ++i)
      if (const auto found = nu[i].find(j); found != nu[i].end()) {
        members.items.push_back({static_cast<int>(i), found->second});
        sign = sign || found->second < 0;
      }
    members.close();
    signs.push_back(sign);
  }

  // entries (j, k), k < j: where two components meet, and where elimination makes them meet
  std::map<std::pair<std::size_t, std::size_t>, std::vector<Share>> lower;
  for (std::size_t i = 0; i < nu.size(); ++i)
    for (const auto& [j, a] : nu[i])
      for (const auto& [l, b] : nu[i])
        if (l <= j) lower[{j, l}].push_back({static_cast<int>(i), a * b});
  for (std::size_t p = 0; p < n; ++p)
    for (std::size_t a = p + 1; a < n; ++a)
      for (std::size_t b = p + 1; b < a; ++b)
        if (lower.contains({a, p}) && lower.contains({b, p})) lower[{a, b}];
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> entry;
  for (std::size_t j = 0; j < n; ++j) {
    entry[{j, j}] = j;
    places.push_back({j, j});
    const std::vector<Share>& own = lower[{j, j}];
    entries.items.insert(entries.items.end(), own.begin(), own.end());
    entries.close();
  }
  std::vector<std::pair<std::size_t, std::size_t>> by_length;
  for (const auto& [place, shares] : lower)
    if (place.first != place.second) by_length.push_back(place);
  std::ranges::stable_sort(by_length, {}, [&](const auto& place) { return lower[place].size(); });
  for (const auto& place : by_length) {
    entry[place] = entries.ends.size();
    places.push_back({place.first, place.second});
    entries.items.insert(entries.items.end(), lower[place].begin(), lower[place].end());
    entries.close();
  }
  for (std::size_t p = 0; p < n; ++p) {
    for (std::size_t a = p + 1; a < n; ++a) {
      if (!lower.contains({a, p})) continue;
      below.items.push_back({a, entry[{a, p}]});
      for (std::size_t b = p + 1; b <= a; ++b)
        if (lower.contains({b, p})) updates.items.push_back({entry[{a, b}], entry[{a, p}], entry[{b, p}]});
    }
    below.close();
    updates.close();
  }
}

}  // namespace talus
