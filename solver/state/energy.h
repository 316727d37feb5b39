// The energy of the domain: what came in, by kind, and whether that is what it holds.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "solver/model.h"
#include "solver/state/state.h"

namespace talus {

/// How energy comes into the domain: conducted through the top and through the base, with water and with
/// vapour through all patches and sources, with water that reactions or operations add to the pores or take
/// from them, and given off by reactions.
enum class Energy { surface, base, water, vapour, other, reaction };
/// Names of the kinds, with the sentence of each.
struct EnergyKind {
  std::string_view name, sentence;
};
inline constexpr std::array<EnergyKind, 6> energy_kinds = {
    {{"surface", "heat conducted in through the top since the start"},
     {"base", "heat conducted in through the base since the start"},
     {"water", "heat that water brought in since the start, of liquid water at 0 degC none"},
     {"vapour", "heat that vapour brought in since the start, with what its evaporation took"},
     {"other", "heat in water that reactions and operations added to the pores since the start"},
     {"reaction", "heat that reactions gave off since the start; 0 without heat.reaction"}}};

/// J of each kind, positive into the domain.
struct EnergyTerms {
  std::array<double, energy_kinds.size()> joules{};
  double& operator[](Energy kind) { return joules[static_cast<std::size_t>(kind)]; }
  double operator[](Energy kind) const { return joules[static_cast<std::size_t>(kind)]; }
  EnergyTerms& operator+=(const EnergyTerms& more) {
    for (std::size_t k = 0; k < joules.size(); ++k) joules[k] += more.joules[k];
    return *this;
  }
};

/// What holds heat in an owned cell of the state.
HeatStore heat_store(const Model& model, const State& state, std::size_t cell);

/// Ice (kg/m3) in an owned cell at the temperature of the state; none where heat does not flow.
double ice_in(const Model& model, const State& state, std::size_t cell);

/// The energy of the domain at the temperatures of the state, of dry solids and liquid water at 0 degC none, with
/// the heat of reactions that no temperature has yet: J, all ranks. Collective.
double stored_energy(const Model& model, const State& state);

/// The energy balance of a run in which heat flows.
class EnergyBudget {
 public:
  EnergyBudget() = default;
  /// From here on. Collective.
  EnergyBudget(const Model& model, const State& state);

  /// After a step that `brought` (J, all ranks). Collective.
  void step(const Model& model, const State& state, const EnergyTerms& brought);
  /// After an operation: what it changed is of the kind "other". Collective.
  void operation(const Model& model, const State& state);

  double start() const { return start_; }                  ///< J
  double now() const { return now_; }                      ///< J
  const EnergyTerms& entered() const { return entered_; }  ///< since the start
  /// (change - entered), divided by what moved in and out, or by what warms the domain by 1 K where that is more.
  double closure() const;

  /// What a restart needs: start, scale, turnover and the terms.
  std::vector<double> memory() const;
  static constexpr std::size_t memory_size = 3 + energy_kinds.size();
  /// Goes on from that. Collective.
  void resume(const Model& model, const State& state, const std::vector<double>& memory);

 private:
  void count(const EnergyTerms& brought);

  double start_ = 0, now_ = 0, per_kelvin_ = 0, turnover_ = 0;  // J, J for 1 K
  EnergyTerms entered_;
};

}  // namespace talus
