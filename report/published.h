// The published values of a case beside the computed ones.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "report/yield.h"

namespace talus::report {

/// A quantity that a case may give under [[published]], and the unit in which the report prints it.
struct PublishedQuantity {
  std::string name;  ///< "CO2 uptake", "Brucite conversion"
  std::string unit;  ///< "g/kg"; any unit of the same kind may be written
};

/// Every quantity that can be compared, for the minerals of a case.
std::vector<PublishedQuantity> published_quantities(std::span<const std::string> minerals);

/// One published value or range, and what the run gives for it. Numbers are in `unit`.
struct Comparison {
  std::string quantity;
  std::string unit;
  std::string source;
  std::optional<double> value;      ///< as published; or
  std::optional<double> low, high;  ///< the range
  std::optional<double> computed;   ///< nothing when the run cannot give it (a mineral that was not there)

  std::optional<double> ratio() const;  ///< computed / published, of a value
  std::optional<bool> inside() const;   ///< of a range
  std::string published() const;        ///< "2" or "15 to 30", in `unit`
  std::string sentence() const;         ///< "1.23 g/kg, 0.61 of the published 2 g/kg"; plain words
};

/// Reads /published of a run file: a JSON list of {"quantity", "value" or "range", "source"}, quantities as
/// in a case. FileError when it cannot be understood.
std::vector<Comparison> compare_with_published(const std::string& json, const Yield& yield);

}  // namespace talus::report
