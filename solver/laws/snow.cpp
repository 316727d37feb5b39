#include "solver/laws/snow.h"

#include <limits>

namespace talus {

namespace {

/// Adds a value from `time` on, where it is another than before.
void hold(Series& series, double time, double value) {
  if (!series.value.empty() && series.value.back() == value) return;
  series.along.push_back(time);
  series.value.push_back(value);
}

SnowCover::Amounts after(const SnowCover::Piece& piece, double seconds) {
  return {piece.amounts.lies + seconds * piece.rates.lies,
          piece.amounts.fallen + seconds * piece.rates.fallen,
          piece.amounts.sublimated + seconds * piece.rates.sublimated};
}

/// The same as before: nothing lies and nothing falls.
bool idle(const SnowCover::Piece& piece) {
  return piece.amounts.lies == 0 && piece.rates.lies == 0 && piece.rates.fallen == 0;
}

}  // namespace

LaidSnow lay_snow(const SnowLaw& law, const std::vector<SnowWeather>& rows) {
  LaidSnow laid;
  SnowCover::Amounts now{.lies = law.start};
  const auto begin = [&](double time, const SnowCover::Amounts& rates, double liquid) {
    const SnowCover::Piece piece{time, now, rates};
    if (laid.pieces.empty() || !idle(laid.pieces.back()) || !idle(piece)) laid.pieces.push_back(piece);
    hold(laid.liquid, time, liquid);
    return piece;
  };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const SnowWeather& row = rows[i];
    const double end = i + 1 < rows.size() ? rows[i + 1].time : std::numeric_limits<double>::infinity();
    const double falls = row.precipitation * law.share(row.temperature);
    const double melts = law.melt(row.temperature), leaves = melts + row.sublimation;
    for (double time = row.time; time < end;) {
      const bool lies = now.lies > 0 || falls > leaves;
      const double part = lies         ? 1
                          : leaves > 0 ? falls / leaves
                                       : 0;  // of what would leave there may be less
      const auto piece = begin(time, {lies ? falls - leaves : 0, falls, part * row.sublimation},
                               row.precipitation - falls + part * melts);
      const double bare = lies && leaves > falls ? time + now.lies / (leaves - falls) : end;
      const double until = std::min(bare, end);
      if (std::isfinite(until)) now = after(piece, until - time);
      if (bare < end) now.lies = 0;
      time = until;
    }
  }
  return laid;
}

}  // namespace talus
