#include "solver/coupling/carbon_by_source.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "base/error.h"
#include "base/petsc.h"
#include "solver/state/carbon_store.h"

namespace talus {

namespace {

constexpr double balance_tolerance = 1e-9;  // of what came and went; the rounding of many steps is far less

std::size_t sources_of(const Model& model) { return model.carbon->sources.size(); }

}  // namespace

void replace_gas(const Model& model, std::size_t patch, std::size_t face, std::size_t cell, double removed,
                 double added, State& state) {
  const std::size_t count = sources_of(model);
  double held = 0;
  for (std::size_t s = 0; s < count; ++s) held += state.carbon_in_pores[s][cell];
  Crossing& crossing = state.crossings[patch];
  const double volume = model.mesh.volume[cell];
  for (std::size_t s = 0; s < count; ++s) {
    double& here = state.carbon_in_pores[s][cell];
    const double goes = held > 0 ? removed * here / held : 0.0;
    const double comes = model.carbon->air[patch] == static_cast<int>(s) ? added : 0.0;
    here += comes - goes;
    crossing.carbon_in[face * count + s] += volume * comes;
    crossing.carbon_out[face * count + s] += volume * goes;
  }
}

CarbonBySource::CarbonBySource(const Model& model, const Ghosts& ghosts)
    : model_(model),
      ghosts_(ghosts),
      system_(model.mesh, ghosts, "carbon_"),
      gathered_(static_cast<std::size_t>(model.mesh.owned)),
      left_(gathered_),
      grown_(gathered_),
      brought_(sources_of(model), gathered_),
      part_(sources_of(model), std::vector<double>(static_cast<std::size_t>(model.mesh.local))) {
  flows_.clear(model);
}

/// What pores held, and what minerals that shrank gave them; notes what others take.
void CarbonBySource::release(State& state) {
  const std::size_t count = brought_.size();
  const std::vector<CarbonHolder>& holders = model_.carbon->holders;
  std::ranges::fill(left_, 0.0);
  std::ranges::fill(grown_, 0.0);
  for (std::size_t c = 0; c < gathered_.size(); ++c) {
    const double volume = model_.mesh.volume[c];
    for (std::size_t s = 0; s < count; ++s) brought(c, s) = volume * state.carbon_in_pores[s][c];
    for (std::size_t k = 0; k < holders.size(); ++k) {
      double before = 0;
      for (std::size_t s = 0; s < count; ++s) before += state.carbon_in_minerals[k * count + s][c];
      const double now = carbon_of(holders[k], state, c);
      if (now >= before) {
        grown_[c] += volume * (now - before);
        continue;
      }
      for (std::size_t s = 0; s < count; ++s) {
        double& of_source = state.carbon_in_minerals[k * count + s][c];
        const double keeps = of_source * (now / before);
        brought(c, s) += volume * (of_source - keeps);
        of_source = keeps;
      }
    }
    gathered_[c] = 0;
    for (std::size_t s = 0; s < count; ++s) gathered_[c] += brought(c, s);
  }
}

/// What comes through patches and faces, and what leaves.
void CarbonBySource::receive() {
  const CarbonSources& carbon = *model_.carbon;
  const std::size_t owned = gathered_.size();
  for (std::size_t p = 0; p < flows_.patches.size(); ++p) {
    const CarbonFlows::OfPatch& flows = flows_.patches[p];
    for (std::size_t f = 0; f < model_.mesh.patches[p].size(); ++f) {
      const auto cell = static_cast<std::size_t>(model_.mesh.patches[p].cell[f]);
      for (const auto& [amount, source] : {std::pair{flows.by_air[f], carbon.air[p]},
                                           {flows.by_entering[f], carbon.entering[p]},
                                           {flows.by_standing[f], carbon.standing[p]}}) {
        if (amount == 0) continue;
        check(source >= 0, "carbon that comes through a patch has a source");
        brought(cell, static_cast<std::size_t>(source)) += amount;
        gathered_[cell] += amount;
      }
      left_[cell] += flows.out[f];
    }
  }
  const Faces& faces = model_.mesh.faces;
  for (std::size_t f = 0; f < faces.size(); ++f) {
    const auto a = static_cast<std::size_t>(faces.left[f]), b = static_cast<std::size_t>(faces.right[f]);
    if (a < owned) {
      gathered_[a] += flows_.to_left[f];
      left_[a] += flows_.to_right[f];
    }
    if (b < owned) {
      gathered_[b] += flows_.to_right[f];
      left_[b] += flows_.to_left[f];
    }
  }
}

/// All carbon that came is there or has left: a step whose amounts do not add up gives no parts.
void CarbonBySource::require_balance(const State& state) const {
  bool closes = true;
  for (std::size_t c = 0; c < gathered_.size(); ++c) {
    const double now = model_.mesh.volume[c] * state.totals[model_.carbon->component][c];
    const double missing = gathered_[c] - left_[c] - grown_[c] - now;
    closes = closes && std::abs(missing) <= balance_tolerance * (gathered_[c] + std::abs(now));
  }
  if (any_rank(model_.mesh.communicator, !closes))
    throw SolveError("the carbon of a cell is not what came and went: [[carbon_sources]] cannot be followed");
}

/// Solves for what is in `x`, and once more for what an iterative solver has left over of it.
void CarbonBySource::solve_for(std::vector<double>& x) {
  const auto solve = [&](std::vector<double>& values) {
    const bool some = std::ranges::any_of(values, [](double value) { return value != 0; });
    if (any_rank(model_.mesh.communicator, some) && !system_.solve(values))
      throw SolveError("the system of the sources of carbon has no solution");
  };
  const std::vector<double> right = x;
  solve(x);
  std::vector<double> rest(x.size());
  system_.multiply(x, rest);
  std::ranges::transform(right, rest, rest.begin(), std::minus{});
  solve(rest);
  std::ranges::transform(x, rest, x.begin(), std::plus{});
}

void CarbonBySource::solve() {
  const Faces& faces = model_.mesh.faces;
  const std::size_t owned = gathered_.size();
  const auto over = [&](std::size_t cell, double amount) {
    return gathered_[cell] > 0 ? amount / gathered_[cell] : 0.0;
  };
  std::ranges::fill(system_.diagonal, 1.0);
  for (std::size_t f = 0; f < faces.size(); ++f) {
    const auto a = static_cast<std::size_t>(faces.left[f]), b = static_cast<std::size_t>(faces.right[f]);
    system_.by_right[f] = a < owned ? -over(a, flows_.to_left[f]) : 0.0;
    system_.by_left[f] = b < owned ? -over(b, flows_.to_right[f]) : 0.0;
  }
  system_.begin();
  std::vector<double> x(owned), sum(owned, 0.0);
  for (std::size_t s = 0; s < part_.size(); ++s) {
    for (std::size_t c = 0; c < owned; ++c) x[c] = over(c, brought(c, s));
    solve_for(x);
    std::ranges::copy(x, part_[s].begin());
    for (std::size_t c = 0; c < owned; ++c) sum[c] += x[c];
  }
  for (std::vector<double>& part : part_) {
    for (std::size_t c = 0; c < owned; ++c)
      if (sum[c] > 0) part[c] /= sum[c];
    ghosts_.update(part);
  }
}

void CarbonBySource::write(State& state) const {
  const std::size_t count = part_.size(), owned = gathered_.size();
  const std::vector<CarbonHolder>& holders = model_.carbon->holders;
  for (std::size_t c = 0; c < owned; ++c) {
    for (std::size_t s = 0; s < count; ++s)
      state.carbon_in_pores[s][c] = part_[s][c] * state.totals[model_.carbon->component][c];
    for (std::size_t k = 0; k < holders.size(); ++k) {
      double before = 0;
      for (std::size_t s = 0; s < count; ++s) before += state.carbon_in_minerals[k * count + s][c];
      const double grown = carbon_of(holders[k], state, c) - before;
      for (std::size_t s = 0; grown > 0 && s < count; ++s)
        state.carbon_in_minerals[k * count + s][c] += grown * part_[s][c];
    }
  }
  for (std::size_t p = 0; p < flows_.patches.size(); ++p) {
    const CarbonFlows::OfPatch& flows = flows_.patches[p];
    Crossing& crossing = state.crossings[p];
    const auto comes = [&](std::size_t f, double amount, int source) {
      if (source >= 0) crossing.carbon_in[f * count + static_cast<std::size_t>(source)] += amount;
    };
    for (std::size_t f = 0; f < flows.out.size(); ++f) {
      const auto cell = static_cast<std::size_t>(model_.mesh.patches[p].cell[f]);
      comes(f, flows.by_air[f], model_.carbon->air[p]);
      comes(f, flows.by_entering[f], model_.carbon->entering[p]);
      comes(f, flows.by_standing[f], model_.carbon->standing[p]);
      for (std::size_t s = 0; s < count; ++s)
        crossing.carbon_out[f * count + s] += flows.out[f] * part_[s][cell];
    }
  }
}

void CarbonBySource::finish(State& state) {
  release(state);
  receive();
  require_balance(state);
  solve();
  write(state);
}

}  // namespace talus
