#include "solver/output/run_header.h"

#include "base/hdf5.h"
#include "base/instruction_set.h"
#include "base/petsc.h"
#include "base/version.h"
#include "solver/output/records.h"

namespace talus {

namespace {

std::string petsc_version() {
  return std::to_string(PETSC_VERSION_MAJOR) + "." + std::to_string(PETSC_VERSION_MINOR) + "." +
         std::to_string(PETSC_VERSION_SUBMINOR);
}

}  // namespace

RunHeader header_of(const RunRecord& record, const Model& model) {
  RunHeader h;
  h.title = record.title;
  h.case_file = record.case_file;
  h.case_text = record.case_text;
  h.scenario = record.scenario;
  h.case_echo = record.case_echo;
  h.version = talus_version;
  h.commit = talus_commit;
  h.petsc = petsc_version();
  h.hdf5 = hdf5::version();
  h.instruction_set = instruction_set();
  h.ranks = size_of(model.mesh.communicator);
  h.database = record.database;
  h.database_hash = model.database->hash;
  h.records_json = records_json(model, record.assumptions);
  h.published_json = record.published_json;
  h.instruments_json = record.instruments_json;
  h.materials = model.materials;
  return h;
}

}  // namespace talus
