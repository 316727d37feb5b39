// What cells have over the steps that an equation takes within one step of transport, such as their water or
// temperature, and how far that is from the straight line in time which transport takes it for.
#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>
#include <vector>

namespace talus {

class TimePath {
 public:
  /// Values of the owned cells at the start.
  explicit TimePath(std::vector<double> start) : values_{std::move(start)}, times_{0} {}

  /// And at `time`, which goes from 0 to 1. Of a long path every second point is let go.
  void add(double time, std::vector<double> values) {
    if (values_.size() == most_points) thin_out();
    values_.push_back(std::move(values));
    times_.push_back(time);
  }

  /// Largest distance of a value of this rank's cells from the line from the first to the last point, divided
  /// by that of `scale`; by 1 where that is empty.
  double nonlinearity(std::span<const double> scale = {}) const {
    double worst = 0;
    const std::vector<double>&first = values_.front(), &last = values_.back();
    for (std::size_t i = 1; i + 1 < values_.size(); ++i)
      for (std::size_t c = 0; c < first.size(); ++c) {
        const double line = first[c] + times_[i] * (last[c] - first[c]);
        worst = std::max(worst, std::abs(values_[i][c] - line) / (scale.empty() ? 1 : scale[c]));
      }
    return worst;
  }

 private:
  static constexpr std::size_t most_points = 200;
  void thin_out() {
    for (std::size_t i = 0; 2 * i < most_points; ++i) {
      std::swap(values_[i], values_[2 * i]);
      times_[i] = times_[2 * i];
    }
    values_.resize(most_points / 2);
    times_.resize(most_points / 2);
  }

  std::vector<std::vector<double>> values_;
  std::vector<double> times_;
};

}  // namespace talus
