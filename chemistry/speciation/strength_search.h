// The ionic strength of a water whose activity coefficients depend on it alone.
//
//     r(ln I) = ln I_made(I) - ln I = 0
//
// I_made is what the ions make where activity coefficients are those at I. At given coefficients a water has
// one answer and a search for it does not fail, but where ions of high charge (Al13O4(OH)24+7, Fe3(OH)4+5)
// make up most of I, taking I_made for the next I goes to and fro for ever. As totals bound what there can
// be, r is above 0 at small and below 0 at large I: the root is bracketed, and found by secants that stay in
// the bracket.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

namespace talus {

class StrengthSearch {
 public:
  /// `first`: a guess, mol/kgw.
  explicit StrengthSearch(double first) : at_(std::log(std::clamp(first, 1e-12, 100.0))) {}

  /// Where activity coefficients are to be taken, mol/kgw.
  double strength() const { return std::exp(at_); }

  /// Takes what the ions make at strength() (mol/kgw) and goes on to the next. Returns |r|.
  double next(double made) {
    const double r = std::log(std::max(made, 1e-300)) - at_;
    const double slope = (r - last_r_) / (at_ - last_at_);
    last_at_ = at_, last_r_ = r;
    (r > 0 ? low_ : high_) = at_;
    // a root that moved (with the activity of water) has left its bracket
    if (high_ - low_ < 1e-9)
      (r > 0 ? high_ : low_) = std::numeric_limits<double>::infinity() * (r > 0 ? 1 : -1);
    const double step = slope < -0.05 ? -r / slope : r;
    const double wanted = at_ + std::clamp(step, -longest, longest);
    const bool inside = wanted > low_ && wanted < high_;
    const double width = high_ - low_;
    // every third step halves the bracket, whatever the secant says
    const bool slow = std::isfinite(width) && ++steps_in_bracket_ % 3 == 0 && std::abs(r) > 1e-3;
    at_ = inside && !slow        ? wanted
          : std::isfinite(width) ? 0.5 * (low_ + high_)
                                 : at_ + std::clamp(r, -longest, longest);
    return std::abs(r);
  }

 private:
  static constexpr double longest = 2.3;  // of ln I
  double at_;
  double low_ = -std::numeric_limits<double>::infinity(), high_ = std::numeric_limits<double>::infinity();
  double last_at_ = std::numeric_limits<double>::quiet_NaN(), last_r_ = 0;
  int steps_in_bracket_ = 0;
};

}  // namespace talus
