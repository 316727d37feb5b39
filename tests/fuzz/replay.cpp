// Reads every file of the corpora once: fuzz_replay FOLDER, with a folder for each target. What once was
// found stays found. Ends with 1 when something escapes that users must not see, or a file takes long.
#include <chrono>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>

#include "tests/fuzz/targets.h"

namespace {

constexpr double patience = 10;  // s, for one file, on a machine that does other things too

bool read(const talus::fuzz::Target& target, const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const auto start = std::chrono::steady_clock::now();
  try {
    target.read(text);
  } catch (const std::exception& error) {
    std::printf("%s: %s\n", path.c_str(), error.what());
    return false;
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (seconds > patience) std::printf("%s: took %.1f s\n", path.c_str(), seconds);
  return seconds <= patience;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("fuzz_replay FOLDER, with a folder for each target\n", stderr);
    return 2;
  }
  int files = 0, faults = 0;
  for (const talus::fuzz::Target& target : talus::fuzz::targets()) {
    const int before = files;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::path(argv[1]) / target.name)) {
      ++files;
      if (!read(target, entry.path())) ++faults;
    }
    if (files == before) ++faults;
    std::printf("%s: %d files\n", target.name, files - before);
  }
  std::printf("%d files, %d faults\n", files, faults);
  return faults == 0 ? 0 : 1;
}
