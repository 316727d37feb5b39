// What a run knows of itself.
#include "base/error.h"
#include "report/run.h"

namespace talus::report {

const Curve& Run::total_of(const std::string& field) const {
  const auto found = total.find(field);
  if (found == total.end()) throw FileError(file + ": /fields/" + field + " is missing");
  return found->second;
}

bool Run::follows_operation(std::size_t row) const {
  return moment[row] == 2 && (row == 0 || placed.empty() || placed[row] == placed[row - 1]);
}

bool Run::done() const {
  const auto status = provenance.find("status");
  return status != provenance.end() && status->second == "done";
}

}  // namespace talus::report
