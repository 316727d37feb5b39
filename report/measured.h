// Measured values beside those that a run gives at the same time and depth.
//
//     residual  r = modelled - measured
//     z         r / sqrt(u^2 + n^2)       u: uncertainty of the measured value, n: numerical error of the run
//     bias      mean of r                 RMSE: square root of the mean of r^2
//
// At a depth the run has a value for each layer of cells; a piece of core takes their mean by thickness. Between the
// times of profiles (start, quarters and end of the run) values at a depth are linear, those of the whole pile
// between outputs, those of an instrument between steps; of a mean rate between the middles of what it is the mean of.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "report/account.h"
#include "report/instruments.h"
#include "report/measured_case.h"

namespace talus::report {

/// A measured value beside the run's, both in `unit`.
struct MeasuredPoint {
  double time = 0;             ///< s
  double top = 0, bottom = 0;  ///< m below the surface; equal at a point; not numbers for the whole pile
  double measured = 0, modelled = 0;
  std::optional<double> uncertainty{};  ///< of the measured value
  double numerical = 0;                 ///< error of the modelled one; 0 where it was not estimated

  double residual() const { return modelled - measured; }
  std::optional<double> z() const;  ///< nothing where the measured value has no uncertainty
};

/// All points of one quantity of one run.
struct MeasuredSeries {
  std::string run, quantity, unit, kind, source;
  std::string instrument{};       ///< that it is set beside, if the case names one
  std::optional<double> start{};  ///< of the run, s from 1970; none: not known
  std::vector<MeasuredPoint> points;

  double bias() const;
  double rmse() const;
  std::size_t outside() const;  ///< points with |z| above 2
};

/// The depth of the base of a pile, m below its surface; 0 of a run without profiles.
double base_of(const Run& run);

/// What is wrong with the tables, across their keys; noted in `document`, where they stand as [[`table`]].
void check_measured(Document& document, std::span<const MeasuredCase> measured,
                    const std::string& table = "measured");

/// The series of every run that a table is about. InputError where a quantity is unknown to the run, a time or depth lies
/// outside of it, or a file has a fault; FileError.
std::vector<MeasuredSeries> measured_series(std::span<const Account> accounts,
                                            std::span<const MeasuredCase> measured, const Document& document,
                                            const std::string& table = "measured");

/// The series of one table, whose mistakes are said at the path `at`.
MeasuredSeries measured_series(const Account& account, const MeasuredCase& measured, const Document& document,
                               const std::string& at);

/// What a run gives of a quantity of the whole pile: at every output, of a rate at the middle of each span. Nothing of other
/// quantities.
std::optional<TimedCurve> modelled_curve(const Account& account, const std::string& quantity);
/// The same of what a series of measured values is set beside: its instrument, or the whole pile.
std::optional<TimedCurve> modelled_curve(const Account& account, const MeasuredSeries& series);

}  // namespace talus::report
