#include <algorithm>
#include <cmath>
#include <numbers>

#include "chemistry/activity/fugacity.h"
#include "chemistry/speciation/water_plan.h"

namespace talus {

namespace {

constexpr double ln10 = std::numbers::ln10;

[[noreturn]] void refuse(const std::string& key, const std::string& what) { throw AnalysisError(key, what); }

/// Makes the equations of an analysis.
class Equations {
 public:
  Equations(const WaterAnalysis& analysis, const WaterPlan& plan, const PlannedSystem& system,
            const Constants& at, const Masters& masters, const Database& database)
      : a_(analysis),
        plan_(plan),
        system_(system),
        water_(system.water),
        at_(at),
        masters_(masters),
        database_(database),
        gases_(gas_targets(analysis, system.water)) {}

  PlannedConditions make() {
    PlannedConditions all{std::vector<WaterCondition>(water_.components()),
                          std::vector<ConditionSource>(water_.components())};
    all.conditions[0] = of_hydrogen(all.sources[0]);
    if (plan_.electron) all.conditions[1] = of_electron(all.sources[1]);
    for (const WaterPlan::Given& g : plan_.given) {
      const auto j = static_cast<std::size_t>(water_.component(g.master->species));
      all.conditions[j] = of_element(g, all.sources[j]);
    }
    return all;
  }

 private:
  /// Mol of component j in one mole of each species, times `atoms`.
  std::vector<double> shares(std::size_t j, double atoms) const {
    std::vector<double> share;
    for (const Species& s : water_.species) share.push_back(atoms * s.row.of(j));
    return share;
  }

  /// Number of the total of that name in the analysis.
  std::size_t number_of_total(const std::string& name) const {
    return static_cast<std::size_t>(std::ranges::find(a_.total, name, [](const auto& t) { return t.first; }) -
                                    a_.total.begin());
  }

  WaterCondition by_phase(const std::string& key, const PhaseTarget& target, std::size_t j, double guess,
                          ConditionSource& from) const {
    const int p = water_.phase(target.phase);
    if (p < 0) {
      std::vector<std::string> known;
      for (const Phase& phase : water_.phases) known.push_back(phase.name);
      refuse(key, no_phase(target.phase, known));
    }
    const Phase& phase = water_.phases[static_cast<std::size_t>(p)];
    if (target.given != PhaseTarget::index && phase.gas == nullptr) refuse(key, no_gas(phase.name));
    if (phase.row.of(j) == 0)
      refuse(key, phase.name + " has no " + water_.species[j].name + " in it, so it cannot fix that");
    double ln_saturation = ln10 * target.saturation_index;
    for (const GasTarget& gas : gases_)
      if (gas.phase == &phase) ln_saturation += gas.ln_coefficient;
    from.value = ConditionSource::phase;
    from.of_phase = static_cast<std::size_t>(p);
    while (&a_.equilibrium[from.equilibrium].second != &target) ++from.equilibrium;
    return {WaterCondition::linear,
            {},
            at_.ln_k_mineral[static_cast<std::size_t>(p)] + ln_saturation,
            phase.row,
            "equilibrium with " + phase.name,
            guess,
            true};
  }

  WaterCondition fixed_activity(std::size_t j, double log10, const std::string& words) const {
    return {WaterCondition::linear, {}, ln10 * log10, water_.species[j].row, words, std::pow(10, log10)};
  }

  const PhaseTarget* phase_for(const std::string& name) const {
    for (const auto& [key, target] : a_.equilibrium)
      if (key == name) return &target;
    return nullptr;
  }

  WaterCondition of_hydrogen(ConditionSource& from) const {
    const double guess = a_.pH ? std::pow(10, -*a_.pH) : 1e-7;
    from.guess = a_.pH ? ConditionSource::from_pH : ConditionSource::constant;
    from.guessed = guess;
    switch (plan_.acidity) {
      case WaterPlan::by_alkalinity:
        from.value = ConditionSource::amount;
        from.total = number_of_total("Alkalinity");
        return {
            WaterCondition::total, system_.alkalinity, *plan_.alkalinity_for_ph, {}, "the alkalinity", guess};
      case WaterPlan::by_total:
        from.value = ConditionSource::amount;
        from.total = number_of_total("H+");
        return {WaterCondition::total, shares(0, 1), *plan_.hydrogen, {}, "the total of H+", guess};
      case WaterPlan::by_phase:
        return by_phase("equilibrium.pH", *plan_.acid_phase, 0, guess, from);
      case WaterPlan::by_charge:
        return {WaterCondition::charge, {}, 0, {}, "charge balance by pH", guess};
      case WaterPlan::by_pH:
        break;
    }
    from.value = ConditionSource::pH;
    return fixed_activity(0, -*a_.pH, "pH");
  }

  WaterCondition of_electron(ConditionSource& from) const {
    from.guessed = 1e-4;
    if (const PhaseTarget* phase = phase_for("pe"); phase != nullptr && !a_.pe)
      return by_phase("equilibrium.pe", *phase, 1, from.guessed, from);
    if (!a_.pe) return of_couple(*a_.redox, from);
    from.value = ConditionSource::pe;
    from.guess = ConditionSource::from_pe;
    return fixed_activity(1, -*a_.pe, "pe");
  }

  /// The redox couple "A/B": the reaction between the species of the two states.
  WaterCondition of_couple(const std::string& couple, ConditionSource& from) const {
    const std::size_t slash = couple.find('/');
    if (slash == std::string::npos)
      refuse("redox", "'" + couple + "' should be a couple, as in \"Fe(2)/Fe(3)\"");
    for (const std::string& name : {couple.substr(0, slash), couple.substr(slash + 1)}) {
      if (name == "O(-2)" || name == "H(1)" || name == "H(+1)") continue;
      const WaterPlan::Given* found = nullptr;
      for (const WaterPlan::Given& g : plan_.given)
        if (g.master->state &&
            g.master == &at_key("redox", [&]() -> const Master& { return masters_[name]; }))
          found = &g;
      if (found == nullptr) refuse("redox", "the couple " + couple + " needs the total of " + name);
      const std::string& species = found->master->species;
      const AqueousRecord& record = database_.aqueous.at(species);
      if (record.reaction.empty()) continue;  // the other one has the reaction
      std::set<std::string> others(plan_.components.begin(), plan_.components.end());
      others.erase(species);
      const auto made_of =
          formation(database_, others, species, record.reaction, record.constant, plan_.absent);
      if (!made_of || !made_of->amounts.contains("e-")) continue;
      std::map<std::string, double> amounts;
      for (const auto& [part, power] : made_of->amounts) amounts[part] -= power;
      amounts[species] += 1;
      from.value = ConditionSource::couple;
      from.log_k = made_of->log_k;
      return {WaterCondition::linear,
              {},
              ln10 * made_of->log_k.at(at_.temperature),
              row_of(amounts, plan_.components),
              "the redox couple " + couple,
              from.guessed};
    }
    refuse("redox", "no reaction with e- links the two states of " + couple);
  }

  WaterCondition of_element(const WaterPlan::Given& g, ConditionSource& from) const {
    const auto j = static_cast<std::size_t>(water_.component(g.master->species));
    from.guessed = std::min(g.total.value_or(1e-3), 1.0);
    if (g.total || g.alkalinity) {
      from.guess = g.alkalinity ? ConditionSource::from_alkalinity : ConditionSource::from_total;
      from.total = number_of_total(g.words);
    }
    if (g.alkalinity) {
      from.value = ConditionSource::amount;
      return {WaterCondition::total, system_.alkalinity,
              g.alkalinity_value,    {},
              "the alkalinity",      std::clamp(std::abs(g.alkalinity_value), 1e-6, 1.0)};
    }
    if (g.charge) return {WaterCondition::charge, {}, 0, {}, "charge balance by " + g.words, from.guessed};
    if (g.phase != nullptr) return by_phase("equilibrium." + g.words, *g.phase, j, from.guessed, from);
    from.value = ConditionSource::amount;
    return {WaterCondition::total, shares(j, g.master->atoms), *g.total, {}, "the total of " + g.words,
            from.guessed};
  }

  const WaterAnalysis& a_;
  const WaterPlan& plan_;
  const PlannedSystem& system_;
  const WaterSystem& water_;
  const Constants& at_;
  const Masters& masters_;
  const Database& database_;
  std::vector<GasTarget> gases_;
};

}  // namespace

std::vector<GasTarget> gas_targets(const WaterAnalysis& analysis, const WaterSystem& water) {
  std::vector<GasTarget> targets;
  std::vector<NamedGas> gases;
  std::vector<double> partial;
  double total = 0;
  for (const auto& [key, target] : analysis.equilibrium) {
    const int p = water.phase(target.phase);
    if (p < 0 || water.phases[static_cast<std::size_t>(p)].gas == nullptr) continue;
    const Phase& phase = water.phases[static_cast<std::size_t>(p)];
    const double pressure = standard_atmosphere * std::pow(10, target.saturation_index);
    targets.push_back({key, &phase, pressure});
    gases.push_back({phase.name, phase.gas->critical});
    partial.push_back(pressure);
    total += pressure;
  }
  const bool ideal = water.fugacity == "ideal" || !(total > 0) || !std::isfinite(total);
  if (targets.empty() || ideal || (water.fugacity == "above 1 atm" && total <= standard_atmosphere))
    return targets;
  const std::vector<double> ln_phi = ln_fugacity_coefficients(gases, partial, total, analysis.temperature);
  for (std::size_t g = 0; g < targets.size(); ++g) targets[g].ln_coefficient = ln_phi[g];
  return targets;
}

PlannedConditions equations_of(const WaterAnalysis& analysis, const WaterPlan& plan,
                               const PlannedSystem& system, const Constants& at, const Masters& masters,
                               const Database& database) {
  return Equations(analysis, plan, system, at, masters, database).make();
}

}  // namespace talus
