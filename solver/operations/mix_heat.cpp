#include "solver/operations/mix_heat.h"

#include <algorithm>
#include <cmath>

#include "solver/state/energy.h"

namespace talus {

std::vector<double> heat_of_cells(const Model& model, const State& state) {
  std::vector<double> heat;
  for (std::size_t c = 0; model.heat && c < static_cast<std::size_t>(model.mesh.owned); ++c)
    heat.push_back(model.mesh.volume[c] * heat_content(heat_store(model, state, c),
                                                       thermal_material(model, c).freezing,
                                                       state.temperature[c] - zero_celsius_in_kelvin)
                                              .enthalpy);
  return heat;
}

void mix_heat(const Model& model, const std::vector<double>& heat, std::size_t begin, std::size_t end,
              double efficiency, State& state) {
  if (heat.empty() || begin == end || efficiency == 0) return;
  double held = 0, mean = 0;
  for (std::size_t c = begin; c < end; ++c) {
    held += heat[c];
    mean += state.temperature[c] / static_cast<double>(end - begin);
  }
  const std::vector<double> before(state.temperature.begin() + static_cast<std::ptrdiff_t>(begin),
                                   state.temperature.begin() + static_cast<std::ptrdiff_t>(end));
  const auto mixed = [&](std::size_t c, double common) {
    return before[c - begin] + efficiency * (common - before[c - begin]);
  };
  // what they hold rises with the common temperature: Newton's method between bounds
  constexpr int most = 200;
  constexpr double close = 1e-13;
  double low = 1, high = 1e5, common = mean;
  for (int i = 0; i < most; ++i) {
    double missing = held, capacity = 0;
    for (std::size_t c = begin; c < end; ++c) {
      const HeatContent<double> content =
          heat_content(heat_store(model, state, c), thermal_material(model, c).freezing,
                       mixed(c, common) - zero_celsius_in_kelvin);
      missing -= model.mesh.volume[c] * content.enthalpy;
      capacity += model.mesh.volume[c] * efficiency * content.capacity;
    }
    const double change = missing / capacity, next = common + change;
    if (std::abs(change) <= close * common) break;
    (missing > 0 ? low : high) = common;
    common = next > low && next < high ? next : (low + high) / 2;
  }
  for (std::size_t c = begin; c < end; ++c) state.temperature[c] = mixed(c, common);
}

}  // namespace talus
