#include "base/petsc.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace talus {

namespace {

std::string last_error;  // the first sentence of the error that PETSc is unwinding from

/// PETSc calls this where an error is met, then once more in every function on the way out.
PetscErrorCode note_error(MPI_Comm, int, const char* function, const char*, PetscErrorCode code,
                          PetscErrorType type, const char* sentence, void*) {
  if (type != PETSC_ERROR_INITIAL) return code;
  last_error = sentence != nullptr ? sentence : "";
  while (!last_error.empty() && std::strchr(" \n.", last_error.back()) != nullptr) last_error.pop_back();
  if (function != nullptr) last_error += std::string(last_error.empty() ? "" : ", ") + "in " + function;
  return code;
}

/// Open MPI looks for network cards and starts a daemon even for a single process that nobody launched: a
/// third of a second. The environment wins over what is set here.
void start_alone_quickly() {
  if (Session::launched()) return;
  setenv("OMPI_MCA_ess_singleton_isolated", "1", 0);
  setenv("OMPI_MCA_pml", "ob1", 0);
  setenv("OMPI_MCA_btl", "self,vader", 0);
  setenv("OMPI_MCA_mtl", "^ofi,psm,psm2", 0);
  setenv("OMPI_MCA_orte_create_session_dirs", "0", 0);  // several at once would share one, and collide
  setenv("OMPI_MCA_orte_bound_at_launch", "1", 0);      // nothing to bind, so no look at the whole machine
}

/// Ranks of Open MPI that wait for others keep their cores busy with looking. Where something else runs there as well, the
/// others wait the longer: two ranks on two busy cores took three times as long. The environment and mpirun's --mca win over what
/// is set here.
void wait_without_pushing() { setenv("OMPI_MCA_mpi_yield_when_idle", "1", 0); }

std::vector<std::string> take_after_dashes(int& argc, char**& argv) {
  char** const end = argv + argc;
  char** const dashes =
      std::find_if(argv, end, [](const char* word) { return std::strcmp(word, "--") == 0; });
  std::vector<std::string> words(std::min(dashes + 1, end), end);
  if (dashes != end) *dashes = nullptr;
  argc = static_cast<int>(dashes - argv);
  return words;
}

bool running() { return PetscInitializeCalled && !PetscFinalizeCalled; }

}  // namespace

Session::Session(int& argc, char**& argv) : Session(take_after_dashes(argc, argv)) {}

Session::Session(std::vector<std::string> petsc_options)
    : words_{"talus", "-skip_petscrc", "-no_signal_handler", "-options_left", "no"} {
  words_.insert(words_.end(), petsc_options.begin(), petsc_options.end());
  for (std::string& word : words_) argv_.push_back(word.data());
  argv_.push_back(nullptr);
  int argc = static_cast<int>(words_.size());
  char** argv = argv_.data();
  start_alone_quickly();
  wait_without_pushing();
  petsc(PetscInitialize(&argc, &argv, nullptr, nullptr));
  petsc(PetscPushErrorHandler(note_error, nullptr));
}

Session::~Session() {
  int mpi_has_ended = 0;  // by a program that began it itself
  MPI_Finalized(&mpi_has_ended);
  if (mpi_has_ended) return;
  PetscPopErrorHandler();
  PetscFinalize();
}

bool Session::launched() {
  for (const char* set : {"OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMI_RANK", "PMI_SIZE", "SLURM_PROCID"})
    if (std::getenv(set) != nullptr) return true;
  return false;
}

int Session::rank() { return rank_among(everybody()); }
int Session::size() { return size_of(everybody()); }
MPI_Comm Session::everybody() { return running() ? PETSC_COMM_WORLD : MPI_COMM_SELF; }

std::vector<std::string> Session::unused_options() {
  PetscInt count = 0;
  char **names = nullptr, **values = nullptr;
  petsc(PetscOptionsLeftGet(nullptr, &count, &names, &values));
  std::vector<std::string> unused;
  for (PetscInt i = 0; i < count; ++i) {
    const std::string name = names[i], value = values[i] != nullptr ? std::string(" ") + values[i] : "";
    if (name != "options_left") unused.push_back("-" + name + value);  // ours, asked for at the very end
  }
  petsc(PetscOptionsLeftRestore(nullptr, &count, &names, &values));
  return unused;
}

void Session::abandon(int exit_code) {
  if (size() > 1) MPI_Abort(PETSC_COMM_WORLD, exit_code);
  std::_Exit(exit_code);
}

void petsc_detail::fail(PetscErrorCode code) {
  if (pending) std::rethrow_exception(std::exchange(pending, nullptr));
  const char* kind = nullptr;
  PetscErrorMessage(code, &kind, nullptr);
  std::string what = "PETSc: " + std::exchange(last_error, {});
  what += " (error " + std::to_string(code) + (kind != nullptr ? std::string(": ") + kind : "") + ")";
  throw PetscFailure(what, code);
}

}  // namespace talus
