#include <cstdio>

#include "api/load_case.h"
#include "base/petsc.h"
#include "base/warnings.h"
#include "case/set_up.h"
#include "cli/options.h"

namespace talus::cli {

int check_case(const Words& words) {
  namespace options = boost::program_options;
  options::options_description description;
  auto add = description.add_options();
  add("case", options::value<std::string>());
  add("set", options::value<std::vector<std::string>>()->composing());
  const auto given = parse("check", words, description, "case", 1);
  const auto sets = given.count("set") > 0 ? given["set"].as<std::vector<std::string>>() : Words{};
  const Input input = load_case(required_file("check", given, "case"), sets);
  const Simulation simulation(set_up(input, PETSC_COMM_WORLD));
  if (Session::rank() != 0) return 0;
  std::printf("%s\n", simulation.tree().c_str());
  std::fflush(stdout);
  for (const Problem& warning : warnings_of(input.document))
    std::fprintf(stderr, "%s\n", format_warning(warning).c_str());
  return 0;
}

}  // namespace talus::cli
