#include "chemistry/equilibrium/equilibrium_search.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace talus {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double supersaturated = 1e-9;     // ln Omega from which an absent phase must form
constexpr double rounding = 1e-13;          // of a balance, relative to its terms
constexpr double least_water = 1e-6;        // of the batch's H2O that must stay liquid
constexpr double least_ln_molality = -2e4;  // nothing is that dilute

/// The share of the step `dx` from `x` that derivatives can be trusted for: 1.5 of any ln m, more where it
/// stands for next to nothing.
double trusted_share(const VectorXd& x, const VectorXd& dx) {
  double share = 1;
  for (Index j = 0; j < x.size(); ++j)
    share = std::min(share, (1.5 + 0.1 * std::max(0.0, -60 - x(j))) / std::max(std::abs(dx(j)), 1e-300));
  return share;
}

/// The largest share of `step` that leaves `value` above 1/200 of itself everywhere.
double share_within(const VectorXd& value, const VectorXd& step) {
  double share = 1;
  for (Index p = 0; p < value.size(); ++p)
    if (step(p) < 0) share = std::min(share, -0.995 * value(p) / step(p));
  return share;
}

double largest(const VectorXd& v) { return v.size() == 0 ? 0 : v.cwiseAbs().maxCoeff(); }

}  // namespace

EquilibriumSearch::EquilibriumSearch(const EquilibriumModel& model, const EquilibriumConstants& at,
                                     const Batch& batch, VectorXd total)
    : model_(model),
      vessel_(model, at, batch),
      total_(std::move(total)),
      start_(static_cast<Index>(model.phases.size())),
      row_(MatrixXd::Zero(start_.size(), total_.size())),
      water_(0) {
  for (std::size_t p = 0; p < model.phases.size(); ++p) {
    const auto row = static_cast<Index>(p);
    const PhaseStart& own = batch.phases[p];
    open_.push_back(own.open);
    start_(row) = own.open ? 0 : own.amount;
    for (const Term& t : model.phases[p].row.terms) row_(row, t.component) = t.power;
    row_(row, row_.cols() - 1) = model.phases[p].row.water;
  }
  const VectorXd all = total_ + row_.transpose() * start_;
  water_ = std::max(total_(total_.size() - 1), water_there(model, batch)) * water_molar_mass;
  possible_.resize(start_.size());
  for (std::size_t p = 0; p < model.phases.size(); ++p) possible_(static_cast<Index>(p)) = possible(all, p);
}

/// The least of what each component allows, where no open phase supplies it; `all`: totals with all phases.
double EquilibriumSearch::possible(const VectorXd& all, std::size_t phase) const {
  double least = water_ / water_molar_mass;
  for (const Term& t : model_.phases[phase].row.terms) {
    bool endless = false;
    for (std::size_t p = 0; p < open_.size(); ++p)
      endless = endless || (open_[p] && row_(static_cast<Index>(p), t.component) != 0);
    if (t.power > 0 && !endless && only_taken_in(model_, static_cast<std::size_t>(t.component)))
      least = std::min(least, all(t.component) / t.power);
  }
  return least;
}

/// Evaluates at x; where the speciation does not settle, takes back half of the step from `before`, and half
/// again.
bool EquilibriumSearch::evaluate(VectorXd& x, const VectorXd& before) {
  ++iterations_;
  for (int times = 0; times < 20; ++times) {
    if (vessel_.evaluate(x)) return true;
    x = (x + before) / 2;
  }
  return give_up("on the way to the answer the water has no speciation");
}

/// What is in the vessel beyond its total, mol.
VectorXd EquilibriumSearch::balance(const VectorXd& change) const {
  return vessel_.held + row_.transpose() * change - total_;
}

/// The size of the terms of each balance, mol; with a trace, since what is less is not there.
VectorXd EquilibriumSearch::scale(const VectorXd& change) const {
  return (vessel_.magnitude + row_.cwiseAbs().transpose() * change.cwiseAbs() + total_.cwiseAbs()).array() +
         trace_total * water_;
}

double EquilibriumSearch::balance_error() const {
  return largest(balance(last_change_).cwiseQuotient(scale(last_change_)));
}

bool EquilibriumSearch::stays_within(const VectorXd& x) {
  const Index n = x.size() - 1;
  if (x(n) < std::log(least_water * water_)) return give_up("no water is left: the phases bind all of it");
  for (Index j = 0; j < n; ++j)
    if (x(j) < least_ln_molality)
      return give_up("'" + model_.system->component_name(static_cast<std::size_t>(j)) +
                     "' is used up: the phases and the totals leave none of it to the water");
  return true;
}

/// The matrix of the path: balances relative to their terms, and d(n_p y_p) relative to n_p + y_p N_p.
MatrixXd EquilibriumSearch::path_matrix(const VectorXd& amount, const VectorXd& slack) const {
  const Index n = total_.size(), phases = start_.size();
  MatrixXd matrix = MatrixXd::Zero(n + phases, n + phases);
  matrix.topLeftCorner(n, n) = vessel_.by_x;
  matrix.topRightCorner(n, phases) = row_.transpose();
  for (Index p = 0; p < phases; ++p) {
    const bool open = open_[static_cast<std::size_t>(p)];
    const double size = open ? 1 : amount(p) + slack(p) * possible_(p);
    matrix.row(n + p).head(n) = (open ? 1 : -amount(p) / size) * vessel_.saturation_by_x.row(p);
    if (!open) matrix(n + p, n + p) = slack(p) / size;
  }
  return matrix;
}

/// What the step must take away: of balances, and of n_p S_p + barrier N_p (S_p of an open phase), not yet
/// relative.
VectorXd EquilibriumSearch::path_residual(const VectorXd& change, const VectorXd& amount,
                                          double barrier) const {
  const Index n = total_.size(), phases = start_.size();
  VectorXd f(n + phases);
  f.head(n) = balance(change);
  for (Index p = 0; p < phases; ++p)
    f(n + p) = open_[static_cast<std::size_t>(p)]
                   ? vessel_.saturation(p)
                   : -(barrier * possible_(p) + amount(p) * vessel_.saturation(p));
  return f;
}

/// An amount is what the barrier makes of the distance from saturation, within bounds: else a step that
/// overshot it once would never be forgotten.
void EquilibriumSearch::keep_near_barrier(const VectorXd& slack, double barrier, VectorXd& amount,
                                          VectorXd& change) const {
  constexpr double bound = 1e3;
  for (Index p = 0; p < amount.size(); ++p) {
    if (open_[static_cast<std::size_t>(p)]) continue;
    const double middle = barrier * possible_(p) / slack(p);
    const double kept = std::clamp(amount(p), middle / bound, middle * bound);
    change(p) += kept - amount(p);
    amount(p) = kept;
  }
}

bool EquilibriumSearch::follow_path(EquilibriumPoint& point, double gap, bool water_stays) {
  const Index n = total_.size(), phases = start_.size();
  VectorXd before = point.x;
  VectorXd amount = (start_ + point.change).cwiseMax(1e-2 * possible_);
  if (!evaluate(point.x, before)) return false;
  point.present = open_;
  if (!make_independent(point)) return false;
  VectorXd slack = (-vessel_.saturation).cwiseMax(1.0);
  VectorXd change = point.change;
  for (Index p = 0; p < phases; ++p)
    if (!open_[static_cast<std::size_t>(p)]) change(p) = amount(p) - start_(p);
  const auto count = static_cast<double>(std::max<std::ptrdiff_t>(1, std::ranges::count(open_, false)));
  double share = 1, barrier = 1;
  for (int step = 0; step < 500; ++step) {
    double product = 0, worst = 0;
    for (Index p = 0; p < phases; ++p) {
      if (open_[static_cast<std::size_t>(p)]) continue;
      product += amount(p) * slack(p) / possible_(p) / count;
      worst = std::max(worst, amount(p) * slack(p) / possible_(p));
    }
    barrier = std::clamp(product * (share > 0.5 ? 0.1 : 0.6), 0.1 * gap, barrier);
    MatrixXd matrix = path_matrix(amount, slack);
    VectorXd f = path_residual(change, amount, barrier);
    const VectorXd size = scale(change);
    if (water_stays) {
      matrix.row(n - 1).setZero();
      matrix(n - 1, n - 1) = size(n - 1);
      f(n - 1) = 0;
    }
    const double open_balance = largest(f.head(n).cwiseQuotient(size));
    for (Index j = 0; j < n; ++j) matrix.row(j) /= size(j);
    f.head(n) = f.head(n).cwiseQuotient(size);
    for (Index p = 0; p < phases; ++p)
      if (!open_[static_cast<std::size_t>(p)]) f(n + p) /= amount(p) + slack(p) * possible_(p);
    const VectorXd d = matrix.partialPivLu().solve(-f);
    if (!d.allFinite()) return give_up("the phases and totals leave a component undetermined");
    const VectorXd dx = d.head(n), dn = d.tail(phases);
    // y + dy = -(S + dS): what the slack is not yet, it becomes in a full step
    VectorXd dy = -vessel_.saturation - slack - vessel_.saturation_by_x * dx;
    VectorXd finite_dn = dn;
    for (Index p = 0; p < phases; ++p)
      if (open_[static_cast<std::size_t>(p)]) finite_dn(p) = dy(p) = 0;
    const double within = share_within(slack, dy);
    const double for_x = std::min(within, trusted_share(point.x, dx));
    const double for_n = share_within(amount, finite_dn);
    share = std::min(for_x, for_n);
    if (((largest(dx) < 1e-4 && open_balance < 1e-6) || open_balance < rounding) && worst < gap) {
      point.change = change;
      return true;
    }
    before = point.x;
    point.x += for_x * dx;
    slack += for_x * dy;
    change += for_n * dn;
    amount += for_n * finite_dn;
    keep_near_barrier(slack, barrier, amount, change);
    if (!evaluate(point.x, before) || !stays_within(point.x)) return false;
  }
  return give_up("no equilibrium after " + std::to_string(iterations_) + " iterations; " +
                 worst_balance(change));
}

std::string EquilibriumSearch::worst_balance(const VectorXd& change) const {
  Index worst = 0;
  const double error = balance(change).cwiseQuotient(scale(change)).cwiseAbs().maxCoeff(&worst);
  char number[32];
  std::snprintf(number, sizeof number, "%.1e", error);
  return "the balance of " + model_.system->component_name(static_cast<std::size_t>(worst)) + " is open by " +
         number + " of its terms";
}

/// Newton's method with the phases `there` at saturation and none of the others, to rounding.
bool EquilibriumSearch::newton(EquilibriumPoint& point, const std::vector<Index>& there) {
  const Index n = total_.size(), phases = static_cast<Index>(there.size());
  MatrixXd matrix = MatrixXd::Zero(n + phases, n + phases);
  VectorXd f(n + phases), before = point.x;
  int more = 2;  // steps after the last that counted: Newton's method squares what is left
  double last = 1;
  for (int step = 0; step < 100; ++step) {
    if (!evaluate(point.x, before) || !stays_within(point.x)) return false;
    const VectorXd size = scale(point.change);
    matrix.topLeftCorner(n, n) = vessel_.by_x;
    f.head(n) = balance(point.change);
    for (Index a = 0; a < phases; ++a) {
      const Index p = there[static_cast<std::size_t>(a)];
      matrix.block(0, n + a, n, 1) = row_.row(p).transpose();
      matrix.block(n + a, 0, 1, n) = vessel_.saturation_by_x.row(p);
      f(n + a) = vessel_.saturation(p);
    }
    for (Index j = 0; j < n; ++j) {
      matrix.row(j) /= size(j);
      f(j) /= size(j);
    }
    if (more == 0) {
      last_change_ = point.change;
      return true;
    }
    const VectorXd d = matrix.partialPivLu().solve(-f);
    if (!d.allFinite()) return give_up("the phases and totals leave a component undetermined");
    const double longest = largest(d.head(n));
    const double share = trusted_share(point.x, d.head(n));
    before = point.x;
    point.x += share * d.head(n);
    for (Index a = 0; a < phases; ++a) point.change(there[static_cast<std::size_t>(a)]) += share * d(n + a);
    // of what is there in traces beside much that takes as much away (oxygen of water whose iron uses it up),
    // rounding of the balance leaves ln m open
    const double error = largest(f);
    if (longest < 1e-7 || (error < rounding && error > 0.5 * last)) --more;
    last = error;
  }
  return give_up("no equilibrium after " + std::to_string(iterations_) + " iterations; " +
                 worst_balance(point.change));
}

std::string EquilibriumSearch::names(const VectorXd& combination, const std::vector<Index>& of) const {
  std::string all;
  for (std::size_t a = 0; a < of.size(); ++a)
    if (std::abs(combination(static_cast<Index>(a))) > 1e-9)
      all += (all.empty() ? "'" : ", '") + model_.phases[static_cast<std::size_t>(of[a])].name + "'";
  return all;
}

/// While a present phase is made of others that are present: turns those that cost Gibbs energy into the
/// others, until one is gone.
bool EquilibriumSearch::make_independent(EquilibriumPoint& point) {
  for (;;) {
    std::vector<Index> there;
    for (Index p = 0; p < start_.size(); ++p)
      if (point.present[static_cast<std::size_t>(p)]) there.push_back(p);
    if (there.empty()) return true;
    // where the activity of water is 1, nothing answers to the water in a phase
    const bool unity = !model_.system->by_mixture() && model_.system->water_activity == WaterActivity::unity;
    const Index columns = row_.cols() - (unity ? 1 : 0);
    MatrixXd made_of(columns, static_cast<Index>(there.size()));
    for (std::size_t a = 0; a < there.size(); ++a)
      made_of.col(static_cast<Index>(a)) = row_.row(there[a]).head(columns).transpose();
    Eigen::FullPivLU<MatrixXd> lu(made_of);
    lu.setThreshold(1e-10);
    if (lu.dimensionOfKernel() == 0) return true;
    VectorXd forms = lu.kernel().col(0);
    double gain = 0;
    for (std::size_t a = 0; a < there.size(); ++a)
      gain += forms(static_cast<Index>(a)) * vessel_.saturation(there[a]);
    if (std::abs(gain) < supersaturated * forms.cwiseAbs().maxCoeff())
      return give_up("Gibbs' phase rule: " + names(forms, there) +
                     " are at equilibrium with each other whatever the water, so their amounts are open");
    if (gain < 0) forms = -forms;
    Index first = -1;
    double least = 0;
    for (std::size_t a = 0; a < there.size(); ++a) {
      const double own = forms(static_cast<Index>(a));
      if (own > -1e-9 || open_[static_cast<std::size_t>(there[a])]) continue;
      const double lasts = (start_(there[a]) + point.change(there[a])) / -own;
      if (first >= 0 && lasts >= least) continue;
      first = there[a];
      least = lasts;
    }
    if (first < 0)
      return give_up("the targets of " + names(forms, there) +
                     " contradict each other: they cannot all be there");
    point.present[static_cast<std::size_t>(first)] = false;
  }
}

/// Takes out the phase whose amount is furthest below 0, or else brings in the one that is furthest above
/// saturation. False when there is none of either kind.
bool EquilibriumSearch::exchange_phases(EquilibriumPoint& point) const {
  Index out = -1, in = -1;
  double least = 0, most = supersaturated;
  for (Index p = 0; p < start_.size(); ++p) {
    const auto i = static_cast<std::size_t>(p);
    if (open_[i]) continue;
    const double amount = start_(p) + point.change(p);
    if (point.present[i] && amount < least) {
      out = p;
      least = amount;
    }
    if (!point.present[i] && vessel_.saturation(p) > most) {
      in = p;
      most = vessel_.saturation(p);
    }
  }
  if (out >= 0) point.present[static_cast<std::size_t>(out)] = false;
  if (out < 0 && in >= 0) point.present[static_cast<std::size_t>(in)] = true;
  return out >= 0 || in >= 0;
}

bool EquilibriumSearch::settle(EquilibriumPoint& point) {
  VectorXd before = point.x;
  if (!evaluate(point.x, before)) return false;
  for (Index round = 0; round < 10 + 4 * start_.size(); ++round) {
    if (!make_independent(point)) return false;
    std::vector<Index> there;
    for (Index p = 0; p < start_.size(); ++p) {
      if (point.present[static_cast<std::size_t>(p)])
        there.push_back(p);
      else
        point.change(p) = -start_(p);
    }
    if (!newton(point, there)) return false;
    if (!exchange_phases(point)) return true;
  }
  return give_up("which phases are there stays undecided");
}

}  // namespace talus
