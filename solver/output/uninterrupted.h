// Ctrl-C must not tear a file apart.
#pragma once

#include <array>
#include <csignal>

namespace talus {

/// As long as it lives, SIGINT, SIGTERM and SIGHUP wait; at its end they do what they would have done. HDF5
/// changes a file in many places at once: a program that ends in between leaves a file that nobody can read.
/// One at a time, on one thread.
class Uninterrupted {
 public:
  Uninterrupted() {
    struct sigaction wait = {};
    wait.sa_handler = [](int signal) {
      for (std::size_t i = 0; i < signals.size(); ++i)
        if (signals[i] == signal) waiting_[i] = 1;
    };
    sigemptyset(&wait.sa_mask);
    wait.sa_flags = SA_RESTART;
    for (std::size_t i = 0; i < signals.size(); ++i) sigaction(signals[i], &wait, &before_[i]);
  }
  ~Uninterrupted() {
    for (std::size_t i = 0; i < signals.size(); ++i) sigaction(signals[i], &before_[i], nullptr);
    for (std::size_t i = 0; i < signals.size(); ++i) {
      if (waiting_[i] == 0) continue;
      waiting_[i] = 0;
      std::raise(signals[i]);
    }
  }
  Uninterrupted(const Uninterrupted&) = delete;
  Uninterrupted& operator=(const Uninterrupted&) = delete;

 private:
  static constexpr std::array<int, 3> signals{SIGINT, SIGTERM, SIGHUP};
  inline static volatile std::sig_atomic_t waiting_[signals.size()] = {};  // one for each signal
  std::array<struct sigaction, signals.size()> before_{};
};

}  // namespace talus
