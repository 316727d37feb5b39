// What a reader should know of a speciated water: a model outside of its range, data that are missing.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "chemistry/speciation/slow_redox.h"
#include "chemistry/speciation/water_plan.h"

namespace talus {

/// Adds the notes on a water that was solved, of which `w` has the sums, behind those of its plan.
void add_notes(const Database& database, const WaterAnalysis& analysis, const WaterPlan& plan,
               const WaterSystem& water, const WaterState& state, SpeciatedWater& w);

/// The kinds of the notes that waters of one plan get, in the order of add_notes(), without their words: for
/// many waters, of which only the kinds are asked. Gases above 1 atm are not among them.
class NoteKinds {
 public:
  /// What it takes must outlive it.
  NoteKinds(const Database& database, const WaterPlan& plan, const WaterSystem& water);

  /// Of one water; `molality` (mol/kgw) of all species, `charge_error` in %. One address for each list.
  const std::vector<std::string>& of(double temperature, std::span<const double> molality,
                                     double ionic_strength, double charge_error);

 private:
  struct Found {
    bool strength, charge, sizes, fixed, outside, grid, left_out, redox;
    int without_data;
    auto operator<=>(const Found&) const = default;
  };
  void take_temperature(double temperature);
  int lines_without_data(std::span<const double> molality);
  std::vector<std::string> named(const Found& found) const;

  const Database& database_;
  const WaterPlan& plan_;
  const WaterSystem& water_;
  std::vector<bool> without_size_;                  // of each species
  std::vector<std::size_t> without_data_;           // species
  std::map<std::vector<bool>, int> lines_;          // by which of these are there
  std::vector<std::vector<std::size_t>> left_out_;  // of each species that is left out: what it is made of
  SlowRedox redox_;
  std::optional<double> temperature_;         // K, that the next three belong to
  std::vector<std::size_t> fixed_, outside_;  // species
  bool outside_of_grid_ = false;
  std::map<Found, std::vector<std::string>> kinds_;
};

}  // namespace talus
