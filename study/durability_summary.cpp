#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "base/error.h"
#include "report/measured.h"
#include "report/yield.h"
#include "study/durability.h"

namespace talus::study {
namespace {

using report::Curve;

constexpr double reversing = 0.01 / report::year;  // of C(t_end) in a second
constexpr double layer_has_lost = 0.01;            // of C(t_end)

/// A run with its profiles at every output.
report::Account account_of(const std::string& file) {
  report::Account account = report::make_account(file);
  std::vector<std::size_t> rows(account.run.time.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  account.run.profiles = report::read_run(file, rows).profiles;
  return account;
}

/// Carbon in minerals of the whole domain at each output, mol.
Curve carbon_in_minerals(const report::Run& run) {
  Curve carbon(run.time.size(), 0);
  for (std::size_t m = 0; m < run.system.minerals.size(); ++m) {
    const double atoms = run.system.atoms(run.system.mineral_components, m, "C");
    if (atoms == 0) continue;
    const Curve& amount = run.total_of("mineral_" + run.system.minerals[m]);
    for (std::size_t k = 0; k < carbon.size(); ++k) carbon[k] += atoms * amount[k];
  }
  return carbon;
}

/// Carbon in minerals of each layer at an output, as a share of all of it at the first output: layers weigh by their thickness.
std::vector<Curve> shares_of_layers(const report::Run& run) {
  const Curve& depth = run.profiles.depth;
  std::vector<Curve> layers(run.profiles.rows.size(), Curve(depth.size(), 0));
  double face = 0;
  for (std::size_t i = 0; i < depth.size(); ++i) {
    const double next = 2 * depth[i] - face,
                 thickness = next - face;  // cells reach as far below their middle as above it
    face = next;
    for (std::size_t m = 0; m < run.system.minerals.size(); ++m) {
      const double atoms = run.system.atoms(run.system.mineral_components, m, "C");
      if (atoms == 0) continue;
      const auto& amounts = run.profiles.value.at("mineral_" + run.system.minerals[m]);
      for (std::size_t k = 0; k < layers.size(); ++k) layers[k][i] += atoms * amounts[k][i] * thickness;
    }
  }
  const double all = std::accumulate(layers[0].begin(), layers[0].end(), 0.0);
  for (Curve& layer : layers)
    for (double& value : layer) value /= all;
  return layers;
}

void find_losses(const report::Run& run, double end, FutureSummary& found) {
  const std::vector<Curve> layers = shares_of_layers(run);
  for (std::size_t k = 1; k < layers.size() && std::isinf(found.first_loss); ++k) {
    std::size_t worst = 0;
    for (std::size_t i = 0; i < layers[k].size(); ++i)
      if (layers[0][i] - layers[k][i] > layers[0][worst] - layers[k][worst]) worst = i;
    if (layers[0][worst] - layers[k][worst] < layer_has_lost) continue;
    found.first_loss = run.time[run.profiles.rows[k]] - end;
    found.first_depth = run.profiles.depth[worst];
  }
  for (std::size_t i = 0; i < layers[0].size(); ++i)
    found.lost += std::max(0.0, layers[0][i] - layers.back()[i]);
}

/// What a detector reads at each output, and the least change that it tells from none, both in its unit.
struct Reading {
  Curve time, value;
  double change = 0;
};

Reading reading_of(const Durability& d, std::size_t index, const report::Account& account) {
  const DetectorCase& said = d.said.detectors[index];
  Reading found;
  report::MeasuredCase asked;
  asked.quantity = said.quantity;
  asked.value = asked.uncertainty = said.change;
  asked.depth = said.depth;
  for (const double time : account.run.time) {
    asked.time = time;
    const report::MeasuredSeries series =
        report::measured_series(account, asked, d.document, "detectors[" + std::to_string(index) + "]");
    found.time.push_back(time);
    found.value.push_back(series.points[0].modelled);
    found.change = series.points[0].uncertainty.value();
  }
  return found;
}

/// When the detector reads otherwise than in the first future.
Seen seen_by(const Durability& d, std::size_t index, const report::Account& first,
             const report::Account& other) {
  Seen seen{.detector = d.said.detectors[index].name};
  const Reading as_it_is = reading_of(d, index, first), now = reading_of(d, index, other);
  for (std::size_t k = 0; k < now.time.size(); ++k)
    if (std::abs(now.value[k] - report::at_time(as_it_is.time, as_it_is.value, now.time[k])) >= now.change) {
      seen.time = now.time[k] - d.end;
      break;
    }
  return seen;
}

}  // namespace

const Seen* FutureSummary::first_to_see() const {
  const auto first = std::ranges::min_element(seen, {}, &Seen::time);
  return first == seen.end() || std::isinf(first->time) ? nullptr : &*first;
}

std::vector<FutureSummary> futures_of(const Durability& d, const std::vector<std::string>& files,
                                      const std::vector<std::string>& failures) {
  std::vector<FutureSummary> all;
  std::optional<report::Account> first;
  for (std::size_t i = 0; i < d.said.futures.size(); ++i) {
    FutureSummary& found = all.emplace_back();
    found.name = d.said.futures[i].name;
    found.failure = failures[i];
    if (!found.failure.empty()) continue;
    report::Account account = account_of(files[i]);
    const report::Run& run = account.run;
    const Curve carbon = carbon_in_minerals(run);
    if (!(carbon.front() > 0))
      throw InputError(
          {{d.document.place_of_value("run"), "'" + d.run + "' holds no carbon in minerals at its end",
            "there is nothing whose durability could be asked for"}});
    for (std::size_t k = 0; k < carbon.size(); ++k)
      found.curve.emplace_back(run.time[k] - d.end, carbon[k] / carbon.front());
    for (const double after : d.said.after)
      found.kept.push_back(report::at_time(run.time, carbon, d.end + after) / carbon.front());
    for (std::size_t k = 1; k < carbon.size() && std::isinf(found.reversal); ++k)
      if (carbon[k - 1] - carbon[k] > reversing * carbon.front() * (run.time[k] - run.time[k - 1]))
        found.reversal = run.time[k] - d.end;
    find_losses(run, d.end, found);
    if (i == 0)
      first = std::move(account);
    else if (first)
      for (std::size_t k = 0; k < d.said.detectors.size(); ++k)
        found.seen.push_back(seen_by(d, k, *first, account));
  }
  return all;
}

}  // namespace talus::study
