#include "mesh/ghosts.h"

#include <algorithm>

#include "base/error.h"

namespace talus {

namespace {

/// The global number of the first cell of each rank.
std::vector<std::int64_t> first_cells(const Mesh& mesh) {
  std::vector<std::int64_t> first(static_cast<std::size_t>(size_of(mesh.communicator)));
  MPI_Allgather(&mesh.first, 1, MPI_INT64_T, first.data(), 1, MPI_INT64_T, mesh.communicator);
  return first;
}

}  // namespace

Ghosts::Ghosts(const Mesh& mesh) : local_(static_cast<std::size_t>(mesh.local)) {
  const std::vector<std::int64_t> first = first_cells(mesh);
  std::vector<PetscInt> places;
  std::vector<PetscSFNode> owners;
  for (Index cell = mesh.owned; cell < mesh.local; ++cell) {
    const std::int64_t number = mesh.number[static_cast<std::size_t>(cell)];
    // A rank without cells has the first cell of the next rank that has some: the last of equals is the
    // owner.
    const auto after = std::upper_bound(first.begin(), first.end(), number);
    check(after != first.begin(), "every ghost has an owner");
    const auto owner = after - 1;
    places.push_back(cell);
    owners.push_back({static_cast<PetscInt>(owner - first.begin()), static_cast<PetscInt>(number - *owner)});
    numbers_.push_back(static_cast<PetscInt>(number));
  }
  petsc(PetscSFCreate(mesh.communicator, forest_.fresh()));
  petsc(PetscSFSetGraph(forest_, mesh.owned, mesh.local - mesh.owned, places.data(), PETSC_COPY_VALUES,
                        owners.data(), PETSC_COPY_VALUES));
  petsc(PetscSFSetUp(forest_));
}

void Ghosts::update_blocks(std::span<double> field, int block) const {
  check(field.size() == local_ * static_cast<std::size_t>(block),
        "a field has a block of values per local cell");
  MPI_Datatype values = MPI_DOUBLE;
  if (block != 1) {
    MPI_Type_contiguous(block, MPI_DOUBLE, &values);
    MPI_Type_commit(&values);
  }
  petsc(PetscSFBcastBegin(forest_, values, field.data(), field.data(), MPI_REPLACE));
  petsc(PetscSFBcastEnd(forest_, values, field.data(), field.data(), MPI_REPLACE));
  if (block != 1) MPI_Type_free(&values);
}

}  // namespace talus
