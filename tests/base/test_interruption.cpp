#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "base/interruption.h"
#include "tests/catch.h"

using talus::Interruption;

namespace {

/// How a process ends that does this, as waitpid() says.
template <class Work>
int end_of(Work&& work) {
  const pid_t child = fork();
  if (child == 0) {
    work();
    _exit(0);
  }
  int status = -1;
  waitpid(child, &status, 0);
  return status;
}

}  // namespace

TEST_CASE("a signal is a request that is due while requests are heeded", "[unit]") {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGXCPU}) {
    const int status = end_of([&] {
      Interruption::listen();
      {
        const Interruption::Heeded requests;
        if (Interruption::due()) _exit(1);
      }
      std::raise(signal);
      if (Interruption::due()) _exit(2);
      const Interruption::Heeded requests;
      if (!Interruption::due()) _exit(3);
    });
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
  }
}

TEST_CASE("the second SIGINT ends the program; another signal beside it does not", "[unit]") {
  const int twice = end_of([] {
    Interruption::listen();
    std::raise(SIGINT);
    std::raise(SIGINT);
  });
  CHECK(WIFSIGNALED(twice));
  CHECK(WTERMSIG(twice) == SIGINT);
  const int beside = end_of([] {
    Interruption::listen();
    for (const int signal : {SIGUSR1, SIGTERM, SIGTERM, SIGINT, SIGUSR1}) std::raise(signal);
  });
  CHECK(WIFEXITED(beside));
}

TEST_CASE("a signal that was ignored stays ignored", "[unit]") {
  const int status = end_of([] {
    std::signal(SIGHUP, SIG_IGN);  // as nohup does
    Interruption::listen();
    std::raise(SIGHUP);
    const Interruption::Heeded requests;
    if (Interruption::due()) _exit(1);
  });
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("the end of the wall time leaves twice the time that a state took to write", "[unit]") {
  const int status = end_of([] {
    const Interruption::Heeded requests;
    Interruption::end_after(3600);
    if (Interruption::due()) _exit(1);
    Interruption::took_to_write(1500);
    if (Interruption::due()) _exit(2);
    Interruption::took_to_write(1800);
    if (!Interruption::due()) _exit(3);
  });
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}
