// The waters of a file one after the other, and what is said on standard error when all are done.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "chemistry/speciation/speciated_water.h"
#include "chemistry/speciation/waters_csv.h"
#include "chemistry/speciation/waters_file.h"

namespace talus::cli {

/// The waters of a TOML file, or those of CSV, which are read when they are wanted.
class WaterRows {
 public:
  /// FileError, InputError.
  WaterRows(const std::string& path, const BelowDetection& below);

  /// The next water, in the room of the last; false at the end.
  bool next(WaterEntry& entry);
  /// The next water whose row is not shaped like one of `shapes`, and its shape (WatersCsv::shape()); without a note where its name
  /// is that of another. Of TOML all waters, without a shape.
  bool next_other_than(const std::unordered_set<std::string>& shapes, WaterEntry& entry, std::string& shape);
  /// The shape of the row of the last water; nothing of TOML.
  const std::string* shape();
  /// Fills in the places of a water.
  void locate(WaterEntry& entry);
  void rewind();

  /// Headings of CSV that are no elements of the database are reported once, and not with every row: InputError.
  void check_headings(const Masters& masters);

  /// Finds what the phases of older words fix; what cannot be found is wrong with that water.
  void place_phases(const Speciator& speciator);

  WatersFile file;  ///< without the waters of CSV

 private:
  std::optional<WatersCsv> csv_;
  std::size_t next_ = 0;
};

/// Counts notes by their kind, and keeps what could not be speciated.
class Tally {
 public:
  /// Another water with these notes.
  void note(const std::string& name, const std::vector<WaterNote>& notes);
  /// The same in two steps, for many waters with notes of the same kinds: the words of the first water that has them,
  /// and how many waters there are.
  void first(const std::string& name, const std::vector<WaterNote>& notes);
  void count(const std::vector<std::string>& kinds, std::size_t waters_with_them);

  void fail(const std::vector<Problem>& problems, bool input);

  /// Says what there is to say; the exit code.
  int tell() const;

  std::size_t waters = 0;  ///< that there were

 private:
  struct Seen {
    std::size_t count = 0;
    std::string first;
  };
  std::map<std::string, Seen> seen_;
  std::vector<Problem> input_, unsolved_;
  std::size_t failed_ = 0;
};

/// A water, or why there is none.
struct SpeciationOutcome {
  std::string name;
  std::optional<SpeciatedWater> water;
  std::string problem;
};

/// Speciates one water; what is wrong with it goes to the tally, its notes do not.
SpeciationOutcome speciate_one(Speciator& speciator, WaterRows& rows, WaterEntry& entry, Tally& tally);

}  // namespace talus::cli
