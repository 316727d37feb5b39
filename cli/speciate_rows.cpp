#include "cli/speciate_rows.h"

#include <algorithm>
#include <cstdio>
#include <set>

#include "chemistry/speciation/placed_phases.h"

namespace talus::cli {

WaterRows::WaterRows(const std::string& path, const BelowDetection& below) {
  if (path.ends_with(".csv")) {
    csv_.emplace(path, below);
    file.database = {"talus"};
    if (WaterEntry entry; !csv_->next(entry)) refuse_without_waters(path);
    csv_->rewind();
  } else {
    file = read_waters(path, below);
  }
}

bool WaterRows::next(WaterEntry& entry) {
  if (csv_) return csv_->next(entry);
  if (next_ == file.waters.size()) return false;
  entry = file.waters[next_++];
  return true;
}

bool WaterRows::next_other_than(const std::unordered_set<std::string>& shapes, WaterEntry& entry,
                                std::string& shape) {
  if (!csv_) return next(entry);
  do {
    if (!csv_->advance()) return false;
  } while (shapes.contains(csv_->shape()));
  shape = csv_->shape();
  csv_->read(entry);
  return true;
}

const std::string* WaterRows::shape() { return csv_ ? &csv_->shape() : nullptr; }

void WaterRows::locate(WaterEntry& entry) {
  if (csv_) csv_->locate(entry);
}

void WaterRows::rewind() {
  if (csv_) csv_->rewind();
  next_ = 0;
}

void WaterRows::check_headings(const Masters& masters) {
  if (!csv_) return;
  std::vector<std::string> unknown = csv_->elements();
  std::erase_if(unknown, [&](const std::string& name) {
    return name == "Alkalinity" || name == "H+" || masters.find(name);
  });
  std::vector<Problem> problems;
  for (WaterEntry entry; !unknown.empty() && csv_->advance();) {
    csv_->read(entry);
    for (const auto& [name, concentration] : entry.analysis.total)
      if (std::erase(unknown, name) > 0) try {
          masters[name];
        } catch (const std::invalid_argument& error) {
          csv_->locate(entry);
          problems.push_back({entry.place_of("total." + name), error.what(), ""});
        }
  }
  if (!problems.empty()) throw InputError(problems);
  csv_->rewind();
}

void WaterRows::place_phases(const Speciator& speciator) {
  for (WaterEntry& entry : file.waters)
    if (entry.problems.empty()) try {
        entry.analysis = placed(entry.analysis, speciator.masters(), speciator.database(), {}, entry.notes);
      } catch (const AnalysisError& error) {
        entry.problems.push_back(entry.problem(error));
      }
}

void Tally::first(const std::string& name, const std::vector<WaterNote>& notes) {
  for (const WaterNote& note : notes)
    if (const auto [place, fresh] = seen_.try_emplace(note.kind); fresh)
      place->second.first = name + ": " + note.what;
}

void Tally::count(const std::vector<std::string>& kinds, std::size_t waters_with_them) {
  for (auto kind = kinds.begin(); kind != kinds.end(); ++kind)  // several notes of a kind count once
    if (std::find(kinds.begin(), kind, *kind) == kind) seen_[*kind].count += waters_with_them;
}

void Tally::note(const std::string& name, const std::vector<WaterNote>& notes) {
  first(name, notes);
  std::vector<std::string> kinds;
  for (const WaterNote& note : notes) kinds.push_back(note.kind);
  count(kinds, 1);
}

void Tally::fail(const std::vector<Problem>& problems, bool input) {
  std::vector<Problem>& to = input ? input_ : unsolved_;
  to.insert(to.end(), problems.begin(), problems.end());
  ++failed_;
}

int Tally::tell() const {
  for (const auto& [kind, seen] : seen_)
    std::fprintf(stderr, "note: %s, in %zu water%s (%s)\n", kind.c_str(), seen.count,
                 seen.count == 1 ? "" : "s", seen.first.c_str());
  for (const std::vector<Problem>* problems : {&input_, &unsolved_})
    for (const Problem& problem : *problems) std::fprintf(stderr, "%s\n", format(problem).c_str());
  if (failed_ > 0)
    std::fprintf(stderr, "%zu of %zu waters could not be speciated; the others are above\n", failed_, waters);
  return !input_.empty() ? 2 : unsolved_.empty() ? 0 : 3;
}

SpeciationOutcome speciate_one(Speciator& speciator, WaterRows& rows, WaterEntry& entry, Tally& tally) {
  SpeciationOutcome outcome{entry.analysis.name, std::nullopt, ""};
  std::vector<Problem> problems = entry.problems;
  bool input = true;
  if (problems.empty()) try {
      outcome.water = speciator(entry.analysis);
      outcome.water->notes.insert(outcome.water->notes.begin(), entry.notes.begin(), entry.notes.end());
      return outcome;
    } catch (const NoSolution& error) {
      rows.locate(entry);
      input = false;
      problems.push_back({entry.place, entry.analysis.name + ": " + error.what(), ""});
    } catch (const AnalysisError& error) {
      rows.locate(entry);
      problems.push_back(entry.problem(error));
    }
  outcome.problem = problems.front().what;
  tally.fail(problems, input);
  return outcome;
}

}  // namespace talus::cli
