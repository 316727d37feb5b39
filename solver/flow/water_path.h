// What cells hold over the steps of the flow in one step of transport, and how far that is from the straight
// line in time which transport takes it for.
#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

namespace talus {

class WaterPath {
 public:
  /// Contents (m3/m3) of the owned cells at the start.
  explicit WaterPath(const std::vector<double>& start) : contents_{start}, times_{0} {}

  /// And at `time`, which goes from 0 to 1. Of a long path every second point is let go.
  void add(double time, const std::vector<double>& contents) {
    if (contents_.size() == most_points) thin_out();
    contents_.push_back(contents);
    times_.push_back(time);
  }

  /// Largest distance of a saturation of this rank's cells from the line from the first to the last point.
  double nonlinearity_in_time(std::span<const double> porosity) const {
    double worst = 0;
    const std::vector<double>&first = contents_.front(), &last = contents_.back();
    for (std::size_t i = 1; i + 1 < contents_.size(); ++i)
      for (std::size_t c = 0; c < first.size(); ++c) {
        const double line = first[c] + times_[i] * (last[c] - first[c]);
        worst = std::max(worst, std::abs(contents_[i][c] - line) / porosity[c]);
      }
    return worst;
  }

 private:
  static constexpr std::size_t most_points = 200;
  void thin_out() {
    for (std::size_t i = 0; 2 * i < most_points; ++i) {
      std::swap(contents_[i], contents_[2 * i]);
      times_[i] = times_[2 * i];
    }
    contents_.resize(most_points / 2);
    times_.resize(most_points / 2);
  }

  std::vector<std::vector<double>> contents_;
  std::vector<double> times_;
};

}  // namespace talus
