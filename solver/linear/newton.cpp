#include "solver/linear/newton.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>
#include <vector>

#include "base/interruption.h"
#include "solver/linear/block_tridiagonal.h"
#include "solver/linear/explicit_matrix.h"
#include "solver/linear/vector_sums.h"

namespace talus {

namespace {

constexpr double closed = 1e-12;        // relative imbalance at which a balance counts as closed
constexpr double nearly_closed = 1e-9;  // good enough if the last update was already down to rounding
constexpr double small_update = 1e-10;
// bounds of one update, in ln: of rises, of falls, and of falls that lead to less than nothing
constexpr double linear_above = 1, linear_below = -0.5, largest_step = 20, largest_fall = 4;
// a balance of positive things that wants its unknown to fall further, after some iterations, would have to
// hold less than nothing
constexpr double unrecoverable_fall = 1e3;
constexpr int hope = 4;
// molalities: of one that is small what a fall leaves is little; a trace may have to be nothing, for rounding
constexpr double small = -28, trace = -70;
constexpr double nothing_left =
    0.65;  // of the lowest logarithm: below that nothing is there that equilibria could mean
// a closed cell whose update is smaller than either keeps its unknowns
constexpr double at_rest = 1e-12, at_rest_beside_largest = 1e-5;
constexpr int most_iterations = 25;
constexpr int held_from = 4;               // iterations after which cells are held at kinks
constexpr double krylov_tolerance = 1e-5;  // what is left is Newton's to finish

/// Infinity when one is not a number.
double largest_of(const std::vector<double>& values) {
  double largest = 0;
  for (const double v : values) {
    if (!std::isfinite(v)) return std::numeric_limits<double>::infinity();
    largest = std::max(largest, v);
  }
  return largest;
}

}  // namespace

struct Newton::Impl {
  Impl(const Mesh& m, BlockOperator& j, NewtonProblem p)
      : mesh(m),
        jacobian(j),
        touch(columns_touch(mesh)),
        columns(mesh, jacobian.unknowns(),
                touch ? BlockTridiagonal::Precision::single : BlockTridiagonal::Precision::full),
        problem(std::move(p)),
        of_cell(static_cast<std::size_t>(mesh.owned), 0.0) {}

  const Mesh& mesh;
  BlockOperator& jacobian;
  bool touch;  ///< columns do
  BlockTridiagonal columns;
  NewtonProblem problem;
  MatHandle products;  ///< the Jacobian, by its products
  MatHandle entries;   ///< and with all its entries, where options ask for them
  SnesHandle snes;
  VecHandle x, residual;
  std::vector<double> solved_for, solved;  ///< what the columns were last solved for, and the answer
  std::vector<double> beside;              ///< what the columns of the second colour are solved for
  std::vector<double> of_cell;             ///< imbalance of each owned cell in the last residual
  double imbalance = 0;                    ///< the largest, all ranks
  double contraction = 1;                  ///< of the imbalance in the last iteration
  bool answered = true;                    ///< the problem had an answer at the last x, all ranks
  bool factored = false;                   ///< the columns are those of this solve
  double update = 0;  ///< largest change of an unknown in the last iteration, by its scale, all ranks
  double fall = 0;    ///< largest fall of a logarithm that it asked for

  PetscErrorCode evaluate(SNES solver, Vec at, Vec result) {
    const double before = imbalance, expected = before * contraction * contraction;
    bool good = false;
    between(at, result, [&](std::span<const double> in, std::span<double> out) {
      good = problem.residual(in, out, before == 0 || expected > closed);
      std::ranges::fill(of_cell, 0.0);
      if (good) problem.imbalance(out, of_cell);
    });
    // a request of one rank to end the run is a failure of this step on all
    imbalance =
        max_over_ranks(mesh.communicator,
                       Interruption::due() ? std::numeric_limits<double>::infinity() : largest_of(of_cell));
    contraction = before > 0 ? std::min(imbalance / before, 1.0) : 1;
    answered = !any_rank(mesh.communicator, !good);
    if (!answered) petsc(SNESSetFunctionDomainError(solver));
    return 0;
  }

  /// What an update asks of an unknown that is `now`, as it is taken; PETSc subtracts it, so that a rise is
  /// negative.
  static double bounded(double value, const Unknown& of, double now) {
    const double taken =
        of.logarithm ? bounded_logarithm(value, of.positive, now) : std::clamp(value, -of.scale, of.scale);
    return std::min(taken, std::max(now - of.lowest, 0.0));
  }

  /// Of a logarithm a fall of more than 1 is one to less than nothing, or by a law of a power below 1: of
  /// traces of a positive thing little is left then, or nothing at all.
  static double bounded_logarithm(double value, bool positive, double now) {
    const double rise = -value;
    if (rise > linear_above || (rise < linear_below && rise > -1))
      return std::clamp(-std::log1p(rise), -largest_step, largest_step);
    if (positive && now < trace && value > unrecoverable_fall) return std::numeric_limits<double>::infinity();
    if (positive && now < small && value > 1) return largest_step;
    return std::min(value, largest_fall);
  }

  /// Bounds each update of the unknowns `x`.
  void damp(Vec x_now, Vec step, PetscBool* changed) {
    double *values = nullptr, largest = 0, deepest = 0;
    const double *now = nullptr, *off = nullptr;
    PetscInt size = 0;
    petsc(VecGetLocalSize(step, &size));
    petsc(VecGetArrayRead(residual, &off));
    petsc(VecGetArray(step, &values));
    petsc(VecGetArrayRead(x_now, &now));
    const auto block = static_cast<PetscInt>(jacobian.unknowns());
    for (PetscInt first = 0; first < size; first += block) {
      double rise = 0, fall_here = 0;
      for (PetscInt i = first; i < first + block; ++i) {
        const Unknown& of = problem.unknowns[static_cast<std::size_t>(i - first)];
        // where a reaction makes what has vanished by a power of it below 1, its balance, which lacks some, asks for less
        const bool lacks = of.vanishes && now[i] < nothing_left * of.lowest && off[i] < 0 && values[i] > 0;
        if (lacks) values[i] = -std::exp(largest_step);
        if (now[i] <= of.lowest && (off[i] == 0 || values[i] > 0)) values[i] = 0;  // it is nothing, and stays
        largest = std::max(largest, std::abs(values[i]) / of.scale);
        rise = std::max(rise, -values[i] / of.scale);
        if (of.logarithm && of.positive && now[i] > trace) fall_here = std::max(fall_here, values[i]);
      }
      if (rise < largest_step) deepest = std::max(deepest, fall_here);  // else others are still on their way
    }
    update = max_over_ranks(mesh.communicator, largest);
    fall = max_over_ranks(mesh.communicator, deepest);
    for (PetscInt first = 0; first < size; first += block) {
      double of_this = 0;
      for (PetscInt i = first; i < first + block; ++i) {
        const Unknown& of = problem.unknowns[static_cast<std::size_t>(i - first)];
        of_this = std::max(of_this, std::abs(values[i]) / of.scale);
        values[i] = bounded(values[i], of, now[i]);
      }
      if (of_this < std::max(at_rest, at_rest_beside_largest * update) &&
          of_cell[static_cast<std::size_t>(first / block)] <= closed)
        std::fill_n(values + first, block, 0.0);
    }
    petsc(VecRestoreArrayRead(x_now, &now));
    petsc(VecRestoreArrayRead(residual, &off));
    petsc(VecRestoreArray(step, &values));
    *changed = PETSC_TRUE;
  }

  /// Holds cells that are not closed at the kinks that their update crosses.
  void hold(Vec from, Vec to) {
    const std::size_t block = jacobian.unknowns();
    between(from, to, [&](std::span<const double> before, std::span<double> after) {
      for (std::size_t c = 0; c < of_cell.size(); ++c)
        if (of_cell[c] > closed)
          problem.hold(c, before.subspan(c * block, block), after.subspan(c * block, block));
    });
  }

  /// The Jacobian for PETSc; its entries too where a preconditioner of PETSc's is asked for.
  void prepare_jacobian() {
    const PetscInt rows = static_cast<PetscInt>(of_cell.size() * jacobian.unknowns());
    petsc(MatCreateShell(mesh.communicator, rows, rows, PETSC_DETERMINE, PETSC_DETERMINE, this,
                         products.fresh()));
    PetscErrorCode (*multiply)(Mat, Vec, Vec) = [](Mat self, Vec by, Vec into) {
      Impl* its = nullptr;
      MatShellGetContext(self, &its);
      return guarded([&] {
        between(by, into, [&](std::span<const double> in, std::span<double> out) { its->product(in, out); });
      });
    };
    petsc(MatShellSetOperation(products, MATOP_MULT, reinterpret_cast<void (*)()>(multiply)));
    PetscBool asked = PETSC_FALSE;
    petsc(PetscOptionsHasName(nullptr, nullptr, "-pc_type", &asked));
    if (asked) entries = explicit_matrix(mesh, jacobian.unknowns());
  }

  void update_jacobian() {
    problem.update_jacobian();
    solved.clear();
    // the norm that SNES has found of the residual depends on the ranks: FGMRES must find its own
    forget_norms(residual);
    petsc(MatAssemblyBegin(products, MAT_FINAL_ASSEMBLY));  // so that PETSc knows that it has changed
    petsc(MatAssemblyEnd(products, MAT_FINAL_ASSEMBLY));
    if (entries) write_blocks(mesh, jacobian, entries);
  }

  /// Columns as PETSc's preconditioner; alone where no two of them touch.
  void prepare_linear_solver() {
    KSP krylov = nullptr;
    PC preconditioner = nullptr;
    petsc(SNESGetKSP(snes, &krylov));
    petsc(KSPSetType(krylov, entries ? KSPGMRES : touch ? KSPFGMRES : KSPPREONLY));
    petsc(KSPSetTolerances(krylov, krylov_tolerance, PETSC_DEFAULT, PETSC_DEFAULT, 500));
    if (entries) return;
    petsc(KSPGetPC(krylov, &preconditioner));
    petsc(PCSetType(preconditioner, PCSHELL));
    petsc(PCShellSetName(preconditioner, "columns"));
    petsc(PCShellSetContext(preconditioner, this));
    petsc(PCShellSetSetUp(preconditioner, [](PC self) {
      Impl* its = nullptr;
      PCShellGetContext(self, &its);
      return guarded([&] {
        const bool good = its->columns.factor(its->jacobian);
        its->factored = good;
        petsc(PCSetFailedReason(self, any_rank(its->mesh.communicator, !good) ? PC_SUBPC_ERROR : PC_NOERROR));
      });
    }));
    petsc(PCShellSetApply(preconditioner, [](PC self, Vec b, Vec into) {
      Impl* its = nullptr;
      PCShellGetContext(self, &its);
      return guarded([&] { its->solve_columns(b, into); });
    }));
  }

  /// The columns of the first colour, then those of the second beside them, by one sweep of Gauss and Seidel:
  ///
  ///     M_1 x_1 = b_1,   M_2 x_2 = b_2 - R x_1
  ///
  /// As columns of one colour do not touch, it takes about half the iterations of all columns by themselves, at the same
  /// price (Saad 2003, Iterative Methods for Sparse Linear Systems, 12.4).
  void solve_columns(Vec b, Vec into) {
    between(b, into, [&](std::span<const double> in, std::span<double> out) {
      solved_for.assign(in.begin(), in.end());
      columns.solve(in, out, 0);
      beside.assign(in.size(), 0.0);
      if (touch) jacobian.add_between_columns(out, beside, 1);
      std::ranges::transform(in, beside, beside.begin(), std::minus{});
      columns.solve(beside, out, 1);
      solved.assign(out.begin(), out.end());
    });
  }

  /// J by. FGMRES asks for J P^-1 b, P being that sweep, right after P^-1 b: that is b, and R P^-1 b in the rows of the
  /// first colour. The columns need no product of their own.
  void product(std::span<const double> by, std::span<double> into) {
    if (std::ranges::equal(by, solved)) {
      std::ranges::copy(solved_for, into.begin());
      jacobian.add_between_columns(by, into, 0);
    } else {
      jacobian.multiply(by, into);
    }
  }

  void judge(PetscInt iteration, SNESConvergedReason* reason) const {
    *reason = SNES_CONVERGED_ITERATING;
    if (!std::isfinite(imbalance))
      *reason = SNES_DIVERGED_FNORM_NAN;
    else if (imbalance <= closed)
      *reason = SNES_CONVERGED_FNORM_RELATIVE;
    else if (iteration > 0 && update <= small_update && imbalance <= nearly_closed)
      *reason = SNES_CONVERGED_SNORM_RELATIVE;
    else if (iteration >= hope && fall > unrecoverable_fall)
      *reason = SNES_DIVERGED_DTOL;
    else if (iteration >= most_iterations)
      *reason = SNES_DIVERGED_MAX_IT;
  }
};

Newton::Newton(const Mesh& mesh, BlockOperator& jacobian, NewtonProblem problem)
    : impl_(std::make_unique<Impl>(mesh, jacobian, std::move(problem))) {
  Impl& m = *impl_;
  m.prepare_jacobian();
  m.x =
      vector_with_exact_sums(mesh.communicator, static_cast<PetscInt>(m.of_cell.size() * jacobian.unknowns()),
                             static_cast<PetscInt>(jacobian.unknowns()));
  petsc(VecDuplicate(m.x, m.residual.fresh()));
  petsc(SNESCreate(mesh.communicator, m.snes.fresh()));
  petsc(SNESSetFunction(
      m.snes, m.residual,
      [](SNES solver, Vec at, Vec result, void* self) {
        return guarded([&] { static_cast<Impl*>(self)->evaluate(solver, at, result); });
      },
      &m));
  petsc(SNESSetJacobian(
      m.snes, m.products, m.entries ? m.entries : m.products,
      [](SNES, Vec, Mat, Mat, void* self) {
        auto& its = *static_cast<Impl*>(self);
        return guarded([&] { its.update_jacobian(); });
      },
      &m));
  petsc(SNESSetConvergenceTest(
      m.snes,
      [](SNES, PetscInt iteration, PetscReal, PetscReal, PetscReal, SNESConvergedReason* reason, void* self) {
        static_cast<Impl*>(self)->judge(iteration, reason);
        return PetscErrorCode{0};
      },
      &m, nullptr));
  petsc(SNESSetTolerances(m.snes, 0, 0, 0, most_iterations + 1, 10000));
  SNESLineSearch search = nullptr;
  petsc(SNESGetLineSearch(m.snes, &search));
  petsc(SNESLineSearchSetType(search, SNESLINESEARCHBASIC));
  petsc(SNESLineSearchSetPreCheck(
      search,
      [](SNESLineSearch, Vec at, Vec step, PetscBool* changed, void* self) {
        return guarded([&] { static_cast<Impl*>(self)->damp(at, step, changed); });
      },
      &m));
  petsc(SNESLineSearchSetPostCheck(
      search,
      [](SNESLineSearch self, Vec from, Vec, Vec to, PetscBool*, PetscBool* changed, void* newton) {
        return guarded([&] {
          SNES solver = nullptr;
          PetscInt iteration = 0;
          petsc(SNESLineSearchGetSNES(self, &solver));
          petsc(SNESGetIterationNumber(solver, &iteration));
          auto& its = *static_cast<Impl*>(newton);
          if (iteration < held_from || !its.problem.hold) return;
          its.hold(from, to);
          *changed = PETSC_TRUE;
        });
      },
      &m));
  m.prepare_linear_solver();
  petsc(SNESSetFromOptions(m.snes));
}

Newton::~Newton() = default;

NewtonResult Newton::solve(std::span<double> x) {
  Impl& m = *impl_;
  double* values = nullptr;
  petsc(VecGetArray(m.x, &values));
  std::ranges::copy(x, values);
  petsc(VecRestoreArray(m.x, &values));
  m.update = 0;
  m.imbalance = 0;
  m.contraction = 1;
  m.factored = false;
  petsc(SNESSolve(m.snes, nullptr, m.x));

  NewtonResult result;
  SNESConvergedReason reason = SNES_CONVERGED_ITERATING;
  PetscInt iterations = 0, linear = 0;
  petsc(SNESGetConvergedReason(m.snes, &reason));
  petsc(SNESGetIterationNumber(m.snes, &iterations));
  petsc(SNESGetLinearSolveIterations(m.snes, &linear));
  result.converged = reason > 0;
  result.iterations = static_cast<int>(iterations);
  result.linear_iterations = static_cast<int>(linear);
  result.answered = m.answered;
  result.less_than_nothing = reason == SNES_DIVERGED_DTOL;
  if (reason < 0 && !m.answered)  // PETSc blames the function, or the line search that asked it
    result.reason = "the speciation has no answer";
  else if (reason == SNES_DIVERGED_LINEAR_SOLVE)
    result.reason = "the linear solver gave up";
  else if (reason == SNES_DIVERGED_MAX_IT)
    result.reason = "Newton's method did not converge";
  else if (reason == SNES_DIVERGED_DTOL)
    result.reason = "a balance could only close with less than nothing of a component";
  else if (reason < 0)
    result.reason = std::string("Newton's method stopped: ") + SNESConvergedReasons[reason];
  if (!result.converged) return result;
  const double* solution = nullptr;
  petsc(VecGetArrayRead(m.x, &solution));
  std::copy(solution, solution + x.size(), x.begin());
  petsc(VecRestoreArrayRead(m.x, &solution));
  return result;
}

bool Newton::respond(std::span<const double> residual, std::span<double> x) const {
  if (any_rank(impl_->mesh.communicator, !impl_->factored && !x.empty())) return false;
  if (!x.empty()) impl_->columns.solve(residual, x);
  return true;
}

}  // namespace talus
