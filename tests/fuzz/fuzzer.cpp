// The program of libFuzzer: talus_fuzz --target=NAME [-max_total_time=60] [FOLDER ...]. `-help=1` shows its
// options.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "tests/fuzz/targets.h"

namespace {

const talus::fuzz::Target* chosen = nullptr;

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  constexpr char option[] = "--target=";
  for (int i = 1; i < *argc; ++i)
    if (std::strncmp((*argv)[i], option, sizeof option - 1) == 0)
      chosen = talus::fuzz::find_target((*argv)[i] + sizeof option - 1);
  if (chosen == nullptr) {
    std::fputs("--target=NAME is one of:", stderr);
    for (const auto& target : talus::fuzz::targets()) std::fprintf(stderr, " %s", target.name);
    std::fputs("\n", stderr);
    std::_Exit(2);
  }
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  chosen->read(std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
