#include "cli/load_case.h"

#include "base/units.h"
#include "cli/file_kind.h"
#include "report/published.h"

namespace talus::cli {

namespace {

void check_text(Input& input, const std::string& path, const std::string& text, const std::string& unit) {
  try {
    to_si(text, unit);
  } catch (const UnitError& e) {
    input.document.problem(input.document.place_of_value(path), path + ": " + e.what(), e.hint());
  }
}

}  // namespace

Input load_case(const std::string& path, const std::vector<std::string>& sets) {
  refuse_other_kind(path, "run");
  Input input = read_input(path, sets);
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
      for (std::size_t k = 0; k < p.range.size(); ++k)
        check_text(input, at + ".range[" + std::to_string(k) + "]", p.range[k], quantity.unit);
    }
    if (!found)
      input.document.problem(input.document.place_of_value(at + ".quantity"),
                             at + ": the report knows no quantity '" + p.quantity + "'",
                             suggestion(p.quantity, names));
  }
  input.document.finish();
  return input;
}

}  // namespace talus::cli
