#include "case/refine.h"

#include <cmath>
#include <filesystem>

#include "base/hdf5.h"

namespace talus {

namespace {

void halve(std::optional<double>& length) {
  if (length) *length /= 2;
}

/// Divides the layer in which `depth` lies, so that a face stands there.
void divide_layer(std::vector<LayerCase>& layers, double depth) {
  double top = 0;
  for (auto layer = layers.begin(); layer != layers.end(); ++layer) {
    const double bottom = top + layer->thickness;
    const double near = 1e-9 * depth;
    if (depth > top + near && depth < bottom - near) {
      LayerCase upper = *layer;
      upper.thickness = depth - top;
      layer->thickness = bottom - depth;
      layers.insert(layer, upper);
      return;
    }
    top = bottom;
  }
}

}  // namespace

Case refined(const Case& coarse) {
  Case fine = coarse;
  CellSizes& cells = fine.mesh.cells;
  halve(cells.surface);
  halve(cells.largest);
  halve(cells.size);
  if (cells.growth) *cells.growth = std::sqrt(*cells.growth);
  if (cells.count) *cells.count *= 2;
  if (fine.mesh.columns_x > 1) fine.mesh.columns_x *= 2;
  if (fine.mesh.columns_y > 1) fine.mesh.columns_y *= 2;
  for (const OperationCase& o : fine.operations)
    for (const FaceKey& face : faces_of(o.operation)) divide_layer(fine.layers, face.depth);
  fine.steps.tolerance /= 4;
  halve(fine.steps.fixed);
  if (fine.flow) {
    fine.flow->tolerance /= 4;
    halve(fine.flow->fixed);
  }
  return fine;
}

Outcome outcome_of(const Model& model, const Budget& budget) {
  Outcome outcome{.stored_carbon = budget.stored_carbon(model.system),
                  .carbon_from_air = budget.carbon_crossing().gas,
                  .conversion = {}};
  for (std::size_t m = 0; m < model.system.minerals.size(); ++m) {
    double start = 0, now = 0;
    for (std::size_t p = 0; p < model.reactions.solids.size(); ++p) {
      if (model.reactions.solids[p].mineral != m) continue;
      start += budget.start().solids[p];
      now += budget.now().solids[p];
    }
    if (start > 0) outcome.conversion.emplace_back(model.system.minerals[m].name, 1 - now / start);
  }
  return outcome;
}

void write_refined(const std::string& run_file, const std::string& refined_file, const Outcome& coarse,
                   const Outcome& fine) {
  hdf5::File file = hdf5::File::edit(run_file);
  hdf5::Group group = file.create_group("/refined");
  group.write_attribute("file", std::filesystem::path(refined_file).filename().string());
  group.write_attribute("stored_CO2", coarse.stored_carbon);
  group.write_attribute("refined_stored_CO2", fine.stored_carbon);
  group.write_attribute("difference", fine.stored_carbon - coarse.stored_carbon);
  group.write_attribute("from_air_CO2", coarse.carbon_from_air);
  group.write_attribute("refined_from_air_CO2", fine.carbon_from_air);
  for (std::size_t i = 0; i < coarse.conversion.size(); ++i) {
    group.write_attribute("conversion_" + coarse.conversion[i].first, coarse.conversion[i].second);
    group.write_attribute("refined_conversion_" + coarse.conversion[i].first, fine.conversion[i].second);
  }
  file.flush();
}

}  // namespace talus
