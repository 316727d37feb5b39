// MPI, and the few sums over ranks that everybody needs. Whoever asks says which ranks share the question: a
// mesh knows the communicator it is distributed over (mesh/mesh.h), so that several simulations can run side
// by side in one program.
#pragma once

// MPI's old C++ interface would ask for a library of its own. HDF5 and PETSc switch it off in the same way.
#ifndef OMPI_SKIP_MPICXX
#define OMPI_SKIP_MPICXX 1
#endif
#ifndef MPICH_SKIP_MPICXX
#define MPICH_SKIP_MPICXX 1
#endif
#include <mpi.h>

#include <cstdint>

namespace talus {

/// Number of this process among `ranks`, from 0. Here and below, where MPI does not run (has not begun, or has
/// ended), a process is alone.
int rank_among(MPI_Comm ranks);
/// How many processes `ranks` are.
int size_of(MPI_Comm ranks);

// Over all of `ranks`; each of them must call, and each gets the same answer.
double sum_over_ranks(MPI_Comm ranks, double value);
std::int64_t sum_over_ranks(MPI_Comm ranks, std::int64_t value);
double max_over_ranks(MPI_Comm ranks, double value);
double min_over_ranks(MPI_Comm ranks, double value);
bool any_rank(MPI_Comm ranks, bool value);

}  // namespace talus
