#include "base/interruption.h"

#include <algorithm>
#include <csignal>
#include <cstring>
#include <limits>

#include "base/wall_clock.h"

namespace talus {

namespace {

constexpr int by_clock = 1000;  // as the number of a signal

volatile std::sig_atomic_t received = 0;  // the first signal
bool heeded = false;
double deadline = std::numeric_limits<double>::infinity();  // s since the start of the program
double longest_write = 0, longest_wait = 0;                 // s; of a look at the clock for the next
double last_look = 0;                                       // s since the start of the program

extern "C" void note_signal(int signal) {
  if (signal == SIGINT && received == SIGINT) {
    std::signal(SIGINT, SIG_DFL);
    std::raise(SIGINT);
  }
  if (received == 0 || signal == SIGINT) received = signal;
}

/// What is left between the request and the deadline: for the rest of an iteration, and for the state; both
/// may take longer than before.
double reserve() { return 1 + 2 * longest_write + 2 * longest_wait; }

bool late() {
  if (deadline == std::numeric_limits<double>::infinity()) return false;
  const double now = seconds_since_start();
  longest_wait = std::max(longest_wait, now - last_look);
  last_look = now;
  return now > deadline - reserve();
}

int request() { return received != 0 ? received : late() ? by_clock : 0; }

}  // namespace

void Interruption::listen() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGXCPU}) {
    struct sigaction action = {};
    sigaction(signal, nullptr, &action);
    if (action.sa_handler == SIG_IGN) continue;
    action.sa_handler = note_signal;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaction(signal, &action, nullptr);
  }
}

void Interruption::end_after(double seconds) { deadline = seconds; }
void Interruption::took_to_write(double seconds) { longest_write = std::max(longest_write, seconds); }
bool Interruption::due() { return heeded && request() != 0; }
bool Interruption::agreed(MPI_Comm ranks) { return any_rank(ranks, due()); }

std::string Interruption::cause(MPI_Comm ranks) {
  const auto which = static_cast<int>(max_over_ranks(ranks, static_cast<double>(request())));
  if (which == by_clock) return "the end of its wall time";
  const char* name = sigabbrev_np(which);
  return name != nullptr ? std::string("SIG") + name : "a signal";
}

Interruption::Heeded::Heeded() {
  heeded = true;
  last_look = seconds_since_start();
}
Interruption::Heeded::~Heeded() { heeded = false; }

}  // namespace talus
