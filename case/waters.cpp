#include "case/waters.h"

#include "case/checks.h"
#include "chemistry/speciation/case_water.h"

namespace talus {

namespace {

/// Notes a problem, unless one has been noted at its place: what could not be read is reported once.
void report(Document& document, const Problem& problem) {
  try {
    document.finish();
  } catch (const InputError& error) {
    for (const Problem& other : error.problems())
      if (other.place.file == problem.place.file && other.place.line == problem.place.line &&
          other.place.column == problem.place.column)
        return;
  }
  document.problem(problem.place, problem.what, problem.hint);
}

/// A water has the temperature of the place where it is: one of its own must be that.
void check_temperature(Document& document, const Case& c, const std::string& name, const WaterTable& table) {
  if (!table.temperature) return;
  const std::optional<double>& constant = c.temperature.constant;
  if (constant && std::abs(*constant - *table.temperature) < 1e-6) return;
  const std::string key = "waters." + name + ".temperature";
  document.problem(document.place_of_value(key),
                   name + ", temperature: " + with_unit(*table.temperature, "degC") +
                       " is not the temperature of the case, " +
                       (constant ? with_unit(*constant, "degC") : "which is in temperature.file"),
                   "leave it out: a water of a case has the temperature of the place where it is");
}

/// Notes amounts beyond what there can be, and warns of unusual ones.
void check_amounts(Document& document, const WaterAnalysis& a, const Masters& masters,
                   const Database& database) {
  const std::vector<double> amounts = molalities_of(a, masters, database);
  for (std::size_t i = 0; i < amounts.size(); ++i)
    check_range(document, "waters." + step(a.name) + ".total." + a.total[i].first, amounts[i], ranges::total,
                a.total[i].first == "Alkalinity" ? "eq/kgw" : "mol/kgw");
}

}  // namespace

Named<CaseWater> recipes_of(Document& document, const Case& c, const Database& database) {
  Named<CaseWater> recipes;
  if (c.chemistry.components.empty()) return recipes;  // which has been reported
  const Masters masters(database);
  for (const auto& [name, table] : c.waters) {
    check_temperature(document, c, name, table);
    WaterEntry entry = entry_of(document, name, table, "");
    for (const Problem& problem : entry.problems) report(document, problem);
    if (entry.problems.empty()) try {
        check_amounts(document, entry.analysis, masters, database);
        recipes.emplace_back(
            name, recipe_of(entry.analysis, masters, database, c.chemistry.components, entry.notes));
      } catch (const AnalysisError& error) {
        report(document, entry.problem(error));
      } catch (const std::invalid_argument& error) {  // of the database
        report(document, {entry.place, name + ": " + error.what(), ""});
      }
    for (const WaterNote& note : entry.notes) warn(document, entry.place, name + ": " + note.what);
  }
  return recipes;
}

}  // namespace talus
