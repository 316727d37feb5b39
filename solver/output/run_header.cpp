#include "solver/output/run_header.h"

#include "base/hdf5.h"
#include "base/instruction_set.h"
#include "base/petsc.h"
#include "base/scenarios.h"
#include "base/version.h"
#include "case/assumptions.h"
#include "solver/output/progress.h"
#include "solver/output/records.h"

namespace talus {

namespace {

std::string petsc_version() {
  return std::to_string(PETSC_VERSION_MAJOR) + "." + std::to_string(PETSC_VERSION_MINOR) + "." +
         std::to_string(PETSC_VERSION_SUBMINOR);
}

}  // namespace

RunHeader header_of(const Input& input, const Model& model) {
  RunHeader h;
  h.title = input.values.title;
  h.case_file = input.document.name();
  h.case_text = input.document.text();
  h.scenario = scenario_name(input.document);
  h.case_echo = echo(input.values);
  h.version = talus_version;
  h.commit = talus_commit;
  h.petsc = petsc_version();
  h.hdf5 = hdf5::version();
  h.instruction_set = instruction_set();
  h.ranks = Session::size();
  for (const std::string& name : input.values.chemistry.database)
    h.database += (h.database.empty() ? "" : ", ") + name;
  h.database_hash = model.database->hash;
  h.records_json = records_json(model, assumptions_of(input, model));
  h.published_json = published_json(input.values.published);
  h.materials = model.materials;
  return h;
}

}  // namespace talus
