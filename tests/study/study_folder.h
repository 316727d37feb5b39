// A study of a case that nothing is run of: what is read of it, and what is wrong with it.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

#include "base/error.h"
#include "study/study.h"

namespace talus::study {

namespace fs = std::filesystem;

/// A folder with a case that nothing is run of.
class StudyFolder {
 public:
  StudyFolder() : path_(fs::temp_directory_path() / ("talus_study_" + std::to_string(getpid()))) {
    fs::create_directories(path_);
    write("pile.toml",
          "[mesh]\ndepth = \"1 m\"\ncells = 4\n[chemistry]\nseed = \"10 m2/m3\"\n"
          "[scenarios.project]\n[scenarios.baseline]\nmesh.depth = \"2 m\"\n");
  }
  ~StudyFolder() { fs::remove_all(path_); }
  StudyFolder(const StudyFolder&) = delete;
  StudyFolder& operator=(const StudyFolder&) = delete;
  void write(const std::string& name, const std::string& text) const { std::ofstream(path_ / name) << text; }
  Study study(const std::string& text) const {
    write("study.toml", text);
    return read_study((path_ / "study.toml").string());
  }
  /// The mistakes of a study.
  std::string mistakes(const std::string& text) const {
    try {
      static_cast<void>(study(text));
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  }
  fs::path path() const { return path_; }

 private:
  fs::path path_;
};

inline const std::string head =
    "title = \"a study\"\ncase = \"pile.toml\"\nscenario = \"project\"\nquantities = [\"CO2 stored (kg)\"]\n";
inline const std::string drawn = head + "method = \"sobol\"\nruns = 4\nseed = 1\n";

inline bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace talus::study
