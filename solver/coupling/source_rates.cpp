#include "solver/coupling/source_rates.h"

#include "base/exact_sum.h"

namespace talus {

namespace {

std::vector<double> part(const std::vector<double>& all, std::size_t first, std::size_t count) {
  const auto begin = all.begin() + static_cast<std::ptrdiff_t>(first);
  return {begin, begin + static_cast<std::ptrdiff_t>(count)};
}

}  // namespace

SourceRates source_rates_of(const Model& model, const CellValues<double>& values,
                            const Fluxes<double>& fluxes) {
  const std::size_t n = model.unknowns.size(), solids = model.reactions.solids.size(),
                    slow = model.system.slow_reactions.size();
  std::vector<ExactSum> sums(n + solids + slow);
  SourceRates now;
  now.cells.reserve(fluxes.leaving.size());
  for (const double leaving : fluxes.leaving) now.cells.push_back(-leaving);
  for (const auto& patch : fluxes.entering)
    for (std::size_t i = 0; i < patch.size(); ++i) sums[i % n].add(patch[i]);
  for (std::size_t c = 0; c < static_cast<std::size_t>(model.mesh.owned); ++c) {
    const double volume = model.mesh.volume[c];
    double* gained = now.cells.data() + c * n;
    for (std::size_t p = 0; p < solids; ++p) {
      const double formed = volume * values.slope[c * solids + p] * values.speed[c * solids + p];
      sums[n + p].add(formed);
      now.formed.push_back(formed);
      add_row(model.system.minerals[model.reactions.solids[p].mineral].row, -formed, gained, n - 1);
    }
    for (std::size_t i = 0; i < slow; ++i) {
      const double extent = volume * values.slow_speed[c * slow + i];
      sums[n + solids + i].add(extent);
      add_row(model.system.slow_reactions[i].row, extent, gained, n - 1);
    }
  }
  const std::vector<double> total = sum_over_ranks(model.mesh.communicator, sums);
  now.entering = part(total, 0, n);
  now.solids = part(total, n, solids);
  now.slow = part(total, n + solids, slow);
  return now;
}

}  // namespace talus
