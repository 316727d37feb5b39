// Requests to end a run before its end: signals, and the end of the time that it may take by the clock.
//
// A request is noticed on one rank and heeded by all: the rank that knows of it puts an infinite number into
// a maximum over ranks that Newton's methods take anyway, so that the step at work fails on all of them; then
// they ask each other why (agreed()). The run drops that step, writes its state, and throws Interrupted.
#pragma once

#include <chrono>
#include <string>

#include "base/mpi.h"
#include "base/public/talus/errors.h"

namespace talus {

class Interruption {
 public:
  static constexpr int exit_code = 85;

  /// From here on SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2 and SIGXCPU are requests, and end nothing by
  /// themselves; a second SIGINT does. A signal that is ignored (nohup) stays so. Before MPI begins.
  static void listen();

  /// Requests the end when `seconds` since the start of the program will be over, early enough for a state to
  /// be written.
  static void end_after(double seconds);

  /// Takes note of how long it took to write a state, s.
  static void took_to_write(double seconds);

  /// Whether this rank knows of a request; false where none is heeded.
  static bool due();

  /// Whether any of `ranks` does. Collective.
  static bool agreed(MPI_Comm ranks);

  /// Who asked, when agreed(): "SIGTERM", "the end of its wall time". Collective.
  static std::string cause(MPI_Comm ranks);

  /// As long as one lives, requests are heeded: what is at work can be dropped. One at a time.
  class Heeded {
   public:
    Heeded();
    ~Heeded();
    Heeded(const Heeded&) = delete;
    Heeded& operator=(const Heeded&) = delete;
  };
};

}  // namespace talus
