// The main() of every room's tests. It works alone and under mpirun, where every rank runs the same tests:
// rank 0 tells, the others are heard only when something fails on them.
//
//     build/release/test_mesh "[unit]"
//     mpirun -n 2 build/release/test_mesh "[parallel]"
#define CATCH_CONFIG_RUNNER
#include <cstdio>
#include <cstdlib>
#include <string>

#include "base/petsc.h"
#include "tests/catch.h"

#if __has_include(<catch2/catch_all.hpp>)
using Listener = Catch::EventListenerBase;
#else
using Listener = Catch::TestEventListenerBase;
#endif

namespace {

std::FILE* own_output = nullptr;  // of a rank that is not the first: what it would have told

void tell_own_output() {
  std::fflush(stdout);
  if (own_output == nullptr) return;
  std::fprintf(stderr, "---- rank %d:\n", talus::Session::rank());
  char block[4096];
  for (std::size_t count; (count = std::fread(block, 1, sizeof block, own_output)) > 0;)
    std::fwrite(block, 1, count, stderr);
}

// A test that fails on one rank may leave the others waiting for it: it ends them all.
struct EndAllRanks : Listener {
  using Listener::Listener;
  void testCaseEnded(const Catch::TestCaseStats& stats) override {
    if (stats.totals.assertions.failed == 0 || talus::Session::size() == 1) return;
    tell_own_output();
    talus::Session::abandon(1);
  }
};
CATCH_REGISTER_LISTENER(EndAllRanks)

}  // namespace

int main(int argc, char** argv) {
  talus::Session petsc_and_mpi(argc, argv);
  Catch::Session tests;
#if !__has_include(<catch2/catch_all.hpp>)
  // A misspelt tag must not pass. Catch2 3 fails by itself when no test matches.
  tests.configData().warnings =
      static_cast<Catch::WarnAbout::What>(tests.configData().warnings | Catch::WarnAbout::NoTests);
#endif
  if (const int wrong = tests.applyCommandLine(argc, argv); wrong != 0) return wrong;

  std::string path;
  if (talus::Session::rank() > 0) {
    const char* folder = std::getenv("TMPDIR");
    path = std::string(folder != nullptr ? folder : "/tmp") + "/talus_test_XXXXXX";
    const int descriptor = mkstemp(path.data());
    if (descriptor < 0 || std::freopen(path.c_str(), "w", stdout) == nullptr) return EXIT_FAILURE;
    own_output = fdopen(descriptor, "r");
    std::remove(path.c_str());
  }
  const int failed = tests.run();
  return talus::any_rank(PETSC_COMM_WORLD, failed != 0) ? EXIT_FAILURE : EXIT_SUCCESS;
}
