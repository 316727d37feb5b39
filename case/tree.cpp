#include "case/tree.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/scenarios.h"
#include "base/units.h"
#include "case/assumptions.h"
#include "case/carbon_sources.h"
#include "case/cell_materials.h"
#include "case/checks.h"
#include "case/cost.h"
#include "case/gases.h"
#include "case/tree_materials.h"
#include "chemistry/activity/fugacity_models.h"
#include "chemistry/known_temperatures.h"
#include "chemistry/left_out.h"
#include "chemistry/speciation/slow_redox.h"
#include "solver/named.h"
#include "solver/output/only_dissolve.h"
#include "solver/output/progress.h"
#include "solver/output/redox_states.h"
#include "solver/temperature_range.h"

namespace talus {

namespace {

template <class... Values>
std::string text(const char* format, Values... values) {
  char buffer[400];
  std::snprintf(buffer, sizeof buffer, format, values...);
  return buffer;
}

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
  return all.empty() ? "none" : all;
}

/// A branch with a name and lines; the first line stands beside the name.
struct Branch {
  std::string name;
  std::vector<std::string> lines;
};

std::string drawn(const std::string& root, const std::vector<Branch>& branches) {
  std::string all = root;
  for (std::size_t i = 0; i < branches.size(); ++i) {
    const bool last = i + 1 == branches.size();
    for (std::size_t k = 0; k < branches[i].lines.size(); ++k) {
      const char* stem = k > 0 ? (last ? "   " : "│  ") : last ? "└─ " : "├─ ";
      all += std::string("\n") + stem + text("%-12s", k == 0 ? branches[i].name.c_str() : "") +
             branches[i].lines[k];
    }
  }
  return all;
}

/// What a pile holds, and how much of it lies open.
std::string pile_words(const Model& model) {
  const Mesh& mesh = model.mesh;
  double volume = 0, dry_mass = 0, open = 0, sloping = 0;
  for (std::size_t c = 0; c < static_cast<std::size_t>(mesh.owned); ++c) {
    volume += mesh.volume[c];
    dry_mass += mesh.volume[c] * model.cells.dry_density[c];
  }
  for (const Patch& patch : mesh.patches)
    for (std::size_t f = 0; patch.name == "top" && f < patch.size(); ++f) {
      open += patch.area[f];
      sloping += patch.nz[f] < 1 - 1e-9 ? patch.area[f] : 0;
    }
  const auto of_all = [&](double value) { return sum_over_ranks(mesh.communicator, value); };
  return text("  %.6g m3, %.6g t dry; open surface %.6g m2, %.6g m2 of it slopes; footprint %.6g m2",
              of_all(volume), of_all(dry_mass) / 1e3, of_all(open), of_all(sloping), mesh.footprint);
}

Branch mesh_branch(const Case& c, const Model& model) {
  const Mesh& mesh = model.mesh;
  double least = 1e300, most = 0;
  for (std::size_t f = 0; f < mesh.faces.size(); ++f)
    if (mesh.faces.nz[f] != 0)
      for (double half : {mesh.faces.distance_left[f], mesh.faces.distance_right[f]}) {
        least = std::min(least, 2 * half);
        most = std::max(most, 2 * half);
      }
  double sizes[2] = {min_over_ranks(mesh.communicator, least), max_over_ranks(mesh.communicator, most)};
  if (sizes[1] == 0) sizes[0] = sizes[1] = mesh.height;  // no cell stands on another: one layer
  const std::string& shape = c.pile ? c.pile->shape : c.mesh.shape;
  Branch branch{"mesh",
                {text("%s, %lld cell%s of %.3g to %.3g mm, %.4g m deep, %.4g m2", shape.c_str(),
                      static_cast<long long>(mesh.total), mesh.total == 1 ? "" : "s", 1e3 * sizes[0],
                      1e3 * sizes[1], mesh.height, mesh.footprint)}};
  if (c.pile) branch.lines.push_back(pile_words(model));
  return branch;
}

/// " (fugacity 9.6 atm)" where that is not the partial pressure.
std::string fugacity_words(const Water& w, std::size_t g) {
  if (w.ln_fugacity_coefficient[g] == 0) return "";
  return text(" (fugacity %.4g atm by Peng and Robinson)",
              w.gas_pressure[g] * std::exp(w.ln_fugacity_coefficient[g]) / standard_atmosphere);
}

/// A line where the gases of a water are above the pressure of a pile; else nothing.
std::string pressure_words(const Model& model, const Water& w, const CaseWater& recipe) {
  double sum = 0;
  for (const auto& [name, pressure] : recipe.gas_pressures()) sum += pressure / standard_atmosphere;
  if (sum <= recipe.pressure / standard_atmosphere * (1 + 1e-6)) return "";
  std::string words = text("  its gases add up to %.4g atm, more than the pile has: it gives them off", sum);
  if (std::ranges::all_of(w.ln_fugacity_coefficient, [](double ln_phi) { return ln_phi == 0; }))
    words +=
        std::string("; fugacities are taken as partial pressures, as ") +
        (model.system.fugacity == "ideal" ? "chemistry.fugacity says"
                                          : "the database lacks critical constants (-T_c, -P_c, -Omega)");
  if (sum > pressure_without_effect) words += "; constants of reactions in the water are those of 1 atm";
  return words;
}

Branch waters_branch(const Model& model, const Named<Water>& waters, const Named<CaseWater>& recipes) {
  Branch branch{"waters", {}};
  const double kelvin = chemical_temperature(model, model.temperature.at(0, 0));
  const Constants at = model.system.at(kelvin);
  if (!waters.empty())
    branch.lines.push_back(temperatures_in_words(kelvin, kelvin) +
                           (model.temperature.uniform() ? "" : ", the temperature of the surface") +
                           ", when the run begins");
  for (const auto& [name, w] : waters) {
    branch.lines.push_back(text("%s: pH %.2f, ionic strength %.3g mol/kgw, charge %.1e eq/kgw", name.c_str(),
                                w.pH, w.ionic_strength, w.charge));
    if (const std::string charge = charge_note(w); !charge.empty()) branch.lines.push_back("  " + charge);
    std::string gases;
    for (std::size_t g = 0; g < model.system.gases.size(); ++g)
      gases += text("%s%s %.3g atm", gases.empty() ? "" : ", ", model.system.gases[g].name.c_str(),
                    w.gas_pressure[g] / standard_atmosphere) +
               fugacity_words(w, g);
    for (std::size_t m = 0; m < model.system.minerals.size(); ++m)
      gases += text("; SI %s %.2f", model.system.minerals[m].name.c_str(), w.saturation_index[m]);
    branch.lines.push_back("  " + gases);
    if (const std::string words = pressure_words(model, w, recipes[index_of(recipes, name)].second);
        !words.empty())
      branch.lines.push_back(words);
    if (!w.absent.empty())
      branch.lines.push_back(text("  absent, carried at %g mol/kgw: ", trace_total) + joined(w.absent));
    if (const std::string moved = moved_states(model.system, at, w); !moved.empty())
      branch.lines.push_back(std::string("  ") + slow_redox_kind + ": " + moved);
  }
  return branch;
}

/// Minerals that shrink and grow as one population of grains.
std::vector<std::string> on_one_surface(const Model& model) {
  std::vector<std::string> names;
  for (const Solid& solid : model.reactions.solids)
    if (solid.grows && solid.part == 0) names.push_back(model.system.minerals[solid.mineral].name);
  return names;
}

/// Minerals that are there at the start, and grow as crystals of their own.
std::vector<std::string> on_two_surfaces(const Model& model) {
  std::vector<std::string> names;
  for (const Solid& grown : model.reactions.solids)
    if (grown.formed && std::ranges::any_of(model.reactions.solids, [&](const Solid& solid) {
          return !solid.formed && solid.mineral == grown.mineral;
        }))
      names.push_back(model.system.minerals[grown.mineral].name);
  return names;
}

/// Minerals that dissolve by a law of oxygen and take none by their reaction.
std::vector<std::string> without_their_oxidant(const ChemicalSystem& system) {
  std::vector<std::string> names;
  const int oxygen = system.component("O2(aq)");
  if (oxygen < 0) return names;
  const auto j = static_cast<std::size_t>(oxygen);
  for (const Mineral& mineral : system.minerals) {
    if (!mineral.dissolves || mineral.row.of(j) < 0) continue;
    if (std::ranges::any_of(mechanisms_of(mineral.dissolution),
                            [&](const Mechanism& way) { return way.catalysts.row.of(j) > 0; }))
      names.push_back(mineral.name);
  }
  return names;
}

Branch chemistry_branch(const Case& c, const ModelAndState& built) {
  const ChemicalSystem& system = built.model.system;
  std::vector<std::string> names, growing;
  for (std::size_t j = 0; j < system.components(); ++j) names.push_back(system.component_name(j));
  Branch branch{"chemistry",
                {text("%zu components, %zu species, %zu gas%s; activities %s, water %s", system.components(),
                      system.species.size(), system.gases.size(), system.gases.size() == 1 ? "" : "es",
                      c.chemistry.activity.c_str(), c.chemistry.water_activity.c_str()),
                 "  components " + joined(names)}};
  if (!built.left_out.empty())
    branch.lines.push_back("  left out, as nothing in the case contains them: " + joined(built.left_out));
  for (const auto& [name, growth] : c.chemistry.precipitate) growing.push_back(name);
  branch.lines.push_back("  dissolve " + joined(c.chemistry.dissolve) + "; rates " + c.chemistry.rates);
  branch.lines.push_back("  precipitate " + joined(growing));
  const auto note = [&](const std::string& what, const std::vector<std::string>& which) {
    if (!which.empty()) branch.lines.push_back("  " + what + ": " + joined(which));
  };
  note("at equilibrium with the water, without a rate", c.chemistry.equilibrium);
  note("only dissolve, and stay as they are where the water is supersaturated",
       supersaturated_at_start(built.model, built.waters));
  if (const std::string missed = left_out_of(*built.model.database, system); !missed.empty())
    branch.lines.push_back("  dissolved species that its elements have and the model leaves out: " + missed);
  const auto [low, high] = temperature_range(built.model, c.run.length);
  const double coldest = chemical_temperature(built.model, low),
               warmest = chemical_temperature(built.model, high);
  if (const std::string grid =
          outside_of_grid(*built.model.database, system.activity_model, coldest, warmest);
      !grid.empty())
    branch.lines.push_back("  " + grid);
  note("on both lists, so that they dissolve on two surfaces (of the rock, and of what formed)",
       on_two_surfaces(built.model));
  note(
      "dissolve by a law of oxygen and take none, as sulfide is a component; \"talus oxidation\" in "
      "chemistry.database writes them to oxygen",
      without_their_oxidant(system));
  note("on one surface, that of grains which shrink and grow", on_one_surface(built.model));
  std::vector<std::string> slow;
  for (const SlowReaction& reaction : system.slow_reactions) slow.push_back(reaction.name);
  if (!slow.empty()) branch.lines.push_back("  at a rate in the water: " + joined(slow));
  int assumed = 0;
  for (const Mineral& m : system.minerals)
    for (const RateRecord* rate : m.rate_records) assumed += rate->provenance.status == "assumed" ? 1 : 0;
  if (assumed > 0)
    branch.lines.push_back(text("  %d rate law%s assumed, not measured; the report lists them", assumed,
                                assumed == 1 ? " is" : "s are"));
  return branch;
}

Branch boundaries_branch(const Case& c, const Model& model) {
  Branch branch{"boundaries", {}};
  for (std::size_t p = 0; p < model.patches.size(); ++p) {
    const PatchConditions& conditions = model.patches[p];
    const auto named = std::ranges::find(c.boundaries, model.mesh.patches[p].name,
                                         [](const auto& entry) { return entry.first; });
    const PatchCase* keys = named == c.boundaries.end() ? nullptr : &named->second;
    std::string parts;
    for (std::size_t g = 0; g < conditions.air.size(); ++g)
      parts +=
          text(", air with %.4g atm %s", conditions.air[g].in(model.pressure.at(0), 0) / standard_atmosphere,
               model.system.gases[g].name.c_str());
    if (conditions.water.rain)
      parts += ", rain";
    else if (keys != nullptr && keys->water && keys->water->head)
      parts += ", water stands at " + with_unit(*keys->water->head, "m");
    else if (keys != nullptr && keys->water && keys->water->head_file)
      parts += ", water stands as in " + *keys->water->head_file;
    else if (conditions.water.source)
      parts += ", a source of water inside";
    else if (conditions.inflow)
      parts += ", water flows in";
    if (conditions.water.evaporation && keys != nullptr)
      parts += ", evaporation (" + keys->evaporation->method + ")";
    if (conditions.water.drain == WaterConditions::Drain::free) parts += ", free drainage";
    if (conditions.water.drain == WaterConditions::Drain::seepage) parts += ", seepage face";
    if (conditions.outflow) parts += ", water flows out";
    if (conditions.solutes) parts += ", solutes diffuse";
    branch.lines.push_back(model.mesh.patches[p].name + ": " + (parts.empty() ? "closed" : parts.substr(2)));
  }
  if (c.has_richards())
    branch.lines.push_back(model.vapour_moves ? "water flows by Richards' equation, and diffuses as vapour"
                                              : "water flows by Richards' equation");
  if (c.flow && c.flow->down)
    branch.lines.push_back("water flows down at " + with_unit(*c.flow->down, "mm/yr"));
  return branch;
}

Branch assumptions_branch(const Input& input, const Model& model) {
  Branch branch{"assumed", {}};
  for (const std::string& line : in_words(assumptions_of(input, model))) branch.lines.push_back(line);
  return branch;
}

/// "every 30 d, 12 times from 30 d on".
std::string when_of(const OperationCase& o, double count) {
  double first = o.begin();
  if (!o.every)
    for (const ScheduledOperation& one : o.scheduled)
      if (!one.times.empty() && (&one == &o.scheduled.front() || one.times.front() < first))
        first = one.times.front();
  if (count == 0) return "never: the first would be at " + spoken_time(first);
  if (count == 1) return "once, at " + spoken_time(first);
  const std::string often = o.every  ? "every " + spoken_time(*o.every)
                            : o.file ? "by " + *o.file
                                     : std::string("at given times");
  return often + ", " + text("%.0f", count) + " times from " + spoken_time(first) + " on";
}

/// The lifts, equal ones that follow each other together.
Branch lifts_branch(const Case& c) {
  Branch branch{"lifts", {}};
  for (std::size_t i = 0, end; i < c.placed_lifts.size(); i = end) {
    const PlacedLift& first = c.placed_lifts[i];
    end = i + 1;
    while (end < c.placed_lifts.size() && c.placed_lifts[end].layer.material == first.layer.material &&
           c.placed_lifts[end].layer.thickness == first.layer.thickness)
      ++end;
    const std::string what = with_unit(first.layer.thickness, "cm") + " of " + first.layer.material;
    branch.lines.push_back(end == i + 1
                               ? what + " at " + spoken_time(first.time)
                               : text("%zu of ", end - i) + what + " from " + spoken_time(first.time) +
                                     " to " + spoken_time(c.placed_lifts[end - 1].time));
  }
  return branch;
}

Branch operations_branch(const Case& c, const Cost& cost) {
  Branch branch{"operations", {}};
  for (std::size_t i = 0; i < c.operations.size(); ++i) {
    const OperationCase& o = c.operations[i];
    branch.lines.push_back(words_of(o.operation, when_of(o, cost.operations[i])) +
                           (o.dried_below ? text(", if the surface is below S = %g", *o.dried_below) : "") +
                           (o.pause.empty() ? "" : ", pausing from " + o.pause[0] + " to " + o.pause[1]));
  }
  if (branch.lines.empty()) branch.lines.push_back("none");
  return branch;
}

/// ", and at 30 d, 1 yr".
std::string other_outputs(const std::vector<double>& times) {
  std::string words;
  for (const double time : times) words += (words.empty() ? ", and at " : ", ") + spoken_time(time);
  return words;
}

}  // namespace

std::string model_tree(const Input& input, const ModelAndState& built) {
  const Case& c = input.values;
  const Cost cost = cost_of(c);
  const std::string& scenario = scenario_name(input.document);
  return drawn(
      c.title + " (" + input.document.name() + (scenario.empty() ? "" : ", scenario " + scenario) + ")",
      {mesh_branch(c, built.model),
       {"materials", words_of_materials(c, input.tables)},
       {"blocks", words_of_blocks(input, built.model.mesh)},
       waters_branch(built.model, built.waters, input.waters),
       chemistry_branch(c, built),
       boundaries_branch(c, built.model),
       {"carbon", carbon_source_words(c)},
       lifts_branch(c),
       operations_branch(c, cost),
       assumptions_branch(input, built.model),
       {"steps",
        {text("implicit, error in time %.2g, first step %s; run of %s, output every %s%s", c.steps.tolerance,
              spoken_time(c.steps.first).c_str(), spoken_time(c.run.length).c_str(),
              spoken_time(c.run.output_every).c_str(), other_outputs(c.run.output_at).c_str())}},
       {"cost", {cost_words(cost)}}});
}

}  // namespace talus
