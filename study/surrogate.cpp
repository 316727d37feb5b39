#include "study/surrogate.h"

#include <algorithm>
#include <cmath>

#include "report/words.h"
#include "study/chaos_sample.h"

namespace talus::study {
namespace {

/// Those of the values, by run, that belong to a number of the answer.
std::vector<double> numbers_of(const std::vector<double>& answer) {
  std::vector<double> numbers;
  std::ranges::copy_if(answer, std::back_inserter(numbers), [](double x) { return std::isfinite(x); });
  return numbers;
}

/// The parameters of the runs of which an answer is a number.
std::vector<std::vector<double>> points_of(const std::vector<std::vector<Value>>& values,
                                           const std::vector<double>& answer) {
  std::vector<std::vector<double>> points;
  for (std::size_t run = 0; run < answer.size(); ++run) {
    if (!std::isfinite(answer[run])) continue;
    auto& point = points.emplace_back();
    for (const Value& value : values[run]) point.push_back(value.number);
  }
  return points;
}

}  // namespace

std::string Surrogate::sentence() const {
  if (!polynomial) return "No surrogate: " + why_none + ".";
  const std::string error = report::digits(100 * polynomial->error, 2) + " %";
  const std::string said = "Surrogate: a polynomial chaos of degree " + std::to_string(polynomial->degree) +
                           " (" + std::to_string(polynomial->terms.size()) + " terms, " +
                           std::to_string(polynomial->runs) + " runs), leave-one-out error " + error +
                           " of the variance";
  return usable() ? said + "."
                  : said + ". It is not to be used: that is more than " +
                        report::digits(100 * largest_error, 2) + " %.";
}

std::vector<OrthonormalPolynomials> polynomials_of(const Study& study) {
  std::vector<OrthonormalPolynomials> all;
  for (const Parameter& one : study.design.parameters()) {
    std::vector<double> values;
    for (const Value& value : one.values) values.push_back(value.number);
    all.emplace_back(*one.distribution, values, study.said.surrogate->degree);
  }
  return all;
}

std::vector<Surrogate> surrogates_of(const Study& study, const std::vector<std::vector<Value>>& values,
                                     const std::vector<std::vector<double>>& answers) {
  const double largest = study.said.surrogate->largest_error;
  std::optional<ChaosSample> sample;
  std::vector<Surrogate> all;
  for (const std::vector<double>& answer : answers) {
    if (answer.empty()) {
      all.push_back({{}, "it needs a number of every run that is done", largest});
      continue;
    }
    if (!sample)
      sample.emplace(polynomials_of(study), points_of(values, answer), study.said.surrogate->degree);
    all.push_back(
        {sample->fit(numbers_of(answer)),
         "there are too few runs for degree 1, twice as many as parameters and a constant, or the answer does not vary",
         largest});
  }
  return all;
}

}  // namespace talus::study
