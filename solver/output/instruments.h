// Virtual instruments: what a sensor at a place, or a chamber on the surface, would have read, after every step; in the series of
// the run file, without any dense field.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "solver/model.h"
#include "solver/output/run_layout.h"
#include "solver/state/state.h"

namespace talus {

/// Where it is, and what it reads: fields of one cell, or the CO2 that came in as gas through a piece of a patch.
struct Instrument {
  std::string name;
  std::vector<std::string> quantities;  ///< of output/fields.h; none of a chamber
  std::optional<std::size_t> cell;      ///< in which it is, on the rank that owns it alone
  std::optional<std::size_t> patch;     ///< of a chamber
  std::vector<std::size_t> faces;       ///< of the patch on this rank that the chamber covers
};

/// Name of the series that an instrument writes of a quantity: "instrument_lysimeter_pH".
std::string instrument_series(const std::string& instrument, const std::string& quantity);

/// What a chamber reads: mol of CO2 that came in as gas since the start.
inline constexpr const char* chamber_quantity = "from_air_CO2";

/// The instruments of a run.
class Instruments {
 public:
  Instruments() = default;
  /// Every quantity is one of the fields of the model.
  Instruments(const Model& model, std::vector<Instrument> all);

  /// Their series, in the order of read().
  const std::vector<ColumnInfo>& columns() const { return columns_; }
  /// What they read; the same on all ranks, and the same bits on any number of them. Collective.
  std::vector<double> read(const Model& model, const State& state) const;

 private:
  std::vector<Instrument> all_;
  std::vector<std::vector<std::size_t>> fields_;  // of each: numbers of its quantities among the fields
  std::vector<ColumnInfo> columns_;
};

}  // namespace talus
