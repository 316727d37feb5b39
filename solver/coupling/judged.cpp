#include "solver/coupling/judged.h"

#include "solver/state/solid_names.h"

namespace talus {

std::vector<std::string> judged_names(std::span<const std::string> components,
                                      std::span<const std::string> solids,
                                      std::span<const std::string> slow) {
  std::vector<std::string> names{"carbon"};
  names.insert(names.end(), components.begin(), components.end() - 1);
  names.insert(names.end(), solids.begin(), solids.end());
  names.insert(names.end(), slow.begin(), slow.end());
  return names;
}

std::vector<Judged> judged_by(const Model& model) {
  std::vector<std::string> slow, words{"CO2 stored"};
  for (std::size_t j = 0; j < model.unknowns.water(); ++j)
    words.push_back(model.unknowns[j].name + " that enters");
  for (const Solid& solid : model.reactions.solids)
    words.push_back(model.system.minerals[solid.mineral].name + (solid.formed  ? " that forms"
                                                                 : solid.grows ? " on its one surface"
                                                                               : " that was there"));
  for (const SlowReaction& reaction : model.system.slow_reactions) {
    slow.push_back(reaction.name);
    words.emplace_back("a slow reaction between dissolved species");
  }
  const std::vector<std::string> names = judged_names(names_of(model.unknowns), solid_names(model), slow);
  std::vector<Judged> list;
  for (std::size_t i = 0; i < names.size(); ++i) list.push_back({names[i], words[i]});
  return list;
}

std::vector<double> judged_values(const Integrals& of, std::span<const double> carbon) {
  std::vector<double> values(1, 0.0);
  for (std::size_t j = 0; j < carbon.size(); ++j) values[0] += carbon[j] * of.entered[j];
  values.insert(values.end(), of.entered.begin(), of.entered.end() - 1);
  values.insert(values.end(), of.solids.begin(), of.solids.end());
  values.insert(values.end(), of.slow.begin(), of.slow.end());
  return values;
}

}  // namespace talus
