#include "solver/state/carbon_store.h"

#include "base/exact_sum.h"

namespace talus {

double carbon_of(const CarbonHolder& holder, const State& state, std::size_t cell) {
  const Fields& amounts = holder.equilibrium ? state.equilibrium : state.amount;
  return holder.atoms * amounts[holder.number][cell];
}

void label_start(const Model& model, State& state) {
  const CarbonSources& carbon = *model.carbon;
  for (std::size_t c = 0; c < static_cast<std::size_t>(model.mesh.owned); ++c) {
    for (std::size_t s = 0; s < carbon.sources.size(); ++s) {
      const int pores = carbon.pores[static_cast<std::size_t>(model.cells.material[c])];
      state.carbon_in_pores[s][c] = pores == static_cast<int>(s) ? state.totals[carbon.component][c] : 0.0;
      for (std::size_t k = 0; k < carbon.holders.size(); ++k)
        state.carbon_in_minerals[k * carbon.sources.size() + s][c] =
            carbon.holders[k].at_the_start == static_cast<int>(s) ? carbon_of(carbon.holders[k], state, c)
                                                                  : 0.0;
    }
  }
}

std::vector<CarbonOfSource> carbon_by_source(const Model& model, const State& state) {
  if (!model.carbon) return {};
  const std::size_t count = model.carbon->sources.size(), holders = model.carbon->holders.size();
  std::vector<ExactSum> sums(4 * count);
  const auto sum = [&](std::size_t source, std::size_t kind) -> ExactSum& { return sums[4 * source + kind]; };
  for (std::size_t s = 0; s < count; ++s)
    for (std::size_t c = 0; c < static_cast<std::size_t>(model.mesh.owned); ++c) {
      const double volume = model.mesh.volume[c];
      sum(s, 0).add(volume * state.carbon_in_pores[s][c]);
      for (std::size_t k = 0; k < holders; ++k)
        sum(s, 1).add(volume * state.carbon_in_minerals[k * count + s][c]);
    }
  for (const Crossing& crossing : state.crossings)
    for (std::size_t i = 0; i < crossing.carbon_in.size(); ++i) {
      sum(i % count, 2).add(crossing.carbon_in[i]);
      sum(i % count, 3).add(crossing.carbon_out[i]);
    }
  const std::vector<double> all = sum_over_ranks(model.mesh.communicator, sums);
  std::vector<CarbonOfSource> result;
  for (std::size_t s = 0; s < count; ++s)
    result.push_back({all[4 * s], all[4 * s + 1], all[4 * s + 2], all[4 * s + 3]});
  return result;
}

}  // namespace talus
