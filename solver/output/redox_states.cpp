#include "solver/output/redox_states.h"

#include <limits>
#include <vector>

#include "base/mpi.h"
#include "chemistry/constants_of_cells.h"
#include "chemistry/speciation/slow_redox.h"
#include "chemistry/speciation/speciation.h"
#include "solver/output/progress.h"
#include "solver/state/chemical_temperatures.h"

namespace talus {

namespace {

std::string moved_at(const ChemicalSystem& system, const Constants& at, std::span<const double> ln_molality,
                     Solution<double>& solution) {
  if (!speciate(system, at, ln_molality, solution)) return "";
  return slow_redox(system, std::span<const double>(solution.molality));
}

/// A text of the rank with the number `mine` that all ranks find least; the same on all of them.
std::string of_lowest(MPI_Comm ranks, double mine, double lowest, std::string text) {
  constexpr double nobody = std::numeric_limits<double>::max();
  const auto root = static_cast<int>(min_over_ranks(ranks, mine == lowest ? rank_among(ranks) : nobody));
  auto length = static_cast<int>(text.size());
  MPI_Bcast(&length, 1, MPI_INT, root, ranks);
  text.resize(static_cast<std::size_t>(length));
  MPI_Bcast(text.data(), length, MPI_CHAR, root, ranks);
  return text;
}

}  // namespace

std::string moved_states(const ChemicalSystem& system, const Constants& at, const Water& water) {
  if (!has_slow_redox(system)) return "";
  Solution<double> solution(system);
  return moved_at(system, at, std::span<const double>(water.ln_molality), solution);
}

RedoxStates::RedoxStates(const Model& model) : model_(model), possible_(has_slow_redox(model.system)) {}

void RedoxStates::look(const State& state) {
  if (!possible_) return;
  ConstantsOfCells constants;
  constants.take(model_.system, chemical_temperatures(model_, state));
  Solution<double> solution(model_.system);
  std::vector<double> x(model_.system.components());
  constexpr double nowhere = std::numeric_limits<double>::max();
  double cells = 0, number = nowhere;
  std::string words;
  for (std::size_t c = 0; c < static_cast<std::size_t>(model_.mesh.owned); ++c) {
    for (std::size_t j = 0; j < x.size(); ++j) x[j] = state.ln_molality[j][c];
    const std::string here =
        moved_at(model_.system, constants.of_cell(c), std::span<const double>(x), solution);
    if (here.empty()) continue;
    if (cells == 0) {
      words = here;
      number = static_cast<double>(model_.mesh.number[c]);
    }
    ++cells;
  }
  cells_ = sum_over_ranks(model_.mesh.communicator, cells);
  if (cells_ == 0) return;
  if (first_ < 0) first_ = state.time;
  number_ = min_over_ranks(model_.mesh.communicator, number);
  time_ = state.time;
  words_ = of_lowest(model_.mesh.communicator, number, number_, words);
}

std::string RedoxStates::warning() const {
  if (first_ < 0) return "";
  char text[300];
  std::snprintf(text, sizeof text,
                " in %.0f of %lld cells at the end, first after %s; in cell %.0f after %s: ", cells_,
                static_cast<long long>(model_.mesh.total), spoken_time(first_).c_str(), number_,
                spoken_time(time_).c_str());
  return std::string(slow_redox_kind) + " have moved elements" + text + words_ +
         ". chemistry.leave_out takes species out; a component of its own keeps a redox state apart";
}

}  // namespace talus
