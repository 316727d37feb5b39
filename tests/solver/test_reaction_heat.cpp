// The heat of reactions in each cell, by what it must not depend on.
#include <algorithm>
#include <cmath>

#include "solver/coupling/flow_first.h"
#include "solver/coupling/stage.h"
#include "tests/catch.h"
#include "tests/solver/small_cases.h"

using namespace talus;

namespace {

std::vector<std::string> with_heat(const std::vector<std::string>& materials) {
  std::vector<std::string> sets{
      "heat={ conductivity = 'given', reaction = true, surface = { temperature = '20 degC' }, base = { "
      "temperature = '12 degC' } }"};
  for (const std::string& name : materials)
    sets.push_back("materials." + name +
                   ".heat={ grain_heat_capacity = '850 J/kg/K', conductivity = '1 W/m/K' }");
  return sets;
}

double worth(const ReactionRow& row, const std::vector<double>& components) {
  double sum = 0;
  for (const Term& t : row.terms)
    if (static_cast<std::size_t>(t.component) < components.size())
      sum += t.power * components[static_cast<std::size_t>(t.component)];
  return sum;
}

/// Counts enthalpies from elsewhere: each component has another one than 0, J/mol.
void count_from(const std::vector<double>& components, Model& model) {
  ReactionEnthalpies& e = *model.heat->reaction;
  const auto shift = [&](const auto& records, std::vector<double>& enthalpies) {
    for (std::size_t i = 0; i < enthalpies.size(); ++i) enthalpies[i] += worth(records[i].row, components);
  };
  shift(model.system.species, e.species);
  shift(model.system.gases, e.gases);
  shift(model.system.minerals, e.minerals);
  for (std::size_t i = 0; i < e.slow.size(); ++i)  // what it makes of components is counted with them
    e.slow[i] -= worth(model.system.slow_reactions[i].row, components);
  for (std::size_t k = 0; k < e.exchange.size(); ++k)
    shift(model.system.exchangers[k].species, e.exchange[k]);
  for (PatchConditions& patch : model.patches)
    for (std::size_t j = 0; j < components.size(); ++j) {
      if (patch.inflow) patch.inflow_enthalpy += components[j] * (*patch.inflow)[j];
      if (patch.solutes) patch.solutes_enthalpy += components[j] * (*patch.solutes)[j];
    }
}

/// What reactions gave off in each cell in two steps of dt, J/m3.
std::vector<double> heat_of_two_steps(Setup setup, double dt, double* all = nullptr) {
  Implicit implicit(setup.model);
  FlowFirst stepper(setup.model, setup.controls, implicit);
  std::vector<double> heat(static_cast<std::size_t>(setup.model.mesh.owned), 0.0);
  for (int i = 0; i < 2; ++i) {
    const Step step = stepper.advance(setup.state, dt);
    REQUIRE(step.good);
    take_temperature(setup.model, setup.state);
    for (std::size_t c = 0; c < heat.size(); ++c) heat[c] += setup.state.reaction_heat[0][c];
    if (all != nullptr) *all += step.energy[Energy::reaction];
  }
  return heat;
}

}  // namespace

TEST_CASE("the heat of reactions does not depend on what enthalpies are counted from", "[unit][parallel]") {
  const bool flows = GENERATE(false, true);
  const bool slow = GENERATE(false, true);
  std::vector<std::string> sets =
      with_heat(flows ? std::vector<std::string>{"coarse", "fine"} : std::vector<std::string>{"tailings"});
  sets.push_back(std::string("chemistry.co2_hydration=") + (slow ? "kinetic" : "equilibrium"));
  if (flows) sets.emplace_back("flow={ down = '500 mm/yr', advection = 'upwind' }");
  const Input input = input_of(flows ? flowing_section : still_column, sets);
  Setup plain = set_up(input), shifted = set_up(input);
  std::vector<double> components;
  for (std::size_t j = 0; j < plain.model.system.components(); ++j)
    components.push_back((j % 2 == 0 ? 1e5 : -3e5) + 1e4 * static_cast<double>(j));
  count_from(components, shifted.model);
  double all = 0;
  const MPI_Comm ranks = plain.model.mesh.communicator;
  const std::vector<double> volume(plain.model.mesh.volume);
  const std::vector<double> one = heat_of_two_steps(std::move(plain), 3600, &all);
  const std::vector<double> other = heat_of_two_steps(std::move(shifted), 3600);
  double worst = 0, largest = 0, sum = 0;
  for (std::size_t c = 0; c < one.size(); ++c) {
    worst = std::max(worst, std::abs(one[c] - other[c]));
    largest = std::max(largest, std::abs(one[c]));
    sum += volume[c] * one[c];
  }
  worst = max_over_ranks(ranks, worst);
  largest = max_over_ranks(ranks, largest);
  INFO(worst << " of " << largest << " J/m3");
  CHECK(largest > 100);
  CHECK(worst < 1e-6 * largest);
  if (size_of(ranks) == 1) CHECK(sum == Approx(all).epsilon(1e-9));
}
