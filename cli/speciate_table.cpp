#include "cli/speciate_table.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "chemistry/speciation/water_columns.h"
#include "chemistry/speciation/water_kind.h"

namespace talus::cli {

namespace {

constexpr std::size_t most_rows = 512;  // of a block
constexpr std::size_t most_shapes = 10'000;

/// "KIND; KIND".
std::string joined(const std::vector<WaterNote>& of_entry, const std::vector<std::string>& kinds) {
  std::string text;
  for (const WaterNote& note : of_entry) text += (text.empty() ? "" : "; ") + note.kind;
  for (const std::string& kind : kinds) text += (text.empty() ? "" : "; ") + kind;
  return text;
}

class Table {
 public:
  Table(WaterRows& rows, Speciator& speciator, Tally& tally, std::span<RowSink* const> sinks)
      : rows_(rows), speciator_(speciator), kinds_(speciator), tally_(tally), sinks_(sinks) {}

  /// The columns: those of kinds of which at least one water has a solution.
  void find_columns() {
    std::set<std::string> all;
    std::unordered_set<std::string> shapes;
    std::string shape;
    for (WaterEntry entry; rows_.next_other_than(shapes, entry, shape);) {
      WaterKind* kind = entry.problems.empty() ? kinds_.of(entry.analysis) : nullptr;
      if (kind == nullptr || !(columns_.contains(kind) || can_be_solved(*kind, entry.analysis))) continue;
      if (shapes.size() < most_shapes) shapes.insert(shape);
      if (const auto [place, fresh] = columns_.try_emplace(kind); fresh)
        all.insert(kind->headings().begin(), kind->headings().end());
    }
    headings_ = in_order(all);
    for (auto& [kind, columns] : columns_)
      for (const std::string& heading : headings_) {
        const auto found = std::ranges::find(kind->headings(), heading);
        columns.push_back(
            found == kind->headings().end() ? -1 : static_cast<int>(found - kind->headings().begin()));
      }
    rows_.rewind();
  }

  void write() {
    for (RowSink* sink : sinks_) sink->begin(headings_);
    std::vector<Row> block(most_rows);
    for (std::size_t count = most_rows; count == most_rows;) {
      count = 0;
      for (; count < most_rows && rows_.next(block[count].entry); ++count)
        block[count].kind = kind_of(block[count].entry);
      tally_.waters += count;
      solve({block.data(), count});
      for (Row& row : std::span(block.data(), count)) write(row);
    }
    for (RowSink* sink : sinks_) sink->end();
    for (const auto& [kinds, noted] : noted_) tally_.count(*kinds, noted.waters);
  }

 private:
  struct Row {
    WaterEntry entry;
    WaterKind* kind = nullptr;
    std::span<double> numbers;
    WaterKind::Answer answer;
  };
  /// The waters of one kind in a block.
  struct Group {
    std::vector<Row*> rows;
    std::vector<const WaterAnalysis*> waters;
    std::vector<WaterKind::Answer> answers;
    std::vector<double> numbers;
  };
  /// Waters with notes of the same kinds.
  struct Noted {
    std::string text;
    std::size_t waters = 0;
  };

  /// That of the last water that was read; nothing where there is something wrong with it.
  WaterKind* kind_of(const WaterEntry& entry) {
    if (!entry.problems.empty()) return nullptr;
    const std::string* shape = rows_.shape();
    if (shape == nullptr) return kinds_.of(entry.analysis);
    if (const auto known = by_shape_.find(*shape); known != by_shape_.end()) return known->second;
    WaterKind* kind = kinds_.of(entry.analysis);
    if (kind != nullptr && by_shape_.size() < most_shapes) by_shape_.emplace(*shape, kind);
    return kind;
  }

  bool can_be_solved(WaterKind& kind, const WaterAnalysis& analysis) {
    const WaterAnalysis* water = &analysis;
    std::vector<double> numbers(kind.headings().size());
    WaterKind::Answer answer;
    kind.solve({&water, 1}, numbers, {&answer, 1});
    if (answer.solved) return true;
    try {
      speciator_(analysis);
      return true;
    } catch (const AnalysisError&) {
      return false;
    }
  }

  void solve(std::span<Row> block) {
    for (auto& [kind, group] : groups_) group.rows.clear();
    for (Row& row : block) {
      row.answer = {};
      if (row.kind != nullptr) groups_[row.kind].rows.push_back(&row);
    }
    for (auto& [kind, group] : groups_) solve(*kind, group);
  }

  static void solve(WaterKind& kind, Group& group) {
    const std::size_t count = group.rows.size(), columns = kind.headings().size();
    group.waters.clear();
    for (const Row* row : group.rows) group.waters.push_back(&row->entry.analysis);
    group.answers.assign(count, {});
    group.numbers.resize(count * columns);
    kind.solve(group.waters, group.numbers, group.answers);
    for (std::size_t i = 0; i < count; ++i) {
      group.rows[i]->answer = group.answers[i];
      group.rows[i]->numbers = std::span(group.numbers).subspan(i * columns, columns);
    }
  }

  void write(Row& row) {
    std::string alone, problem;
    const std::string* notes = &alone;
    bool solved = row.answer.solved;
    if (solved) {
      notes = row.entry.notes.empty() ? &noted(row) : &(alone = with_own_notes(row));
    } else {  // tiles gave up, or the water is wrong: the speciator says what there is to say
      SpeciationOutcome outcome = speciate_one(speciator_, rows_, row.entry, tally_);
      problem = std::move(outcome.problem);
      solved = outcome.water.has_value();
      if (solved) {
        row.kind->take(*outcome.water, row.numbers);
        alone = joined(outcome.water->notes, {});
        tally_.note(outcome.name, outcome.water->notes);
      }
    }
    RowSink::Row written{row.entry.analysis.name, {}, {}, *notes, problem};
    if (solved) {
      written.columns = columns_.at(row.kind);
      written.numbers = row.numbers;
    }
    for (RowSink* sink : sinks_) sink->take(written);
  }

  /// Notes the sentences of a kind of notes, of the first water that has them.
  void note_first(const WaterAnalysis& analysis) {
    try {
      tally_.first(analysis.name, speciator_(analysis).notes);
    } catch (const AnalysisError&) {  // only tiles solve it: the columns have its notes, the tally has not
    }
  }

  /// The notes of a water without notes of its entry.
  const std::string& noted(const Row& row) {
    const auto [place, fresh] = noted_.try_emplace(row.answer.notes);
    if (fresh) {
      place->second.text = joined({}, *row.answer.notes);
      if (!row.answer.notes->empty()) note_first(row.entry.analysis);
    }
    ++place->second.waters;
    return place->second.text;
  }

  std::string with_own_notes(const Row& row) {
    noted(row);
    tally_.note(row.entry.analysis.name, row.entry.notes);
    return joined(row.entry.notes, *row.answer.notes);
  }

  WaterRows& rows_;
  Speciator& speciator_;
  WaterKinds kinds_;
  Tally& tally_;
  std::unordered_map<WaterKind*, std::vector<int>> columns_;  // of each heading, or -1
  std::vector<std::string> headings_;
  std::unordered_map<std::string, WaterKind*> by_shape_;
  std::unordered_map<WaterKind*, Group> groups_;
  std::unordered_map<const std::vector<std::string>*, Noted> noted_;  // by the list of kinds
  std::span<RowSink* const> sinks_;
};

}  // namespace

void speciate_table(WaterRows& rows, Speciator& speciator, Tally& tally, std::span<RowSink* const> sinks) {
  Table table(rows, speciator, tally, sinks);
  table.find_columns();
  table.write();
}

}  // namespace talus::cli
