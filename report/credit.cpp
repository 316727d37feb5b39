#include "report/credit.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <numeric>

#include "report/words.h"

namespace talus::report {
namespace {

/// What the percentile takes off the mean, the numerical error with it; negative where a quantile of the ensemble is above
/// the mean. The numerical error adds to what is below the mean, and never to what is above.
double off_by_percentile(const Uncertain& amount, double p) {
  const double z = normal_quantile(p);
  const double spread = amount.ensemble.empty()
                            ? z * amount.deviation
                            : sample_quantile(amount.ensemble, p) - spread_of(amount.ensemble).mean;
  return std::hypot(std::min(0.0, spread), z * amount.numerical) - std::max(0.0, spread);
}

}  // namespace

double normal_quantile(double p) { return boost::math::quantile(boost::math::normal(), p); }

double sample_quantile(std::vector<double> values, double p) {
  std::ranges::sort(values);
  return sorted_quantile(values, p);
}

double sorted_quantile(std::span<const double> sorted, double p) {
  const double at = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  const double share = at - static_cast<double>(below);
  if (share == 0 || sorted[below] == sorted[above] || !std::isfinite(sorted[below])) return sorted[below];
  return sorted[below] + share * (sorted[above] - sorted[below]);
}

Spread spread_of(const std::vector<double>& values) {
  const auto count = static_cast<double>(values.size());
  Spread spread;
  spread.mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  double squares = 0;
  for (const double value : values) squares += (value - spread.mean) * (value - spread.mean);
  spread.deviation = values.size() > 1 ? std::sqrt(squares / (count - 1)) : 0;
  return spread;
}

double Uncertain::total() const { return std::hypot(deviation, numerical); }

double credited(const Uncertain& amount, const CreditCase& rule) {
  if (rule.rule == "percentile") return amount.mean - off_by_percentile(amount, *rule.percentile);
  if (rule.rule == "standard errors") {
    const double samples =
        rule.samples ? static_cast<double>(*rule.samples) : static_cast<double>(amount.ensemble.size());
    return amount.mean - *rule.errors * std::hypot(amount.deviation / std::sqrt(samples), amount.numerical);
  }
  const double half_width = normal_quantile(0.5 * (1 + *rule.confidence)) * amount.total();
  if (rule.rule == "lower bound") return amount.mean - half_width;
  if (!(amount.mean > 0)) return amount.mean - half_width;  // no share of what is not there
  const double excess = std::max(0.0, half_width / amount.mean - *rule.allowed);
  return amount.mean * (1 - *rule.per_excess * excess);
}

namespace {

/// "1st", "16th", "2.5th".
std::string ordinal(double number) {
  const std::string text = as_written(number);
  const bool whole = text.find_first_not_of("0123456789") == std::string::npos;
  const bool teen = text.size() > 1 && text[text.size() - 2] == '1';
  if (!whole || teen) return text + "th";
  const char last = text.back();
  return text + (last == '1' ? "st" : last == '2' ? "nd" : last == '3' ? "rd" : "th");
}

}  // namespace

std::string rule_words(const CreditCase& rule) {
  const auto percent = [](double share) { return as_written(100 * share) + " %"; };
  if (rule.rule == "percentile") return ordinal(100 * *rule.percentile) + " percentile";
  if (rule.rule == "lower bound") return "lower end of the " + percent(*rule.confidence) + " interval";
  if (rule.rule == "standard errors") return "mean minus " + as_written(*rule.errors) + " standard errors";
  return "mean, less " + as_written(*rule.per_excess) + " times the half-width of the " +
         percent(*rule.confidence) + " interval beyond " + percent(*rule.allowed);
}

}  // namespace talus::report
