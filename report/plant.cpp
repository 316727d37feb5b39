#include "report/plant.h"

#include <algorithm>
#include <cmath>

#include "base/units.h"
#include "report/account_named.h"
#include "report/irrigated.h"
#include "report/metals.h"
#include "report/refuse.h"
#include "report/words.h"

namespace talus::report {
namespace {

/// The unit of an amount of `what` per `per`.
std::string unit_per(const std::string& what, const std::string& per) {
  if (per == "tailings" || per == "CO2" || per == "irrigation water") return what + "/kg";
  if (per == "area" || per == "churned area") return what + "/m2";
  return per == "year" ? what + "/yr" : what;
}

double value_of(const ItemCase& item, const std::string& currency) {
  return from_si(to_si(item.value, unit_per(currency, item.per)), unit_per(currency, item.per));
}

double emission_of(const ItemCase& item) {
  if (!item.emission) return 0;
  const std::string unit = unit_per("kg", item.per);
  return item.per == "CO2" ? to_si(*item.emission, "1") : from_si(to_si(*item.emission, unit), unit);
}

/// The integral of a curve that is linear between its points, from its start to `end`.
double integral(const Curve& time, const Curve& values, double end) {
  double sum = 0;
  for (std::size_t k = 1; k < time.size() && time[k - 1] < end; ++k) {
    const double to = std::min(time[k], end);
    const double last = time[k] <= end ? values[k] : at_time(time, values, to);  // before operations at `to`
    sum += 0.5 * (values[k - 1] + last) * (to - time[k - 1]);
  }
  return sum;
}

/// CO2 per dry mass that came in as gas and is kept, over the age of a lift.
struct Uptake {
  Curve age, stored;  // s; kg/kg

  explicit Uptake(const Account& account) {
    const CarbonBalance& carbon = account.yield.carbon;
    for (std::size_t k = 0; k < account.run.time.size(); ++k) {
      age.push_back(account.run.time[k] - account.run.time.front());
      stored.push_back(account.yield.per_mass(carbon.stored[k] - carbon.from_water[k] -
                                              carbon.from_sources[k] - carbon.added[k]));
    }
  }
  double at(double when) const { return at_time(age, stored, when); }
  /// By `when`, of a kilogram per second that is laid down from the start on and is open for `open`.
  double of_site(double when, double open) const {
    return integral(age, stored, std::min(when, open)) + at(open) * std::max(0.0, when - open);
  }
};

int times_churned(const Run& run, double open) {
  int count = 0;
  for (std::size_t k = 0; k < run.time.size(); ++k)
    count += run.follows_operation(k) && run.time[k] - run.time.front() < open * (1 + 1e-9);
  return count;
}

/// How much of what `per` counts there is in a year.
struct Counts {
  double tailings, area, churned_area, irrigation;  // kg, m2, m2, kg of water

  double of(const std::string& per) const {
    if (per == "tailings") return tailings;
    if (per == "area") return area;
    if (per == "irrigation water") return irrigation;
    return per == "churned area" ? churned_area : per == "year" ? 1 : 0;
  }
};

/// kg of each metal that is sold in a year, by how much is laid down (kg in a year) and for how long a lift is open (s).
class MetalsSold {
 public:
  MetalsSold(const Account& account, const EconomicsCase& economics, double laid, double open) : open_(open) {
    for (const MetalCase& metal : economics.metals)
      per_year_.push_back(laid * metal.recovery * metal_per_mass(account, metal, open));
  }
  double in_year(std::size_t metal, std::size_t number) const {
    const auto covered = [&](double end) { return std::max(0.0, end - open_) / year; };
    const double end = static_cast<double>(number + 1) * year;
    return per_year_[metal] * (covered(end) - covered(end - year));
  }

 private:
  double open_;
  std::vector<double> per_year_;  // at steady state
};

/// The revenue of metals, in every year and discounted; kg of each are `sold`.
double add_metals(const EconomicsCase& economics, const MetalsSold& sold, Plant& plant, Money& money) {
  double all = 0;
  for (std::size_t i = 0; i < economics.metals.size(); ++i) {
    const MetalCase& metal = economics.metals[i];
    double discounted = 0;
    for (std::size_t k = 0; k < plant.years.size(); ++k) {
      const double revenue = price_of(metal, economics.currency) * sold.in_year(i, k) *
                             std::pow(1 + metal.rise, static_cast<double>(k));
      plant.years[k].metals += revenue;
      discounted += revenue * std::pow(1 + economics.discount_rate, -static_cast<double>(k + 1));
    }
    money.earned.emplace_back(name_of(metal), discounted);
    all += discounted;
  }
  for (PlantYear& one : plant.years) one.revenue += one.metals;
  return all;
}

/// The revenues that have a value per something, in every year and discounted. Costs are in already, as credits are net of
/// what they emit.
void add_revenues(const EconomicsCase& economics, const Counts& counts, Plant& plant, Money& money) {
  for (const ItemCase& item : economics.revenues) {
    const double value = value_of(item, economics.currency);
    double discounted = item.per == "once" ? value : 0;
    for (std::size_t k = 0; k < plant.years.size(); ++k) {
      PlantYear& y = plant.years[k];
      const double count = item.per == "CO2" ? y.net() : counts.of(item.per);
      const double revenue = value * std::pow(1 + item.rise, static_cast<double>(k)) * count;
      y.revenue += revenue;
      if (item.per == "CO2") y.credits += revenue;
      discounted += revenue * std::pow(1 + economics.discount_rate, -static_cast<double>(k + 1));
    }
    money.earned.emplace_back(item.name, discounted);
  }
}

void add_money(const EconomicsCase& economics, const Counts& counts, const MetalsSold& sold, Plant& plant) {
  Money money;
  double net = 0, costs = 0, revenues = 0, credits = 0;  // discounted
  for (const ItemCase& item : economics.costs) {
    const double value = value_of(item, economics.currency);
    double discounted = item.per == "once" ? value : 0;
    if (item.per == "once") {
      money.once += value;
      net -= emission_of(item);
    }
    for (std::size_t k = 0; k < plant.years.size(); ++k) {
      PlantYear& y = plant.years[k];
      const double count = item.per == "CO2" ? y.stored : counts.of(item.per);
      const double cost = value * std::pow(1 + item.rise, static_cast<double>(k)) * count;
      y.emitted += emission_of(item) * count;
      y.cost += cost;
      discounted += cost / std::pow(1 + economics.discount_rate, static_cast<double>(k + 1));
    }
    money.shares.emplace_back(item.name, discounted);
    costs += discounted;
  }
  add_revenues(economics, counts, plant, money);
  const double metals = add_metals(economics, sold, plant, money);
  for (std::size_t k = 0; k < plant.years.size(); ++k) {
    const double discount = std::pow(1 + economics.discount_rate, -static_cast<double>(k + 1));
    net += discount * plant.years[k].net();
    credits += discount * plant.years[k].credits;
  }
  for (const auto& [name, earned] : money.earned) revenues += earned;
  money.present_value = revenues - costs;
  money.levelised = net > 0 ? costs / net : std::nan("");
  money.metals = net > 0 ? metals / net : std::nan("");
  money.break_even = net > 0 ? (costs - (revenues - credits)) / net : std::nan("");
  plant.money = std::move(money);
}

}  // namespace

void check_economics(Document& document, const EconomicsCase& economics) {
  const auto check = [&](const std::vector<ItemCase>& items, const std::string& path) {
    for (std::size_t i = 0; i < items.size(); ++i) {
      const std::string at = path + "[" + std::to_string(i) + "]";
      if (items[i].per == "once" && items[i].rise != 0)
        document.problem(document.place_of_value(at + ".rise"),
                         at + ".rise, but it is paid once, at the start", "leave it out");
      std::string key = ".value";
      try {
        value_of(items[i], economics.currency);
        key = ".emission";
        if (emission_of(items[i]) < 0)
          document.problem(document.place_of_value(at + key), at + key + " is negative",
                           "what is emitted counts from 0");
      } catch (const UnitError& error) {
        document.problem(document.place_of_value(at + key), at + key + ": " + error.what(), error.hint());
      }
    }
  };
  if (economics.currency.empty()) return;
  check(economics.costs, "economics.costs");
  check(economics.revenues, "economics.revenues");
  check_metals(document, economics);
  for (std::size_t i = 0; i < economics.revenues.size(); ++i)
    if (economics.revenues[i].emission)
      document.problem(document.place_of_key("economics.revenues[" + std::to_string(i) + "].emission"),
                       "what is earned emits nothing", "costs do");
}

std::vector<Plant> make_plants(std::span<const Account> accounts, const PlantCase& said,
                               const EconomicsCase* economics, const Document& document) {
  const Account* baseline =
      said.baseline ? &account_named(accounts, *said.baseline, document, "plant.baseline") : nullptr;
  std::vector<Plant> plants;
  for (const Account& account : accounts) {
    if (&account == baseline) continue;
    const Yield& yield = account.yield;
    if (!(yield.footprint > 0))
      refuse(document, "plant", account.run.name + " has no footprint, so that no area follows",
             "leave it out");
    for (const Account* one : {&account, baseline})
      if (one != nullptr && one->run.time.front() > 0)
        refuse(document, "plant", one->run.name + " continues another run, and a lift begins with its first",
               "talus report --join takes a run and its continuations as one");
    for (const Account* one : {&account, baseline})
      if (one != nullptr && said.open_time > one->yield.length * (1 + 1e-9))
        refuse(document, "plant.open_time",
               "a lift is open for " + duration(said.open_time) + ", and " + one->run.name + " ends after " +
                   duration(one->yield.length),
               "a longer run, or lifts that are covered earlier");
    const double mass_per_area = yield.dry_mass / yield.footprint, open = said.open_time;
    const Uptake own(account);
    const std::optional<Uptake> other = baseline ? std::optional<Uptake>(*baseline) : std::nullopt;
    const auto stored_by = [&](double when) {
      return said.tailings * (own.of_site(when, open) - (other ? other->of_site(when, open) : 0));
    };
    Plant plant;
    plant.run = account.run.name;
    plant.lift = account.run.volume / yield.footprint;
    plant.open_area = said.tailings * open / mass_per_area;
    plant.stored_per_mass = own.at(open) - (other ? other->at(open) : 0);
    plant.steady = said.tailings * year * plant.stored_per_mass;
    plant.steady_per_area = plant.steady / plant.open_area;
    plant.churned = times_churned(account.run, open);
    for (int k = 1; k <= said.years; ++k) {
      PlantYear one;
      one.stored = stored_by(k * year) - stored_by((k - 1) * year);
      plant.years.push_back(one);
    }
    if (economics != nullptr) {
      const double laid = said.tailings * year;
      const double water = irrigated_water(account.run, open * (1 + 1e-9)).value_or(0) / yield.dry_mass;
      check_metals(account, *economics, document);
      add_money(*economics, {laid, laid / mass_per_area, laid / mass_per_area * plant.churned, laid * water},
                MetalsSold(account, *economics, laid, open), plant);
    }
    plants.push_back(std::move(plant));
  }
  if (plants.empty())
    refuse(document, "plant", "there is no run besides the baseline", "name its run file too");
  return plants;
}

}  // namespace talus::report
