#include "solver/coupling/solutes_beside_ice.h"

#include "solver/state/contents_of_cells.h"
#include "solver/state/energy.h"

namespace talus {

void SolutesBesideIce::update(State& state) {
  std::vector<double> solutes(static_cast<std::size_t>(model_.mesh.owned));
  visit_contents(model_, state, constants_, [&](std::size_t first, std::size_t count, Contents<Pack>& c) {
    for (std::size_t i = 0; i < count; ++i)
      solutes[first + i] = osmotic_content(c.solution.ln_activity.back().get(i), c.liquid.get(i));
  });
  for (std::size_t c = 0; c < solutes.size(); ++c) {
    const FreezingCurve& curve = thermal_material(model_, c).freezing;
    const double celsius = state.temperature[c] - zero_celsius_in_kelvin;
    const double heat = heat_content(heat_store(model_, state, c), curve, celsius).enthalpy;
    state.solutes[0][c] = solutes[c];
    if (celsius < 0)
      state.temperature[c] =
          zero_celsius_in_kelvin + temperature_of(heat_store(model_, state, c), curve, heat, celsius);
  }
}

}  // namespace talus
