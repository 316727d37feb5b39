#include "case/surface_checks.h"

#include <cmath>
#include <numeric>

#include "case/checks.h"
#include "solver/named.h"

namespace talus {

namespace {

/// Whether the mineral's surface is its amount, by its law.
bool by_amount(const Case& c, const Database& database, const std::string& mineral) {
  const std::string* own = find(c.chemistry.rates_of, mineral);
  const auto record = database.minerals.find(mineral);
  if (record == database.minerals.end()) return false;
  for (const std::string& set : {own == nullptr ? c.chemistry.rates : *own, std::string("any")})
    for (const RateRecord& rate : record->second.rates)
      if (rate.set == set && rate.direction != "precipitation")
        return std::holds_alternative<FirstOrder>(rate.law);
  return false;
}

/// Notes names, left of values in the table at `path`, of minerals that do not dissolve.
void check_dissolving(Document& document, const std::string& path, const std::vector<std::string>& names,
                      const Case& c, const std::vector<std::string>& minerals) {
  const std::vector<std::string>& dissolve = c.chemistry.dissolve;
  const auto misspelt = [&](const std::string& name) { return !is_among(minerals, name); };
  const bool sure = !std::ranges::any_of(dissolve, misspelt) && !reported(document, "chemistry.dissolve");
  for (const std::string& name : names) {
    check_key(document, path, "mineral", name, minerals, "the database");
    if (sure && is_among(minerals, name) && !is_among(dissolve, name))
      document.problem(document.place_of_key(path + "." + name),
                       path + " names '" + name + "', which does not dissolve",
                       "add it to chemistry.dissolve, or leave it out here");
  }
}

void check_grains(Document& document, const std::string& path, const Grains& grains) {
  if (reported(document, path + ".diameter") || reported(document, path + ".share")) return;
  const Place place = document.place_of_value(path + ".share");
  if (grains.diameter.size() != grains.share.size())
    return document.problem(place,
                            path + " has " + std::to_string(grains.diameter.size()) + " diameters and " +
                                std::to_string(grains.share.size()) + " shares",
                            "give one share for each diameter");
  if (std::abs(std::accumulate(grains.share.begin(), grains.share.end(), -1.0)) > 1e-6)
    document.problem(place, path + ".share does not add up to 1", "the shares are of the mineral's mass");
}

/// What a passivation of that kind needs and does not use.
void check_passivation(Document& document, const std::string& path, const Case& c, const PassivationCase& p) {
  const bool blocks = p.by == "blocking coat", core = p.by == "shrinking core";
  if (reported(document, path + ".by")) return;
  const auto needs = [&](bool there, const char* key, const char* example) {
    if (!there)
      document.problem(document.place_of_key(path), path + ": '" + p.by + "' needs '" + key + "'",
                       std::string("write for example: ") + key + " = " + example);
  };
  const auto has_no = [&](bool there, const char* key) {
    if (there)
      document.problem(document.place_of_key(path + "." + key),
                       path + ": '" + p.by + "' has no '" + key + "'", "leave it out");
  };
  if (core) {
    has_no(!p.coat.empty(), "coat");
    if (std::abs(c.chemistry.surface_exponent - 2.0 / 3) > 1e-9)
      document.problem(document.place_of_key(path), path + ": a shrinking core is a sphere",
                       "chemistry.surface_exponent must be 2/3, its default");
  } else {
    needs(!p.coat.empty(), "coat", "[\"Nesquehonite\"]");
    for (std::size_t i = 0; i < p.coat.size(); ++i)
      check_name(document, path + ".coat[" + std::to_string(i) + "]", "mineral", p.coat[i],
                 names_of(c.chemistry.precipitate), "chemistry.precipitate");
  }
  if (!core) has_no(p.driven_by.has_value(), "driven_by");
  if (blocks) {
    needs(p.thickness.has_value(), "thickness", "\"0.5 um\"");
    has_no(p.diffusivity.has_value(), "diffusivity");
    has_no(p.concentration.has_value(), "concentration");
  } else {
    needs(p.diffusivity.has_value(), "diffusivity", "\"1e-15 m2/s\"");
    if (!p.driven_by) needs(p.concentration.has_value(), "concentration", "\"1 mol/m3\"");
    if (p.driven_by && p.concentration)
      document.problem(document.place_of_key(path + ".concentration"),
                       path + ": what drives diffusion is said twice",
                       "leave out 'concentration' or 'driven_by'");
    has_no(p.thickness.has_value(), "thickness");
  }
}

/// Whether a rate is the activity of that component times a constant, far from equilibrium.
bool first_order_in(const RateLaw& law, int component) {
  const auto* transition = std::get_if<TransitionState>(&law);
  return transition != nullptr && std::ranges::all_of(transition->mechanisms, [&](const Mechanism& m) {
           const ReactionRow& row = m.catalysts.row;
           return row.terms.size() == 1 && row.terms[0].component == component && row.terms[0].power == 1 &&
                  row.water == 0 && m.promoters.empty() && m.inhibitors.empty();
         });
}

}  // namespace

void check_drivers(Document& document, const Case& c, const ChemicalSystem& system) {
  for (const auto& [name, keys] : c.chemistry.passivation) {
    if (!keys.driven_by) continue;
    const std::string path = "chemistry.passivation." + step(name) + ".driven_by";
    const int driver = system.component(*keys.driven_by);
    const Mineral& mineral = *std::ranges::find(system.minerals, name, &Mineral::name);
    const auto refuse = [&](const std::string& what, const std::string& hint) {
      document.problem(document.place_of_value(path), path + ": " + what, hint);
    };
    if (driver < 0 || static_cast<std::size_t>(driver) == system.components())
      refuse("no component '" + *keys.driven_by + "' in chemistry.components",
             suggestion(*keys.driven_by, c.chemistry.components));
    else if (mineral.row.of(static_cast<std::size_t>(driver)) >= 0)
      refuse("'" + name + "' takes no " + *keys.driven_by + " as it dissolves",
             "it reacts by " + mineral.record->reaction);
    else if (!first_order_in(mineral.dissolution, driver))
      refuse("the law of '" + name + "' is not of first order in " + *keys.driven_by + " alone",
             "all its mechanisms need catalysts = { \"" + *keys.driven_by +
                 "\" = 1 }; an overlay in chemistry.database can say so");
  }
}

void check_surfaces(Document& document, const std::string& path, const Case& c, const MaterialCase& m,
                    const Database& database) {
  const std::vector<std::string> minerals = names_of(database.minerals);
  check_dissolving(document, path + ".surface", names_of(m.surface), c, minerals);
  check_dissolving(document, path + ".grains", names_of(m.grains), c, minerals);
  check_dissolving(document, path + ".activation", names_of(m.activation), c, minerals);
  check_dissolving(document, path + ".amorphous", names_of(m.amorphous), c, minerals);
  for (const auto& [name, grains] : m.grains) check_grains(document, path + ".grains." + name, grains);
  for (const auto& [name, share] : m.amorphous)
    if (find(c.chemistry.amorphous_factor, name) == nullptr)
      document.problem(document.place_of_key(path + ".amorphous." + name),
                       path + ".amorphous: how fast amorphous " + name + " dissolves is not said",
                       "add to chemistry: amorphous_factor = { " + name + " = 100 }");
  const auto misspelt = [&](const std::string& name) { return !is_among(minerals, name); };
  if (std::ranges::any_of(names_of(m.surface), misspelt) || reported(document, path + ".surface")) return;
  for (const std::string& name : c.chemistry.dissolve)
    if (is_among(names_of(m.minerals), name) && !is_among(names_of(m.surface), name) &&
        !is_among(names_of(m.grains), name) && !by_amount(c, database, name))
      document.problem(
          document.place_of_key(path + ".minerals." + name), path + ".surface does not name '" + name + "'",
          "it dissolves, so its reactive surface is needed: surface = { " + name + " = \"1 m2/g\" }");
}

void check_layers(Document& document, const Case& c, const Database& database) {
  const std::vector<std::string> minerals = names_of(database.minerals);
  check_dissolving(document, "chemistry.passivation", names_of(c.chemistry.passivation), c, minerals);
  check_dissolving(document, "chemistry.amorphous_factor", names_of(c.chemistry.amorphous_factor), c,
                   minerals);
  for (const auto& [name, keys] : c.chemistry.passivation)
    check_passivation(document, "chemistry.passivation." + step(name), c, keys);
  const Wetting& wetting = c.chemistry.wetting;
  if (wetting.bound > 0 && !(wetting.exponent > 0) && !reported(document, "chemistry.bound_saturation"))
    document.problem(document.place_of_value("chemistry.bound_saturation"),
                     "chemistry.bound_saturation needs chemistry.wetted_exponent above 0",
                     "films slow reactions by the wetted part of surfaces; write wetted_exponent = 0.6667");
  if (wetting.bound >= wetting.full && !reported(document, "chemistry.bound_saturation"))
    document.problem(document.place_of_value("chemistry.wetted_full"),
                     "chemistry.wetted_full is not above bound_saturation");
}

}  // namespace talus
