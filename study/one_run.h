// One run of a study: the processes `talus run` of its members, what is taken out of their files, its row.
#pragma once

#include <filesystem>

#include "study/results.h"

namespace talus::study {

/// What the study needs to know of a run beside its row.
enum class RunEnd : int {
  row = 0,               ///< it is done or has failed; its row is written
  unknown_quantity = 2,  ///< its report has no such quantity; `file_of_fault` says which; it has no row yet
  input_fault = 3,       ///< the input asks for what the runs cannot give; `file_of_fault` has its problems
  file_fault =
      4,  ///< a file could not be read or written, which has to do with the disk; `file_of_fault` says how
  interrupted = 85
};

/// Where a run works: a folder that no other process uses.
std::filesystem::path work_folder(const Folder& folder, std::size_t run);

/// Says, in a work folder, what is wrong with the study.
std::filesystem::path file_of_fault(const std::filesystem::path& work);

/// Throws InputError with the problems that a run has left in its work folder.
[[noreturn]] void refuse_input(const std::filesystem::path& work);

/// Does a run in this process and those that it starts, `program` among them, and writes its row. With `keep = "files"` its
/// files go to the folder of runs; of one that failed what reproduces it is in that of failures.
RunEnd do_run(const Study& study, const Folder& folder, std::size_t run, const std::string& program);

/// Writes the row of a run that failed, leaves what reproduces it in the folder of failures, and removes its work folder.
void fail_run(const Study& study, const Folder& folder, const std::filesystem::path& work, std::size_t run,
              const std::string& failure);

/// A word as a shell takes it.
std::string quoted_for_shell(const std::string& word);

/// The commands that reproduce a run, a line each.
std::string commands_of(const Study& study, std::size_t run);

}  // namespace talus::study
