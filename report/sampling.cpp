#include "report/sampling.h"

#include <algorithm>
#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <map>
#include <tuple>

#include "base/error.h"
#include "report/words.h"

namespace talus::report {
namespace {

constexpr int most_cores = 1000000;
constexpr double carbon_molar_mass = 0.012011;  // kg/mol

std::string in_percent(double share) { return as_written(100 * share) + " %"; }

/// The spread of measured cores of the whole depth of the run; where no two of those are of one time, that of slices,
/// and words that say so.
void set_deviation_by_cores(Sampling& s, const Run& run, std::span<const MeasuredSeries> measured) {
  std::vector<MeasuredPoint> points, whole;
  for (const MeasuredSeries& series : measured)
    if (series.quantity == "TIC" && series.run == run.name)
      points.insert(points.end(), series.points.begin(), series.points.end());
  const double base = base_of(run);
  std::ranges::copy_if(points, std::back_inserter(whole), [&](const MeasuredPoint& p) {
    return p.bottom > p.top && p.top <= 1e-3 * base && p.bottom >= (1 - 1e-3) * base;
  });
  PooledSpread spread = pooled_spread(whole);
  const bool of_whole = spread.freedom > 0;
  if (!of_whole) spread = pooled_spread(points);
  if (spread.freedom == 0)
    throw FileError(
        "claim.sampling has neither 'standard_deviation' nor 'variation', and no two [[measured]] values of TIC beside " +
        run.name + " are of one time and depth");
  s.deviation = spread.deviation / 100;  // they are in wt%
  s.deviation_from = "of " + std::to_string(spread.points) +
                     (of_whole ? " measured cores, " : " slices of cores, ") +
                     std::to_string(spread.freedom) + " degrees of freedom";
  if (!of_whole)
    s.deviation_from +=
        "; no two measured cores are of the whole depth, and the means of whole cores may vary less than slices";
}

/// The standard deviation of single cores, and where it is from.
void set_deviation(Sampling& s, const Run& run, std::span<const MeasuredSeries> measured) {
  if (s.said.standard_deviation) {
    s.deviation = *s.said.standard_deviation;
    s.deviation_from = "as given";
  } else if (s.said.variation) {
    s.deviation = *s.said.variation * std::max(s.project, s.baseline);
    s.deviation_from = in_percent(*s.said.variation) + " of the greater of the two means";
  } else {
    set_deviation_by_cores(s, run, measured);
  }
}

}  // namespace

double power_of_cores(double effect, int cores, double confidence) {
  using boost::math::cdf, boost::math::complement;
  const double freedom = 2.0 * cores - 2;
  const double limit = boost::math::quantile(boost::math::students_t(freedom), 0.5 * (1 + confidence));
  const double shift = std::abs(effect) * std::sqrt(0.5 * cores);
  if (shift > 40) return 1;  // beyond what the distribution can be computed for; the power is 1 to all digits
  const boost::math::non_central_t t(freedom, shift);
  return cdf(complement(t, limit)) + cdf(t, -limit);
}

std::optional<int> cores_needed(double effect, double confidence, double power) {
  const auto enough = [&](int cores) { return power_of_cores(effect, cores, confidence) >= power; };
  int few = 1, many = 2;
  for (; !enough(many); many = std::min(2 * many, most_cores)) {
    if (many == most_cores) return {};
    few = many;
  }
  while (many - few > 1) {
    const int middle = few + (many - few) / 2;
    (enough(middle) ? many : few) = middle;
  }
  return many;
}

double detectable_effect(int cores, double confidence, double power) {
  const auto lacking = [&](double effect) { return power_of_cores(effect, cores, confidence) - power; };
  double high = 1;
  while (lacking(high) < 0) high *= 2;
  std::uintmax_t tries = 200;
  const auto [low, up] = boost::math::tools::toms748_solve(
      lacking, 0.0, high, boost::math::tools::eps_tolerance<double>(40), tries);
  return 0.5 * (low + up);
}

PooledSpread pooled_spread(std::span<const MeasuredPoint> points) {
  std::map<std::tuple<double, double, double>, std::vector<double>> groups;
  for (const MeasuredPoint& p : points) groups[{p.time, p.top, p.bottom}].push_back(p.measured);
  PooledSpread spread;
  double squares = 0;
  for (const auto& [where, values] : groups) {
    double mean = 0;
    for (const double value : values) mean += value / static_cast<double>(values.size());
    for (const double value : values) squares += (value - mean) * (value - mean);
    spread.freedom += static_cast<int>(values.size()) - 1;
    if (values.size() > 1) spread.points += static_cast<int>(values.size());
  }
  if (spread.freedom > 0) spread.deviation = std::sqrt(squares / spread.freedom);
  return spread;
}

double inorganic_carbon(const Run& run, std::size_t row) {
  double mass = 0;
  for (std::size_t m = 0; m < run.system.minerals.size(); ++m)
    if (const double atoms = run.system.atoms(run.system.mineral_components, m, "C"); atoms != 0)
      mass += carbon_molar_mass * atoms * run.total_of("mineral_" + run.system.minerals[m])[row];
  return mass / run.dry_mass;
}

Sampling sampling_of(const SamplingCase& said, const Run& project, std::size_t project_row,
                     const Run& baseline, std::size_t baseline_row,
                     std::span<const MeasuredSeries> measured) {
  Sampling s;
  s.said = said;
  s.project = inorganic_carbon(project, project_row);
  s.baseline = inorganic_carbon(baseline, baseline_row);
  set_deviation(s, project, measured);
  const auto add = [&](const std::string& what, double change) {
    SamplingRow row{what, change, {}};  // no number of cores shows that nothing has changed
    if (change != 0)
      row.cores = s.deviation == 0 ? std::optional(2)
                                   : cores_needed(change / s.deviation, said.confidence, said.power);
    s.rows.push_back(std::move(row));
  };
  add("the change of this claim", s.project - s.baseline);
  add("half of it", 0.5 * (s.project - s.baseline));
  for (const double change : said.changes) add("a change of " + as_written(100 * change) + " wt% C", change);
  if (said.cores) s.detectable = s.deviation * detectable_effect(*said.cores, said.confidence, said.power);
  return s;
}

}  // namespace talus::report
