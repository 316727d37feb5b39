#include "base/mpi.h"

namespace talus {

namespace {

bool running() {
  int begun = 0, over = 0;
  MPI_Initialized(&begun);
  MPI_Finalized(&over);
  return begun != 0 && over == 0;
}

template <class T>
T reduced(MPI_Comm ranks, T value, MPI_Datatype type, MPI_Op operation) {
  if (size_of(ranks) == 1) return value;
  T result{};
  MPI_Allreduce(&value, &result, 1, type, operation, ranks);
  return result;
}

}  // namespace

int rank_among(MPI_Comm ranks) {
  int rank = 0;
  if (running()) MPI_Comm_rank(ranks, &rank);
  return rank;
}

int size_of(MPI_Comm ranks) {
  int size = 1;
  if (running()) MPI_Comm_size(ranks, &size);
  return size;
}

double sum_over_ranks(MPI_Comm ranks, double value) { return reduced(ranks, value, MPI_DOUBLE, MPI_SUM); }
std::int64_t sum_over_ranks(MPI_Comm ranks, std::int64_t value) {
  return reduced(ranks, value, MPI_INT64_T, MPI_SUM);
}
double max_over_ranks(MPI_Comm ranks, double value) { return reduced(ranks, value, MPI_DOUBLE, MPI_MAX); }
double min_over_ranks(MPI_Comm ranks, double value) { return reduced(ranks, value, MPI_DOUBLE, MPI_MIN); }
bool any_rank(MPI_Comm ranks, bool value) { return reduced(ranks, value ? 1 : 0, MPI_INT, MPI_MAX) != 0; }

}  // namespace talus
