#include "solver/flow/linear_solver.h"

#include <algorithm>

namespace talus {

namespace {
// Cells up to which a direct solver is the faster one: the factors of a box fill up much more.
constexpr std::int64_t direct_up_to = 40000, direct_up_to_in_boxes = 2000;
constexpr PetscInt most_neighbours = 6;  // of a box
}  // namespace

FlowSolver::FlowSolver(const Mesh& mesh) : mesh_(mesh) {
  petsc(MatCreateAIJ(mesh.communicator, mesh.owned, mesh.owned, PETSC_DETERMINE, PETSC_DETERMINE,
                     most_neighbours + 1, nullptr, most_neighbours, nullptr, matrix_.fresh()));
  petsc(MatCreateVecs(matrix_, solution_.fresh(), right_.fresh()));
  petsc(KSPCreate(mesh.communicator, krylov_.fresh()));
  petsc(KSPSetOptionsPrefix(krylov_, "flow_"));
  PC preconditioner = nullptr;
  petsc(KSPGetPC(krylov_, &preconditioner));
  if (mesh.total <= (mesh.dimensions < 3 ? direct_up_to : direct_up_to_in_boxes)) {
    petsc(KSPSetType(krylov_, KSPPREONLY));
    PC direct = preconditioner;
    if (size_of(mesh.communicator) > 1) {  // every rank solves all of it, by the same operations as one would
      petsc(PCSetType(preconditioner, PCREDUNDANT));
      KSP of_all = nullptr;
      petsc(PCRedundantGetKSP(preconditioner, &of_all));
      petsc(KSPSetType(of_all, KSPPREONLY));
      petsc(KSPGetPC(of_all, &direct));
    }
    petsc(PCSetType(direct, PCLU));
    petsc(PCFactorSetZeroPivot(direct, 1e-200));  // dry cells hardly let anything pass
  } else {
    petsc(KSPSetType(krylov_, KSPGMRES));
    petsc(KSPSetTolerances(krylov_, 1e-10, PETSC_DEFAULT, PETSC_DEFAULT, 500));
    petsc(PCSetType(preconditioner, PCHYPRE));
  }
  petsc(KSPSetFromOptions(krylov_));
}

void FlowSolver::clear() {
  if (begun_) assemble();
  petsc(MatZeroEntries(matrix_));
  begun_ = true;
}

void FlowSolver::add(std::size_t row, std::size_t column, double value) {
  petsc(MatSetValue(matrix_, static_cast<PetscInt>(mesh_.number[row]),
                    static_cast<PetscInt>(mesh_.number[column]), value, ADD_VALUES));
}

void FlowSolver::assemble() {
  petsc(MatAssemblyBegin(matrix_, MAT_FINAL_ASSEMBLY));
  petsc(MatAssemblyEnd(matrix_, MAT_FINAL_ASSEMBLY));
}

bool FlowSolver::solve(std::vector<double>& x) {
  assemble();
  petsc(KSPSetOperators(krylov_, matrix_, matrix_));
  double* values = nullptr;
  petsc(VecGetArray(right_, &values));
  std::ranges::copy(x, values);
  petsc(VecRestoreArray(right_, &values));
  petsc(KSPSolve(krylov_, right_, solution_));
  KSPConvergedReason reason = KSP_CONVERGED_ITERATING;
  petsc(KSPGetConvergedReason(krylov_, &reason));
  const double* solved = nullptr;
  petsc(VecGetArrayRead(solution_, &solved));
  std::copy_n(solved, x.size(), x.begin());
  petsc(VecRestoreArrayRead(solution_, &solved));
  return reason > 0;
}

std::vector<double> FlowSolver::multiply(const std::vector<double>& v) {
  assemble();
  std::vector<double> product(v.size());
  double* values = nullptr;
  petsc(VecGetArray(solution_, &values));
  std::ranges::copy(v, values);
  petsc(VecRestoreArray(solution_, &values));
  petsc(MatMult(matrix_, solution_, right_));
  const double* result = nullptr;
  petsc(VecGetArrayRead(right_, &result));
  std::copy_n(result, product.size(), product.begin());
  petsc(VecRestoreArrayRead(right_, &result));
  return product;
}

}  // namespace talus
