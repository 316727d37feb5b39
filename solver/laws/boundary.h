// What patches do to water, where it flows by Richards' equation. All conditions are one smooth or kinked
// function of the head in the cell behind, so nothing has to be switched from step to step:
//
//     rain       in = min(rain, C (z_f - H_c))             what cannot get in runs off, or stands there up to a depth
//                                                          and gets in later (flow/ponds.h); under pressure water gets out
//     head       in = C (H_f - H_c)                        C: half-cell conductance with k_r of the side it
//                                                          comes from
//     seepage    in = min(0, C (z_f - H_c))                the face is at air pressure where water leaves,
//                                                          else closed
//     free       in = -K k_r A |n_z|                       the gradient of a column that drains by its weight
//
// A source inside of the domain is a patch without faces: its cells get their shares of what it gives.
//
// Beside any of these the air may take water as vapour (evaporation.h).
//
// H = head + z. All are functions of H_c that fall, so that Newton's method sees a monotone problem.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "base/series.h"
#include "solver/laws/evaporation.h"
#include "solver/laws/snow.h"

namespace talus {

/// What a patch does to water.
struct WaterConditions {
  enum class Drain { none, free, seepage };

  /// m/s over time (s), each value until the next; per horizontal area, on sides per area: rain, and snow that melts
  std::optional<Series> rain;
  double ponding = 0;                   ///< m, depth of water that stands on the patch before it runs off
  std::optional<SnowCover> snow;        ///< that lies on the patch
  std::optional<Series> precipitation;  ///< m/s, where snow makes it another than `rain`
  std::optional<Series>
      source;  ///< m3/s over time (s), the same: what cells of the patch get, whatever they hold
  std::vector<double> share;  ///< per cell of a source, 1 over all ranks
  std::vector<double> head;  ///< m, per face: pressure head of water that stands there; empty where none does
  Drain drain = Drain::none;
  std::optional<Evaporation> evaporation;  ///< what the air takes
  std::vector<std::uint8_t> open;          ///< per face: lets water through

  /// Whether no liquid water comes or goes.
  bool closed() const { return !rain && !source && head.empty() && drain == Drain::none; }
  /// Whether water stands on the patch until it enters, runs off or evaporates.
  bool keeps_pond() const { return rain && ponding > 0; }
  /// What is given over time, rain or a source; null where nothing is.
  const Series* given() const { return rain ? &*rain : source ? &*source : nullptr; }
};

/// The area (m2) of a face of a patch on which rain falls, nz being the upward component of its normal: as seen from above;
/// of a side all of it.
inline double area_under_rain(double area, double nz) { return area * (nz != 0 ? std::abs(nz) : 1.0); }

/// The value of a series that holds each of its values until the next.
inline double held(const Series& series, double time) {
  const auto after = std::ranges::upper_bound(series.along, time);
  return series
      .value[after == series.along.begin() ? 0 : static_cast<std::size_t>(after - series.along.begin() - 1)];
}

/// Sums from 0 on of a series that holds each of its values until the next.
class HeldSum {
 public:
  explicit HeldSum(Series series) : series_(std::move(series)) {
    double sum = 0;
    for (std::size_t i = 0; i < series_.value.size(); ++i) {
      before_.push_back(sum);
      if (i + 1 < series_.value.size()) sum += held(i, series_.along[i + 1]);
    }
  }
  /// The values times how long (s) each of them held until `time`, from 0 on.
  double operator()(double time) const {
    const auto after = std::ranges::upper_bound(series_.along, time) - series_.along.begin();
    const auto i = static_cast<std::size_t>(std::max<std::ptrdiff_t>(after - 1, 0));
    return before_[i] + held(i, time);
  }

 private:
  /// What value i gives until `time`.
  double held(std::size_t i, double time) const {
    const double from = i == 0 ? 0 : std::max(series_.along[i], 0.0);
    return time > from ? (time - from) * series_.value[i] : 0;
  }

  Series series_;
  std::vector<double> before_;  // each value: the sum until it begins
};

/// The first point of a series after `time`; infinity after the last.
inline double next_point(const Series& series, double time) {
  const auto after = std::ranges::upper_bound(series.along, time);
  return after == series.along.end() ? std::numeric_limits<double>::infinity() : *after;
}

}  // namespace talus
