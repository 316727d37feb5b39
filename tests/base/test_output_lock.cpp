// One writer for each output, and errors of a child process.
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "base/child.h"
#include "base/crc32.h"
#include "base/error.h"
#include "base/output_lock.h"
#include "tests/catch.h"

using namespace talus;

namespace {

std::string scratch_file(const char* name) {
  return (std::filesystem::temp_directory_path() / (std::to_string(getpid()) + name)).string();
}

std::string message_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const FileError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a second writer of an output is refused while the first one lives", "[unit]") {
  const std::string output = scratch_file("locked.h5");
  {
    const OutputLock first(output);
    const std::string text = message_of([&] { const OutputLock second(output); });
    CHECK(text.find("is being written by another run: process " + std::to_string(getpid())) !=
          std::string::npos);
  }
  CHECK_FALSE(std::filesystem::exists(output + ".lock"));
  std::ofstream(output + ".lock") << "process 1 on nowhere\n";  // what a kill leaves behind
  CHECK(message_of([&] { const OutputLock next(output); }).empty());
}

TEST_CASE("outputs are not written through links", "[unit]") {
  const std::string target = scratch_file("target"), link = scratch_file("link");
  std::filesystem::create_symlink(target, link);
  CHECK(message_of([&] { refuse_what_is_no_file(link); }).find("is a link to '" + target + "'") !=
        std::string::npos);
  std::filesystem::remove(link);
  CHECK(message_of([&] { refuse_what_is_no_file(link); }).empty());
  CHECK(message_of([] { refuse_what_is_no_file("/tmp"); }).find("is no plain file") != std::string::npos);
}

TEST_CASE("what ends a child process is an error of its file", "[unit]") {
  const auto name = [] { return std::string("run.h5"); };
  CHECK(message_of([&] {
          do_in_child(
              {}, [] {}, name);
        }).empty());
  CHECK(message_of([&] {
          do_in_child(
              {}, [] { throw FileError("no such file"); }, name);
        }) == "no such file");
  CHECK(message_of([&] {
          do_in_child(
              {}, [] { throw std::out_of_range("at"); }, name);
        }) == "run.h5 is damaged: at");
  const auto waits = [](int) {
    while (true) pause();  // as a backtrace does whose memory never comes
  };
  const auto before = std::signal(SIGSEGV, waits);
  const std::string text = message_of([&] {
    do_in_child(
        {}, [] { std::raise(SIGSEGV); }, name);
  });
  std::signal(SIGSEGV, before);
  CHECK(text.find("run.h5 is damaged: reading it ends with signal 11") == 0);
  CHECK_THROWS_AS(do_in_child(
                      {}, [] { throw std::out_of_range("at"); }, [] { return std::string(); }),
                  std::logic_error);
}

TEST_CASE("the checksum of pieces is that of the whole", "[unit]") {
  const std::vector<double> all{1.5, -2, 3e300, 0};
  const std::span<const double> values(all);
  CHECK(crc32_of(values) == 0x9a692a4a);
  CHECK(crc32_of(values.subspan(1), crc32_of(values.first(1))) == crc32_of(values));
  CHECK(joined_crc32(crc32_of(values.first(1)), crc32_of(values.subspan(1)), 3) == crc32_of(values));
}
