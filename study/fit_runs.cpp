#include "study/fit_runs.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/disk.h"
#include "base/error.h"
#include "base/sha256.h"
#include "base/text_file.h"
#include "report/words.h"
#include "study/all_runs.h"

namespace talus::study {
namespace {

using Eigen::Index;
using Eigen::VectorXd;

/// Measured values that are fitted, and their uncertainties.
struct Data {
  std::vector<double> measured, uncertainty;
};

/// Does what is missing of a batch; by run what became of it.
Results done(const FitRuns& runs, Study batch, const std::filesystem::path& path) {
  std::string texts;
  for (std::size_t run = 0; run < batch.design.size(); ++run)
    for (const Value& value : batch.design.values(run)) texts += value.text + "\n";
  batch.fingerprint = sha256(batch.fingerprint + texts);
  const Folder folder{path};
  prepare_folder(folder, batch);
  try {
    do_runs(batch, folder, runs.jobs, runs.program, [](const Progress&) {});
  } catch (const Interrupted&) {
    throw Interrupted("the fit was interrupted; its runs so far are in " + runs.folder.string() +
                      ", and the same command goes on");
  }
  return read_results(folder, batch);
}

Data read_data(const FitRuns& runs) {
  const std::filesystem::path file = runs.folder / "data.json";
  if (!std::filesystem::exists(file)) {
    const FitSeries series = series_of(runs.fit, report::make_account(runs.run_file(0).string()));
    nlohmann::json measured = nlohmann::json::array(), uncertainty = nlohmann::json::array();
    for (const report::MeasuredSeries& one : series.used)
      for (const report::MeasuredPoint& point : one.points) {
        measured.push_back(point.measured);
        uncertainty.push_back(point.uncertainty.value());
      }
    write_whole_file(file.string(),
                     nlohmann::json{{"measured", measured}, {"uncertainty", uncertainty}}.dump() + "\n");
  }
  try {
    const auto read = nlohmann::json::parse(text_of_file(file.string()));
    return {read.at("measured").get<std::vector<double>>(),
            read.at("uncertainty").get<std::vector<double>>()};
  } catch (const nlohmann::json::exception&) {
    throw FileError(file.string() + " is damaged; --force begins anew");
  }
}

/// (modelled - measured) / uncertainty of a run that is done.
VectorXd weighed(const Data& data, const Row& row) {
  VectorXd r(static_cast<Index>(data.measured.size()));
  if (row.values.size() < data.measured.size()) throw FileError("results of a run of the fit are damaged");
  for (std::size_t i = 0; i < data.measured.size(); ++i)
    r[static_cast<Index>(i)] = (row.values[i] - data.measured[i]) / data.uncertainty[i];
  return r;
}

std::string values_text(const Fit& fit, const VectorXd& u) {
  std::string text;
  for (std::size_t i = 0; i < fit.parameters.size(); ++i) {
    const Parameter& one = fit.parameters[i];
    text += (i == 0 ? "" : ", ") + one.name + " " +
            report::digits(fit.scales[i].value(u[static_cast<Index>(i)]), 4) +
            (one.unit.empty() ? "" : " " + one.unit);
  }
  return text;
}

std::optional<VectorXd> residuals_at(const FitRuns& runs, const VectorXd& u, int count) {
  Study batch = runs.fit.runs_of({runs.fit.values(u)}, {});
  batch.said.keep = "files";
  const Results results = done(runs, batch, runs.point(count));
  const Row& row = results.by_run.at(0);
  const std::string head = "point " + std::to_string(count) + ": " + values_text(runs.fit, u);
  if (!row.failure.empty()) {
    if (count == 0)
      throw SolveError("the run at the start of the fit failed: " + row.failure + "\n  " +
                       (runs.point(0) / "failures/0/reproduce.sh").string() + " runs it again");
    runs.say(head + ": the run failed: " + row.failure);
    return {};
  }
  const VectorXd r = weighed(read_data(runs), row);
  runs.say(head + ": misfit of the data " + report::digits(r.squaredNorm(), 4));
  return r;
}

/// The slopes of those parameters, each moved by its `move`; nothing in the columns of runs that failed.
Eigen::MatrixXd slopes_by(const FitRuns& runs, const VectorXd& u, const VectorXd& r, int count,
                          const std::vector<Index>& parameters, const VectorXd& move,
                          const std::string& name) {
  std::vector<std::vector<Value>> points;
  for (const Index j : parameters) {
    VectorXd to = u;
    to[j] += move[j];
    points.push_back(runs.fit.values(to));
  }
  const Study batch =
      runs.fit.runs_of(points, {"--steps-of", std::filesystem::absolute(runs.run_file(count)).string()});
  const Results results = done(runs, batch, runs.point(count) / name);
  const Data data = read_data(runs);
  Eigen::MatrixXd slopes = Eigen::MatrixXd::Constant(r.size(), u.size(), std::nan(""));
  for (std::size_t k = 0; k < parameters.size(); ++k) {
    const Index j = parameters[k];
    const Row& row = results.by_run.at(k);
    // what the run was given: the text of a value has all of its digits, and may have met a bound
    const double moved =
        runs.fit.scales[static_cast<std::size_t>(j)].u(points[k][static_cast<std::size_t>(j)].number) - u[j];
    if (row.failure.empty()) slopes.col(j) = (weighed(data, row) - r) / moved;
  }
  return slopes;
}

Eigen::MatrixXd slopes_at(const FitRuns& runs, const VectorXd& u, const VectorXd& r, int count) {
  VectorXd move = VectorXd::Constant(u.size(), slope_difference);
  std::vector<Index> all, failed;
  for (Index j = 0; j < u.size(); ++j) {
    all.push_back(j);
    if (u[j] + slope_difference > runs.fit.scales[static_cast<std::size_t>(j)].box().high) move[j] *= -1;
  }
  Eigen::MatrixXd slopes = slopes_by(runs, u, r, count, all, move, "slopes");
  for (const Index j : all)
    if (slopes.col(j).hasNaN()) failed.push_back(j);
  if (!failed.empty()) {
    const Eigen::MatrixXd back = slopes_by(runs, u, r, count, failed, -move, "slopes_back");
    for (const Index j : failed) {
      slopes.col(j) = back.col(j);
      if (slopes.col(j).hasNaN())
        throw SolveError("runs with a little more and a little less of '" +
                         runs.fit.parameters[static_cast<std::size_t>(j)].name + "' than " +
                         values_text(runs.fit, u) + " fail, so that the fit does not know where to go\n  " +
                         (runs.point(count) / "slopes").string() + " has what they said");
    }
  }
  for (int earlier = 0; earlier < count; ++earlier)  // later ones may be there, of a fit that was interrupted
    std::filesystem::remove_all(runs.point(earlier) / "runs");
  return slopes;
}

}  // namespace

LeastSquares FitRuns::problem(const FitRuns& runs) {
  LeastSquares problem{
      .boxes = {},
      .residuals = [&runs](const VectorXd& u, int count) { return residuals_at(runs, u, count); },
      .slopes = [&runs](const VectorXd& u, const VectorXd& r,
                        int count) { return slopes_at(runs, u, r, count); }};
  for (const FitScale& scale : runs.fit.scales) problem.boxes.push_back(scale.box());
  return problem;
}

}  // namespace talus::study
