// Waters that differ in numbers only: the same keys, words, units and phases. What they share is found once, names
// are looked up once, and their equations are solved a tile of waters at a time.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "chemistry/speciation/speciated_water.h"
#include "chemistry/speciation/water_columns.h"
#include "chemistry/speciation/water_notes.h"
#include "chemistry/speciation/water_tile.h"

namespace talus {

/// The words of an analysis, without its numbers: waters with the same are of one kind.
std::string kind_of_water(const WaterAnalysis& analysis);

class WaterKind {
 public:
  /// Of the waters that are like `first`. The speciator must outlive it. Throws AnalysisError: what the
  /// speciator refuses, whatever the numbers are.
  WaterKind(Speciator& speciator, const WaterAnalysis& first);
  WaterKind(const WaterKind&) = delete;
  WaterKind& operator=(const WaterKind&) = delete;

  /// The headings (water_columns.h) of the numbers of each water, in their order.
  const std::vector<std::string>& headings() const { return columns_.headings(); }

  /// What became of a water.
  struct Answer {
    bool solved = false;                              ///< if not, the speciator can do it, or says why not
    const std::vector<std::string>* notes = nullptr;  ///< kinds of its notes, kept by the kind of water
  };
  /// Speciates waters of this kind: fills the numbers of each, one water after the other.
  void solve(std::span<const WaterAnalysis* const> waters, std::span<double> numbers,
             std::span<Answer> answers);

  /// The numbers of a water of this kind that the speciator has done.
  void take(const SpeciatedWater& water, std::span<double> numbers) const;

 private:
  /// The numbers of one analysis as the conditions ask for them, at first without what depends on temperature.
  struct Asked {
    std::vector<double> value, first_guess;  // of each condition
  };

  bool ask(const WaterAnalysis& analysis, Asked& asked);
  bool take_gases(const WaterAnalysis& analysis);
  void solve_tile(std::span<const WaterAnalysis* const> waters, std::span<double> numbers,
                  std::span<Answer> answers);
  void solve_one(const WaterAnalysis& water, std::span<double> numbers, Answer& answer);
  void complete(const WaterAnalysis& water, std::span<const double> ln_activity,
                std::span<const double> molality, std::span<double> numbers, Answer& answer);

  Speciator& speciator_;
  const WaterAnalysis first_;
  const WaterPlan plan_;
  const std::shared_ptr<PlannedSystem> system_;
  const PlannedConditions planned_;
  const std::vector<AmountRule> rules_;
  const std::vector<Exchanger> exchangers_;
  const PlannedColumns columns_;
  const Solutes solutes_;
  NoteKinds notes_;
  bool has_gases_ = false;
  std::vector<double> index_, ln_phi_;  // of each equilibrium; ln phi, 0 where it is no gas, at
  double gas_temperature_ = 0;          // this temperature (K) and those saturation indices
  std::optional<WaterTile> tile_;       // of models of ionic strength
  ConstantsOf<Pack> at_;                // at the temperatures of the last tile

  // room for work
  Asked asked_;
  std::vector<double> amounts_, numbers_, ln_activity_, molality_;
  std::vector<Pack> values_, guesses_, numbers_in_lanes_;
  Loading<double> loading_;
};

/// The kinds of the waters that come, each planned once.
class WaterKinds {
 public:
  explicit WaterKinds(Speciator& speciator) : speciator_(speciator) {}

  /// That of a water; nothing where the speciator refuses the water.
  WaterKind* of(const WaterAnalysis& analysis);

 private:
  Speciator& speciator_;
  std::unordered_map<std::string, std::unique_ptr<WaterKind>> kinds_;
};

}  // namespace talus
