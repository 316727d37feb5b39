// Where laws that go one way have a kink: a mineral that only dissolves stops at Omega = 1, and one that only
// forms begins there. Beside a kink Newton's method can go to and fro for ever: from where the mineral
// dissolves its tangent leads a little beyond equilibrium, since 1 - Omega bends in ln Omega, and from there,
// where nothing dissolves, back to where it was. An update that would cross a kink then ends at it, on the
// side where the law acts; from there the next one finds the answer on either side.
#pragma once

#include <span>
#include <vector>

#include "solver/coupling/stage.h"
#include "solver/model.h"

namespace talus {

class Kinks {
 public:
  /// Both must outlive it.
  Kinks(const Model& model, const Stage& stage);

  /// Of owned cell `cell`: moves its unknowns `to` back towards `from` where an update from one to the other
  /// crosses a kink, until they are at the first; `from` may itself be at one, and leave it.
  void hold(std::size_t cell, std::span<const double> from, std::span<double> to);

 private:
  /// A law that goes one way in the cell at work, and the sign of ln Omega where it acts.
  struct OneWay {
    std::size_t mineral;
    double sign;
  };
  void find_one_way_laws(std::size_t cell);
  /// Signed ln Omega of each of them, above 0 where they act; false when the water has no speciation.
  bool distances(std::size_t cell, std::span<const double> x, std::vector<double>& result);

  const Model& model_;
  const Stage& stage_;
  Solution<double> solution_;
  std::vector<OneWay> laws_;
  std::vector<double> before_, after_, between_, point_;
};

}  // namespace talus
