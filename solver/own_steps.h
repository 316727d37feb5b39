// What the equations have in common that take steps of their own within one step of transport: the flow of water
// (flow/richards.h) and heat (heat/heat.h). One unknown per cell, Newton's method with relaxed updates, steps that are chosen by
// an error.
#pragma once

#include <algorithm>
#include <limits>
#include <optional>
#include <string>

#include "mesh/ghosts.h"
#include "solver/controls.h"
#include "solver/linear/scalar_system.h"
#include "solver/model.h"

namespace talus {

/// How such an equation went over a step of transport.
struct OwnStepsResult {
  bool good = false;
  int steps = 0;                    ///< of its own
  int iterations = 0;               ///< of Newton's method
  double nonlinearity_in_time = 0;  ///< largest distance of its unknown from a straight line in time
  std::string reason;               ///< why it failed
  bool unrecoverable = false;       ///< and that no shorter step would mend it
};

/// The members that such an equation needs.
struct OwnEquation {
  /// Both must outlive it; `prefix` of PETSc's options. Collective.
  OwnEquation(const Model& m, const Controls& c, const char* prefix)
      : model(m),
        controls(c),
        mesh(m.mesh),
        owned(static_cast<std::size_t>(m.mesh.owned)),
        cells(static_cast<std::size_t>(m.mesh.local)),
        ghosts(m.mesh),
        linear(m.mesh, ghosts, prefix) {}

  const Model& model;
  const Controls& controls;
  const Mesh& mesh;
  std::size_t owned, cells;
  Ghosts ghosts;
  ScalarSystem linear;
};

/// The share of an update of Newton's method that is taken: half of the last one where the imbalance grows although
/// there were many iterations, else twice that, up to all of it.
class Relaxation {
 public:
  Relaxation(int patience, double least) : patience_(patience), least_(least) {}
  /// The share at iteration i, at which the imbalance is `now`.
  double at(int i, double now) {
    const bool grows = i > patience_ && now > before_;
    before_ = now;
    share_ = grows ? std::max(share_ / 2, least_) : std::min(2 * share_, 1.0);
    return share_;
  }

 private:
  int patience_;
  double least_, share_ = 1, before_ = std::numeric_limits<double>::infinity();
};

/// Goes through a step of transport of length dt. `next`: the step that the error allows, s, written by `take`; `fixed`: all
/// steps have this length instead. `change(done)`: the next time, s from the start of the step of transport, at which what drives the equation
/// changes. `take(done, h)` takes a step of length h or shorter, which it writes to h; `took(from, h, to)` does what
/// follows. Where either says false that ends it, and so does this.
template <class Change, class Take, class Took>
bool take_own_steps(double dt, const double& next, std::optional<double> fixed, Change&& change, Take&& take,
                    Took&& took) {
  for (double done = 0; done < dt;) {
    const double left = std::min(dt, change(done)) - done;
    const double wanted = fixed.value_or(next);
    const bool whole = wanted >= left * (1 - 1e-9);
    const double planned = whole ? left : fixed ? wanted : std::min(wanted, left / 2);
    const bool last = whole && done + left >= dt * (1 - 1e-12);
    double h = planned;
    if (!take(done, h)) return false;
    const double to = last && h == planned ? dt : done + h;
    if (!took(done, h, to)) return false;
    done = to;
  }
  return true;
}

}  // namespace talus
