#include "case/idle.h"

#include <algorithm>
#include <cmath>

#include "case/checks.h"
#include "case/densities.h"

namespace talus {

namespace {

bool dissolves(const Case& c, const std::string& mineral) { return is_among(c.chemistry.dissolve, mineral); }

/// The materials that the pile is made of, each once.
std::vector<const std::pair<std::string, MaterialCase>*> materials_there(const Case& c) {
  std::vector<const std::pair<std::string, MaterialCase>*> there;
  for (const auto& entry : c.materials) {
    const auto here = [&](const auto& part) { return part.material == entry.first; };
    const auto beside_blocks = [&](const auto& other) {
      const auto& keys = other.second.block_model;
      return keys && keys->where_no_block == entry.first;
    };
    if (std::ranges::any_of(layers_of_finished_pile(c), here) || std::ranges::any_of(c.regions, here) ||
        std::ranges::any_of(c.materials, beside_blocks))
      there.push_back(&entry);
  }
  return there;
}

void check_minerals(Document& document, const Case& c) {
  const auto materials = materials_there(c);
  for (std::size_t i = 0; i < c.chemistry.dissolve.size(); ++i) {
    const std::string& mineral = c.chemistry.dissolve[i];
    const auto holds = [&](const auto* material) {
      return std::ranges::any_of(material->second.minerals, [&](const auto& entry) {
        return entry.first == mineral && entry.second.value_or(1) > 0;  // none: "rest"
      });
    };
    if (!std::ranges::any_of(materials, holds) && !is_among(names_of(c.chemistry.precipitate), mineral))
      warn(document, document.place_of_value("chemistry.dissolve[" + std::to_string(i) + "]"),
           "chemistry.dissolve names '" + mineral +
               "', which no material of the pile holds: there is none to react",
           "name it in the minerals of a material, or leave it out");
  }
  for (const auto* material : materials)
    for (const auto& [mineral, surface] : material->second.surface)
      if (surface == 0 && dissolves(c, mineral)) {
        const std::string path = "materials." + step(material->first) + ".surface." + mineral;
        warn(document, document.place_of_value(path), path + " is 0: " + mineral + " does not dissolve there",
             "give the surface that water wets, or take " + mineral + " out of chemistry.dissolve");
      }
}

/// Whether a material is at the surface at some time.
bool is_on_top(const Case& c, const std::string& material) {
  return c.layers.front().material == material ||
         std::ranges::any_of(c.placed_lifts,
                             [&](const PlacedLift& l) { return l.layer.material == material; });
}

/// The part of the pores that is full of water at the start, where the material says it in one number; else 0.
double saturation_of(const Case& c, const MaterialCase& m) {
  if (!m.water.content && !m.water.saturation) return 0;
  return initial_water(m, c.water_density) / (c.water_density * packing_of(m).porosity);
}

void check_shut(Document& document, const Case& c, const std::string& patch) {
  for (const auto* material : materials_there(c)) {
    const bool beside = patch == "top"    ? is_on_top(c, material->first)
                        : patch == "base" ? c.layers.back().material == material->first
                                          : true;
    const double saturation = saturation_of(c, material->second);
    if (!beside || saturation <= full_of_water) continue;
    const std::string path = "materials." + step(material->first) + ".water";
    warn(
        document, document.place_of_key(path),
        path + " fills " + with_unit(std::round(saturation * 1e3) / 1e3, "%") +
            " of the pores at the start: the air of '" + patch +
            "' comes in only as what dissolves at the face and diffuses in the water, thousands of times more "
            "slowly than through gas",
        "give less water where the pores hold gas in the field; else keep the cells at the face thin, as the "
        "water of the first half cell carries the dissolved gas itself and not the ions that it turns into");
  }
}

void check_gas(Document& document, const Case& c) {
  if (c.chemistry.gases.empty()) return;
  bool enters = !c.sources.empty();
  for (const auto& [name, patch] : c.boundaries) {
    enters = enters || !patch.air.empty() || patch.water || patch.solutes;
    if (!patch.air.empty() && !patch.solutes) check_shut(document, c, name);
  }
  if (!enters)
    warn(document, document.place_of_key("chemistry.gases"),
         "no patch of the boundary lets gas or water in: nothing is taken up but what the pores hold",
         "for air above the pile write boundaries.top.air = { \"CO2(g)\" = \"420e-6 atm\" }");
}

}  // namespace

void check_idle(Document& document, const Case& c) {
  if (!document.clean() || !c.has_chemistry()) return;
  check_minerals(document, c);
  check_gas(document, c);
}

}  // namespace talus
