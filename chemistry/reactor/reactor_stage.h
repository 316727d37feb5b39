// The equations of one stage of a step of a batch reactor (reactor.h), and Newton's method for them.
//
// Unknowns: x = (ln m_1, ..., ln m_n, ln w), n_q of each mineral at equilibrium, e_g that each gas gave to
// the water since the start of the step, and N_g of streaming gas. Equations, in this order:
//
//     T_j(x) + sum_p nu_pj Delta n_p(x) + sum_q nu_qj (n_q - n_q0) - sum_g nu_gj e_g = T_j0      mol
//     n_q + c ln Omega_q > 0:  ln Omega_q = 0;  else n_q = 0                          active or not
//     e_g = e_g' + h t_g(x, N)                   with resistance; without it, one of
//       ln f_g(x) = ln f_g                       of gas that is kept
//       V f_g(x) / RT = V f_g(N) / RT            of gas in a volume
//     N_g + e_g = N_g0 + s_g' + h s_g(x, N)      streaming gas
//
// h is the weight of the end of the stage, and primed amounts come from earlier stages. Whether a
// mineral is there is decided anew in each iteration (primal-dual active sets: Hintermueller, Ito and Kunisch
// 2002, SIAM J. Optim. 13:865), so that one that runs out is exactly 0.
#pragma once

#include "chemistry/balances_derivatives.h"
#include "chemistry/reactor/linear.h"
#include "chemistry/reactor/reactor.h"
#include "chemistry/reactor/reactor_gas.h"

namespace talus {

/// Exchange of a gas with the water and with the outside, and what it depends on.
template <class R>
struct GasExchange {
  R transfer = R(0.0);      ///< t_g, mol/s into the water
  R per_fugacity = R(0.0);  ///< kLa w beta, mol/s/Pa
  R supply = R(0.0);        ///< s_g, mol/s, streaming gas that comes less what leaves
  std::vector<R> by_x;      ///< d t_g / d x
  R by_amount = R(0.0);     ///< d t_g / d N_g, 1/s
};

template <class R>
class ReactorStage {
 public:
  /// Throws std::invalid_argument when a gas has no dissolved species of its own to be transferred as.
  explicit ReactorStage(const ReactorModel& model);

  std::size_t unknowns() const { return balances_ + phases_ + gases_ + streams_; }

  /// Takes what the step starts from, with no weight, so that a stage has nothing to do yet. Fills the
  /// unknowns that begin it.
  void begin(const ReactorState<R>& state);

  /// The next evaluation starts from the ionic strength and activity of water of `state`, where it knows
  /// them.
  void guess_speciation(const ReactorState<R>& state) {
    Solution<R>& s = contents.solution;
    const auto known = state.strength > R(0.0);
    s.ionic_strength = select(known, state.strength, s.ionic_strength);
    s.ln_activity.back() = select(known, state.ln_water, s.ln_activity.back());
  }

  /// Evaluates everything at the unknowns `z`. False when the speciation does not settle.
  bool evaluate(const Constants& at);
  /// The equations and their derivatives after evaluate(), the latter first.
  void fill_jacobian(const Constants& at);
  void fill_residual(const Constants& at);
  /// Newton's method from the unknowns that are there. Where only solids react, until what is left of x is
  /// `negligible`, with the Jacobian of the stage before as long as that brings an answer near quickly; else
  /// to rounding. Lanes that have no answer are false.
  auto solve(const Constants& at, bool with_last_jacobian, double negligible);

  std::vector<R> z;                  ///< the unknowns
  StageStart<R> start;               ///< of the solids; `weight` is h
  std::vector<R> entered, supplied;  ///< e_g' and s_g', mol
  std::vector<GasExchange<R>> exchange;
  Contents<R> contents;
  std::vector<R> phase0, gas0;  ///< n_q0 and N_g0, mol
  std::vector<R>
      exchanged;  ///< what stands on exchangers, mol of the components, H2O last; empty without any

  const R& phase(std::size_t q) const { return z[balances_ + q]; }
  const R& taken(std::size_t g) const { return z[balances_ + phases_ + g]; }
  /// N_g, mol.
  R gas_left(std::size_t g) const {
    return streams_ > 0 ? z[balances_ + phases_ + gases_ + g] : R(gas0[g] - taken(g));
  }
  /// Species i on exchanger e, mol.
  R loaded(std::size_t e, std::size_t i) const {
    return loading_[e].fraction[i] * sites_[e] * R(1 / model_.exchangers[e].species[i].sites);
  }
  /// Partial pressure of gas g that the water meets, Pa.
  R pressure(std::size_t g, double temperature) const {
    if (model_.gas.kind == GasContact::kept) return pressure_[g];
    if (model_.gas.kind == GasContact::enclosed && model_.gas.real) return gas_left(g) * pressure_per_mole_;
    return gas_left(g) * R(gas_of_reactor_.compressibility * gas_constant * temperature) / volume_;
  }

  /// Equation i, in its own unit (of a balance mol), and its derivatives by the unknowns.
  R residual(std::size_t i) const { return i < balances_ ? R(right_[i] / over_magnitude_[i]) : right_[i]; }
  R jacobian(std::size_t i, std::size_t k) const {
    const R& entry = linear_.matrix[i * linear_.size + k];
    return i < balances_ ? R(entry / over_magnitude_[i]) : entry;
  }

  /// Whether what a stage does is known from the speeds of solids.
  bool only_solids_react() const;

  /// Solves the last linear system of solve() for a difference of the balances, mol; of `out` the first n + 1
  /// are that of x.
  void respond_to(std::span<const R> balance, std::span<R> out) const;

 private:
  R step_of_newton(const Constants& at, double furthest);
  R turnover(std::size_t j) const;
  /// What is less than this part of its turnover is not resolved by its balance: a few roundings over the step that ends
  /// Newton's method.
  static constexpr double unresolved = 1e-15 / 1e-6;
  void follow_speeds();
  void follow_ionic_strength();
  void meet_gas(double temperature);
  void load_exchangers(const Constants& at);
  void differentiate_exchangers();
  void exchange_gases(const Constants& at);
  void differentiate_exchange();
  R ln_omega(std::size_t q) const;
  auto is_there(std::size_t q) const;
  void fill_balance_rows();
  void fill_phase_rows();
  void fill_gas_rows(const Constants& at);
  void fill_stream_rows(const Constants& at);
  void add_column(const ReactionRow& row, std::size_t column, double sign);
  /// d ln m_i / d ln m_k of a species.
  void species_derivative(std::size_t i, std::span<R> d) const;

  const ReactorModel& model_;
  const ChemicalSystem& system_;
  std::size_t balances_, phases_, gases_, streams_;
  std::vector<std::size_t> dissolved_;  // of each gas, its species in the water
  std::vector<double> ln_k_phase_;
  double temperature_ = 0, exchange_temperature_ = 0;
  std::vector<R> total_, pressure_, feed_, sites_;
  std::vector<ExchangeConstants> exchange_at_;
  std::vector<Loading<R>> loading_;
  R volume_ = R(0.0), inert_ = R(0.0);
  GasOfReactor<R> gas_of_reactor_;
  std::vector<R> fugacity_;            // of each gas that the water meets, Pa
  std::vector<R> fugacity_by_amount_;  // d fugacity_ / d N, Pa/mol, row by row
  R pressure_per_mole_ = R(0.0);       // of real gas in a volume, Pa/mol
  ContentsDerivatives<R> derivatives_;
  LinearSystem<R> linear_;
  std::vector<R> right_, over_magnitude_, row_;
};

}  // namespace talus
