// Targets that need no database: formulas, units, tables of numbers.
#include <array>
#include <cmath>
#include <stdexcept>

#include "base/error.h"
#include "base/grid_table.h"
#include "base/series.h"
#include "base/units.h"
#include "chemistry/database/database.h"
#include "chemistry/database/formula.h"
#include "chemistry/database/phreeqc/reaction.h"
#include "tests/fuzz/targets.h"

namespace talus::fuzz {

namespace {

/// Calls `read`; the exception that says "this is none" is no fault.
template <class Read>
void or_none(const Read& read) {
  try {
    read();
  } catch (const std::invalid_argument&) {
  }
}

}  // namespace

void read_formula(const std::string& text) {
  const ElementWeights others{{"Edta", 0.288}, {"Hfo_w", 0}, {"[13C]", 0.013}};
  or_none([&] {
    const Formula formula = parse_formula(text, others);
    check(std::isfinite(formula.molar_mass) && std::isfinite(formula.charge), "a formula has a finite mass");
    for (const auto& [element, count] : formula.elements) check(std::isfinite(count), "counts are finite");
  });
  or_none([&] { parse_reaction(text); });
  or_none([&] { phreeqc::parse_equation(text); });
  or_none([&] { phreeqc::species_name(text); });
}

void read_units(const std::string& text) {
  constexpr std::array units = {"1", "m", "s", "degC", "kg/kg", "kg/m3", "mol/kgw", "W/m/K", "$/t", "m2/g"};
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string unit = text.substr(0, end);
  const std::string quantity = text.substr(std::min(end + 1, text.size()));
  try {
    for (const char* known : units) try {
        to_si(quantity, known);
      } catch (const UnitError&) {
      }
    const double value = to_si(quantity, unit);
    check(std::isfinite(value), "a quantity is finite");
    // what is written reads back to the same value
    check(to_si(with_unit(value, unit), unit) == value, "a quantity that is written reads back");
  } catch (const UnitError&) {
  }
}

void read_series(const std::string& text) {
  const std::string path = written("series.csv", text).string();
  const auto refused = [](const auto& read) {
    try {
      read();
    } catch (const InputError&) {
    }
  };
  refused([&] { Series::from_csv(path, {"time", "s"}, {"rain", "mm/d", not_negative}).at(1); });
  refused([&] { Series::from_csv(path, {"time", "s"}, {"temperature", "degC", absolute_temperature}); });
  refused([&] {
    const Series series =
        Series::from_csv(path, {"depth", "m", not_negative}, {"saturation", "1", between(0, 1)});
    check(series.at(0.5) >= 0 && series.at(0.5) <= 1, "what lies between rows lies between their values");
  });
  refused([&] {
    const GridTable table = GridTable::from_csv(path, {{"x", "m"}, {"depth", "m"}}, {"head", "m"});
    table.at(std::vector<double>(table.along.size(), 0.5));
  });
}

}  // namespace talus::fuzz
