// The tables that a case names: temperature and pressure, rain and sources over time, saturation over depth,
// heads along a patch, retention.
#pragma once

#include <memory>
#include <string>

#include "base/grid_table.h"
#include "base/series.h"
#include "case/case.h"
#include "solver/laws/retention.h"
#include "solver/laws/weather.h"
#include "solver/temperature_table.h"

namespace talus {

/// What the CSV files of a case hold.
struct Tables {
  TemperatureTable temperature;  ///< K, over the time since the start (s), and depth (m)
  std::optional<Series> surface_temperature,
      base_temperature;                    ///< K over time (s), where heat has such a file
  Series pressure;                         ///< Pa, over the time since the start (s)
  std::shared_ptr<const Weather> weather;  ///< null without
  Named<Series> saturation;  ///< -, over the depth below the surface (m); of each material that has a file
  Named<Series> rain;        ///< m/s over time (s), each value until the next; of each patch that has a file
  Named<Named<Series>> air;  ///< mole fraction over time (s), of each patch, and of each gas that has a file
  Named<Series> source;   ///< m3/s over time (s), each value until the next; of each source that has a file
  Named<GridTable> head;  ///< m, over x, y or depth (m); of each patch that has a file
  Named<Tabulated> retention;  ///< of each material that has a table

  /// The saturation of a material over depth; null where the case gives one value for all of it.
  const Series* saturation_of(const std::string& material) const;
};

/// Reads them, with files relative to `folder`. Notes in `document` a file that cannot be read, what is wrong
/// inside of it, and a table that does not reach as far as the run or the material.
Tables read_tables(Document& document, const Case& c, const std::string& folder);

}  // namespace talus
