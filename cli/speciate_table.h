// Many waters as rows of a table: planned by their kinds, read, solved and written in blocks.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "cli/speciate_rows.h"

namespace talus::cli {

/// Where the rows of a table go, one after the other.
class RowSink {
 public:
  struct Row {
    const std::string& name;
    std::span<const int>
        columns;  ///< of each heading the number that is its, or -1; empty where there are none
    std::span<const double> numbers;
    const std::string& notes;    ///< their kinds, "; " between
    const std::string& problem;  ///< why there are no numbers
  };
  RowSink() = default;
  RowSink(const RowSink&) = delete;
  RowSink& operator=(const RowSink&) = delete;
  virtual ~RowSink() = default;
  virtual void begin(const std::vector<std::string>& headings) = 0;
  virtual void take(const Row& row) = 0;
  virtual void end() = 0;
};

/// Reads the waters twice, first for the columns that the table has, then for its rows.
void speciate_table(WaterRows& rows, Speciator& speciator, Tally& tally, std::span<RowSink* const> sinks);

}  // namespace talus::cli
