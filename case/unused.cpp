#include "case/unused.h"

#include "base/warnings.h"
#include "case/checks.h"

namespace talus {

namespace {

std::vector<std::string> materials_in_use(const Case& c) {
  std::vector<std::string> names;
  for (const LayerCase& layer : layers_of_finished_pile(c)) names.push_back(layer.material);
  for (const RegionCase& region : c.regions) names.push_back(region.material);
  for (const auto& [name, material] : c.materials)
    if (material.block_model && material.block_model->where_no_block)
      names.push_back(*material.block_model->where_no_block);
  return names;
}

std::vector<std::string> waters_in_use(const Case& c) {
  std::vector<std::string> names;
  const auto use = [&](const std::optional<std::string>& name) {
    if (name) names.push_back(*name);
  };
  for (const auto& [name, material] : c.materials) use(material.water.composition);
  for (const auto& [name, patch] : c.boundaries) {
    if (patch.water) use(patch.water->composition);
    if (patch.solutes) names.push_back(patch.solutes->composition);
  }
  for (const SourceCase& source : c.sources) use(source.composition);
  for (const OperationCase& o : c.operations)
    for (const ScheduledOperation& one : o.scheduled)
      if (const auto* irrigate = std::get_if<Irrigate>(&one.operation)) use(irrigate->composition);
  return names;
}

/// Whether `from_to` begins beyond `end`; an extent that is absent is all of it.
bool outside(const std::optional<std::array<double, 2>>& from_to, const std::optional<double>& end) {
  return from_to && end && (*from_to)[0] >= *end;
}

}  // namespace

void warn_of_unused(Document& document, const Case& c, const std::vector<std::string>& materials,
                    const std::vector<std::string>& waters) {
  const auto check = [&](const std::string& table, const std::string& name, const auto& used) {
    const std::string path = table + "." + step(name);
    if (!is_among(used, name))
      warn(document, document.place_of_key(path), path + " is used nowhere", "name it, or leave it out");
  };
  for (const auto& [name, material] : c.materials) check("materials", name, materials);
  for (const auto& [name, water] : c.waters)
    if (!is_among(names_of(c.materials), name)) check("waters", name, waters);  // 'from' brings waters too
}

void check_unused(Document& document, const Case& c) {
  if (!document.clean()) return;  // a misspelt name looks like one that is not used
  warn_of_unused(document, c, materials_in_use(c), waters_in_use(c));
  if ((c.pressure.constant || c.pressure.file) && c.chemistry.gases.empty())
    warn(document, document.place_of_key("pressure"), "pressure changes nothing: the case has no gases",
         "name them in chemistry.gases, or leave it out");
  for (std::size_t i = 0; i < c.regions.size(); ++i) {
    const RegionCase& r = c.regions[i];
    const std::string path = "regions[" + std::to_string(i) + "]";
    if (outside(r.depth, c.mesh.depth) || outside(r.x, c.mesh.width) || outside(r.y, c.mesh.length))
      warn(document, document.place_of_key(path), path + " lies outside of the mesh",
           "it changes nothing; x, y and depth begin at 0");
  }
}

}  // namespace talus
