#include <filesystem>

#include "cli/load_case.h"
#include "cli/options.h"
#include "solver/simulation.h"

namespace talus::cli {

namespace {

namespace options = boost::program_options;

/// The run file: -o, else run.output beside the case, else the case's own name with .h5.
std::filesystem::path output_of(const options::variables_map& given, const Input& input) {
  if (given.count("output") > 0) return given["output"].as<std::string>();
  if (input.values.run.output) return std::filesystem::path(input.folder) / *input.values.run.output;
  return std::filesystem::path(input.document.name()).replace_extension(".h5");
}

void refuse_existing(const std::filesystem::path& output) {
  for (const char* ending : {".h5", ".xdmf", ".log"}) {
    std::filesystem::path file = output;
    file.replace_extension(ending);
    if (std::filesystem::exists(file))
      throw FileError(file.string() + " exists; --force overwrites it, -o FILE.h5 writes elsewhere");
  }
}

std::string command_line(const Words& words) {
  std::string line = "talus run";
  for (const std::string& word : words) line += " " + word;
  return line;
}

}  // namespace

int run(const Words& words) {
  options::options_description description;
  auto add = description.add_options();
  add("case", options::value<std::string>());
  add("set", options::value<std::vector<std::string>>()->composing());
  add("output,o", options::value<std::string>());
  add("force", "overwrite");
  add("quiet,q", "errors only");
  add("verbose,v", "each step");
  const auto given = parse("run", words, description, "case", 1);
  const auto sets = given.count("set") > 0 ? given["set"].as<std::vector<std::string>>() : Words{};
  const Input input = load_case(required_file("run", given, "case"), sets);

  const std::filesystem::path output = output_of(given, input);
  if (output.extension() != ".h5")
    refuse_command("the run file must end in .h5", output.string(), "found '" + output.string() + "'");
  if (given.count("force") == 0) refuse_existing(output);
  MPI_Barrier(PETSC_COMM_WORLD);  // all ranks have looked before the first writes
  const Loudness loudness = given.count("quiet") > 0     ? Loudness::quiet
                            : given.count("verbose") > 0 ? Loudness::verbose
                                                         : Loudness::normal;
  Simulation simulation(input);
  simulation.run({.output = output.string(),
                  .log = std::filesystem::path(output).replace_extension(".log").string(),
                  .command = command_line(words),
                  .loudness = loudness});
  return 0;
}

}  // namespace talus::cli
