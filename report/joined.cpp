#include "report/joined.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/sha256.h"
#include "report/layers.h"

namespace talus::report {
namespace {

std::string of_provenance(const Run& run, const char* key) {
  const auto found = run.provenance.find(key);
  return found == run.provenance.end() ? "" : found->second;
}

[[noreturn]] void refuse(const Run& earlier, const Run& later, const std::string& why) {
  throw FileError("'" + earlier.file + "' and '" + later.file + "' cannot be joined: " + why);
}

/// The last state of `earlier` that the first of `later` is; that of the same moment, if there is one.
std::size_t joint_of(const Run& earlier, const Run& later) {
  std::size_t joint = earlier.time.size();
  for (std::size_t k = 0; k < earlier.time.size(); ++k)
    if (earlier.time[k] == later.time.front() &&
        (joint == earlier.time.size() || earlier.moment[k] == later.moment.front()))
      joint = k;
  if (joint == earlier.time.size())
    refuse(earlier, later, "the first has no state at the start of the second");
  return joint;
}

void check_same(const Run& earlier, const Run& later, std::size_t joint) {
  const System &one = earlier.system, &other = later.system;
  if (one.components != other.components || one.gases != other.gases || one.minerals != other.minerals)
    refuse(earlier, later, "they have not the same components, gases and minerals");
  if (earlier.profiles.depth != later.profiles.depth || earlier.volume != later.volume)
    refuse(earlier, later, "they have not the same cells");
  for (const auto& [field, curve] : earlier.total) {
    const auto found = later.total.find(field);
    if (found == later.total.end()) refuse(earlier, later, "only one has the field " + field);
    const double before = curve[joint], after = found->second.front();
    if (field.starts_with("mineral_") && std::abs(before - after) > 1e-12 * std::abs(before))
      refuse(earlier, later, "the second does not begin with the minerals that the first ended with");
  }
  for (const auto& [key, what] : {std::pair{"scenario", "scenario"}, std::pair{"database_hash", "database"}})
    if (of_provenance(earlier, key) != of_provenance(later, key))
      refuse(earlier, later, std::string("they have not the same ") + what);
  if (earlier.patches.size() != later.patches.size())
    refuse(earlier, later, "they have not the same patches");
}

/// Puts what comes after the first value of `more` behind the value at `joint`; `goes_on`: counted from there.
void append(Curve& curve, const Curve& more, std::size_t joint, bool goes_on) {
  if (curve.empty() || more.empty()) return;
  const double offset = goes_on ? curve[joint] - more.front() : 0;
  curve.resize(joint + 1);
  for (std::size_t k = 1; k < more.size(); ++k) curve.push_back(more[k] + offset);
}

void append(std::vector<Curve>& curves, const std::vector<Curve>& more, std::size_t joint) {
  if (curves.size() != more.size())
    throw FileError("runs that are to be joined let other things through a patch");
  for (std::size_t i = 0; i < curves.size(); ++i) append(curves[i], more[i], joint, true);
}

void append_steps(Run& run, const Run& later) {
  const double joint = later.time.front();
  const auto kept =
      static_cast<std::size_t>(std::ranges::upper_bound(run.step_time, joint) - run.step_time.begin());
  const auto gone =
      static_cast<std::size_t>(std::ranges::upper_bound(later.step_time, joint) - later.step_time.begin());
  const auto add = [&](Curve& curve, const Curve& more) {
    curve.resize(std::min(curve.size(), kept));
    if (gone < more.size())
      curve.insert(curve.end(), more.begin() + static_cast<std::ptrdiff_t>(gone), more.end());
  };
  add(run.step_time, later.step_time);
  std::erase_if(run.series, [&](const auto& one) { return !later.series.contains(one.first); });
  for (auto& [name, series] : run.series) add(series.value, later.series.at(name).value);
}

/// Leaves of the instruments those that are the same in both parts: one that was moved, or that only one part has, is no
/// instrument of the whole. Returns a sentence for each that is left out.
std::vector<std::string> keep_common_instruments(Run& run, const Run& later) {
  using nlohmann::json;
  const auto list_of = [](const Run& one) {
    json list = one.instruments.empty() ? json::array() : json::parse(one.instruments, nullptr, false);
    if (!list.is_array()) throw FileError(one.file + ": /instruments cannot be read");
    return list;
  };
  const json one = list_of(run), other = list_of(later);
  json kept = json::array();
  std::vector<std::string> left_out;
  const auto leave_out = [&](const json& entry) {
    for (const json& column : entry.value("columns", json::array()))
      run.series.erase(column.value("series", std::string()));
    const std::string text = "the instrument '" + entry.value("name", std::string()) +
                             "' is not the same in all parts of the run, and is left out";
    if (std::ranges::find(left_out, text) == left_out.end()) left_out.push_back(text);
  };
  for (const json& entry : one)
    if (std::ranges::find(other, entry) != other.end())
      kept.push_back(entry);
    else
      leave_out(entry);
  for (const json& entry : other)
    if (std::ranges::find(one, entry) == one.end()) leave_out(entry);
  run.instruments = kept.empty() ? "" : kept.dump();
  return left_out;
}

void append_profiles(Profiles& profiles, const Profiles& more, std::size_t joint) {
  const auto kept =
      static_cast<std::size_t>(std::ranges::upper_bound(profiles.rows, joint) - profiles.rows.begin());
  profiles.rows.resize(kept);
  const bool at_start = !more.rows.empty() && more.rows.front() == 0;
  for (std::size_t i = at_start ? 1 : 0; i < more.rows.size(); ++i)
    profiles.rows.push_back(more.rows[i] + joint);
  std::erase_if(profiles.value, [&](const auto& one) { return !more.value.contains(one.first); });
  for (auto& [name, curves] : profiles.value) {
    curves.resize(kept);
    const std::vector<Curve>& others = more.value.at(name);
    curves.insert(curves.end(), others.begin() + (at_start ? 1 : 0), others.end());
  }
}

}  // namespace

bool continues(const Run& later, const Run& earlier) {
  const std::string parent = of_provenance(later, "parent");
  return !parent.empty() && std::filesystem::path(parent).filename() == earlier.file &&
         of_provenance(later, "parent_case_sha256") == sha256(of_provenance(earlier, "case_text")) &&
         std::ranges::count(earlier.time, later.time.front()) > 0;
}

Run joined(Run earlier, const Run& later) {
  const std::size_t joint = joint_of(earlier, later);
  check_same(earlier, later, joint);
  Run run = std::move(earlier);
  run.moment.resize(joint + 1);
  run.moment.insert(run.moment.end(), later.moment.begin() + 1, later.moment.end());
  for (auto& [field, curve] : run.total) append(curve, later.total.at(field), joint, false);
  append(run.saturation, later.saturation, joint, false);
  append(run.pores, later.pores, joint, false);
  run.places.resize(joint + 1);
  for (std::size_t k = 1; k < later.places.size(); ++k)
    run.places.emplace_back(later.places[k].first + run.parts.size(), later.places[k].second);
  if (!run.placed.empty()) append(run.placed, later.placed, joint, false);
  for (std::size_t p = 0; p < run.patches.size(); ++p) {
    append(run.patches[p].entered, later.patches[p].entered, joint);
    append(run.patches[p].gas, later.patches[p].gas, joint);
    append(run.patches[p].vapour, later.patches[p].vapour, joint);
    append(run.patches[p].runoff, later.patches[p].runoff, joint);
    append(run.patches[p].ponded, later.patches[p].ponded, joint);
    append(run.patches[p].pond_vapour, later.patches[p].pond_vapour, joint);
    append(run.patches[p].carbon_in, later.patches[p].carbon_in, joint);
    append(run.patches[p].carbon_out, later.patches[p].carbon_out, joint);
    append(run.patches[p].inflow, later.patches[p].inflow, joint);
    append(run.patches[p].outflow, later.patches[p].outflow, joint);
  }
  append(run.external, later.external, joint);
  append_steps(run, later);
  const std::vector<std::string> left_out = keep_common_instruments(run, later);
  append_profiles(run.profiles, later.profiles, joint);
  append(run.time, later.time, joint, false);
  run.file = later.file;  // what continues the second part names that
  run.provenance["case_text"] = of_provenance(later, "case_text");
  run.refined.reset();  // it was of the first part alone
  run.parts.insert(run.parts.end(), later.parts.begin(), later.parts.end());
  run.damage.insert(run.damage.end(), later.damage.begin(), later.damage.end());
  for (const char* key : {"status", "finished"}) run.provenance[key] = of_provenance(later, key);
  std::string& all = run.provenance["warnings"];
  const auto warn = [&](const std::string& text) {
    if (!text.empty()) all += (all.empty() ? "" : "\n") + text;
  };
  warn(of_provenance(later, "warnings"));
  for (const std::string& text : left_out) warn(text);
  return run;
}

namespace {

/// Times of a run that may be of several files.
struct Whole {
  Run head;
  struct Part {
    std::size_t run, offset;  // which one, and where its first output stands in the whole
  };
  std::vector<Part> parts;
};

void append(Whole& earlier, const Whole& later) {
  const std::size_t joint = joint_of(earlier.head, later.head);
  append(earlier.head.time, later.head.time, joint, false);
  earlier.head.moment.resize(joint + 1);
  earlier.head.moment.insert(earlier.head.moment.end(), later.head.moment.begin() + 1,
                             later.head.moment.end());
  earlier.head.file = later.head.file;
  earlier.head.provenance["case_text"] = of_provenance(later.head, "case_text");
  for (const Whole::Part& part : later.parts) earlier.parts.push_back({part.run, part.offset + joint});
}

/// Puts together what continues each other.
template <class T, class Continues, class Join>
void join_all(std::vector<T>& all, const Continues& continue_each_other, const Join& join) {
  for (bool again = true; again;) {
    again = false;
    for (std::size_t i = 0; i < all.size() && !again; ++i)
      for (std::size_t j = 0; j < all.size() && !again; ++j) {
        if (i == j || !continue_each_other(all[j], all[i])) continue;
        join(all[i], all[j]);
        all.erase(all.begin() + static_cast<std::ptrdiff_t>(j));
        again = true;
      }
  }
}

}  // namespace

std::vector<std::vector<std::size_t>> profile_rows_when_joined(const std::vector<Run>& heads) {
  std::vector<Whole> all;
  for (std::size_t i = 0; i < heads.size(); ++i) all.push_back({heads[i], {{i, 0}}});
  join_all(
      all, [](const Whole& later, const Whole& earlier) { return continues(later.head, earlier.head); },
      [](Whole& earlier, const Whole& later) { append(earlier, later); });
  std::vector<std::vector<std::size_t>> rows(heads.size());
  for (const Whole& whole : all)
    for (const std::size_t row : profile_rows(whole.head.time, whole.head.moment)) {
      auto part = whole.parts.begin();
      while (part + 1 != whole.parts.end() && (part + 1)->offset < row) ++part;
      rows[part->run].push_back(row - part->offset);
    }
  for (std::vector<std::size_t>& of_run : rows)
    if (of_run.empty()) of_run.push_back(0);  // which the part before has too
  return rows;
}

std::vector<Run> join_runs(std::vector<Run> runs) {
  join_all(
      runs, [](const Run& later, const Run& earlier) { return continues(later, earlier); },
      [](Run& earlier, const Run& later) { earlier = joined(std::move(earlier), later); });
  return runs;
}

}  // namespace talus::report
