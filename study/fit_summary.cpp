#include "study/fit_summary.h"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include "report/words.h"

namespace talus::study {
namespace {

using Eigen::Index;
using report::digits;

constexpr double of_95_percent = 1.959963984540054;
/// Probabilities of a misfit beyond which uncertainties or model are to be doubted.
constexpr double too_bad = 0.01, too_good = 0.99;
/// A bias of so many standard errors is none of chance.
constexpr double large_bias = 2.5;

std::string with_unit(double value, const Parameter& parameter) {
  return digits(value) + (parameter.unit.empty() ? "" : " " + parameter.unit);
}

FittedParameter parameter_of(const Fit& fit, const Solution& solution, const Posterior& posterior,
                             std::size_t i) {
  const auto j = static_cast<Index>(i);
  const FitScale& scale = fit.scales[i];
  const double u = solution.u[j], deviation = posterior.deviation[j];
  const Parameter& parameter = fit.parameters[i];
  return {.best = fit.values(solution.u)[i],
          .low = posterior.held[i] ? std::nan("") : scale.value(u - of_95_percent * deviation),
          .high = posterior.held[i] ? std::nan("") : scale.value(u + of_95_percent * deviation),
          .prior_low = parameter.at(0.025).number,
          .prior_high = parameter.at(0.975).number,
          .learned = posterior.learned[j],
          .held = posterior.held[i],
          .unconstrained = posterior.unconstrained(j)};
}

std::string percent(double share) { return digits(100 * share, 2) + " %"; }

/// What is said of a parameter that the data do not determine; empty of others.
std::string doubt(const Fit& fit, const FitSummary& summary, std::size_t i) {
  const FittedParameter& one = summary.parameters[i];
  const Parameter& parameter = fit.parameters[i];
  const FitScale& scale = fit.scales[i];
  if (one.held)
    return "The data would have " + parameter.name + " beyond its bound of " +
           with_unit(one.best.number, parameter) +
           ", where it is held: it has no interval, and those of the others hold for this value alone.";
  if (!one.unconstrained) return "";
  return "The data do not constrain " + parameter.name + ": they take away " + percent(one.learned) +
         " of the variance of its prior. Its value is what the prior says" +
         (scale.prior
              ? "."
              : ", or where the fit began: any other within its bounds meets the data about as well.");
}

std::string word_for_misfit(const FitSummary& summary) {
  if (std::isnan(summary.probability))
    return "There are as many parameters as data: how well they are met says nothing of the model.";
  const std::string numbers = "misfit " + digits(summary.solution.misfit) + " with " +
                              std::to_string(summary.freedom) +
                              (summary.freedom == 1 ? " degree" : " degrees") + " of freedom";
  if (summary.probability < too_bad)
    return "The runs do not meet the data within their uncertainties (" + numbers + ", probability " +
           digits(summary.probability, 2) +
           "): either these are too small, or the model lacks something. The intervals rest on both being right; with uncertainties "
           "as large as the residuals they would be " +
           digits(std::sqrt(summary.solution.misfit / summary.freedom), 2) + " times as wide.";
  if (summary.probability > too_good)
    return "The runs meet the data more closely than their uncertainties allow (" + numbers +
           ", probability " + digits(summary.probability, 3) +
           "): these may be too large, or the values not independent of each other.";
  return "";
}

/// "1 measured value", "5 measured values, bias ..., RMSE ... g/m2/d, mean of z ...".
std::string words_of(const report::MeasuredSeries& one) {
  const auto weighed = static_cast<std::size_t>(
      std::ranges::count_if(one.points, [](const auto& point) { return point.z().has_value(); }));
  std::string text = one.quantity + (one.instrument.empty() ? "" : " by " + one.instrument) + ": " +
                     std::to_string(one.points.size()) +
                     (one.points.size() == 1 ? " measured value" : " measured values") + ", bias " +
                     digits(one.bias()) + ", RMSE " + digits(one.rmse()) + " " + one.unit;
  if (weighed == 0) return text;
  const ResidualCheck check = check_of(one);
  text += ", root mean square of z " + digits(check.rms_z, 2) + ", " + std::to_string(one.outside()) +
          " with |z| above 2";
  if (std::abs(check.bias_in_errors) > large_bias)
    text += "; the bias is " + digits(std::abs(check.bias_in_errors), 2) +
            " times its standard error: not chance";
  return text;
}

}  // namespace

std::string FittedParameter::state() const {
  return held ? "held at a bound" : unconstrained ? "not constrained by the data" : "fitted";
}

ResidualCheck check_of(const report::MeasuredSeries& series) {
  double sum = 0, squares = 0, count = 0;
  for (const report::MeasuredPoint& point : series.points) {
    const auto z = point.z();
    if (!z) continue;
    sum += *z;
    squares += *z * *z;
    count += 1;
  }
  return {sum / std::sqrt(count), std::sqrt(squares / count)};
}

FitSummary summarise(const Fit& fit, const LeastSquares& problem, Solution solution,
                     const report::Account& best) {
  FitSummary found{
      .solution = std::move(solution), .posterior = {}, .parameters = {}, .series = series_of(fit, best)};
  found.posterior = posterior_of(problem, found.solution);
  found.misfit = found.solution.residuals.squaredNorm();
  found.freedom = static_cast<int>(found.solution.residuals.size());
  for (std::size_t i = 0; i < fit.parameters.size(); ++i) {
    found.parameters.push_back(parameter_of(fit, found.solution, found.posterior, i));
    found.freedom += (fit.scales[i].prior ? 1 : 0) - (found.posterior.held[i] ? 0 : 1);
  }
  found.probability = found.freedom > 0
                          ? boost::math::gamma_q(0.5 * found.freedom, 0.5 * found.solution.misfit)
                          : std::nan("");
  return found;
}

std::vector<std::string> FitSummary::headlines(const Fit& fit) const {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const FittedParameter& one = parameters[i];
    const Parameter& parameter = fit.parameters[i];
    lines.push_back(
        parameter.name + ": " + with_unit(one.best.number, parameter) +
        (one.held ? ", held at a bound" : ", 95 % interval " + digits(one.low) + " to " + digits(one.high)) +
        (one.unconstrained ? " (not constrained by the data)" : ""));
  }
  return lines;
}

std::vector<std::string> FitSummary::warnings(const Fit& fit) const {
  std::vector<std::string> lines;
  if (!solution.converged) lines.push_back("NOT CONVERGED: " + solution.why + ".");
  if (const std::string misfit_words = word_for_misfit(*this); !misfit_words.empty())
    lines.push_back(misfit_words);
  for (std::size_t i = 0; i < parameters.size(); ++i)
    if (const std::string words = doubt(fit, *this, i); !words.empty()) lines.push_back(words);
  for (Index a = 0; a < posterior.correlation.rows(); ++a)
    for (Index b = a + 1; b < posterior.correlation.cols(); ++b)
      if (const double r = posterior.correlation(a, b); std::abs(r) > found_together)
        lines.push_back(fit.parameters[static_cast<std::size_t>(a)].name + " and " +
                        fit.parameters[static_cast<std::size_t>(b)].name +
                        " are found together only (correlation " + digits(r) +
                        "): the data determine one combination of them much better than either.");
  return lines;
}

std::vector<std::string> FitSummary::residual_words() const {
  std::vector<std::string> lines;
  for (const report::MeasuredSeries& one : series.used) lines.push_back("fitted, " + words_of(one));
  for (const report::MeasuredSeries& one : series.held_out) lines.push_back("held out, " + words_of(one));
  return lines;
}

}  // namespace talus::study
