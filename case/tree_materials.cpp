#include "case/tree_materials.h"

#include <algorithm>
#include <cstdio>

#include "base/units.h"
#include "case/checks.h"
#include "case/densities.h"

namespace talus {

namespace {

template <class... Values>
std::string text(const char* format, Values... values) {
  char buffer[400];
  std::snprintf(buffer, sizeof buffer, format, values...);
  return buffer;
}

std::string saturation_words(const std::string& name, const MaterialCase& m, const Tables& tables,
                             double density) {
  if (m.water.head) return "at a head of " + with_unit(*m.water.head, "m");
  if (m.water.water_table) return "above a water table at " + with_unit(*m.water.water_table, "m");
  const Series* profile = tables.saturation_of(name);
  if (!profile) return text("%.3f", initial_water(m, density) / (density * packing_of(m).porosity));
  const auto [least, most] = std::ranges::minmax(profile->value);
  return text("%.3f to %.3f by %s", least, most, m.water.saturation_file->c_str());
}

/// Minerals of the material that stay as they are, besides what is meant to be inert.
std::string idle_minerals(const Case& c, const MaterialCase& m) {
  std::string names;
  for (const auto& [mineral, share] : m.minerals)
    if (mineral != "inert" && !is_among(c.chemistry.dissolve, mineral) &&
        !is_among(c.chemistry.equilibrium, mineral))
      names += (names.empty() ? "" : ", ") + mineral;
  return names;
}

}  // namespace

std::vector<std::string> words_of_materials(const Case& c, const Tables& tables) {
  std::vector<std::string> lines;
  for (const auto& [name, m] : c.materials) {
    const Packing p = packing_of(m);
    lines.push_back(text("%s: dry density %.4g kg/m3, porosity %.3f, water saturation %s, gas by %s",
                         name.c_str(), p.dry_density, p.porosity,
                         saturation_words(name, m, tables, c.water_density).c_str(),
                         m.gas_diffusion.value_or("no law").c_str()));
    std::string minerals;
    for (const auto& [mineral, share] : m.minerals) {
      const bool by_blocks = m.block_model && is_among(names_of(m.block_model->minerals), mineral);
      minerals += (minerals.empty() ? "" : ", ") + mineral + " " +
                  (by_blocks ? "by blocks"
                   : share   ? with_unit(*share, "wt%")
                             : "the rest");
    }
    if (!minerals.empty()) lines.push_back("  " + minerals);
    std::string exchangers;
    for (const auto& [site, capacity] : m.exchangers)
      exchangers += (exchangers.empty() ? "" : ", ") + site + " " + capacity;
    if (!exchangers.empty()) lines.push_back("  exchangers: " + exchangers);
    const std::string idle = idle_minerals(c, m);
    if (!idle.empty()) lines.push_back("  does not dissolve: " + idle);
  }
  return lines;
}

}  // namespace talus
