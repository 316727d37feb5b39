// MPI and PETSc at arm's length: a session that begins and ends them, handles that clean up, error codes that
// become exceptions and exceptions that become error codes. Sums over ranks are in base/mpi.h.
//
//     VecHandle x;
//     petsc(VecCreateMPI(mesh.communicator, owned, PETSC_DETERMINE, x.fresh()));   // throws PetscFailure
//     petsc(VecSet(x, 1.0));                                                      // destroyed with x
#pragma once

#include <petscsf.h>
#include <petscsnes.h>

#include <cstdint>
#include <exception>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/mpi.h"

namespace talus {

/// MPI and PETSc begin with it and end with it; make one in main() and let it outlive everything else.
/// PETSc gets its own options only: no help text, no signal handler, no ~/.petscrc, nothing printed at the
/// end.
class Session {
 public:
  /// Takes what stands after "--" on the command line for PETSc, and removes it and the "--" from argc and
  /// argv.
  Session(int& argc, char**& argv);
  /// Gives PETSc these options: {"-snes_monitor", "-ksp_rtol", "1e-6"}. Throws PetscFailure when it cannot
  /// start.
  explicit Session(std::vector<std::string> petsc_options);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Whether mpirun, srun or their like started this process.
  static bool launched();
  static int rank();  ///< of this process, from 0; 0 outside of a session
  static int size();  ///< processes; 1 outside of a session
  /// All processes of the program; this one alone outside of a session.
  static MPI_Comm everybody();

  /// Options that PETSc was given and nothing has asked for so far, as written; most likely misspelt.
  static std::vector<std::string> unused_options();

  /// Ends all ranks at once: for an error that only this rank has met, so that the others do not wait for
  /// ever.
  [[noreturn]] static void abandon(int exit_code);

 private:
  std::vector<std::string> words_;  // PETSc keeps pointers to them
  std::vector<char*> argv_;
};

/// PETSc refused. what() is its sentence, the function that failed and the number of the error.
class PetscFailure : public std::runtime_error {
 public:
  PetscFailure(const std::string& what, PetscErrorCode code) : std::runtime_error(what), code_(code) {}
  PetscErrorCode code() const { return code_; }

 private:
  PetscErrorCode code_;
};

namespace petsc_detail {
inline std::exception_ptr pending;  // what a callback threw, until petsc() is back on our side
[[noreturn]] void fail(PetscErrorCode code);
}  // namespace petsc_detail

/// Goes around every call of PETSc. Throws PetscFailure, or what a callback of ours threw inside of the call.
inline void petsc(PetscErrorCode code) {
  if (code != 0) petsc_detail::fail(code);
}

/// Goes around the body of every callback that PETSc calls: exceptions must not cross its C frames. What
/// `body` throws waits, and is thrown again by the petsc() around the call that led here. All ranks must
/// throw, or none: PETSc waits for the others otherwise.
template <class Body>
PetscErrorCode guarded(Body&& body) noexcept {
  petsc_detail::pending = nullptr;
  try {
    std::forward<Body>(body)();
    return 0;
  } catch (...) {
    petsc_detail::pending = std::current_exception();
    return PETSC_ERR_LIB;
  }
}

/// Owns one object of PETSc; moves, does not copy; converts to the bare object where PETSc wants one.
template <class T, PetscErrorCode (*destroy)(T*)>
class Handle {
 public:
  Handle() = default;
  Handle(Handle&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(object_, other.object_);
    return *this;
  }
  ~Handle() { release(); }

  operator T() const { return object_; }
  explicit operator bool() const { return object_ != nullptr; }

  /// Lets go of what it holds; the address for a function of PETSc that creates a new one.
  T* fresh() {
    release();
    return &object_;
  }

 private:
  void release() noexcept {
    if (object_ != nullptr && !PetscFinalizeCalled) destroy(&object_);
    object_ = nullptr;
  }
  T object_ = nullptr;
};

using VecHandle = Handle<Vec, VecDestroy>;
using MatHandle = Handle<Mat, MatDestroy>;
using KspHandle = Handle<KSP, KSPDestroy>;
using SnesHandle = Handle<SNES, SNESDestroy>;
using IsHandle = Handle<IS, ISDestroy>;
using ScatterHandle = Handle<VecScatter, VecScatterDestroy>;
using SfHandle = Handle<PetscSF, PetscSFDestroy>;

}  // namespace talus
