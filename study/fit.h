// A fit that has been read and checked: its parameters in the units in which they are fitted, and the runs that give a point.
#pragma once

#include <Eigen/Dense>
#include <string>
#include <vector>

#include "report/account.h"
#include "report/measured.h"
#include "study/fit_case.h"
#include "study/least_squares.h"
#include "study/study.h"

namespace talus::study {

/// A parameter on the scale on which it is fitted: u = (t - centre) / scale, with t its value or the logarithm of it.
struct FitScale {
  double centre = 0, scale = 1;  ///< of t: mean and standard deviation of the prior
  double low, high;              ///< of the value, in the unit of the parameter; may be infinite
  bool logarithmic = false, prior = false;

  double value(double u) const;  ///< in the unit of the parameter, not beyond its bounds
  double u(double value) const;
  Box box() const;
};

/// A fit.
struct Fit {
  Document document;
  FitCase said;
  std::vector<Parameter> parameters;
  std::vector<FitScale> scales;
  Eigen::VectorXd start;  ///< u of each parameter
  Study study;            ///< how a run is done; its design has no points

  /// The values of a point, as the case takes them.
  std::vector<Value> values(const Eigen::VectorXd& u) const;
  /// A study of these points, which each `talus run` does with `more_words`; what is taken out of its files are the modelled
  /// values of all measured ones.
  Study runs_of(std::vector<std::vector<Value>> points, const std::vector<std::string>& more_words) const;
};

/// Reads FIT.toml; FileError, InputError with everything that is wrong with it and with the case as it is.
Fit read_fit(const std::string& path);

/// Reads the case at the start and near the ends of each prior, and throws InputError at the parameter that it cannot take.
void check_start_and_ends(const Fit& fit);

/// Measured values beside a run.
struct FitSeries {
  std::vector<report::MeasuredSeries> used, held_out;
};
/// InputError where a quantity is unknown to the run, a time or depth lies outside of it, a file has a fault, or a value that is used
/// has no uncertainty above 0.
FitSeries series_of(const Fit& fit, const report::Account& account);

}  // namespace talus::study
