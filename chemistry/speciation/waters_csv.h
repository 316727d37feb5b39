// Files of waters as CSV: a row for each; see waters_file.h for the headings.
#pragma once

#include <memory>
#include <memory_resource>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/csv_text.h"
#include "base/unit_scale.h"
#include "chemistry/speciation/waters_file.h"

namespace talus {

/// The rows of such a file, one after the other, from first to last as often as wanted.
class WatersCsv {
 public:
  /// Reads the heading. FileError; InputError: what is wrong with it.
  WatersCsv(const std::string& path, const BelowDetection& below);

  /// The next water, in the room of the last; false at the end. Of its places only the line is filled in, those of
  /// its problems are.
  bool next(WaterEntry& entry);

  /// In two steps: goes to the next row, false at the end; and reads it, without a note where the name of the water
  /// is that of another.
  bool advance();
  void read(WaterEntry& entry);
  /// What rows have in common that are of one kind of water when they are right: which cells are empty, which are numbers
  /// above, below and of 0, the texts of others but the name. Much cheaper than read().
  const std::string& shape();

  /// Fills in the places of a water that next() gave.
  void locate(WaterEntry& entry);

  /// Names of the columns that are elements, redox states or the alkalinity.
  std::vector<std::string> elements() const;

  /// Begins anew with the first row.
  void rewind();

 private:
  enum class What { water, temperature, pH, pe, redox, density, charge, equilibrium, exchange, units, total };

  /// A column: what it is, and its unit.
  struct Column {
    std::string key;   // "pH", or "total.Ca"
    std::string unit;  // "mg/L as CaCO3"; empty when the heading has none
    What what = What::total;
    std::optional<Scale> scale;        // of a temperature or density
    std::string last;                  // the last text of a temperature or density,
    double value = 0;                  // and its value, SI
    std::string units;                 // of the water, that the next belongs to
    std::optional<Concentration> one;  // a total of 1
    Named<PhaseTarget> targets;        // of the last text
  };

  void read_heading();
  void add_column(const CsvView& cell);
  void note_equal_columns();
  void check_unit(const CsvView& cell, const std::string& unit);
  void problem(const CsvView& cell, std::size_t length, const std::string& what, const std::string& hint);
  void read_row(WaterEntry& entry);
  void take(Column& column, std::string_view text, const std::string& units, WaterAnalysis& analysis);
  void take_total(Column& column, std::string_view text, const std::string& units, WaterAnalysis& analysis);
  void note_repeated(WaterEntry& entry);

  std::string path_;
  CsvText text_;
  CsvText::Position first_;
  BelowDetection below_;
  std::vector<Column> columns_;
  std::vector<CsvView> cells_;
  std::vector<Problem> problems_;
  /// Lines of the names so far; most names come once, and all go at once.
  struct Names {
    std::pmr::monotonic_buffer_resource room;
    std::pmr::unordered_map<std::pmr::string, int> lines{&room};
  };
  std::unique_ptr<Names> names_ = std::make_unique<Names>();
  std::string units_, number_, shape_;  // of the row
  std::string good_units_;              // of the column 'units', the last that was looked up
  std::size_t at_ = 0;                  // byte at which the row begins
};

/// All waters of a file. FileError, InputError.
WatersFile read_waters_csv(const std::string& path, const BelowDetection& below);

}  // namespace talus
