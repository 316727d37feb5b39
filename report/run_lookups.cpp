// What a run knows of itself.
#include <algorithm>

#include "base/error.h"
#include "report/run.h"

namespace talus::report {

double System::atoms(const Matrix& composition, std::size_t row, const std::string& element) const {
  const auto found = std::find(elements.begin(), elements.end(), element);
  if (found == elements.end()) return 0;
  const auto column = static_cast<std::size_t>(found - elements.begin());
  double sum = 0;
  for (std::size_t j = 0; j < components.size(); ++j)
    sum += composition(row, j) * component_elements(j, column);
  return sum;
}

const Curve& Run::total_of(const std::string& field) const {
  const auto found = total.find(field);
  if (found == total.end()) throw FileError(file + ": /fields/" + field + " is missing");
  return found->second;
}

bool Run::follows_operation(std::size_t row) const {
  return moment[row] == 2 && (row == 0 || placed.empty() || placed[row] == placed[row - 1]);
}

bool Run::follows_irrigation(std::size_t row) const { return moment[row] == 3; }

bool Run::done() const {
  const auto status = provenance.find("status");
  return status != provenance.end() && status->second == "done";
}

}  // namespace talus::report
