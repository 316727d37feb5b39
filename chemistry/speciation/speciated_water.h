// Speciation of waters: from analyses (chemistry/speciation/analysis.h) to species, activities and saturation indices.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "chemistry/public/talus/speciated_water.h"
#include "chemistry/speciation/water_plan.h"

namespace talus {

/// Speciates waters with one database; keeps what waters of the same elements share.
class Speciator {
 public:
  /// The database must outlive it. Throws std::invalid_argument when it lacks what the model needs.
  Speciator(const Database& database, ActivityChoice choice);

  /// Throws AnalysisError: unknown names, too many or too few conditions, no solution.
  SpeciatedWater operator()(const WaterAnalysis& analysis);

  const Masters& masters() const { return masters_; }
  const Database& database() const { return database_; }
  const ActivityChoice& choice() const { return choice_; }
  const std::string& activity_model() const { return choice_.model; }
  /// The system of waters of such a plan. Throws std::invalid_argument.
  std::shared_ptr<PlannedSystem> system_of(const WaterPlan& plan);

 private:
  const Database& database_;
  Masters masters_;
  ActivityChoice choice_;
  std::map<std::string, std::shared_ptr<PlannedSystem>> systems_;
};

}  // namespace talus
