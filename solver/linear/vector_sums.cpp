#include "solver/linear/vector_sums.h"

#include <petsc/private/vecimpl.h>

#include <cmath>
#include <vector>

#include "base/exact_sum.h"

namespace talus {

namespace {

/// The numbers of a vector that this rank has.
class Read {
 public:
  explicit Read(Vec vector) : vector_(vector) { petsc(VecGetArrayRead(vector_, &values_)); }
  ~Read() { VecRestoreArrayRead(vector_, &values_); }
  Read(const Read&) = delete;
  Read& operator=(const Read&) = delete;
  const double* values() const { return values_; }

 private:
  Vec vector_;
  const double* values_ = nullptr;
};

/// The ranks that share a vector.
MPI_Comm ranks_of(Vec x) { return PetscObjectComm(reinterpret_cast<PetscObject>(x)); }

/// x . y of each y.
void products(Vec x, PetscInt count, const Vec* y, double* result) {
  PetscInt size = 0, block = 1;
  petsc(VecGetLocalSize(x, &size));
  petsc(VecGetBlockSize(x, &block));
  std::vector<ExactSum> sums(static_cast<std::size_t>(count));
  const Read a(x);
  for (PetscInt k = 0; k < count; ++k) {
    const Read b(y[k]);
    for (PetscInt first = 0; first < size; first += block) {
      double of_block = 0;
      for (PetscInt i = first; i < first + block; ++i) of_block += a.values()[i] * b.values()[i];
      sums[static_cast<std::size_t>(k)].add(of_block);
    }
  }
  const std::vector<double> all = sum_over_ranks(ranks_of(x), sums);
  std::copy(all.begin(), all.end(), result);
}

PetscErrorCode dot(Vec x, Vec y, PetscScalar* result) {
  return guarded([&] { products(x, 1, &y, result); });
}

PetscErrorCode several_dots(Vec x, PetscInt count, const Vec y[], PetscScalar* results) {
  return guarded([&] { products(x, count, y, results); });
}

PetscErrorCode norm(Vec x, NormType type, PetscReal* result) {
  return guarded([&] {
    if (type == NORM_2 || type == NORM_FROBENIUS) {
      products(x, 1, &x, result);
      *result = std::sqrt(*result);
      return;
    }
    double largest = 0, sum = 0;
    PetscInt size = 0;
    petsc(VecGetLocalSize(x, &size));
    const Read a(x);
    for (PetscInt i = 0; i < size; ++i) {
      largest = std::max(largest, std::abs(a.values()[i]));
      sum += std::abs(a.values()[i]);
    }
    if (type == NORM_INFINITY) {
      *result = max_over_ranks(ranks_of(x), largest);
      return;
    }
    *result = sum_over_ranks(ranks_of(x), sum);
    if (type != NORM_1_AND_2) return;
    products(x, 1, &x, result + 1);
    result[1] = std::sqrt(result[1]);
  });
}

/// y += sum a_k x_k, each number by itself: BLAS treats the last ones of a vector otherwise than the first.
PetscErrorCode add_several(Vec y, PetscInt count, const PetscScalar* a, Vec* x) {
  return guarded([&] {
    PetscInt size = 0;
    double* sum = nullptr;
    petsc(VecGetLocalSize(y, &size));
    petsc(VecGetArray(y, &sum));
    for (PetscInt k = 0; k < count; ++k) {
      const Read added(x[k]);
      for (PetscInt i = 0; i < size; ++i) sum[i] = std::fma(a[k], added.values()[i], sum[i]);
    }
    petsc(VecRestoreArray(y, &sum));
  });
}

PetscErrorCode add_one(Vec y, PetscScalar a, Vec x) { return add_several(y, 1, &a, &x); }

}  // namespace

VecHandle vector_with_exact_sums(MPI_Comm ranks, PetscInt owned, PetscInt block) {
  VecHandle vector;  // of several ranks even where there is one: only those hand their operations on
  petsc(VecCreateMPI(ranks, owned, PETSC_DETERMINE, vector.fresh()));
  petsc(VecSetBlockSize(vector, block));
  const Vec made = vector;
  made->ops->dot = dot;
  made->ops->mdot = several_dots;
  made->ops->norm = norm;
  made->ops->axpy = add_one;
  made->ops->maxpy = add_several;
  return vector;
}

void forget_norms(Vec vector) { petsc(PetscObjectStateIncrease(reinterpret_cast<PetscObject>(vector))); }

}  // namespace talus
