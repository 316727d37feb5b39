#include "tests/fuzz/targets.h"

#include <unistd.h>

#include <fstream>
#include <stdexcept>

#include "base/error.h"

namespace talus::fuzz {

namespace {

constexpr Target all[] = {{"case", read_case_file},  {"csv", read_csv},           {"dat", read_dat},
                          {"formula", read_formula}, {"react", read_react_file},  {"series", read_series},
                          {"units", read_units},     {"waters", read_waters_file}};

/// A folder for the files of this process; it goes when the process ends in peace.
class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / ("talus_fuzz_" + std::to_string(getpid()))) {
    std::filesystem::remove_all(path_);
    std::filesystem::copy(TALUS_FUZZ_BESIDE, path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace

std::span<const Target> targets() { return all; }

const Target* find_target(const std::string& name) {
  for (const Target& target : all)
    if (name == target.name) return &target;
  return nullptr;
}

std::filesystem::path written(const std::string& name, const std::string& text) {
  static const Folder folder;
  const std::filesystem::path path = folder.path() / name;
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) throw std::runtime_error("cannot write " + path.string());
  return path;
}

void read_or_refuse(const std::string& text, void (*read)(const std::string& text)) {
  try {
    read(text);
  } catch (const InputError&) {
  } catch (const FileError&) {
  } catch (const SolveError&) {
  }
}

}  // namespace talus::fuzz
