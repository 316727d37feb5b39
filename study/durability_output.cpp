// Durability on paper: terminal, JSON, CSV and page.
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/version.h"
#include "report/csv_row.h"
#include "report/html.h"
#include "report/json_number.h"
#include "report/table.h"
#include "report/words.h"
#include "report/yield.h"
#include "study/durability.h"

namespace talus::study {
namespace {

using nlohmann::json;
using report::digits;
using report::json_number;
using Kind = report::HtmlTable::Cell::Kind;

/// "F_100 yr" of a time in s.
std::string name_of_kept(double after) { return "F after " + report::duration(after); }

std::string when(double time) { return std::isinf(time) ? "never" : report::duration(time); }

/// "0.3 m": where layers lose first.
std::string where(const FutureSummary& one) {
  const report::LengthUnit unit = report::depth_unit(one.first_depth);
  return digits(one.first_depth / unit.metres) + " " + unit.name;
}

/// What is said of a future.
std::string sentence(const Durability& d, const FutureSummary& one, bool first) {
  if (!one.failure.empty()) return one.name + ": no answer, its run failed: " + one.failure;
  std::string text = one.name + ":";
  for (std::size_t i = 0; i < one.kept.size(); ++i)
    text += (i == 0 ? " " : ", ") + digits(one.kept[i]) + " of the carbon in minerals is there after " +
            report::duration(d.said.after[i]);
  text += std::isinf(one.first_loss)
              ? "; no layer comes to hold less than at the end of the run by 1 % of the whole"
              : "; a layer holds less than at the end of the run by 1 % of the whole after " +
                    report::duration(one.first_loss) + ", at a depth of " + where(one);
  text += std::isinf(one.reversal)
              ? "; the whole never falls faster than 1 %/yr"
              : "; the whole falls faster than 1 %/yr first after " + report::duration(one.reversal);
  if (first || d.said.detectors.empty()) return text + ".";
  const Seen* seen = one.first_to_see();
  text += seen == nullptr ? "; none of the detectors sees that this is not '" + d.said.futures[0].name + "'"
                          : "; seen first by " + seen->detector + ", after " + report::duration(seen->time);
  if (seen != nullptr && seen->time > one.first_loss) text += ", when the loss has begun";
  return text + ".";
}

std::vector<std::string> sentences(const Durability& d, const std::vector<FutureSummary>& futures) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < futures.size(); ++i) all.push_back(sentence(d, futures[i], i == 0));
  return all;
}

std::vector<std::string> warnings_of(const std::vector<FutureSummary>& futures) {
  std::vector<std::string> all;
  for (const FutureSummary& one : futures) {
    if (!one.failure.empty()) all.push_back("The run of '" + one.name + "' failed: " + one.failure);
    for (const double kept : one.kept)
      if (kept > 1 && one.lost > 0.01) {
        all.push_back(
            "In '" + one.name + "' more is stored on the whole, but layers that lose have lost " +
            digits(100 * one.lost, 2) +
            " % of the claim at the end: what was claimed and what came later are not the same carbon.");
        break;
      }
  }
  return all;
}

}  // namespace

std::string durability_text(const Durability& d, const std::vector<FutureSummary>& futures) {
  std::string text;
  for (const std::string& one : sentences(d, futures)) text += one + "\n";
  for (const std::string& one : warnings_of(futures)) text += "warning: " + one + "\n";
  return text;
}

std::string durability_json(const Durability& d, const std::vector<FutureSummary>& futures) {
  json all{{"title", d.said.title},
           {"run", d.run},
           {"end_s", d.end},
           {"after_s", d.said.after},
           {"talus", talus_version},
           {"commit", talus_commit},
           {"study_sha256", d.study.fingerprint}};
  for (const FutureSummary& one : futures) {
    json found{{"name", one.name}, {"failure", one.failure}};
    if (one.failure.empty()) {
      found["kept"] = one.kept;
      found["reversal_s"] = json_number(one.reversal);
      found["first_loss_s"] = json_number(one.first_loss);
      found["first_loss_depth_m"] = json_number(one.first_depth);
      found["lost_by_layers"] = one.lost;
      for (const auto& [time, kept] : one.curve) found["curve"].push_back({time, kept});
      for (const Seen& seen : one.seen)
        found["seen"].push_back({{"detector", seen.detector}, {"time_s", json_number(seen.time)}});
    }
    all["futures"].push_back(found);
  }
  return all.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

std::string durability_csv(const std::vector<FutureSummary>& futures) {
  std::string table = "future,time_after_end_yr,fraction_of_carbon_in_minerals\n";
  for (const FutureSummary& one : futures)
    for (const auto& [time, kept] : one.curve)
      report::add_csv_row(table, one.name, time / report::year, kept);
  return table;
}

std::string durability_page(const Durability& d, const std::vector<FutureSummary>& futures) {
  std::vector<std::string> heads{"future"};
  for (const double after : d.said.after) heads.push_back(name_of_kept(after));
  const std::size_t past_numbers = heads.size();
  heads.insert(heads.end(), {"the whole falls faster than 1 %/yr", "a layer has lost 1 % of the whole",
                             "at depth", "lost by layers, %", "seen first by", "what is otherwise"});
  report::HtmlTable table(heads, 1, past_numbers);
  report::Figure figure{.id = "kept",
                        .kind = report::Figure::Kind::xy,
                        .title = "Carbon in minerals, divided by that at the end of the run",
                        .x_name = "yr after the end of the run",
                        .y_name = "1",
                        .categories = {},
                        .curves = {}};
  for (std::size_t i = 0; i < futures.size(); ++i) {
    const FutureSummary& one = futures[i];
    std::vector<report::HtmlTable::Cell> cells{{one.name, Kind::head}};
    for (std::size_t k = 0; k < d.said.after.size(); ++k)
      cells.push_back({one.failure.empty() ? report::typeset_number(one.kept[k]) : "–", Kind::number});
    const Seen* seen = one.first_to_see();
    std::string sets;
    for (const std::string& set : d.said.futures[i].set) sets += (sets.empty() ? "" : "; ") + set;
    const bool lost = one.failure.empty() && std::isfinite(one.first_loss);
    cells.insert(cells.end(), {{one.failure.empty() ? when(one.reversal) : "–"},
                               {one.failure.empty() ? when(one.first_loss) : "–"},
                               {lost ? where(one) : "–"},
                               {one.failure.empty() ? report::typeset_number(100 * one.lost) : "–"},
                               {seen == nullptr ? "–" : seen->detector + ", " + report::duration(seen->time)},
                               {sets.empty() ? "nothing" : sets, Kind::long_text}});
    table.row(cells);
    report::FigureCurve curve{.name = one.name, .color = static_cast<int>(i), .points = {}};
    for (const auto& [time, kept] : one.curve) curve.points.emplace_back(time / report::year, kept);
    if (!curve.points.empty()) figure.curves.push_back(std::move(curve));
  }
  std::vector<report::PageSection> sections{
      {.heading = "What is kept",
       .sentences =
           {"The carbon in minerals of the whole domain is divided by that at the end of the run. Above 1, more is stored than lost. A "
            "detector sees a future when it first reads otherwise than in the first future by its least change."},
       .table = table.text(),
       .figures = {std::move(figure)}}};
  if (!d.said.detectors.empty()) {
    std::vector<std::string> names{"future"};
    for (const DetectorCase& one : d.said.detectors)
      names.push_back(one.name + " (" + one.quantity + ", least change " + one.change + ")");
    report::HtmlTable seen(names, names.size(), names.size());
    for (const FutureSummary& one : futures) {
      if (one.seen.empty()) continue;
      std::vector<report::HtmlTable::Cell> cells{{one.name, Kind::head}};
      for (const Seen& by : one.seen) cells.push_back({when(by.time)});
      seen.row(cells);
    }
    sections.push_back(
        {.heading = "What would see it",
         .sentences =
             {"When each detector first tells the future from the first one, after the end of the run. Each reads "
              "without error but for its least change, and at every output: real ones are later."},
         .table = seen.text(),
         .figures = {}});
  }
  return report::sections_page(d.said.title.empty() ? "Durability" : d.said.title, sentences(d, futures),
                               warnings_of(futures), std::move(sections));
}

}  // namespace talus::study
