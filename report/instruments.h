// What the virtual instruments of a run read ([[instruments]] of the case), from the series of its file.
#pragma once

#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "report/account.h"
#include "report/figures.h"

namespace talus::report {

/// A sensor at a place, or a chamber on a patch.
struct Instrument {
  struct Column {
    std::string quantity, unit, series;
  };
  std::string name;
  double depth =
      std::numeric_limits<double>::quiet_NaN();  ///< m below the surface; not a number of a chamber
  double depth_from = 0, depth_to = 0;           ///< m, of the cell in which it is
  std::optional<double> x, y;                    ///< m; none in a column
  double dry_density = 0;                        ///< kg/m3, of the cell at the start
  std::string patch;                             ///< of a chamber; else empty
  double area = 0;                               ///< m2 that the chamber covers
  std::vector<Column> columns;

  /// "lysimeter, 30 cm deep", "chamber on top".
  std::string words() const;
};

/// The instruments of a run. FileError where the file does not say it as it should.
std::vector<Instrument> instruments_of(const Run& run);

/// A quantity over time.
struct TimedCurve {
  std::string unit;
  Curve time, value;  ///< s, `unit`
};

/// What an instrument read of a quantity: one of its fields, the wt% of a mineral or of carbon in minerals ("TIC") of the
/// initial dry mass, or the "CO2 flux" (g/m2/d) of a chamber, which is the mean of every step, at its middle. Nothing where it
/// does not read that.
std::optional<TimedCurve> reading(const Run& run, const Instrument& instrument, const std::string& quantity);

/// A chart for every quantity that any instrument reads.
std::vector<Figure> instrument_figures(std::span<const Account> accounts);
/// The table of the page: where they are, and what they read at the end. Empty where there is none.
std::string instruments_section(std::span<const Account> accounts);
/// run,instrument,depth_m,quantity,unit,time_s,value; empty where there is none.
std::string instruments_csv(std::span<const Account> accounts);

}  // namespace talus::report
