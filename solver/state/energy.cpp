#include "solver/state/energy.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/exact_sum.h"

namespace talus {

namespace {

HeatContent<double> content_of(const Model& model, const State& state, std::size_t cell) {
  return heat_content(heat_store(model, state, cell), thermal_material(model, cell).freezing,
                      state.temperature[cell] - zero_celsius_in_kelvin);
}

template <class Of>
double sum_over_cells(const Model& model, const Of& of) {
  std::vector<ExactSum> sum(1);
  for (std::size_t c = 0; c < static_cast<std::size_t>(model.mesh.owned); ++c)
    sum[0].add(model.mesh.volume[c] * of(c));
  return sum_over_ranks(model.mesh.communicator, sum)[0];
}

}  // namespace

HeatStore heat_store(const Model& model, const State& state, std::size_t cell) {
  return {model.cells.dry_density[cell] * thermal_material(model, cell).heat_capacity,
          std::exp(state.ln_water[0][cell]), state.porosity[0][cell] * model.system.water_density,
          state.solutes[0][cell]};
}

double ice_in(const Model& model, const State& state, std::size_t cell) {
  return model.heat ? content_of(model, state, cell).ice : 0;
}

double stored_energy(const Model& model, const State& state) {
  const bool reactions = has_reaction_heat(model);
  return sum_over_cells(model, [&](std::size_t c) {
    const double enthalpy = content_of(model, state, c).enthalpy;
    return reactions ? enthalpy + state.reaction_heat[0][c] : enthalpy;
  });
}

EnergyBudget::EnergyBudget(const Model& model, const State& state)
    : start_(stored_energy(model, state)),
      now_(start_),
      per_kelvin_(sum_over_cells(model, [&](std::size_t c) {
        const HeatStore store = heat_store(model, state, c);
        return store.solids + heat_capacity_of_water * store.water;
      })) {}

void EnergyBudget::count(const EnergyTerms& brought) {
  for (std::size_t k = 0; k < brought.joules.size(); ++k) {
    entered_.joules[k] += brought.joules[k];
    turnover_ += std::abs(brought.joules[k]);
  }
}

void EnergyBudget::step(const Model& model, const State& state, const EnergyTerms& brought) {
  count(brought);
  now_ = stored_energy(model, state);
}

void EnergyBudget::operation(const Model& model, const State& state) {
  EnergyTerms change;
  change[Energy::other] = stored_energy(model, state) - now_;
  count(change);
  now_ += change[Energy::other];
}

double EnergyBudget::closure() const {
  double missing = now_ - start_;
  for (const double joules : entered_.joules) missing -= joules;
  return missing / std::max(turnover_, per_kelvin_);
}

std::vector<double> EnergyBudget::memory() const {
  std::vector<double> memory{start_, per_kelvin_, turnover_};
  memory.insert(memory.end(), entered_.joules.begin(), entered_.joules.end());
  return memory;
}

void EnergyBudget::resume(const Model& model, const State& state, const std::vector<double>& memory) {
  check(memory.size() == memory_size, "a restart remembers the energy of a run in which heat flows");
  start_ = memory[0];
  per_kelvin_ = memory[1];
  turnover_ = memory[2];
  std::copy(memory.begin() + 3, memory.end(), entered_.joules.begin());
  now_ = stored_energy(model, state);
}

}  // namespace talus
