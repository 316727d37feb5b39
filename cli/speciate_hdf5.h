// A table of waters as an HDF5 file: arrays along one dimension of waters, and of species, phases, elements.
#pragma once

#include <string>

#include "base/hdf5.h"
#include "cli/speciate_table.h"

namespace talus::cli {

/// The columns of the table by their kinds: single numbers are arrays [water]; /molality, /log10_activity and
/// /log10_gamma [water, species], /saturation_index [water, phase], /total [water, element], /exchange and /sites
/// [water, exchange_species]. Not a number where a water has none. /water, /notes and /problem are texts.
class Hdf5Sink : public RowSink {
 public:
  /// Puts the file in place of an old one. FileError.
  explicit Hdf5Sink(const std::string& path);
  void begin(const std::vector<std::string>& headings) override;
  void take(const Row& row) override;
  void end() override;

 private:
  /// Neighbouring columns that stand in one array.
  struct Array {
    std::string path;
    std::vector<std::string> names;  ///< of its columns; none of a single number
    std::size_t first = 0;           ///< heading
    std::vector<double> rows;        ///< that are still to be written
    std::size_t width() const { return names.empty() ? 1 : names.size(); }
  };
  void create(Array& array, const std::string& unit);
  void write_rows();

  hdf5::File file_;
  std::vector<Array> arrays_;
  std::int64_t written_ = 0;
  std::vector<std::string> names_, notes_, problems_;
};

}  // namespace talus::cli
