#include "solver/output/activity_range.h"

#include <algorithm>
#include <limits>

#include "base/mpi.h"
#include "solver/output/fields.h"
#include "solver/output/progress.h"

namespace talus {

ActivityRange::ActivityRange(const Model& model)
    : model_(model), limit_(activity_limit(model.system.activity_model)) {
  const auto columns = field_columns(model);
  column_ = static_cast<std::size_t>(std::ranges::find(columns, "ionic_strength", &ColumnInfo::name) -
                                     columns.begin());
}

void ActivityRange::look(const std::vector<std::vector<double>>& fields, double time) {
  if (column_ == fields.size()) return;  // water alone
  const std::vector<double>& strength = fields[column_];
  const auto is_above = [&](double value) { return value > limit_; };
  const double above = sum_over_ranks(model_.mesh.communicator,
                                      static_cast<double>(std::ranges::count_if(strength, is_above)));
  ++looks_;
  if (above == 0) return;
  if (++above_ == 1) first_ = time;
  most_ = std::max(most_, above);
  const auto highest = std::ranges::max_element(strength);
  const double here = highest == strength.end() ? 0 : *highest;
  const double worst = max_over_ranks(model_.mesh.communicator, here);
  if (worst <= worst_.ionic_strength) return;
  constexpr double nowhere = std::numeric_limits<double>::max();
  const auto cell = static_cast<std::size_t>(highest - strength.begin());
  const double number = min_over_ranks(
      model_.mesh.communicator, here == worst ? static_cast<double>(model_.mesh.number[cell]) : nowhere);
  const bool owned = here == worst && number == static_cast<double>(model_.mesh.number[cell]);
  worst_ = {worst, number, sum_over_ranks(model_.mesh.communicator, owned ? model_.mesh.depth[cell] : 0.0),
            time};
}

std::string ActivityRange::warning() const {
  if (above_ == 0) return "";
  const std::string& activity = model_.system.activity_model;
  char text[400];
  std::snprintf(text, sizeof text,
                "at %d of %d written states the ionic strength was above the range of %s activities (%.2g "
                "mol/kgw), in up to %.0f cell%s: %.3g mol/kgw in cell %.0f, %.3g m deep, after %s; first "
                "after %s. %s",
                above_, looks_, activity.c_str(), limit_, most_, most_ == 1 ? "" : "s", worst_.ionic_strength,
                worst_.number, worst_.depth, spoken_time(worst_.time).c_str(), spoken_time(first_).c_str(),
                activity == "Pitzer" ? "Its parameters were not fitted to such brines"
                                     : "For brines there is chemistry.activity = \"Pitzer\", with a database "
                                       "that has its parameters");
  return text;
}

}  // namespace talus
