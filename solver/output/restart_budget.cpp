// Whether a state from which a run goes on adds up with the history of its file.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/closure_gate.h"
#include "base/error.h"
#include "base/mpi.h"
#include "base/units.h"
#include "solver/output/restart.h"
#include "solver/state/budget.h"

namespace talus {

/// What the state holds must be what there was at the start, plus what came in, plus the external terms.
void RestartFile::check_budget(const Model& model, const State& state, const RunMemory& memory) const {
  const ChemicalSystem& system = model.system;
  const std::size_t n = system.balances();
  for (std::size_t j = 0; j < n; ++j) {
    double stored = 0, came_in = 0;
    for (std::size_t cell = 0; cell < static_cast<std::size_t>(model.mesh.owned); ++cell)
      stored += model.mesh.volume[cell] * held_in_cell(model, state, cell, j);
    for (const std::vector<double>& patch : state.entered)
      for (std::size_t i = j; i < patch.size(); i += n) came_in += patch[i];
    stored = sum_over_ranks(model.mesh.communicator, stored);
    came_in = sum_over_ranks(model.mesh.communicator, came_in);
    const double external = sum_over_ranks(model.mesh.communicator, state.external[j]);
    const double expected = memory.start.amount[j] + came_in + external;
    const double scale = std::max(memory.start.magnitude[j], memory.turnover[j]);
    if (stored == expected || std::abs(stored - expected) <= closure_gate * scale) continue;
    const auto number = [](double value) {
      char text[32];
      std::snprintf(text, sizeof text, "%.6g", value);
      return std::string(text);
    };
    throw FileError(path_ + " cannot be continued: its state at " + with_unit(time_, "d") +
                    " does not add up. Of " + model.unknowns[j].name + " it holds " + number(stored) +
                    " mol, but there were " + number(memory.start.amount[j]) + " mol at the start, " +
                    number(came_in) + " mol came in and " + number(external) +
                    " mol were external (closure " + number(std::abs(stored - expected) / scale) +
                    ", allowed " + number(closure_gate) + ")");
  }
}

}  // namespace talus
