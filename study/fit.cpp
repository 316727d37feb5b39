#include "study/fit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <limits>

#include "base/document_parts.h"
#include "base/sha256.h"
#include "base/text_file.h"
#include "base/units.h"
#include "base/wall_clock.h"
#include "report/words.h"
#include "study/extract.h"

namespace talus::study {
namespace {

constexpr double endless = std::numeric_limits<double>::infinity();
/// So that check_ends() tries the values below and above which 2.5 % of a prior are.
constexpr int runs_that_reach_the_ends = 20;
constexpr std::string_view numbers[] = {"low", "high", "mean", "deviation", "median", "start"};

StudyCase study_case_of(const FitCase& said) {
  StudyCase study;
  study.title = said.title;
  study.case_file = said.case_file;
  study.scenario = said.scenario;
  study.run_time = said.run_time;
  study.method = "random";
  study.runs = runs_that_reach_the_ends;
  study.seed = 0;
  study.keep = "quantities";
  for (const FittedCase& one : said.vary) {
    VariedCase varied;
    varied.name = one.name;
    varied.keys = one.keys;
    varied.factor = one.factor;
    varied.distribution = one.distribution;
    varied.low = one.low;
    varied.high = one.high;
    varied.mean = one.mean;
    varied.deviation = one.deviation;
    varied.median = one.median;
    varied.spread = one.spread;
    varied.source = one.source;
    study.vary.push_back(varied);
  }
  return study;
}

FitScale scale_of(const Normal& d) { return {d.mean, d.deviation, d.low, d.high, false, true}; }
FitScale scale_of(const Lognormal& d) {
  return {d.mean_of_logs, d.deviation_of_logs, d.low, d.high, true, true};
}
FitScale scale_of(const Uniform& d) {
  return {0.5 * (d.low + d.high), (d.high - d.low) / std::sqrt(12.0), d.low, d.high, false, false};
}
FitScale scale_of(const Loguniform& d) {
  const double low = std::log(d.low), high = std::log(d.high);
  return {0.5 * (low + high), (high - low) / std::sqrt(12.0), d.low, d.high, true, false};
}
FitScale scale_of(const Triangular&) { throw std::logic_error("no prior is triangular"); }
FitScale scale_of(const Discrete&) { throw std::logic_error("no prior is discrete"); }

/// Where a parameter begins; what is wrong with that is noted.
double start_of(Document& document, const FittedCase& said, const Parameter& parameter, const FitScale& scale,
                std::size_t i) {
  if (!said.start) return scale.u(parameter.at(0.5).number);
  const std::string at = "vary[" + std::to_string(i) + "]";
  const auto wrong = [&](const std::string& what, const std::string& hint = "") {
    document.problem(document.place_of_value(at + ".start"), at + ".start: " + what, hint);
    return 0.0;
  };
  const auto read = number_and_unit(*said.start);
  if (!read) return wrong("'" + *said.start + "' is no number with a unit");
  double value = read->number;
  try {
    const std::string unit = parameter.unit.empty() ? "1" : parameter.unit;
    if (!(read->unit.empty() && parameter.unit.empty())) value = from_si(to_si(*said.start, unit), unit);
  } catch (const UnitError& error) {
    return wrong(error.what(), error.hint());
  }
  if (!(value >= scale.low && value <= scale.high) || (scale.logarithmic && !(value > 0)))
    return wrong("'" + *said.start + "' is not within the prior", "it is " + parameter.sentence);
  return scale.u(value);
}

void check_tables(Document& document, const FitCase& said) {
  if (said.vary.empty())
    document.problem(document.place_of_value("vary"), "a fit needs a parameter",
                     "write [[vary]] with 'keys' and 'distribution'");
  if (said.measured.empty())
    document.problem(document.place_of_value("measured"), "a fit needs measured values",
                     "write [[measured]] with 'quantity', 'value', 'uncertainty' and 'time', or a 'file'");
  for (const auto& [table, list] : {std::pair{"measured", &said.measured}, {"held_out", &said.held_out}}) {
    report::check_measured(document, *list, table);
    for (std::size_t i = 0; i < list->size(); ++i)
      if ((*list)[i].run)
        document.problem(document.place_of_key(std::string(table) + "[" + std::to_string(i) + "].run"),
                         "a fit has one run, that of its case", "leave 'run' out");
  }
  if (!said.run_time) return;
  try {
    static_cast<void>(wall_clock_time(*said.run_time));
  } catch (const UnitError& error) {
    document.problem(document.place_of_value("run_time"), std::string("run_time: ") + error.what(),
                     error.hint());
  }
}

/// What the results depend on besides the program.
std::string fingerprint_of(FitCase said, const Document& document, const std::string& of_case) {
  std::string files;
  for (const auto* list : {&said.measured, &said.held_out})
    for (const report::MeasuredCase& one : *list)
      if (one.file) files += sha256(text_of_file(beside(document.name(), *one.file)));
  said.title.clear();
  said.points = 0;
  return sha256(echo(said) + "\n" + of_case + files);
}

/// "CO2 flux (g/m2/d), 3.02e+06 s": a column of the modelled values.
void add_columns(const std::vector<report::MeasuredSeries>& all, const std::string& kind, Extracted& found) {
  for (const report::MeasuredSeries& series : all)
    for (const report::MeasuredPoint& point : series.points) {
      std::string name = kind + std::to_string(found.columns.size()) + ": " + series.quantity + " (" +
                         series.unit + ") at " + report::as_written(point.time) + " s";
      if (!std::isnan(point.top)) name += ", " + report::as_written(0.5 * (point.top + point.bottom)) + " m";
      if (!std::isfinite(point.modelled)) throw UnusableRun("its report has no number for " + name);
      found.columns.push_back(name);
      found.values.push_back(point.modelled);
    }
}

/// The table, from 0, that a series comes from, or the first of those that it comes from.
std::size_t table_of(const Fit& fit, const report::MeasuredSeries& series) {
  const auto same = [&](const report::MeasuredCase& said) {
    return said.quantity == series.quantity && said.kind == series.kind && said.source == series.source &&
           said.instrument.value_or("") == series.instrument;
  };
  return static_cast<std::size_t>(std::ranges::find_if(fit.said.measured, same) - fit.said.measured.begin());
}

void refuse_without_uncertainty(const Fit& fit, const report::MeasuredSeries& series) {
  for (const report::MeasuredPoint& point : series.points) {
    if (point.uncertainty && *point.uncertainty > 0) continue;
    const std::string at = "measured[" + std::to_string(table_of(fit, series)) + "]";
    throw InputError(
        {{fit.document.place_of_key(at),
          at + ": a fit weighs each value by its uncertainty, and that of " + series.quantity + " at " +
              report::duration(point.time) + " is not above 0",
          "write uncertainty = \"...\", one standard deviation; of a file it is the last column"}});
  }
}

/// When the runs of the case start, if it says that; what is wrong with the case is said when it is read.
std::optional<double> start_of_case(const Document& document) {
  const std::optional<std::string> file = written_at(document, "case");
  if (!file) return {};
  try {
    return Document::from_file((std::filesystem::path(document.name()).parent_path() / *file).string())
        .start();
  } catch (const std::exception&) {
    return {};
  }
}

}  // namespace

double FitScale::value(double u) const {
  const Box ends = box();
  if (u >= ends.high) return high;  // to the last digit
  if (u <= ends.low) return low;
  const double t = centre + scale * u;
  return std::clamp(logarithmic ? std::exp(t) : t, low, high);
}

double FitScale::u(double value) const { return ((logarithmic ? std::log(value) : value) - centre) / scale; }

Box FitScale::box() const {
  const bool open = logarithmic && !(low > 0);
  return {open ? -endless : u(low), u(high), prior};
}

std::vector<Value> Fit::values(const Eigen::VectorXd& u) const {
  std::vector<Value> values;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const double number = scales[i].value(u[static_cast<Eigen::Index>(i)]);
    values.push_back({text_of(number, parameters[i].unit), number});
  }
  return values;
}

Study Fit::runs_of(std::vector<std::vector<Value>> points, const std::vector<std::string>& more_words) const {
  Study runs = study;
  runs.design = Design(parameters, std::move(points));
  if (!more_words.empty()) runs.more_words = [more_words](std::size_t) { return more_words; };
  runs.take = [this](std::span<const std::string> files) {
    const report::Account account = report::make_account(files[0]);
    refuse_unusable(account);
    const FitSeries series = series_of(*this, account);
    Extracted found;
    add_columns(series.used, "", found);
    add_columns(series.held_out, "held out ", found);
    return found;
  };
  return runs;
}

FitSeries series_of(const Fit& fit, const report::Account& account) {
  const std::span<const report::Account> one(&account, 1);
  FitSeries series{report::measured_series(one, fit.said.measured, fit.document),
                   report::measured_series(one, fit.said.held_out, fit.document, "held_out")};
  for (const report::MeasuredSeries& used : series.used) refuse_without_uncertainty(fit, used);
  return series;
}

Fit read_fit(const std::string& path) {
  Document document = Document::from_file(path);
  document.set_start(start_of_case(document));
  numbers_as_texts(document, "vary", numbers);
  FitCase said;
  read(document, said);
  const StudyCase study_case = study_case_of(said);
  const std::vector<Parameter> parameters = parameters_of(document, study_case);
  check_tables(document, said);
  document.finish();
  std::vector<FitScale> scales;
  Eigen::VectorXd start(static_cast<Eigen::Index>(parameters.size()));
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    scales.push_back(std::visit([](const auto& one) { return scale_of(one); }, *parameters[i].distribution));
    start[static_cast<Eigen::Index>(i)] = start_of(document, said.vary[i], parameters[i], scales[i], i);
  }
  document.finish();
  Study study = put_together(document, study_case, parameters, Design(study_case, parameters), "");
  study.fingerprint = fingerprint_of(said, document, study.fingerprint);
  study.verb = "fit";
  return {document, said, parameters, scales, start, std::move(study)};
}

void check_start_and_ends(const Fit& fit) {
  check_ends(fit.study);
  const std::vector<Value> values = fit.values(fit.start);
  for (std::size_t i = 0; i < values.size(); ++i) check_value(fit.study, i, values[i]);
}

}  // namespace talus::study
