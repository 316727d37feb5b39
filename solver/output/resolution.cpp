#include "solver/output/resolution.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/mpi.h"
#include "solver/output/progress.h"

namespace talus {

namespace {

constexpr double high = 0.8, low = 0.2;  // of a measure, on the two sides of a front
constexpr double moved = 0.01;           // of n0, since the output before

bool jumps(double a, double b) { return std::max(a, b) > high && std::min(a, b) < low; }

}  // namespace

double Resolution::height(std::size_t cell) const {
  const double* corner = model_.mesh.corners.data() + 24 * cell;  // eight points, the lower four first
  double highest = 0;
  for (int i = 0; i < 4; ++i) highest = std::max(highest, corner[3 * (i + 4) + 2] - corner[3 * i + 2]);
  return highest;
}

void Resolution::compare(const State& state, std::size_t solid, std::size_t column, Front& worst) const {
  const auto first = static_cast<std::size_t>(model_.mesh.column_first[column]);
  const auto end = static_cast<std::size_t>(model_.mesh.column_first[column + 1]);
  const auto now = state.amount[solid], before = before_[solid], initial = state.initial_amount[solid];
  double largest_loss = 0, largest_initial = 0;
  for (std::size_t c = first; c < end; ++c) {
    largest_loss = std::max(largest_loss, before[c] - now[c]);
    largest_initial = std::max(largest_initial, initial[c]);
  }
  for (std::size_t c = first; c + 1 < end; ++c) {
    const std::size_t above = c + 1;
    if (model_.cells.material[c] != model_.cells.material[above] || !(initial[c] > 0 && initial[above] > 0))
      continue;
    const auto share = [&](std::size_t cell) { return now[cell] / initial[cell]; };
    const auto loss = [&](std::size_t cell) { return before[cell] - now[cell]; };
    const bool shares =
        std::max(std::abs(loss(c) / initial[c]), std::abs(loss(above) / initial[above])) > moved &&
        jumps(share(c), share(above));
    const bool rates =
        largest_loss > moved * largest_initial && jumps(loss(c) / largest_loss, loss(above) / largest_loss);
    if (!shares && !rates) continue;
    const Front front{std::max(height(c), height(above)), model_.mesh.depth[above] + height(above) / 2,
                      static_cast<double>(solid)};
    if (front.height > worst.height || (front.height == worst.height && front.depth < worst.depth))
      worst = front;
  }
}

void Resolution::take_worst_of_ranks(Front& front) const {
  const double highest = max_over_ranks(model_.mesh.communicator, front.height);
  constexpr double nowhere = std::numeric_limits<double>::max();
  const double depth =
      min_over_ranks(model_.mesh.communicator, front.height == highest ? front.depth : nowhere);
  const double solid = min_over_ranks(
      model_.mesh.communicator, front.height == highest && front.depth == depth ? front.solid : nowhere);
  front = {highest, depth, solid};
}

void Resolution::look(const State& state) {
  Front worst;
  for (std::size_t solid = 0; solid < model_.reactions.solids.size(); ++solid) {
    if (model_.reactions.solids[solid].formed) continue;
    for (std::size_t column = 0; column < model_.mesh.columns(); ++column)
      compare(state, solid, column, worst);
  }
  take_worst_of_ranks(worst);
  before_ = state.amount;
  ++looks_;
  if (worst.height == 0) return;
  if (++thin_ == 1) first_ = state.time;
  if (worst.height > worst_.height) worst_ = worst;
}

std::string Resolution::warning() const {
  if (thin_ == 0) return "";
  const Solid& solid = model_.reactions.solids[static_cast<std::size_t>(worst_.solid)];
  char text[400];
  std::snprintf(
      text, sizeof text,
      "at %d of %d outputs a reaction front was thinner than two cells: %s, %.3g cm deep, between cells of "
      "%.3g mm, first after %s. The cells may decide the answer: see what it changes with talus run "
      "--refine, and make mesh.cells smaller there",
      thin_, looks_, model_.system.minerals[solid.mineral].name.c_str(), 100 * worst_.depth,
      1e3 * worst_.height, spoken_time(first_).c_str());
  return text;
}

}  // namespace talus
