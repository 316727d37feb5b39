// Errors and exceptions across the border to PETSc, and the sums over ranks.
#include "base/petsc.h"

#include "tests/catch.h"

using namespace talus;

TEST_CASE("An error of PETSc is an exception with its sentence", "[unit]") {
  VecHandle three, four;
  petsc(VecCreateSeq(PETSC_COMM_SELF, 3, three.fresh()));
  petsc(VecCreateSeq(PETSC_COMM_SELF, 4, four.fresh()));
  try {
    petsc(VecAXPY(three, 1.0, four));
    FAIL("vectors of different length were added");
  } catch (const PetscFailure& error) {
    CHECK(error.code() == PETSC_ERR_ARG_INCOMP);
    CHECK_THAT(error.what(), Catch::Contains("VecAXPY") && Catch::Contains("3") && Catch::Contains("4"));
  }
  CHECK_NOTHROW(petsc(VecSet(three, 1.0)));
}

namespace {

struct Overheated : std::runtime_error {
  using std::runtime_error::runtime_error;
};

PetscErrorCode throwing_residual(SNES, Vec, Vec, void*) {
  return guarded([] { throw Overheated("1200 K"); });
}

}  // namespace

TEST_CASE("What a callback throws comes out of the call of PETSc as it was", "[unit]") {
  VecHandle x, residual;
  SnesHandle solver;
  petsc(VecCreateSeq(PETSC_COMM_SELF, 2, x.fresh()));
  petsc(VecDuplicate(x, residual.fresh()));
  petsc(SNESCreate(PETSC_COMM_SELF, solver.fresh()));
  petsc(SNESSetFunction(solver, residual, throwing_residual, nullptr));
  for (int attempt = 0; attempt < 2; ++attempt)
    CHECK_THROWS_AS(petsc(SNESComputeFunction(solver, x, residual)), Overheated);
  // It is thrown once: the next failure speaks for itself.
  VecHandle longer;
  petsc(VecCreateSeq(PETSC_COMM_SELF, 3, longer.fresh()));
  CHECK_THROWS_AS(petsc(VecAXPY(x, 1.0, longer)), PetscFailure);
}

TEST_CASE("Handles move, and destroy once", "[unit]") {
  VecHandle first;
  CHECK_FALSE(first);
  petsc(VecCreateSeq(PETSC_COMM_SELF, 3, first.fresh()));
  Vec bare = first;
  petsc(PetscObjectReference(reinterpret_cast<PetscObject>(bare)));
  const auto references = [&] {
    PetscInt count = 0;
    petsc(PetscObjectGetReference(reinterpret_cast<PetscObject>(bare), &count));
    return count;
  };
  VecHandle second = std::move(first);
  CHECK_FALSE(first);
  CHECK(second);
  CHECK(references() == 2);
  {
    VecHandle third;
    third = std::move(second);
    CHECK(references() == 2);
  }
  CHECK(references() == 1);
  petsc(VecDestroy(&bare));
}

TEST_CASE("Sums, extremes and alarms over ranks", "[parallel]") {
  const int rank = Session::rank(), size = Session::size();
  CHECK(sum_over_ranks(PETSC_COMM_WORLD, 0.5 + rank) == 0.5 * size * size);
  CHECK(sum_over_ranks(PETSC_COMM_WORLD, std::int64_t{1} << 40) == (std::int64_t{1} << 40) * size);
  CHECK(max_over_ranks(PETSC_COMM_WORLD, -1.0 - rank) == -1.0);
  CHECK(min_over_ranks(PETSC_COMM_WORLD, 1.0 + rank) == 1.0);
  CHECK(any_rank(PETSC_COMM_WORLD, rank == size - 1));
  CHECK_FALSE(any_rank(PETSC_COMM_WORLD, false));
}

TEST_CASE("Ranks of Open MPI that wait for others leave their cores to what else runs there",
          "[unit][parallel]") {
  int provided = 0, variable = 0;
  REQUIRE(MPI_T_init_thread(MPI_THREAD_SINGLE, &provided) == MPI_SUCCESS);
  if (MPI_T_cvar_get_index("mpi_yield_when_idle", &variable) == MPI_SUCCESS) {  // not of another MPI
    MPI_T_cvar_handle handle = nullptr;
    int count = 0, yields = 0;
    REQUIRE(MPI_T_cvar_handle_alloc(variable, nullptr, &handle, &count) == MPI_SUCCESS);
    REQUIRE(count == 1);
    REQUIRE(MPI_T_cvar_read(handle, &yields) == MPI_SUCCESS);
    CHECK(yields != 0);
    MPI_T_cvar_handle_free(&handle);
  }
  MPI_T_finalize();
}
