#include "solver/linear/newton.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace talus {

namespace {

constexpr double closed = 1e-12;        // relative imbalance at which a balance counts as closed
constexpr double nearly_closed = 1e-9;  // good enough if the last update was already down to rounding
constexpr double small_update = 1e-10;
// bounds of one update, in ln
constexpr double linear_above = 1, largest_rise = 20, largest_fall = 4;
constexpr int most_iterations = 25;

}  // namespace

struct Newton::Machinery {
  MatHandle matrix;
  NewtonProblem problem;
  SnesHandle snes;
  VecHandle x, residual;
  double imbalance = 0;  ///< of the last residual, all ranks
  bool answered = true;  ///< the problem had an answer at the last x, all ranks
  double update = 0;     ///< largest change of an unknown in the last iteration, all ranks

  PetscErrorCode evaluate(SNES solver, Vec at, Vec result) {
    const double* in = nullptr;
    double* out = nullptr;
    PetscInt size = 0;
    petsc(VecGetLocalSize(at, &size));
    petsc(VecGetArrayRead(at, &in));
    petsc(VecGetArray(result, &out));
    const auto count = static_cast<std::size_t>(size);
    const bool good = problem.residual({in, count}, {out, count});
    imbalance = max_over_ranks(good ? problem.imbalance({out, count}) : 0.0);
    petsc(VecRestoreArrayRead(at, &in));
    petsc(VecRestoreArray(result, &out));
    answered = !any_rank(!good);
    if (!answered) petsc(SNESSetFunctionDomainError(solver));
    return 0;
  }

  /// Bounds each update. PETSc subtracts `step`, so a rise of an unknown is a negative entry. A rise d of a
  /// logarithm that is large is taken as what it means for the molality itself, c (1 + d): transport is
  /// linear in c, and a cell that fills from next to nothing arrives at once instead of by many factors e.
  void damp(Vec step, PetscBool* changed) {
    double* values = nullptr;
    PetscInt size = 0;
    petsc(VecGetLocalSize(step, &size));
    petsc(VecGetArray(step, &values));
    double largest = 0;
    for (PetscInt i = 0; i < size; ++i) {
      const double rise = -values[i];
      largest = std::max(largest, std::abs(rise));
      if (rise > linear_above) values[i] = -std::min(std::log1p(rise), largest_rise);
      if (rise < -largest_fall) values[i] = largest_fall;
    }
    petsc(VecRestoreArray(step, &values));
    update = max_over_ranks(largest);
    *changed = PETSC_TRUE;
  }

  void judge(PetscInt iteration, SNESConvergedReason* reason) const {
    *reason = SNES_CONVERGED_ITERATING;
    if (!std::isfinite(imbalance))
      *reason = SNES_DIVERGED_FNORM_NAN;
    else if (imbalance <= closed)
      *reason = SNES_CONVERGED_FNORM_RELATIVE;
    else if (iteration > 0 && update <= small_update && imbalance <= nearly_closed)
      *reason = SNES_CONVERGED_SNORM_RELATIVE;
    else if (iteration >= most_iterations)
      *reason = SNES_DIVERGED_MAX_IT;
  }
};

Newton::Newton(MatHandle matrix, std::size_t block, NewtonProblem problem)
    : machinery_(std::make_unique<Machinery>()) {
  Machinery& m = *machinery_;
  m.matrix = std::move(matrix);
  m.problem = std::move(problem);
  petsc(MatCreateVecs(m.matrix, m.x.fresh(), m.residual.fresh()));
  petsc(VecSetBlockSize(m.x, static_cast<PetscInt>(block)));
  petsc(SNESCreate(PETSC_COMM_WORLD, m.snes.fresh()));
  petsc(SNESSetFunction(
      m.snes, m.residual,
      [](SNES solver, Vec at, Vec result, void* self) {
        return guarded([&] { static_cast<Machinery*>(self)->evaluate(solver, at, result); });
      },
      &m));
  petsc(SNESSetJacobian(
      m.snes, m.matrix, m.matrix,
      [](SNES, Vec, Mat, Mat into, void* self) {
        return guarded([&] { static_cast<Machinery*>(self)->problem.jacobian(into); });
      },
      &m));
  petsc(SNESSetConvergenceTest(
      m.snes,
      [](SNES, PetscInt iteration, PetscReal, PetscReal, PetscReal, SNESConvergedReason* reason, void* self) {
        static_cast<Machinery*>(self)->judge(iteration, reason);
        return PetscErrorCode{0};
      },
      &m, nullptr));
  petsc(SNESSetTolerances(m.snes, 0, 0, 0, most_iterations + 1, 10000));
  SNESLineSearch search = nullptr;
  petsc(SNESGetLineSearch(m.snes, &search));
  petsc(SNESLineSearchSetType(search, SNESLINESEARCHBASIC));
  petsc(SNESLineSearchSetPreCheck(
      search,
      [](SNESLineSearch, Vec, Vec step, PetscBool* changed, void* self) {
        return guarded([&] { static_cast<Machinery*>(self)->damp(step, changed); });
      },
      &m));
  KSP krylov = nullptr;
  PC preconditioner = nullptr;
  petsc(SNESGetKSP(m.snes, &krylov));
  petsc(KSPSetTolerances(krylov, 1e-9, PETSC_DEFAULT, PETSC_DEFAULT, 500));
  petsc(KSPGetPC(krylov, &preconditioner));
  // columns are numbered from the base to the top: for a column ILU(0) is the exact factorisation
  petsc(PCSetType(preconditioner, PCBJACOBI));
  petsc(SNESSetFromOptions(m.snes));
}

Newton::~Newton() = default;

NewtonResult Newton::solve(std::span<double> x) {
  Machinery& m = *machinery_;
  double* values = nullptr;
  petsc(VecGetArray(m.x, &values));
  std::ranges::copy(x, values);
  petsc(VecRestoreArray(m.x, &values));
  m.update = 0;
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
  if (reason < 0 && !m.answered)  // PETSc blames the function, or the line search that asked it
    result.reason = "the speciation has no answer";
  else if (reason == SNES_DIVERGED_LINEAR_SOLVE)
    result.reason = "the linear solver gave up";
  else if (reason == SNES_DIVERGED_MAX_IT)
    result.reason = "Newton's method did not converge";
  else if (reason < 0)
    result.reason = std::string("Newton's method stopped: ") + SNESConvergedReasons[reason];
  if (!result.converged) return result;
  const double* solution = nullptr;
  petsc(VecGetArrayRead(m.x, &solution));
  std::copy(solution, solution + x.size(), x.begin());
  petsc(VecRestoreArrayRead(m.x, &solution));
  return result;
}

}  // namespace talus
