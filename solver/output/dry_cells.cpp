#include "solver/output/dry_cells.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/mpi.h"
#include "solver/output/progress.h"

namespace talus {

namespace {
constexpr double no_reaction = 0.01;  // of the surface, what is wetted
}

std::string DryCells::look(const State& state) {
  const auto owned = static_cast<std::size_t>(model_.mesh.owned);
  const Wetting& wetting = model_.reactions.wetting;
  if (model_.reactions.solids.empty()) return "";
  double count = 0, deepest = 0;
  for (std::size_t c = 0; c < owned; ++c) {
    const double saturation =
        std::exp(state.ln_water[0][c]) / (model_.system.water_density * state.porosity[0][c]);
    if (wetted_part(wetting, saturation).part >= no_reaction) continue;
    ++count;
    deepest = std::max(deepest, model_.mesh.depth[c]);
  }
  now_ = sum_over_ranks(model_.mesh.communicator, count);
  most_ = std::max(most_, now_);
  if (now_ == 0 || first_ >= 0) return "";
  first_ = state.time;
  char text[200];
  std::snprintf(
      text, sizeof text,
      "%.0f of %lld cells have dried out by %s, down to %.3g m: no mineral reacts there until water "
      "comes back",
      now_, static_cast<long long>(model_.mesh.total), spoken_time(state.time).c_str(),
      max_over_ranks(model_.mesh.communicator, deepest));
  return text;
}

std::string DryCells::warning() const {
  if (first_ < 0) return "";
  char text[400];
  std::snprintf(
      text, sizeof text,
      "%.0f of %lld cells are dried out at the end, %.0f at most, the first after %s: no mineral reacts "
      "there (chemistry.dry_saturation = %g), gas still passes, and what is dissolved stays",
      now_, static_cast<long long>(model_.mesh.total), most_, spoken_time(first_).c_str(),
      model_.reactions.wetting.dry);
  std::string line = text;
  if (!model_.has_richards() && !model_.water_is_held)
    line += "; more water at the start, or chemistry.hydrate_water = \"made up\" where rain makes up for it";
  return line;
}

}  // namespace talus
