// The parameters of a study: which values they take, as texts for the case and as numbers for statistics.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "study/distribution.h"
#include "study/study_case.h"

namespace talus::study {

/// A value that a parameter takes.
struct Value {
  std::string text;   ///< as it stands in the case: "0.3 m2/g", "B-dot"; of a factor the pure number
  double number = 0;  ///< in the unit of the parameter; of words the number of the word, from 0
};

/// A parameter.
struct Parameter {
  std::string name, unit;  ///< unit empty for pure numbers and words
  bool words = false;
  std::vector<std::string> keys;
  std::optional<std::string> only;  ///< "project" or "baseline"
  bool factor = false;
  std::optional<Distribution> distribution;  ///< none: of a grid
  std::vector<Value> values;                 ///< of a grid and of a discrete distribution
  std::string sentence;                      ///< "lognormal, median 1 m2/g, spread 2"
  std::string source;

  /// "name (unit)".
  std::string heading() const;
  /// The value below which it is with probability p.
  Value at(double p) const;
};

/// The parameters of a study. What is wrong with them is noted in `document`; then they are not to be used.
std::vector<Parameter> parameters_of(Document& document, const StudyCase& said);

/// "0.1 m2/g" of a number in that unit: the shortest decimal that reads back to the same number.
std::string text_of(double number, const std::string& unit);

/// A quantity as its number and its unit, "2.5 m2/g"; nothing where `text` does not begin with a number.
struct NumberAndUnit {
  double number = 0;
  std::string unit;
};
std::optional<NumberAndUnit> number_and_unit(const std::string& text);

}  // namespace talus::study
