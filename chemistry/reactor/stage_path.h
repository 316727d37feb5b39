// First guesses of the unknowns of the stages of runge_kutta.h: cubics through stages that are known, of this
// step and of the one before. Lanes have steps of their own.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "chemistry/pack.h"
#include "chemistry/reactor/runge_kutta.h"

namespace talus {

template <class R>
class StagePath {
 public:
  /// Nothing is known of the step before: it counts as endlessly long ago, and cubics become parabolas, lines
  /// and constants.
  void forget() { length_before_ = R(0.0); }

  /// A step of `h` (s) begins at `z`.
  void begin(const R& h, const std::vector<R>& z) {
    stage_[0] = z;
    for (std::vector<R>& old : before_) old.resize(z.size(), R(0.0));
    const auto near = (h > R(0.0)) & (R(furthest) * length_before_ > h);
    ratio_ = select(near, length_before_ / select(near, h, R(1.0)), R(long_ago));
  }

  /// Fills `z` with a guess of stage i.
  void guess(std::size_t i, std::vector<R>& z) const {
    const Nodes& nodes = nodes_of[i];
    const R at(runge_kutta::node[i]);
    std::array<R, 4> time;
    for (std::size_t a = 0; a < 4; ++a) time[a] = time_of(nodes[a]);
    for (R& value : z) value = R(0.0);
    for (std::size_t a = 0; a < 4; ++a) {
      R weight(1.0);
      for (std::size_t b = 0; b < 4; ++b)
        if (b != a) weight *= (at - time[b]) / (time[a] - time[b]);
      const std::vector<R>& known = state_of(nodes[a]);
      for (std::size_t k = 0; k < z.size(); ++k) z[k] += weight * known[k];
    }
  }

  /// The same along the line from the start to the stage before, which is `z`: where minerals and gases come
  /// and go, cubics mislead. The first `logarithms` of z stay where they changed much: of what vanishes or comes back.
  void guess_along_line(std::size_t i, std::size_t logarithms, std::vector<R>& z) const {
    using runge_kutta::node;
    using std::abs;
    constexpr double straight = 5;
    if (i == 1) return;
    for (std::size_t k = 0; k < z.size(); ++k) {
      const R change = z[k] - stage_[0][k], line = stage_[0][k] + R(node[i] / node[i - 1]) * change;
      z[k] = k < logarithms ? select(abs(change) < R(straight), line, z[k]) : line;
    }
  }

  /// Stage i is `z`.
  void keep(std::size_t i, const std::vector<R>& z) { stage_[i] = z; }

  /// The step of `h` (s) ended, and lanes of `accepted` took it. Where none did, it may have ended before its
  /// last stages.
  template <class Mask>
  void end(const Mask& accepted, const R& h) {
    if (!some(accepted)) return;
    length_before_ = select(accepted, h, length_before_);
    for (std::size_t a = 0; a < before_.size(); ++a)
      for (std::size_t k = 0; k < before_[a].size(); ++k)
        before_[a][k] = select(accepted, stage_[kept[a]][k], before_[a][k]);
  }

 private:
  static constexpr double furthest = 3;                          // steps before, that a guess looks ahead
  static constexpr double long_ago = 1e6;                        // steps
  static constexpr std::array<std::size_t, 3> kept = {2, 3, 4};  // stages of the step before
  /// Stage of this step, or below 0 one of the step before: -1 is kept[0].
  using Nodes = std::array<int, 4>;
  static constexpr std::array<Nodes, runge_kutta::stages> nodes_of = {
      {{}, {-1, -2, -3, 0}, {-2, -3, 0, 1}, {-3, 0, 1, 2}, {-3, 0, 2, 3}, {0, 2, 3, 4}}};

  R time_of(int node) const {
    if (node >= 0) return R(runge_kutta::node[static_cast<std::size_t>(node)]);
    return ratio_ * R(runge_kutta::node[kept[static_cast<std::size_t>(-1 - node)]] - 1);
  }
  const std::vector<R>& state_of(int node) const {
    return node >= 0 ? stage_[static_cast<std::size_t>(node)] : before_[static_cast<std::size_t>(-1 - node)];
  }

  std::array<std::vector<R>, runge_kutta::stages> stage_;
  std::array<std::vector<R>, kept.size()> before_;
  R length_before_ = R(0.0), ratio_ = R(long_ago);  // of the step before; s, and over the length of this one
};

}  // namespace talus
