#include "report/fibres.h"

#include <algorithm>
#include <cmath>

#include "report/mineral_names.h"

namespace talus::report {
namespace {

/// Layers at the last of the profiles.
std::vector<FibreLayer> layers_of(const Run& run, const std::string& mineral, double molar_mass) {
  const auto now = run.profiles.value.find("mineral_" + mineral);
  const auto was = run.profiles.value.find("initial_" + mineral);
  std::vector<FibreLayer> layers;
  if (now == run.profiles.value.end() || was == run.profiles.value.end()) return layers;
  for (std::size_t d = 0; d < run.profiles.depth.size(); ++d) {
    const double initial = was->second.back()[d], left = now->second.back()[d];
    layers.push_back({.depth = run.profiles.depth[d],
                      .initial = molar_mass * initial,
                      .left = molar_mass * left,
                      .dissolved = initial > 0 ? 1 - left / initial : std::nan("")});
  }
  return layers;
}

Fibre fibre_in(const Run& run, const std::string& mineral) {
  Fibre fibre{.run = run.name, .mineral = mineral, .time = {}, .left = {}, .layers = {}};
  const auto found = std::ranges::find(run.system.minerals, mineral);
  if (found == run.system.minerals.end() || !(run.total_of("initial_" + mineral).front() > 0)) {
    fibre.unknown = "There was no " + mineral + " in " + run.name + ".";
    return fibre;
  }
  const double molar_mass =
      run.system.mineral_molar_mass[static_cast<std::size_t>(found - run.system.minerals.begin())];
  const Curve& amount = run.total_of("mineral_" + mineral);
  fibre.initial = molar_mass * run.total_of("initial_" + mineral).front();
  fibre.time = run.time;
  for (const double moles : amount) fibre.left.push_back(molar_mass * moles);
  fibre.layers = layers_of(run, mineral, molar_mass);
  fibre.coat = coat_on(run, mineral);
  return fibre;
}

}  // namespace

std::vector<Fibre> fibres_of(std::span<const Account> accounts, const HazardCase& said,
                             const Document& document) {
  check_minerals(accounts, said.fibres, document, "hazard.fibres");
  std::vector<Fibre> all;
  for (const std::string& mineral : said.fibres)
    for (const Account& account : accounts) all.push_back(fibre_in(account.run, mineral));
  return all;
}

}  // namespace talus::report
