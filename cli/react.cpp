// talus react CASE.toml: a batch without space, in time or from equilibrium to equilibrium.
#include <filesystem>

#include "api/file_kind.h"
#include "base/disk.h"
#include "base/petsc.h"
#include "batch/material.h"
#include "batch/table.h"
#include "cli/options.h"
#include "cli/react_output.h"

namespace talus::cli {

using namespace batch;

namespace {

namespace options = boost::program_options;

void refuse_existing(const std::filesystem::path& path, bool force) {
  if (!force && std::filesystem::exists(path))
    throw FileError("'" + path.string() + "' exists\n  use --force to overwrite it, or another name");
}

/// The files that are written: NAME.csv and NAME.html.
struct Outputs {
  std::filesystem::path csv, page;

  Outputs(const std::string& name, bool force)
      : csv(std::filesystem::path(name).concat(".csv")), page(std::filesystem::path(name).concat(".html")) {
    refuse_odd_name(csv, {".csv", ".html"});
    for (const auto& path : {csv, page}) refuse_existing(path, force);
  }
};

/// NAME of -o, without .csv or .html; the case without .toml.
std::string output_name(const options::variables_map& given) {
  std::filesystem::path name =
      given.count("output") > 0 ? given["output"].as<std::string>() : given["case"].as<std::string>();
  for (const char* end : {".csv", ".html", ".toml"})
    if (name.extension() == end) return name.replace_extension().string();
  return name.string();
}

}  // namespace

int react(const Words& words) {
  options::options_description description;
  auto add = description.add_options();
  add("case", options::value<std::string>());
  add("set", options::value<Words>()->composing());
  add("set-from", options::value<Words>()->composing());
  add("output,o", options::value<std::string>());
  add("force", "overwrite");
  add("write-material", options::value<std::string>());
  add("quiet,q", "errors only");
  const auto given = parse("react", words, description, "case", 1);
  const std::string path = required_file("react", given, "case");
  refuse_other_kind(path, "react");
  const ReactInput input = with_sets(given, [&](const Words& sets) { return read_react_input(path, sets); });
  if (Session::rank() != 0) return 0;
  const Outputs outputs(output_name(given), given.count("force") > 0);
  const std::filesystem::path material =
      given.count("write-material") > 0 ? given["write-material"].as<std::string>() : "";
  if (!material.empty()) refuse_odd_name(material, {material.extension().string()});
  if (!material.empty()) refuse_existing(material, given.count("force") > 0);
  const ReactSetup setup(input);
  if (!material.empty() && !(setup.dry_mass > 0))
    refuse_command("--write-material: there are no solids in the vessel",
                   "give vessel.minerals, or vessel.material with vessel.solids");
  if (!material.empty() && !setup.model.exchangers.empty())
    refuse_command("--write-material: what stands on exchangers has no place in a pile",
                   "leave vessel.exchangers out");
  const ReactResult result = run_reactor(setup);
  if (result.table.rows.empty()) throw SolveError(result.failure + "\n  nothing was written");
  write_whole_file(outputs.csv.string(), react_csv(result.table));
  write_whole_file(outputs.page.string(), react_page(setup, result));
  if (!result.failure.empty())
    throw SolveError(result.failure + "\n  the rows until then (" +
                     std::to_string(result.table.rows.size() / result.end.size()) + ") are in " +
                     outputs.csv.string() + " and " + outputs.page.string());
  if (!material.empty()) write_whole_file(material.string(), react_material(setup, result));
  if (given.count("quiet") == 0)
    std::printf("%swrote %s and %s\n", react_summary(setup, result).c_str(), outputs.csv.c_str(),
                outputs.page.c_str());
  return 0;
}

}  // namespace talus::cli
