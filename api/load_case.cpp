#include "api/load_case.h"

#include <filesystem>
#include <limits>

#include "api/file_kind.h"
#include "base/units.h"
#include "report/published.h"

namespace talus {

namespace {

/// The value of a text that must be a quantity; NaN, which is noted, when it is none.
double check_text(Input& input, const std::string& path, const std::string& text, const std::string& unit) {
  try {
    return to_si(text, unit);
  } catch (const UnitError& e) {
    input.document.problem(input.document.place_of_value(path), path + ": " + e.what(), e.hint());
  }
  return std::numeric_limits<double>::quiet_NaN();
}

void check_range(Input& input, const std::string& path, const std::vector<std::string>& range,
                 const std::string& unit) {
  std::vector<double> values;
  for (std::size_t k = 0; k < range.size(); ++k)
    values.push_back(check_text(input, path + "[" + std::to_string(k) + "]", range[k], unit));
  if (values.size() == 2 && values[0] > values[1])
    input.document.problem(input.document.place_of_value(path),
                           path + " is backwards: " + range[0] + " is more than " + range[1],
                           "write the lowest value first");
}

void check_published(Input& input) {
  const std::vector<std::string>& minerals = input.values.chemistry.dissolve;
  std::vector<std::string> names;
  for (const auto& quantity : report::published_quantities(minerals)) names.push_back(quantity.name);
  for (std::size_t i = 0; i < input.values.published.size(); ++i) {
    const PublishedCase& p = input.values.published[i];
    const std::string at = "published[" + std::to_string(i) + "]";
    bool found = false;
    for (const auto& quantity : report::published_quantities(minerals)) {
      if (quantity.name != p.quantity) continue;
      found = true;
      if (p.value) check_text(input, at + ".value", *p.value, quantity.unit);
      check_range(input, at + ".range", p.range, quantity.unit);
    }
    if (!found)
      input.document.problem(input.document.place_of_value(at + ".quantity"),
                             at + ": the report knows no quantity '" + p.quantity + "'",
                             suggestion(p.quantity, names));
  }
}

}  // namespace

Input load_case(const std::string& path, const std::vector<std::string>& sets) {
  refuse_other_kind(path, "run");
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return load_case(Document::from_file(path, sets), folder.empty() ? "." : folder);
}

Input load_case(Document document, std::string folder) {
  Input input = read_input(std::move(document), std::move(folder));
  check_published(input);
  input.document.finish();
  return input;
}

}  // namespace talus
