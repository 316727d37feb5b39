#include "case/materials.h"

#include <filesystem>

#include "case/checks.h"

namespace talus {

namespace {

/// Notes the problems of another file in `document`. Whether there was none.
bool read_into(Document& document, const std::string& key, const std::string& path, WrittenMaterial& target) {
  try {
    Document file = Document::from_file(path);
    read(file, target);
    file.finish();
    return true;
  } catch (const FileError& error) {
    document.problem(document.place_of_value(key), key + ": " + error.what(),
                     "files are relative to the case");
  } catch (const InputError& error) {
    for (const Problem& problem : error.problems())
      document.problem(problem.place, problem.what, problem.hint);
  }
  return false;
}

}  // namespace

void read_written_materials(Document& document, Case& c, const std::string& folder) {
  for (auto& [name, material] : c.materials) {
    const std::string path = "materials." + step(name);
    if (!material.from) {
      const bool by_blocks = material.block_model && !material.block_model->minerals.empty();
      if (material.minerals.empty() && !by_blocks && c.has_chemistry() &&
          !reported(document, path + ".minerals"))
        document.problem(document.place_of_key(path), path + " needs 'minerals' or 'from'",
                         "from = \"FILE.toml\" names what talus react --write-material wrote");
      continue;
    }
    if (!material.minerals.empty() || !material.surface.empty())
      document.problem(document.place_of_value(path + ".from"),
                       path + ".from brings minerals and surfaces, and here are others",
                       "leave 'from' out, or 'minerals' and 'surface'");
    WrittenMaterial written;
    const auto file = (std::filesystem::path(folder) / *material.from).lexically_normal();
    if (!read_into(document, path + ".from", file.string(), written)) continue;
    material.minerals = written.solids.minerals;
    material.surface = written.solids.surface;
    material.from.reset();  // what it said is known now, and stands in the run file
    if (is_among(names_of(c.waters), name))
      document.problem(document.place_of_key("waters." + step(name)),
                       "the water of " + path + ".from has this name already",
                       "give one of them another name");
    else
      c.waters.emplace_back(name, written.water);
  }
}

}  // namespace talus
