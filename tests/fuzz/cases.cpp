// Targets of whole cases.
#include "base/error.h"
#include "batch/setup.h"
#include "case/build.h"
#include "tests/fuzz/targets.h"

namespace talus::fuzz {

namespace {

constexpr std::size_t most_cells = 2000;  // of a case that is built
constexpr double most_operations = 1e5;   // in time, of a case that is set up

/// Whether the case can be built here: sources add up over ranks, for which MPI would have to run.
bool is_small(const Case& c) {
  if (!c.sources.empty()) return false;
  std::vector<double> thickness;
  for (const LayerCase& layer : c.layers) thickness.push_back(layer.thickness);
  const double columns = static_cast<double>(c.mesh.columns_x) * static_cast<double>(c.mesh.columns_y);
  return columns <= most_cells &&
         columns * static_cast<double>(horizontal_faces(c.mesh, thickness).size()) <= most_cells;
}

bool is_small(const batch::ReactCase& c) {
  for (const auto& operation : c.operations)
    if (operation.every && c.run && c.run->length / *operation.every > most_operations) return false;
  return true;
}

}  // namespace

void read_case_file(const std::string& text) {
  read_or_refuse(text, [](const std::string& t) {
    const Input input = read_input(written("case.toml", t).string());
    if (is_small(input.values)) build(input, MPI_COMM_SELF);
  });
}

void read_react_file(const std::string& text) {
  read_or_refuse(text, [](const std::string& t) {
    const batch::ReactInput input = batch::read_react_input(written("react.toml", t).string(), {});
    if (is_small(input.values)) batch::ReactSetup setup(input);
  });
}

}  // namespace talus::fuzz
