// The gas of a batch reactor at one temperature: ideal, or by Peng and Robinson's equation (fugacity.h).
#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "chemistry/activity/fugacity.h"
#include "chemistry/reactor/reactor.h"

namespace talus {

/// Coefficients of the gas of a reactor. All gases of a real one have critical constants.
template <class R>
struct GasOfReactor {
  GasOfReactor() = default;
  /// Those of model.gas.partial at model.gas.total_pressure and `temperature` (K).
  GasOfReactor(const ReactorModel& model, double temperature)
      : ln_coefficient(model.system->gases.size(), 0.0) {
    if (!model.gas.real) return;
    std::vector<std::string> names;
    std::vector<CriticalConstants> constants;
    std::vector<double> share;
    double rest = 1;
    for (std::size_t g = 0; g < model.system->gases.size(); ++g) {
      names.push_back(model.system->gases[g].name);
      constants.push_back(model.system->gases[g].record->critical);
      share.push_back(model.gas.partial[g] / model.gas.total_pressure);
      rest -= share.back();
    }
    names.emplace_back();
    constants.push_back(inert_gas);
    share.push_back(std::max(rest, 0.0));
    law = PengRobinson(names, constants, temperature);
    ln_coefficient = law->ln_coefficients(model.gas.total_pressure, std::span<const double>(share));
    ln_coefficient.pop_back();
    compressibility = law->molar_volume(model.gas.total_pressure, share) * model.gas.total_pressure /
                      (gas_constant * temperature);
  }

  /// Fills `mixture` of a real gas: `amount` of each gas and `inert` gas, mol, in `volume`, m3.
  void mix(std::span<const R> amount, const R& inert, const R& volume) {
    amounts_.assign(amount.begin(), amount.end());
    amounts_.push_back(inert);
    law->mix(std::span<const R>(amounts_), volume, mixture);
  }

  std::vector<double> ln_coefficient;  ///< ln phi of each gas as it is kept or supplied; 0 where ideal
  double compressibility = 1;          ///< Z of that gas
  GasMixture<R> mixture;               ///< of the gases and, last, the inert one
  std::optional<PengRobinson> law;     ///< of a real gas

 private:
  std::vector<R> amounts_;
};

}  // namespace talus
