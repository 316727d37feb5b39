#include "chemistry/rates/transition_state.h"

#include <numbers>

namespace talus {

std::vector<double> TransitionState::constants(double temperature, std::span<const double> ln_k_species,
                                               std::span<const double> ln_k_gas) const {
  constexpr double gas_constant = 8.31446261815324;
  std::vector<double> ln_k;
  for (const Mechanism& m : mechanisms)
    ln_k.push_back(std::numbers::ln10 * m.log_k -
                   m.activation_energy / gas_constant * (1 / temperature - 1 / 298.15) +
                   m.catalysts.ln_constant(ln_k_species, ln_k_gas));
  return ln_k;
}

}  // namespace talus
