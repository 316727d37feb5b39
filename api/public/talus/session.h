// MPI and PETSc, which runs of piles need; chemistry alone does not.
#pragma once

#include <memory>

namespace talus::api {

/// Begins MPI and PETSc, and ends them with itself: make one in main() and let it outlive everything else. A
/// program without one that runs a Simulation has them begun by the first, and ended with the program; one
/// that has begun PETSc itself keeps that.
class Session {
 public:
  Session();
  /// Takes what stands after "--" on the command line for PETSc, and removes it and the "--" from argc and
  /// argv.
  Session(int& argc, char**& argv);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  static int rank();  ///< of this process, from 0
  static int size();  ///< processes

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace talus::api

#ifndef TALUS_INSIDE  // the sources of Talus have a class of this name, which needs the headers of PETSc
namespace talus {
using api::Session;
}
#endif
