#include "solver/linear/scalar_system.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "solver/linear/block_tridiagonal.h"
#include "solver/linear/vector_sums.h"

namespace talus {

namespace {

// Cells up to which an LU is the better preconditioner: the factors of a box fill up much more.
constexpr std::int64_t direct_up_to = 40000, direct_up_to_in_boxes = 2000;
constexpr double tolerance = 1e-10;  // of heads that differ by orders of magnitude
constexpr int most_iterations = 500;
// iterations with kept factors after which the next solve, and at which this one, had better have new ones
constexpr PetscInt worthwhile = 8, most_with_kept = 20;
constexpr PetscInt telling = 4;  // iterations with kept factors that tell how many it will take

/// The most faces of a cell; of a box 6.
PetscInt most_neighbours(const Mesh& mesh) {
  std::vector<PetscInt> faces(static_cast<std::size_t>(mesh.local), 0);
  for (const auto* side : {&mesh.faces.left, &mesh.faces.right})
    for (const Index cell : *side) ++faces[static_cast<std::size_t>(cell)];
  PetscInt most = 6;
  for (const PetscInt count : faces) most = std::max(most, count);
  return most;
}

}  // namespace

/// Whether PETSc was given an option for this solver that says how to solve.
bool ScalarSystem::option_given(const char* name) const {
  PetscBool given = PETSC_FALSE;
  petsc(PetscOptionsHasName(nullptr, prefix_.c_str(), name, &given));
  return given == PETSC_TRUE;
}

ScalarSystem::ScalarSystem(const Mesh& mesh, const Ghosts& ghosts, std::string prefix)
    : diagonal(static_cast<std::size_t>(mesh.owned)),
      by_right(mesh.faces.size()),
      by_left(mesh.faces.size()),
      mesh_(mesh),
      ghosts_(ghosts),
      prefix_(std::move(prefix)),
      up_(faces_upwards(mesh)),
      columns_alone_(!columns_touch(mesh) && !option_given("-ksp_type") && !option_given("-pc_type")) {
  if (!columns_alone_) prepare_petsc();
}

void ScalarSystem::prepare_petsc() {
  const PetscInt rows = mesh_.owned;
  const PetscInt most = most_neighbours(mesh_);
  petsc(MatCreateAIJ(mesh_.communicator, rows, rows, PETSC_DETERMINE, PETSC_DETERMINE, most + 1, nullptr,
                     most, nullptr, entries_.fresh()));
  petsc(MatCreateShell(mesh_.communicator, rows, rows, PETSC_DETERMINE, PETSC_DETERMINE, this,
                       products_.fresh()));
  PetscErrorCode (*product)(Mat, Vec, Vec) = [](Mat self, Vec by, Vec into) {
    ScalarSystem* its = nullptr;
    MatShellGetContext(self, &its);
    return guarded([&] {
      between(by, into, [&](std::span<const double> x, std::span<double> y) { its->multiply(x, y); });
    });
  };
  petsc(MatShellSetOperation(products_, MATOP_MULT, reinterpret_cast<void (*)()>(product)));
  right_ = vector_with_exact_sums(mesh_.communicator, rows, 1);
  petsc(VecDuplicate(right_, solution_.fresh()));
  petsc(KSPCreate(mesh_.communicator, krylov_.fresh()));
  petsc(KSPSetOptionsPrefix(krylov_, prefix_.c_str()));
  petsc(KSPSetType(krylov_, KSPGMRES));
  petsc(KSPSetTolerances(krylov_, tolerance, PETSC_DEFAULT, PETSC_DEFAULT, most_iterations));
  PC preconditioner = nullptr;
  petsc(KSPGetPC(krylov_, &preconditioner));
  keeps_factors_ = mesh_.total <= (mesh_.dimensions < 3 ? direct_up_to : direct_up_to_in_boxes);
  if (keeps_factors_) {
    PC direct = preconditioner;
    if (size_of(mesh_.communicator) >
        1) {  // every rank solves all of it, by the same operations as one would
      petsc(PCSetType(preconditioner, PCREDUNDANT));
      KSP of_all = nullptr;
      petsc(PCRedundantGetKSP(preconditioner, &of_all));
      petsc(KSPSetType(of_all, KSPPREONLY));
      petsc(KSPGetPC(of_all, &direct));
    }
    petsc(PCSetType(direct, PCLU));
    petsc(PCFactorSetZeroPivot(direct, 1e-200));  // dry cells hardly let anything pass
  } else {
    petsc(PCSetType(preconditioner, PCHYPRE));
  }
  petsc(KSPSetFromOptions(krylov_));
  if (keeps_factors_) watch_residual();
  PetscBool once = PETSC_FALSE;  // without iterations the answer would be that of kept factors
  petsc(PetscObjectTypeCompare(reinterpret_cast<PetscObject>(static_cast<KSP>(krylov_)), KSPPREONLY, &once));
  if (once == PETSC_TRUE) keeps_factors_ = false;
  petsc(KSPGetTolerances(krylov_, nullptr, nullptr, nullptr, &longest_));
}

/// PETSc asks its usual test after each iteration, and then whether kept factors are hopeless.
void ScalarSystem::watch_residual() {
  struct Watch {
    ScalarSystem* system;
    void* usual = nullptr;
  };
  auto watch = std::make_unique<Watch>(Watch{this});
  petsc(KSPConvergedDefaultCreate(&watch->usual));
  petsc(KSPSetConvergenceTest(
      krylov_,
      [](KSP krylov, PetscInt iterations, PetscReal norm, KSPConvergedReason* reason, void* context) {
        const auto* its = static_cast<Watch*>(context);
        return guarded([&] {
          petsc(KSPConvergedDefault(krylov, iterations, norm, reason, its->usual));
          if (*reason == KSP_CONVERGED_ITERATING && its->system->is_hopeless(iterations, norm))
            *reason = KSP_DIVERGED_ITS;
        });
      },
      watch.get(),
      [](void* context) {
        const std::unique_ptr<Watch> its(static_cast<Watch*>(context));
        return KSPConvergedDefaultDestroy(its->usual);
      }));
  watch.release();
}

/// Whether kept factors will take more iterations than they may, if the residual goes on to fall as it did.
bool ScalarSystem::is_hopeless(PetscInt iterations, double norm) {
  if (iterations == 0) first_norm_ = norm;
  if (factors_are_old_ || iterations < telling) return false;
  PetscReal asked = 0;
  petsc(KSPGetTolerances(krylov_, &asked, nullptr, nullptr, nullptr));
  return std::log(norm / first_norm_) * most_with_kept > std::log(asked) * static_cast<double>(iterations);
}

bool ScalarSystem::eliminate_columns(std::vector<double>& x) const {
  std::vector<double> pivot(diagonal);
  bool solvable = true;
  const auto above = [&](std::size_t c) {  // the rows of a cell and of the next one up, by the other
    const auto f = static_cast<std::size_t>(up_[c]);
    const bool left_is_below = mesh_.faces.left[f] == static_cast<Index>(c);
    return left_is_below ? std::pair(by_right[f], by_left[f]) : std::pair(by_left[f], by_right[f]);
  };
  for (std::size_t c = 0; c + 1 < x.size(); ++c) {
    if (up_[c] < 0) continue;
    const auto [by_next, next_by] = above(c);
    const double factor = next_by / pivot[c];
    pivot[c + 1] -= factor * by_next;
    x[c + 1] -= factor * x[c];
  }
  for (std::size_t c = x.size(); c-- > 0;) {
    if (up_[c] >= 0) x[c] -= above(c).first * x[c + 1];
    x[c] /= pivot[c];
    solvable = solvable && std::isfinite(x[c]);
  }
  return !any_rank(mesh_.communicator, !solvable);
}

void ScalarSystem::write_entries() {
  const auto set = [&](std::size_t row, std::size_t column, double value) {
    petsc(MatSetValue(entries_, static_cast<PetscInt>(mesh_.number[row]),
                      static_cast<PetscInt>(mesh_.number[column]), value, INSERT_VALUES));
  };
  for (std::size_t c = 0; c < diagonal.size(); ++c) set(c, c, diagonal[c]);
  for (std::size_t f = 0; f < by_right.size(); ++f) {
    const auto a = static_cast<std::size_t>(mesh_.faces.left[f]),
               b = static_cast<std::size_t>(mesh_.faces.right[f]);
    if (a < diagonal.size()) set(a, b, by_right[f]);
    if (b < diagonal.size()) set(b, a, by_left[f]);
  }
  petsc(MatAssemblyBegin(entries_, MAT_FINAL_ASSEMBLY));
  petsc(MatAssemblyEnd(entries_, MAT_FINAL_ASSEMBLY));
}

/// Solves for `x` by PETSc; the answer is in solution_.
bool ScalarSystem::iterate(const std::vector<double>& x) {
  if (factors_are_old_) write_entries();
  petsc(KSPSetOperators(krylov_, products_, entries_));
  petsc(KSPSetReusePreconditioner(krylov_, factors_are_old_ ? PETSC_FALSE : PETSC_TRUE));
  petsc(KSPSetTolerances(krylov_, PETSC_DEFAULT, PETSC_DEFAULT, PETSC_DEFAULT,
                         factors_are_old_ ? longest_ : std::min(longest_, most_with_kept)));
  double* values = nullptr;
  petsc(VecGetArray(right_, &values));
  std::ranges::copy(x, values);
  petsc(VecRestoreArray(right_, &values));
  petsc(KSPSolve(krylov_, right_, solution_));
  KSPConvergedReason reason = KSP_CONVERGED_ITERATING;
  petsc(KSPGetConvergedReason(krylov_, &reason));
  return reason > 0;
}

bool ScalarSystem::solve(std::vector<double>& x) {
  if (columns_alone_) return eliminate_columns(x);
  if (!keeps_factors_) factors_are_old_ = true;
  bool good = iterate(x);
  if (!good && !factors_are_old_) {
    factors_are_old_ = true;
    good = iterate(x);
  }
  PetscInt iterations = 0;
  petsc(KSPGetIterationNumber(krylov_, &iterations));
  factors_are_old_ = !good || iterations > worthwhile;
  const double* solved = nullptr;
  petsc(VecGetArrayRead(solution_, &solved));
  std::copy_n(solved, x.size(), x.begin());
  petsc(VecRestoreArrayRead(solution_, &solved));
  return good;
}

void ScalarSystem::multiply(std::span<const double> x, std::span<double> y) const {
  std::vector<double> local(static_cast<std::size_t>(mesh_.local));
  std::ranges::copy(x, local.begin());
  ghosts_.update(local);
  for (std::size_t c = 0; c < diagonal.size(); ++c) y[c] = diagonal[c] * x[c];
  for (std::size_t f = 0; f < by_right.size(); ++f) {
    const auto a = static_cast<std::size_t>(mesh_.faces.left[f]),
               b = static_cast<std::size_t>(mesh_.faces.right[f]);
    if (a < y.size()) y[a] += by_right[f] * local[b];
    if (b < y.size()) y[b] += by_left[f] * local[a];
  }
}

}  // namespace talus
