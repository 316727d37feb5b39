// The command line of a verb, by Boost.Program_options; mistakes become InputError with the nearest right
// word.
#pragma once

#include <boost/program_options.hpp>
#include <filesystem>
#include <string>

#include "base/set_file.h"
#include "cli/verbs.h"

namespace talus::cli {

/// The program that is running, also where another build has taken its place on the disk meanwhile: all runs of a study or
/// a fit are of one build.
inline constexpr const char* this_program = "/proc/self/exe";

/// Parses `words` of `talus verb` against `options`; the words without a dash go to `positional`.
boost::program_options::variables_map parse(const std::string& verb, const Words& words,
                                            const boost::program_options::options_description& options,
                                            const std::string& positional, int most_positional);

/// The one file that the verb needs, or an error that says so.
std::string required_file(const std::string& verb, const boost::program_options::variables_map& given,
                          const std::string& what);

/// Refuses a file that would be written, or one beside it with one of `endings`, whose name no file can have:
/// more than 255 bytes, or control characters. FileError.
void refuse_odd_name(const std::filesystem::path& file, const std::vector<std::string>& endings);

/// What `load` gives of the values of --set-from FILE and of --set, which stand on top. Mistakes name the lines of the files.
template <class Load>
auto with_sets(const boost::program_options::variables_map& given, const Load& load) {
  const auto words = [&](const char* name) {
    return given.count(name) > 0 ? given[name].as<Words>() : Words{};
  };
  const SetFiles files(words("set-from"));
  try {
    return load(files.with(words("set")));
  } catch (const InputError& error) {
    throw files.placed(error);
  }
}

}  // namespace talus::cli
