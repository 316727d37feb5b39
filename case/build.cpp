#include "case/build.h"

#include <cmath>
#include <filesystem>

#include "case/air_tables.h"
#include "case/build_flow.h"
#include "case/build_heat.h"
#include "case/build_sources.h"
#include "case/cell_materials.h"
#include "case/chemistry.h"
#include "case/densities.h"
#include "case/equilibria.h"
#include "case/gases.h"
#include "case/solids.h"
#include "case/waters.h"
#include "case/waters_at.h"
#include "chemistry/constants_of_cells.h"
#include "mesh/lattice.h"
#include "solver/coupling/crossings.h"
#include "solver/coupling/stage.h"
#include "solver/named.h"
#include "solver/state/cell_unknowns.h"
#include "solver/state/chemical_temperatures.h"
#include "solver/state/liquid.h"
#include "solver/state/sizes_of_model.h"

namespace talus {

namespace {

Mesh mesh_of(const Case& c, MPI_Comm ranks) {
  const std::vector<double> thickness = thicknesses_of(layers_of_finished_pile(c));
  std::vector<RegionBox> boxes;
  for (const RegionCase& region : c.regions) boxes.push_back({region.x, region.y, region.depth});
  Mesh mesh = build_lattice(c.mesh, thickness, boxes, rank_among(ranks), size_of(ranks));
  mesh.communicator = ranks;
  return mesh;
}

/// When lifts are placed, and which cells they are. Regions are numbered from the top of the finished pile.
void place_in_lifts(const Case& c, Model& model) {
  if (c.placed_lifts.empty()) return;
  for (const PlacedLift& lift : c.placed_lifts) model.lift_times.push_back(lift.time);
  const std::vector<LayerCase>& layers = layers_of_finished_pile(c);  // there are no other regions
  for (const int region : model.mesh.region)
    model.lift_of_cell.push_back(layers[static_cast<std::size_t>(region)].lift);
}

/// Of each component and bound water, mol per m3 of water.
std::vector<double> concentrations(const Water& water, double density) {
  std::vector<double> result;
  for (double total : water.total) result.push_back(total * density);
  return result;
}

}  // namespace

std::vector<double> entering_water(const Water* composition, double density) {
  if (composition == nullptr) return {density / water_molar_mass};
  std::vector<double> result = concentrations(*composition, density);
  result.back() += density / water_molar_mass;
  return result;
}

namespace {

Crust crust_of(const CrustCase& keys) {
  return {keys.thickness.value_or(0),
          keys.porosity,
          keys.saturation,
          keys.share,
          keys.permeability.value_or(0),
          diffusion_law(keys.diffusion, 1)};
}

/// Depth of the middle of a patch or a source, m: where what enters there has its temperature.
double depth_of(const Case& c, const std::string& patch) {
  if (patch == "top") return 0;
  if (patch == "base") return c.mesh.depth;
  for (const SourceCase& source : c.sources)
    if (source.name == patch && source.depth) return ((*source.depth)[0] + (*source.depth)[1]) / 2;
  return c.mesh.depth / 2;
}

/// Temperature (K) of the water that enters through a patch or a source, as chemistry takes it: that of
/// heat.entering, else of a face of constant temperature, else of [temperature] at its depth at the start.
double entering_kelvin(const Model& model, std::size_t patch, double of_depth) {
  if (!model.heat) return of_depth;
  const HeatConditions& heat = model.heat->patches[patch];
  if (heat.entering) return chemical_temperature(model, *heat.entering);
  if (!heat.temperature || !heat.temperature->is_constant()) return of_depth;
  return std::max(heat.temperature->at(0), zero_celsius_in_kelvin);  // what enters is liquid
}

std::vector<PatchConditions> patches_of(const Input& input, const Model& model, WatersAt& waters) {
  const Case& c = input.values;
  std::vector<PatchConditions> result;
  for (const Patch& patch : model.mesh.patches) {
    const double kelvin = chemical_temperature(model, model.temperature.at(0, depth_of(c, patch.name)));
    const double entering_at = entering_kelvin(model, result.size(), kelvin);
    PatchConditions conditions;
    const auto enthalpy = [&](const std::string& composition, double at) {
      return has_reaction_heat(model) ? waters.enthalpy(composition, at, *model.heat->reaction) : 0;
    };
    const auto enter = [&](const std::optional<std::string>& composition) {
      conditions.inflow =
          entering_water(composition ? &waters.find(*composition, entering_at) : nullptr, c.water_density);
      if (composition) conditions.inflow_enthalpy = enthalpy(*composition, entering_at);
    };
    const PatchCase* named = nullptr;
    for (const auto& [name, keys] : c.boundaries) {
      if (name != patch.name) continue;
      named = &keys;
      for (const Gas& gas : model.system.gases)
        if (!keys.air.empty())
          conditions.air.push_back(
              air_gas(c, keys, gas.name, input.tables.air[index_of(input.tables.air, name)].second));
      if (keys.water && (keys.water->composition || !c.has_chemistry())) enter(keys.water->composition);
      if (keys.solutes) {
        conditions.solutes = concentrations(waters.find(keys.solutes->composition, kelvin), c.water_density);
        conditions.solutes_enthalpy = enthalpy(keys.solutes->composition, kelvin);
      }
      if (keys.crust) conditions.crust = crust_of(*keys.crust);
      conditions.outflow = keys.outflow;
    }
    for (const SourceCase& source : c.sources)
      if (source.name == patch.name) enter(source.composition);
    if (c.has_richards()) conditions.water = water_conditions_of(input, model.mesh, patch, named);
    result.push_back(std::move(conditions));
  }
  return result;
}

/// What the water of a cell holds that keeps it from freezing, mol/m3, where its composition is that of the liquid.
double solutes_beside_ice(const Model& model, const State& state, std::size_t cell,
                          const Contents<double>& contents) {
  const double ln_activity = contents.solution.ln_activity.back(),
               celsius = state.temperature[cell] - zero_celsius_in_kelvin;
  const FreezingCurve& curve = thermal_material(model, cell).freezing;
  double liquid = contents.water;
  if (curve && celsius < 0)
    liquid =
        std::min(liquid, state.porosity[0][cell] * model.system.water_density *
                             liquid_beside_solutes(curve, celsius, osmotic_content(ln_activity, 1)).value);
  return osmotic_content(ln_activity, liquid);
}

/// The start of a cell: its water, gas at equilibrium with it, and its minerals.
void initialise_cell(const Input& input, const Model& model, const MaterialCase& material,
                     const Constants& at, WatersAt& waters, std::size_t cell,
                     Contents<double>& contents_of_cell, State& state) {
  const std::string& name = model.materials[static_cast<std::size_t>(model.cells.material[cell])];
  const Series* profile = input.tables.saturation_of(name);
  std::vector<double> x;
  if (material.water.composition) x = waters.find(*material.water.composition, at.temperature).ln_molality;
  const double density = model.system.water_density, full = model.cells.porosity[cell] * density;
  double content = 0;
  if (model.has_richards()) {
    const Hydraulics& h = hydraulics_at(model, cell);
    const double head = state.head[0][cell];
    content =
        full * wetness(h.retention, head).saturation + density * h.specific_storage * std::max(head, 0.0);
  } else
    content = profile ? profile->at(model.mesh.depth[cell]) * full : initial_water(material, density);
  x.push_back(std::log(content));
  store_unknowns(x, cell, state);
  StageStart<double> start;
  const double dry = model.cells.dry_density[cell];
  if (!model.system.exchangers.empty())
    start.sites = sites_of_material(model.system, *model.database, material, dry, content);
  for (std::size_t e = 0; e < start.sites.size(); ++e) state.sites[e][cell] = start.sites[e];
  state.porosity[0][cell] = model.cells.porosity[cell];
  start.porosity = model.cells.porosity[cell];
  contents_of_cell.solution.forget();  // the same bits whatever other cells this rank has
  contents(model.system, at, Reactions{}, start, std::span<const double>(x), contents_of_cell);
  if (model.heat && model.heat->freezes() && model.system.components() > 0) {
    state.solutes[0][cell] = solutes_beside_ice(model, state, cell, contents_of_cell);
    start.most_liquid = most_liquid_in(model, state, cell);
    contents(model.system, at, Reactions{}, start, std::span<const double>(x), contents_of_cell);
  }
  for (std::size_t j = 0; j < x.size(); ++j) state.totals[j][cell] = contents_of_cell.store[j];

  for (std::size_t q = 0; q < model.system.equilibrium.size(); ++q)
    state.equilibrium[q][cell] = state.initial_equilibrium[q][cell] =
        dry * amount_of(model.system.minerals[model.system.equilibrium[q].mineral], material);
  const MaterialSolids solids = solids_of(model.system, model.reactions.solids, material);
  for (std::size_t p = 0; p < model.reactions.solids.size(); ++p) {
    state.amount[p][cell] = dry * solids.amount[p];
    state.initial_amount[p][cell] = state.amount[p][cell];
    state.initial_surface[p][cell] = dry * solids.surface[p];
  }
}

/// The heads at the start, of ghosts too.
void begin_flow(const Input& input, const Model& model, const CellMaterials& materials, State& state) {
  const auto cells = static_cast<std::size_t>(model.mesh.local);
  for (std::size_t cell = 0; cell < cells; ++cell) {
    const std::size_t m = materials.number(cell);
    const MaterialCase material = materials.of(cell);
    // the water table of a pile is level
    const bool below_crest = input.values.pile && material.water.water_table;
    const double depth = below_crest ? model.mesh.height - model.mesh.z[cell] : model.mesh.depth[cell];
    state.head[0][cell] =
        initial_head(material, model.cells.hydraulics[m].retention, depth,
                     input.tables.saturation_of(model.materials[m]), input.values.water_density);
  }
}

State initial_state(const Input& input, const Model& model, const CellMaterials& materials) {
  StateSizes sizes = sizes_of(model, model.mesh);
  sizes.grows = !model.lift_times.empty();
  State state = state_of(sizes);
  state.temperature = model.temperature.of_cells(state.time, model.mesh.depth);
  for (std::size_t cell = 0; cell < model.lift_of_cell.size(); ++cell)
    if (const int k = model.lift_of_cell[cell]; k > 0) {
      const PlacedLift& lift = input.values.placed_lifts[static_cast<std::size_t>(k) - 1];
      state.temperature[cell] = lift.temperature.value_or(model.temperature.at(lift.time, 0));
    }
  if (const auto& flow = input.values.flow; flow && flow->down)
    state.water = prescribed_flow(model.mesh, *flow->down, model.limited);
  if (model.has_richards()) begin_flow(input, model, materials, state);
  for (const Patch& patch : model.mesh.patches)
    state.entered.emplace_back(patch.size() * model.unknowns.size(), 0.0);
  state.crossings = no_crossings(model);
  return state;
}

/// What stands on an exchanger can be of components that no water of the case has.
ChemicalSystem system_of(const Input& input, const std::vector<std::string>& present) {
  try {
    return {*input.database, with_equilibria(input.values, system_choice(input.values, present))};
  } catch (const std::invalid_argument& e) {
    throw InputError({{input.document.place_of_key("materials"), e.what(),
                       "the waters of the case hold none of what stands on it"}});
  }
}

}  // namespace

void initialise_cells(const Input& input, const Model& model, State& state) {
  const CellMaterials materials(input, model.mesh);
  Contents<double> contents_of_cell(model.system, 0);
  WatersAt waters(input, model.system);
  ConstantsOfCells constants;
  constants.take(model.system, chemical_temperatures(model, state));
  std::vector<Problem> problems;  // which cells a rank has, and so which waters fail, depends on the rank
  try {
    for (std::size_t cell = 0; cell < static_cast<std::size_t>(model.mesh.owned); ++cell)
      initialise_cell(input, model, materials.of(cell), constants.of_cell(cell), waters, cell,
                      contents_of_cell, state);
  } catch (const InputError& error) {
    problems = error.problems();
  }
  if (!any_rank(model.mesh.communicator, !problems.empty())) {
    if (model.carbon) label_carbon(input, model, state);
    return;
  }
  if (problems.empty())
    problems.push_back(
        {input.document.place_of_key("waters"), "a water of cells of another rank has no solution", ""});
  throw InputError(std::move(problems));
}

Input read_input(Document document, std::string folder) {
  Case values = read_case(document, folder);
  Tables tables = read_tables(document, values, folder);
  for (auto& [name, water] : values.waters) make_plain(water);
  auto database = read_database(document, values, folder);
  Named<CaseWater> waters;
  if (database && values.has_chemistry()) {
    waters = recipes_of(document, values, *database);
    for (auto& [name, recipe] : waters) recipe.pressure = tables.pressure.at(0);
    check_chemistry(document, values, *database, waters);
    check_gases(document, values, *database, tables.pressure);
    check_equilibria(document, values, *database);
  }
  if (!values.temperature.constant && !tables.temperature.empty())
    values.water_density = water_density_at(values, tables.temperature.mean(0, 0));
  document.finish();
  return {std::move(document), std::move(values), std::move(folder),
          std::move(database), std::move(tables), std::move(waters)};
}

Input read_input(const std::string& path, const std::vector<std::string>& sets) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return read_input(Document::from_file(path, sets), folder.empty() ? "." : folder);
}

ModelAndState build(const Input& input, MPI_Comm ranks) {
  const Case& c = input.values;
  const std::vector<std::string> present = present_components(c, *input.database, input.waters);
  ChemicalSystem system = system_of(input, present);
  Model model{.database = input.database,
              .system = std::move(system),
              .unknowns = {},
              .reactions = {},
              .mesh = mesh_of(c, ranks),
              .cells = {},
              .materials = {},
              .patches = {},
              .water_is_held = (c.flow && c.flow->down) || c.chemistry.hydrate_water == "made up",
              .limited = c.flow && c.flow->advection == "limited",
              .solute_diffusivity = c.chemistry.solute_diffusivity,
              .temperature = input.tables.temperature,
              .pressure = input.tables.pressure,
              .weather = input.tables.weather,
              .vapour_moves = c.flow && c.flow->vapour,
              .heat = {}};
  model.unknowns = Unknowns(model.system);
  model.reactions = reactions_of(model.system, c);
  model.reactions.fill_pores = c.chemistry.porosity == "from minerals";
  const CellMaterials materials(input, model.mesh);
  model.cells = properties_of(c, model.mesh, materials);
  if (c.has_richards()) model.cells.hydraulics = hydraulics_of(input);
  add_sources(input, model.mesh);
  if (c.has_richards()) check_pieces(input, model.mesh);
  if (c.heat) model.heat = heat_of(input, model.mesh, model.system);
  place_in_lifts(c, model);
  for (const auto& [name, material] : c.materials) model.materials.push_back(name);
  WatersAt waters(input, model.system);
  Named<Water> at_surface = waters.all(chemical_temperature(model, model.temperature.at(0, 0)));
  model.patches = patches_of(input, model, waters);
  if (!c.carbon_sources.empty()) model.carbon = carbon_sources_of(input, model);
  State state = initial_state(input, model, materials);
  ModelAndState built{std::move(model), std::move(state), std::move(at_surface), {}};
  for (const std::string& name : c.chemistry.components)
    if (std::ranges::count(present, name) == 0) built.left_out.push_back(name);
  initialise_cells(input, built.model, built.state);
  return built;
}

}  // namespace talus
