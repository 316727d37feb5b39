#include "chemistry/speciation/water_kind.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numbers>

namespace talus {

namespace {

constexpr double ln10 = std::numbers::ln10;
constexpr auto width = static_cast<std::size_t>(tile_width);

using Lanes = std::array<double, width>;

Pack packed(const Lanes& lanes) { return Pack::load_unaligned(lanes.data()); }
Lanes unpacked(const Pack& pack) {
  Lanes lanes;
  pack.store_unaligned(lanes.data());
  return lanes;
}

std::vector<Exchanger> exchangers_of(Speciator& speciator, const WaterAnalysis& analysis,
                                     const WaterPlan& plan) {
  std::vector<Exchanger> all;
  for (const auto& [name, sites] : analysis.exchange)
    all.push_back(at_key("exchange." + name, [&] {
      return exchanger(speciator.database(), plan.components, name,
                       exchange_convention(speciator.choice().exchange));
    }));
  return all;
}

}  // namespace

std::string kind_of_water(const WaterAnalysis& a) {
  std::string kind;
  const auto add = [&](const std::string& word) { (kind += word) += '\x1F'; };
  kind += static_cast<char>('0' + (a.pH ? 1 : 0) + (a.pe ? 2 : 0) + (a.density ? 4 : 0) + (a.redox ? 8 : 0) +
                            (a.charge ? 16 : 0));
  if (a.redox) add(*a.redox);
  if (a.charge) add(*a.charge);
  for (const auto& [name, c] : a.total) {
    add(name);
    add(c.unit);
    add(c.as);
    if (c.weight > 0) {
      char text[32];
      kind.append(text, std::to_chars(text, text + sizeof text, c.weight).ptr);
    }
    kind += c.value > 0 ? '+' : c.value == 0 ? '0' : '-';
  }
  kind += '\x1E';
  for (const auto& [name, target] : a.equilibrium) {
    add(name);
    add(target.phase);
    kind += static_cast<char>('0' + target.given);
  }
  kind += '\x1E';
  for (const auto& [name, sites] : a.exchange) add(name);
  for (const UnplacedPhase& phase : a.unplaced) add(phase.target.phase);
  return kind;
}

WaterKind::WaterKind(Speciator& speciator, const WaterAnalysis& first)
    : speciator_(speciator),
      first_(first),
      plan_(plan_of(first_, speciator.masters(), speciator.database())),
      system_(at_key("", [&] { return speciator.system_of(plan_); })),
      planned_(equations_of(first_, plan_, *system_, system_->at(first_.temperature), speciator.masters(),
                            speciator.database())),
      rules_(amount_rules(first_, speciator.masters(), speciator.database())),
      exchangers_(exchangers_of(speciator, first_, plan_)),
      columns_(*system_, plan_, exchangers_),
      solutes_(solutes_of(system_->water)),
      notes_(speciator.database(), plan_, system_->water) {
  for (const auto& [name, target] : first_.equilibrium) {
    const int p = system_->water.phase(target.phase);
    has_gases_ = has_gases_ || (p >= 0 && system_->water.phases[static_cast<std::size_t>(p)].gas != nullptr);
  }
  ln_phi_.assign(first_.equilibrium.size(), 0.0);
  if (!system_->water.by_mixture) tile_.emplace(solutes_, planned_.conditions);
}

/// Fugacity coefficients of the gases that a water meets. False where they are above 1 atm in total, which the
/// speciator has notes on.
bool WaterKind::take_gases(const WaterAnalysis& analysis) {
  if (!has_gases_) return true;
  const auto same = [](const auto& target, double index) { return target.second.saturation_index == index; };
  if (gas_temperature_ == analysis.temperature && std::ranges::equal(analysis.equilibrium, index_, same))
    return true;
  gas_temperature_ = 0;
  double total = 0;
  const std::vector<GasTarget> gases = gas_targets(analysis, system_->water);
  for (const GasTarget& gas : gases) total += gas.pressure / standard_atmosphere;
  if (!(total <= 1)) return false;
  index_.clear();
  for (std::size_t e = 0; e < analysis.equilibrium.size(); ++e) {
    const auto& [name, target] = analysis.equilibrium[e];
    const auto gas = std::ranges::find(gases, name, &GasTarget::key);
    ln_phi_[e] = gas == gases.end() ? 0 : gas->ln_coefficient;
    index_.push_back(target.saturation_index);
  }
  gas_temperature_ = analysis.temperature;
  return true;
}

/// False where the numbers are such as only the speciator deals with.
bool WaterKind::ask(const WaterAnalysis& a, Asked& asked) {
  using From = ConditionSource;
  if (!apply_rules(rules_, a, amounts_) || !take_gases(a)) return false;
  asked.value.clear();
  asked.first_guess.clear();
  for (const ConditionSource& from : planned_.sources) {
    const double amount = from.total < amounts_.size() ? amounts_[from.total] : 0;  // where it is asked for
    switch (from.value) {
      case From::pH:
        asked.value.push_back(-ln10 * *a.pH);
        break;
      case From::pe:
        asked.value.push_back(-ln10 * *a.pe);
        break;
      case From::amount:
        asked.value.push_back(amount);
        break;
      case From::phase:
        asked.value.push_back(ln10 * a.equilibrium[from.equilibrium].second.saturation_index +
                              ln_phi_[from.equilibrium]);
        break;
      case From::couple:
      case From::nothing:
        asked.value.push_back(0);
    }
    switch (from.guess) {
      case From::from_pH:
        asked.first_guess.push_back(std::pow(10, -*a.pH));
        break;
      case From::from_pe:
        asked.first_guess.push_back(std::pow(10, -*a.pe));
        break;
      case From::from_total:
        asked.first_guess.push_back(std::min(amount, 1.0));
        break;
      case From::from_alkalinity:
        asked.first_guess.push_back(std::clamp(std::abs(amount), 1e-6, 1.0));
        break;
      case From::constant:
        asked.first_guess.push_back(from.guessed);
    }
  }
  return true;
}

void WaterKind::solve(std::span<const WaterAnalysis* const> waters, std::span<double> numbers,
                      std::span<Answer> answers) {
  const std::size_t columns = headings().size();
  for (std::size_t first = 0; first < waters.size(); first += width) {
    const std::size_t count = std::min(width, waters.size() - first);
    const auto own = numbers.subspan(first * columns, count * columns);
    if (tile_)
      solve_tile(waters.subspan(first, count), own, answers.subspan(first, count));
    else
      for (std::size_t i = 0; i < count; ++i)
        solve_one(*waters[first + i], own.subspan(i * columns, columns), answers[first + i]);
  }
}

void WaterKind::solve_tile(std::span<const WaterAnalysis* const> waters, std::span<double> numbers,
                           std::span<Answer> answers) {
  const std::size_t n = planned_.sources.size(), columns = headings().size();
  std::vector<Lanes> value(n), guess(n);
  Lanes kelvin{};
  std::vector<std::size_t> water_of;  // of each lane
  for (std::size_t i = 0; i < waters.size(); ++i) {
    if (!ask(*waters[i], asked_)) continue;
    // lanes behind the last water repeat it
    for (std::size_t lane = water_of.size(); lane < width; ++lane) {
      kelvin[lane] = waters[i]->temperature;
      for (std::size_t j = 0; j < n; ++j) {
        value[j][lane] = asked_.value[j];
        guess[j][lane] = asked_.first_guess[j];
      }
    }
    water_of.push_back(i);
  }
  if (water_of.empty()) return;
  const Pack temperature = packed(kelvin);
  if (at_.ln_k_species.empty() || !xsimd::all(at_.temperature == temperature))
    at_ = system_->water.at(temperature);
  values_.clear();
  guesses_.clear();
  for (std::size_t j = 0; j < n; ++j) {
    const ConditionSource& from = planned_.sources[j];
    values_.push_back(packed(value[j]));
    if (from.value == ConditionSource::phase) values_.back() += at_.ln_k_mineral[from.of_phase];
    if (from.value == ConditionSource::couple)
      values_.back() = Pack(ln10) * from.log_k.at(TemperatureOf<Pack>(temperature));
    guesses_.push_back(packed(guess[j]));
  }
  const unsigned solved = tile_->solve(at_, values_, guesses_);
  numbers_in_lanes_.clear();
  columns_.append(at_,
                  SolvedWater<Pack>{tile_->ln_activity, tile_->ln_molality, tile_->ln_gamma, tile_->molality,
                                    tile_->ionic_strength},
                  numbers_in_lanes_);
  for (std::size_t c = 0; c < numbers_in_lanes_.size(); ++c) {
    const Lanes lanes = unpacked(numbers_in_lanes_[c]);
    for (std::size_t lane = 0; lane < water_of.size(); ++lane)
      numbers[water_of[lane] * columns + c] = lanes[lane];
  }
  for (std::size_t lane = 0; lane < water_of.size(); ++lane) {
    if ((solved >> lane & 1U) == 0) continue;
    const std::size_t i = water_of[lane];
    const auto lane_of = [lane](const std::vector<Pack>& packs, std::vector<double>& one) {
      one.clear();
      for (const Pack& pack : packs) one.push_back(pack.get(lane));
    };
    lane_of(tile_->molality, molality_);
    if (!exchangers_.empty()) lane_of(tile_->ln_activity, ln_activity_);
    complete(*waters[i], ln_activity_, molality_, numbers.subspan(i * columns, columns), answers[i]);
  }
}

/// By models of mixtures, one after the other.
void WaterKind::solve_one(const WaterAnalysis& water, std::span<double> numbers, Answer& answer) {
  if (!ask(water, asked_)) return;
  const Constants& at = system_->at(water.temperature);
  std::vector<WaterCondition> conditions = planned_.conditions;
  for (std::size_t j = 0; j < conditions.size(); ++j) {
    const ConditionSource& from = planned_.sources[j];
    conditions[j].value = asked_.value[j];
    if (from.value == ConditionSource::phase) conditions[j].value += at.ln_k_mineral[from.of_phase];
    if (from.value == ConditionSource::couple) conditions[j].value = ln10 * from.log_k.at(water.temperature);
    conditions[j].first_guess = asked_.first_guess[j];
  }
  WaterState s;
  try {
    solve_conditions(solutes_, at, conditions, s);
  } catch (const std::invalid_argument&) {
    return;  // the speciator says why
  }
  numbers_.clear();
  columns_.append(at,
                  SolvedWater<double>{s.ln_activity, s.ln_molality, s.ln_gamma, s.molality, s.ionic_strength},
                  numbers_);
  std::ranges::copy(numbers_, numbers.begin());
  complete(water, s.ln_activity, s.molality, numbers, answer);
}

/// What stands on exchangers, and the notes.
void WaterKind::complete(const WaterAnalysis& water, std::span<const double> ln_activity,
                         std::span<const double> molality, std::span<double> numbers, Answer& answer) {
  const double strength = numbers[columns_.strength];
  std::size_t amount = columns_.exchange, covered = amount + (numbers.size() - amount) / 2;
  for (std::size_t e = 0; e < exchangers_.size(); ++e) {
    const Exchanger& exchanger = exchangers_[e];
    load(exchanger, constants_of(exchanger, water.temperature), ln_activity, strength, loading_);
    for (std::size_t i = 0; i < exchanger.species.size(); ++i) {
      numbers[amount++] = loaded_amount(exchanger, loading_, i, water.exchange[e].second);
      numbers[covered++] = loading_.fraction[i];
    }
  }
  answer = {true, &notes_.of(water.temperature, molality, strength, numbers[columns_.charge_error])};
}

void WaterKind::take(const SpeciatedWater& water, std::span<double> numbers) const {
  const std::map<std::string, double> by_heading = columns_of(water);
  for (std::size_t c = 0; c < numbers.size(); ++c) numbers[c] = by_heading.at(headings()[c]);
}

WaterKind* WaterKinds::of(const WaterAnalysis& analysis) {
  const auto [place, fresh] = kinds_.try_emplace(kind_of_water(analysis));
  if (fresh) try {
      place->second = std::make_unique<WaterKind>(speciator_, analysis);
    } catch (const std::invalid_argument&) {
      kinds_.erase(place);  // by its numbers, perhaps: another water of the kind may do
      return nullptr;
    }
  return place->second.get();
}

}  // namespace talus
