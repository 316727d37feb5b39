// What patches do to water, where it flows by Richards' equation. All conditions are one smooth or kinked
// function of the head in the cell behind, so nothing has to be switched from step to step:
//
//     rain       in = min(rain, C (ponding - H_c + z_f))   what cannot get in runs off; under pressure water
//                                                          gets out
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
#include <vector>

#include "base/series.h"
#include "solver/laws/evaporation.h"

namespace talus {

/// What a patch does to water.
struct WaterConditions {
  enum class Drain { none, free, seepage };

  std::optional<Series>
      rain;  ///< m/s over time (s), each value until the next; per horizontal area, on sides per area
  double ponding = 0;  ///< m, head at which rain runs off
  std::optional<Series>
      source;  ///< m3/s over time (s), the same: what cells of the patch get, whatever they hold
  std::vector<double> share;  ///< per cell of a source, 1 over all ranks
  std::vector<double> head;  ///< m, per face: pressure head of water that stands there; empty where none does
  Drain drain = Drain::none;
  std::optional<Evaporation> evaporation;  ///< what the air takes
  std::vector<std::uint8_t> open;          ///< per face: lets water through

  /// Whether no liquid water comes or goes.
  bool closed() const { return !rain && !source && head.empty() && drain == Drain::none; }
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

/// Its sum from 0 to `time`: the values times how long (s) each of them held.
inline double held_sum(const Series& series, double time) {
  double sum = 0;
  for (std::size_t i = 0; i < series.value.size(); ++i) {
    const double from = i == 0 ? 0 : std::max(series.along[i], 0.0);
    const double to = i + 1 < series.value.size() ? std::min(series.along[i + 1], time) : time;
    if (to > from) sum += (to - from) * series.value[i];
  }
  return sum;
}

/// The first point of a series after `time`; infinity after the last.
inline double next_point(const Series& series, double time) {
  const auto after = std::ranges::upper_bound(series.along, time);
  return after == series.along.end() ? std::numeric_limits<double>::infinity() : *after;
}

}  // namespace talus
