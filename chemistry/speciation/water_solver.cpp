#include "chemistry/speciation/water_solver.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <ranges>
#include <stdexcept>
#include <utility>

#include "chemistry/speciation/strength_search.h"
#include "chemistry/speciation/unsolved_water.h"

namespace talus {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double greatest_ln = 250;  // of a molality on the way to the answer
constexpr double last_step = 1e-10;  // Newton's method squares what is left

Index at_index(std::size_t i) { return static_cast<Index>(i); }

class Solver {
 public:
  Solver(const Solutes& system, const Constants& at, const std::vector<WaterCondition>& conditions,
         WaterState& state)
      : system_(system),
        at_(at),
        conditions_(conditions),
        s_(state),
        n_(system.components),
        all_(system.species.size()),
        activities_of_(system, at) {}

  void run() {
    if (s_.known && polish()) return;
    std::vector<double> shifts{0, -7, 7, -11, 11};  // of first guesses of ln a(H+), where it is not given
    const auto h = static_cast<std::size_t>(system_.hydrogen);
    if (h >= n_ || conditions_[h].kind == WaterCondition::linear) shifts.resize(1);
    for (const double shift : shifts)
      if (begin(shift), approach()) return;
    for (const double shift : shifts | std::views::take(3))
      if (begin(shift), find_strength()) return;
    if (approach_saturation()) return;
    refuse_water(system_, conditions_, s_, vanished() >= 0 ? vanished() : last_held_, most());
  }

 private:
  void begin(double shift) {
    held_ = -1;
    times_held_ = 0;
    s_.ln_activity.assign(n_ + 1, 0.0);
    s_.ln_molality.assign(all_, 0.0);
    s_.ln_gamma.assign(all_, 0.0);
    s_.molality.assign(all_, 0.0);
    double strength = 1e-7;
    for (std::size_t j = 0; j < n_; ++j) {
      const WaterCondition& c = conditions_[j];
      s_.ln_activity[j] = std::log(c.first_guess);
      if (static_cast<int>(j) == system_.hydrogen && c.kind != WaterCondition::linear)
        s_.ln_activity[j] += shift;
      const double z = system_.species[j].charge;
      if (c.kind == WaterCondition::total) strength += 0.5 * z * z * std::min(std::abs(c.value), 2.0);
    }
    const double i = std::min(strength, 3.0), root = std::sqrt(i);
    for (std::size_t k = 0; k < all_; ++k) {  // Davies's equation, with which every model begins
      const double z = system_.species[k].charge;
      s_.ln_gamma[k] = -1.17 * z * z * (root / (1 + root) - 0.2 * std::min(i, 1.0));
    }
    by_mass_action();
  }

  /// Molalities of all species at given activities of components and given gamma.
  void by_mass_action() {
    const std::span<const double> lambda = s_.ln_activity;
    for (std::size_t i = 0; i < all_; ++i) {
      const double ln_m = i < n_ ? lambda[i] - s_.ln_gamma[i]
                                 : at_.ln_k_species[i] + system_.species[i].row.dot(lambda) - s_.ln_gamma[i];
      s_.ln_molality[i] = std::min(ln_m, greatest_ln);
    }
    molalities();
  }

  void molalities() {
    for (std::size_t i = 0; i < all_; ++i)
      s_.molality[i] = is_electron(i) ? 0.0 : std::exp(std::clamp(s_.ln_molality[i], -700.0, greatest_ln));
  }

  bool is_electron(std::size_t i) const { return static_cast<int>(i) == system_.electron; }

  double sum_of(const WaterCondition& c) const {
    double sum = 0;
    for (std::size_t i = 0; i < all_; ++i) sum += c.share[i] * s_.molality[i];
    return sum;
  }

  /// Brings totals within a factor of 2, one component after the other, by the power with which most of each
  /// is made of the component (positive continuous fractions; Carrayrou and others 2002, AIChE J. 48:894).
  void bring_totals_near() {
    for (int sweep = 0; sweep < 60; ++sweep) {
      double worst = 0;
      for (std::size_t j = 0; j < n_; ++j) {
        const WaterCondition& c = conditions_[j];
        if (!takes_logarithm(c)) continue;
        double sum = 0, powers = 0;
        for (std::size_t i = 0; i < all_; ++i) {
          const double part = c.share[i] * s_.molality[i];
          sum += part;
          powers = std::max(powers, part > 0 ? part * std::abs(system_.species[i].row.of(j)) : 0);
        }
        if (!(sum > 0)) continue;
        const double off = std::log(c.value / sum);
        worst = std::max(worst, std::abs(off));
        if (std::abs(off) < 0.7) continue;
        s_.ln_activity[j] += off / std::max(1.0, powers / sum);
      }
      by_mass_action();
      if (worst < 0.7) return;
    }
  }

  /// Whether all of a total adds to it, so that it can neither vanish nor come out below 0.
  static bool takes_logarithm(const WaterCondition& c) {
    return c.kind == WaterCondition::total && c.value > 0 &&
           std::ranges::all_of(c.share, [](double share) { return share >= 0; });
  }

  /// ln of the two sides of a condition over each other, and its derivatives by the ln m (none for a linear
  /// one): what adds to a sum and what takes from it, with the total on the side where it is above 0.
  double residual(const WaterCondition& c, VectorXd& by_ln_m) const {
    const double asked = c.kind == WaterCondition::charge ? 0 : c.value;
    double left = std::max(-asked, 0.0), right = std::max(asked, 0.0);
    for (std::size_t i = 0; i < all_; ++i) {
      const double share =
          c.kind == WaterCondition::charge ? (is_electron(i) ? 0 : system_.species[i].charge) : c.share[i];
      const double part = by_ln_m[at_index(i)] = share * s_.molality[i];
      (part > 0 ? left : right) += std::abs(part);
    }
    left = std::max(left, std::numeric_limits<double>::min());
    right = std::max(right, std::numeric_limits<double>::min());
    for (double& part : by_ln_m) part /= part > 0 ? left : right;
    return std::log(left / right);
  }

  /// One step. `with_gamma`: in all unknowns; else at given gamma and activity of water. Returns its size, or
  /// not a number.
  double step(bool with_gamma, double longest) {
    const Index n = at_index(n_), all = at_index(all_);
    ++s_.iterations;
    VectorXd own = VectorXd::Zero(all);            // change of ln m at given lambda
    MatrixXd follow = MatrixXd::Zero(all, n + 1);  // and with lambda
    for (std::size_t i = 0; i < all_; ++i) {
      for (const Term& t : system_.species[i].row.terms) follow(at_index(i), t.component) = t.power;
      follow(at_index(i), n) = system_.species[i].row.water;
    }
    Activities a;
    if (with_gamma) {
      a = activities_of_(s_.molality, true);
      s_.ionic_strength = a.strength;
      const std::span<const double> lambda = s_.ln_activity;
      for (std::size_t i = 0; i < all_; ++i)
        own[at_index(i)] = at_.ln_k_species[i] + system_.species[i].row.dot(lambda) -
                           a.ln_gamma[at_index(i)] - s_.ln_molality[i];
      answer_of_gamma(a, own, follow);
    }
    MatrixXd matrix(n + 1, n + 1);
    VectorXd right(n + 1), by_ln_m(all);
    for (std::size_t j = 0; j < n_; ++j) {
      const WaterCondition& c = conditions_[j];
      const Index row = at_index(j);
      if (static_cast<int>(j) == held_) {
        matrix.row(row).setZero();
        matrix(row, row) = 1;
        right[row] = 0;
        continue;
      }
      if (c.kind == WaterCondition::linear) {
        matrix.row(row).setZero();
        for (const Term& t : c.row.terms) matrix(row, t.component) = t.power;
        matrix(row, n) = c.row.water;
        right[row] = c.value - c.row.dot(std::span<const double>(s_.ln_activity));
        continue;
      }
      right[row] = -residual(c, by_ln_m) - by_ln_m.dot(own);
      matrix.row(row) = by_ln_m.transpose() * follow;
    }
    matrix.row(n).setZero();
    matrix(n, n) = 1;
    right[n] = 0;
    if (with_gamma) {
      matrix.row(n) -= a.water_by_ln_m.transpose() * follow;
      right[n] = a.ln_water - s_.ln_activity[n_] + a.water_by_ln_m.dot(own);
    }
    const VectorXd change = matrix.partialPivLu().solve(right);
    const VectorXd of_species = own + follow * change;
    double size = change.cwiseAbs().maxCoeff();
    if (with_gamma) size = std::max(size, significant(of_species));
    if (!std::isfinite(size) || !change.allFinite()) return std::numeric_limits<double>::quiet_NaN();
    const double share = std::min(1.0, longest / size);
    for (std::size_t j = 0; j <= n_; ++j) s_.ln_activity[j] += share * change[at_index(j)];
    if (!with_gamma) {
      by_mass_action();
      return size;
    }
    for (std::size_t i = 0; i < all_; ++i)
      s_.ln_molality[i] = std::min(s_.ln_molality[i] + share * of_species[at_index(i)], greatest_ln);
    molalities();
    for (std::size_t i = 0; i < all_; ++i) s_.ln_gamma[i] = a.ln_gamma[at_index(i)];
    return size;
  }

  /// The largest change of a species that is there.
  double significant(const VectorXd& change) const {
    double largest = 0;
    for (std::size_t i = 0; i < all_; ++i)
      if (!is_electron(i) && s_.ln_molality[i] > -60)
        largest = std::max(largest, std::abs(change[at_index(i)]));
    return largest;
  }

  /// Replaces changes of ln m at given gamma by those with gamma: (1 + d ln gamma / d ln m) x = change.
  void answer_of_gamma(const Activities& a, VectorXd& own, MatrixXd& follow) const {
    const Index all = at_index(all_);
    if (system_.by_mixture) {
      const MatrixXd matrix = MatrixXd::Identity(all, all) + a.by_ln_m;
      const auto factored = matrix.partialPivLu();
      own = factored.solve(own).eval();
      follow = factored.solve(follow).eval();
      return;
    }
    VectorXd weight(all);  // d I / d ln m
    for (std::size_t i = 0; i < all_; ++i) {
      const double z = system_.species[i].charge;
      weight[at_index(i)] = 0.5 * z * z * s_.molality[i];
    }
    const double below = 1 + weight.dot(a.by_strength);  // Sherman and Morrison
    own -= a.by_strength * (weight.dot(own) / below);
    const Eigen::RowVectorXd of_all = weight.transpose() * follow / below;
    follow -= a.by_strength * of_all;
  }

  /// Newton's method at given gamma, as far as it goes.
  bool settle_at_given_gamma() {
    bring_totals_near();
    for (int k = 0; k < 150; ++k) {
      const double size = step(false, 2.5);
      if (!std::isfinite(size)) return false;
      if (const int gone = vanished(); gone >= 0) {
        // of a component of which little is needed there can seem to be too much, at gamma of a first guess:
        // a trace of it is held until gamma is found anew
        if (held_ >= 0 || ++times_held_ > 12) return false;
        held_ = last_held_ = gone;
        s_.ln_activity[static_cast<std::size_t>(gone)] += 20;
        by_mass_action();
      }
      if (size < 1e-3) return true;
    }
    return false;
  }

  /// Newton's method in all unknowns; false, and the state as before, when it does not settle.
  bool polish() {
    const WaterState before = s_;
    int steps = 0;
    for (double last = 1e9; steps < 40; ++steps) {
      const double size = step(true, 1.0);
      if (!std::isfinite(size) || (steps > 8 && size > last && size > 1)) break;
      // near neutral water in a brine, rounding of the sum of charges moves pH by more than last_step
      const bool rounding = size < 1e-6 && last < 1e-6 && size > last / 4;
      last = size;
      if (size < last_step || rounding) {
        if (!plausible()) break;
        const Activities a = activities_of_(s_.molality, false);
        s_.ionic_strength = a.strength;
        for (std::size_t i = 0; i < all_; ++i) s_.ln_gamma[i] = a.ln_gamma[at_index(i)];
        s_.known = true;
        return true;
      }
    }
    const int iterations = s_.iterations;
    s_ = before;
    s_.iterations = iterations;
    s_.known = false;
    return false;
  }

  /// Whether there is less solute than water, and water is not more active than pure: the equations of brines
  /// have roots elsewhere that mean nothing.
  bool plausible() const { return dissolved() < most() && s_.ln_activity[n_] < 1e-9; }

  double most() const { return system_.by_mixture ? moles_of_water : most_solute; }  // mol/kgw

  double dissolved() const {
    return std::accumulate(s_.molality.begin(), s_.molality.end(), 0.0);
  }  // mol/kgw

  bool approach() {
    for (int times = 0; times < 100; ++times) {
      if (!settle_at_given_gamma()) return false;
      const bool was_held = std::exchange(held_, -1) >= 0;
      const Activities a = activities_of_(s_.molality, false);
      if (!a.ln_gamma.allFinite() || !std::isfinite(a.ln_water)) return false;
      double change = std::abs(a.ln_water - s_.ln_activity[n_]);
      const double most = times < 20 ? 1 : 0.3;  // gamma that goes to and fro is led
      for (std::size_t i = 0; i < all_; ++i) {
        const double off = a.ln_gamma[at_index(i)] - s_.ln_gamma[i];
        if (s_.molality[i] > 1e-12) change = std::max(change, std::abs(off));
        s_.ln_gamma[i] += std::clamp(off, -most, most) * (times < 20 ? 1 : 0.5);
      }
      s_.ln_activity[n_] += std::clamp(a.ln_water - s_.ln_activity[n_], -0.3, 0.3);
      by_mass_action();
      if (!was_held && (change < 0.3 || times % 10 == 9) && polish()) return true;
    }
    return false;
  }

  /// The ionic strength within a bracket (strength_search.h), where approach() goes to and fro.
  bool find_strength() {
    if (system_.by_mixture) return false;
    StrengthSearch search(activities_of_.strength(s_.molality));
    for (int times = 0; times < 200; ++times) {
      activities_of_.at_strength(search.strength(), s_.ln_gamma);
      by_mass_action();
      if (!settle_at_given_gamma()) return false;
      const bool was_held = std::exchange(held_, -1) >= 0;
      const double off = search.next(activities_of_.strength(s_.molality));
      s_.ln_activity[n_] = activities_of_.ln_water(s_.molality);
      if (!was_held && off < 0.1 && polish()) return true;
    }
    return false;
  }

  /// From a water far below saturation with the phases that it is to be in equilibrium with, in steps up to it. For
  /// salts so soluble that activity coefficients rise faster than what they are taken for.
  bool approach_saturation() {
    const std::vector<WaterCondition> asked = conditions_;
    if (std::ranges::none_of(asked, &WaterCondition::phase)) return false;
    const auto go_below = [&](double below) {  // of ln Omega
      for (std::size_t j = 0; j < n_; ++j)
        if (asked[j].phase) conditions_[j].value = asked[j].value - std::copysign(below, asked[j].row.of(j));
    };
    double below = 20, step = 4;
    go_below(below);
    begin(0);
    bool found = approach();
    while (found && below > 0 && step > 0.01) {
      const WaterState before = s_;
      const double next = std::max(0.0, below - step);
      go_below(next);
      if (polish()) {
        below = next;
        step *= 2;
      } else {
        s_ = before;
        step /= 4;
      }
    }
    conditions_ = asked;
    return found && below == 0;
  }

  /// Number of a component that goes to nothing, or -1. A total cannot: it is taken in logarithms.
  int vanished() const {
    constexpr double nothing = 1e-22;  // mol/kgw
    for (std::size_t j = 0; j < n_; ++j) {
      const WaterCondition& c = conditions_[j];
      if (c.kind == WaterCondition::linear || s_.ln_activity[j] > (takes_logarithm(c) ? -2000 : -60))
        continue;
      double sum = 0;
      for (std::size_t i = 0; i < all_; ++i) sum += std::abs(system_.species[i].row.of(j)) * s_.molality[i];
      if (sum < nothing) return static_cast<int>(j);
    }
    return -1;
  }

  const Solutes& system_;
  const Constants& at_;
  std::vector<WaterCondition> conditions_;
  WaterState& s_;
  std::size_t n_, all_;
  int held_ = -1, times_held_ = 0, last_held_ = -1;  // a component that stays as it is
  WaterActivities activities_of_;
};

}  // namespace

void solve_conditions(const Solutes& solutes, const Constants& at,
                      const std::vector<WaterCondition>& conditions, WaterState& state) {
  Solver(solutes, at, conditions, state).run();
}

}  // namespace talus
