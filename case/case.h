// A case: everything that a user writes in one TOML file. The schema is the describe() functions below and
// those of the rooms that the case is about (mesh/mesh_case.h, chemistry/speciation/water_table.h).
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/input.h"
#include "base/ranges.h"
#include "case/air.h"
#include "case/block_keys.h"
#include "case/carbon_sources.h"
#include "case/conditions.h"
#include "case/crust.h"
#include "case/equilibrium_keys.h"
#include "case/heat.h"
#include "case/hydraulics.h"
#include "case/instruments.h"
#include "case/layers.h"
#include "case/lifts.h"
#include "case/operations.h"
#include "case/published.h"
#include "case/scenarios.h"
#include "case/snow.h"
#include "case/surfaces.h"
#include "case/weather.h"
#include "chemistry/activity/fugacity_models.h"
#include "chemistry/speciation/water_table.h"
#include "chemistry/system.h"
#include "mesh/mesh_case.h"

namespace talus {

/// How long, and what is written.
struct RunCase {
  double length = 0;                                       ///< s
  double output_every = 0;                                 ///< s
  std::vector<double> output_at;                           ///< s, increasing
  std::optional<std::string> start;                        ///< date, as seconds_of_date() reads it
  std::optional<std::string> output;                       ///< file, relative to the case
  std::optional<std::string> wall_time, checkpoint_every;  ///< of the clock, as wall_clock_time() reads them
};
template <class V>
void describe(RunCase& r, V& v) {
  v("length", r.length, in("d"), ranges::run_length, "Time from the start to the end of the run.");
  v("output_every", r.output_every, in("d"), ranges::duration, "Time between two written states.");
  v("output_at", r.output_at, in("d"), ranges::instant,
    "Further times at which states are written, such as the ends of periods that the report covers.",
    optional_key);
  v("start", r.start,
    "Date at which the run starts, 2027-01-01 or 2027-01-01T06:00: the report then shows dates. The run itself counts from 0.");
  v("output", r.output, "Run file, relative to the case; beside the case and named after it when absent.");
  v("wall_time", r.wall_time,
    "Time by the clock after which the run writes its state and ends with code 85: HH:MM:SS, D-HH:MM:SS or a "
    "quantity such as 90 min; no bound when absent.");
  v("checkpoint_every", r.checkpoint_every,
    "Time by the clock between checkpoints, which --restart goes on from and no output shows; none when "
    "absent.");
}

/// What a layer is made of.
struct MaterialCase {
  std::optional<double> dry_density;      ///< kg of dry solids per m3 of medium
  std::optional<double> grain_density;    ///< kg/m3
  std::optional<double> porosity;         ///< -
  double critical_porosity = 0;           ///< -
  Named<std::optional<double>> minerals;  ///< kg per kg of dry mass; nullopt for the word "rest"
  Named<double> surface;                  ///< m2 per kg of the mineral
  std::optional<std::string> from;        ///< file with minerals, surface and a water
  Named<Grains> grains;
  Named<double> activation;       ///< -
  Named<double> amorphous;        ///< kg per kg of the mineral
  Named<std::string> exchangers;  ///< capacity of each by its sites, as exchange_capacity() reads it
  MaterialWaterCase water;
  std::optional<std::string> gas_diffusion;
  double gas_tortuosity = 1;
  std::string solute_diffusion;
  double solute_tortuosity = 1;
  double dispersivity = 0;  ///< m
  HydraulicsCase hydraulics;
  std::optional<MaterialHeatCase> heat;
  std::optional<BlockModelCase> block_model;
};
/// Minerals of a material and their surfaces.
template <class V>
void describe_shares(MaterialCase& m, V& v) {
  v("minerals", m.minerals, in("wt%"), fraction, RestWord{"rest"},
    "Mass of each mineral over the dry mass; names as in the database, and 'inert' for what does not react. "
    "One may be \"rest\". Needed with [chemistry].",
    usual_key);
  describe_surfaces(m, v);
}
/// What the solids of a material are, for a pile and for a batch.
template <class V>
void describe_solids(MaterialCase& m, V& v) {
  describe_shares(m, v);
  v("from", m.from,
    "Instead of 'minerals' and 'surface': a file that 'talus react --write-material' wrote, relative to the "
    "case. "
    "Its water is a table of 'waters' with the name of the material.");
}
template <class V>
void describe(MaterialCase& m, V& v) {
  v("dry_density", m.dry_density, in("kg/m3"), ranges::bulk_density,
    "Mass of dry solids per bulk volume. Two of dry_density, grain_density and porosity give the third.");
  v("grain_density", m.grain_density, in("kg/m3"), ranges::grain_density,
    "Mass of solids per volume of solids.");
  v("porosity", m.porosity, in("1"), Range{.low = 0, .high = 1, .low_open = true, .high_open = true},
    "Volume of pores per bulk volume.");
  v("critical_porosity", m.critical_porosity, in("1"), Range{.low = 0, .high = 1, .high_open = true},
    "Porosity at which nothing grows any more, where chemistry.porosity = \"from minerals\".",
    by_default("0"));
  describe_solids(m, v);
  v("exchangers", m.exchangers,
    "Sites of exchangers of the database on the solids, loaded at the start as they are beside the water: "
    "X = \"0.8 mol/kg\" or \"80 cmol/kg\" of dry solids (mol of charge), or \"1.1 mmol/kgw\" of water at the start.",
    optional_key);
  v("water", m.water, "The water that the material holds at the start.");
  v("gas_diffusion", m.gas_diffusion, one_of(diffusion_laws()),
    "How pores and water slow diffusion in the gas: D0 S^(10/3) phi^(4/3) (Millington-Quirk 1961), D0 S^2 "
    "phi^(4/3) (1960), D0 S^(5/2) phi^(3/2) (Moldrup 2000), or D0 S phi gas_tortuosity (constant); S of the "
    "gas. Needed with [chemistry].",
    usual_key);
  v("gas_tortuosity", m.gas_tortuosity, in("1"), fraction, "Factor of the law \"constant\".",
    by_default("1"));
  v("solute_diffusion", m.solute_diffusion, one_of(diffusion_laws()),
    "The same for diffusion in the water, with S of the water and chemistry.solute_diffusivity.",
    by_default("Millington-Quirk 1961"));
  v("solute_tortuosity", m.solute_tortuosity, in("1"), fraction, "Factor of the law \"constant\".",
    by_default("1"));
  v("dispersivity", m.dispersivity, in("m"), ranges::dispersivity,
    "Longitudinal dispersivity, where water flows.", by_default("0 m"));
  describe(m.hydraulics, v);
  v("heat", m.heat, "How the material holds and conducts heat, with [heat].");
  v("block_model", m.block_model, "What the material holds from place to place, by blocks in a file.");
}

/// Which matter there is, and which laws it follows.
struct ChemistryCase {
  std::vector<std::string> database;
  std::vector<std::string> components;
  std::vector<std::string> gases;
  std::vector<std::string> leave_out;
  std::string rates;
  Named<std::string> rates_of;
  std::string co2_hydration;
  std::vector<std::string> slow_reactions;
  std::string activity;
  std::string water_activity;
  std::string ph_scale;
  std::vector<std::string> dissolve;
  Named<GrowthCase> precipitate;
  std::vector<std::string> equilibrium;  ///< minerals without rates
  Named<double> equilibrium_index;       ///< saturation index of some of them where they are there; of a pile
  std::string exchange_convention;
  double surface_exponent = 2.0 / 3.0;
  Named<double> surface_exponents;  ///< of minerals that have their own
  Wetting wetting;
  Named<PassivationCase> passivation;
  Named<double> amorphous_factor;  ///< -
  std::string porosity;
  std::string hydrate_water;
  double solute_diffusivity = 1e-9;  ///< m2/s
  std::string fugacity, water_density;
};
/// What matter is and does, for a pile and for a batch.
template <class V>
void describe_matter(ChemistryCase& c, V& v) {
  v("database", c.database,
    "\"talus\" (shipped) or files relative to the case; later ones overlay earlier ones.");
  v("components", c.components, "Basis species that everything is made of, besides water.");
  v("gases", c.gases, "Gases in the pores, at equilibrium with the water beside them.", optional_key);
  v("leave_out", c.leave_out, "Dissolved species that the database has and the case does not want.",
    optional_key);
  v("rates", c.rates,
    "Set of rate laws in the database, needed where minerals react; 'talus list rates' shows them.",
    usual_key);
  v("rates_of", c.rates_of, "Minerals that take their laws from another set: { Brucite = \"Hermanska\" }.",
    optional_key);
  v("co2_hydration", c.co2_hydration, one_of({"equilibrium", "kinetic"}),
    "How fast dissolved CO2 turns into HCO3-: at once, or at the measured rate of hydration and "
    "hydroxylation.",
    by_default("equilibrium"));
  v("slow_reactions", c.slow_reactions,
    "Reactions of the database between dissolved species that go at a rate, as the oxidation of Fe+2; "
    "'talus list reactions' shows them.",
    optional_key);
  v("activity", c.activity, one_of(activity_models()), "Model of activity coefficients.");
  v("water_activity", c.water_activity, one_of(water_activity_models()),
    "1 - 0.017 sum m (Garrels-Christ, as in PHREEQC), 1 / (1 + 0.018 sum m) (Raoult) or 1 (unity); Pitzer "
    "and SIT have their own.",
    by_default("Garrels-Christ"));
  v("pH_scale", c.ph_scale, one_of(ph_scales()),
    "Scale of single ions, and so of pH, with activity = \"Pitzer\": MacInnes's, Pitzer's own, or what the "
    "database says (PHREEQC's files: MacInnes's, unless -MacInnes false).",
    by_default("database"));
  v("dissolve", c.dissolve,
    "Minerals of the materials that dissolve. They precipitate only if 'precipitate' names them.",
    optional_key);
  v("precipitate", c.precipitate, "Minerals that form, and dissolve again when the water is undersaturated.",
    optional_key);
  v("fugacity", c.fugacity, one_of(fugacity_models()),
    "Fugacities of gases beside waters and in vessels, by Peng and Robinson's equation: where the gas has "
    "more than 1 atm in total, always, or never (ideal). That of a pile, at 1 atm, is ideal.",
    by_default("above 1 atm"));
  describe_layers(c, v);
}
template <class V>
void describe(ChemistryCase& c, V& v) {
  describe_matter(c, v);
  describe_equilibria(c, v);
  v("equilibrium_index", c.equilibrium_index, in("1"), between(-20, 20),
    "Saturation index that minerals of 'equilibrium' have where they are there: { Calcite = 0.3 }; 0 for the others.",
    optional_key);
  describe_wetting(c, v);
  v("hydrate_water", c.hydrate_water, one_of({"from the pores", "made up"}),
    "Where water stays: hydrates drain the pores; or the saturation stays, by make-up water, an external term.",
    by_default("from the pores"));
  v("porosity", c.porosity, one_of({"fixed", "from minerals"}),
    "Pores shrink and widen with the minerals, and act on gas, water, diffusion and growth; or stay.",
    by_default("fixed"));
  v("solute_diffusivity", c.solute_diffusivity, in("m2/s"), ranges::diffusivity,
    "Diffusion coefficient of all solutes in free water; one value, so that charge moves with charge.",
    by_default("1e-9 m2/s"));
  v("water_density", c.water_density, one_of({"1000 kg/m3", "Kell 1975"}),
    "Density of water: a round number, or that of pure water at the temperature of the start, the mean of all depths.",
    by_default("1000 kg/m3"));
}

/// Solutes at a patch: closed, or held at a composition.
struct SolutesCase {
  std::string composition;
};
template <class V>
void describe(SolutesCase& s, V& v) {
  v("composition", s.composition,
    "Name of a table in 'waters' that stands at the patch and exchanges by diffusion.");
}

/// What a patch of the boundary lets through: three independent parts, each closed unless it is given.
struct PatchCase {
  Named<PartialPressure> air;
  std::optional<InflowCase> water;
  std::optional<SolutesCase> solutes;
  std::optional<CrustCase> crust;
  bool outflow = false;
  std::optional<EvaporationCase> evaporation;
  std::optional<SnowCase> snow;
  Named<AirOverTimeCase> air_over_time;
  std::optional<std::string> drain;
  std::optional<std::array<double, 2>> water_x, water_y;  ///< m
};
template <class V>
void describe(PatchCase& p, V& v) {
  v("air", p.air, in("atm"), not_negative,
    "Gas only: partial pressures in the air at the patch, or mole fractions (\"420 ppm\", \"0.042 %\") of "
    "the air as it is there, with its vapour.",
    optional_key);
  v("water", p.water, "Water only: what [flow] brings in through the patch.");
  v("solutes", p.solutes, "Solutes only: a composition that diffuses in and out. Closed when absent.");
  v("crust", p.crust, "A crust that gas must diffuse through between 'air' and the cells behind.");
  v("outflow", p.outflow, "true where a prescribed [flow] leaves: water takes its solutes with it.",
    by_default("false"));
  v("evaporation", p.evaporation,
    "By Richards' equation: water that the air takes as vapour, by [weather] or a given potential.");
  v("snow", p.snow, "Snow that falls on the patch, lies and melts, by degree-day; with water.weather.");
  v("air_over_time", p.air_over_time, "Gases of 'air' that change over time, by their names.", optional_key);
  v("drain", p.drain, one_of({"free", "seepage"}),
    "How water leaves by Richards' equation. free: by its weight alone (unit gradient). seepage: where it "
    "stands "
    "at the face under no suction, and nothing comes in.");
  v("water_x", p.water_x, in("m"), ranges::coordinate,
    "From and to, along x: the part of the patch that lets water through, as a liquid and by evaporation; all of "
    "it when absent.");
  v("water_y", p.water_y, in("m"), ranges::coordinate, "The same along y.");
}

/// How much a case may ask for (cost.h).
template <class V>
void describe_limit(int& limit, V& v) {
  v("limit", limit, at_least(1),
    "A case that asks for more stops than this (written states or rows, operations, exchanges of tanks; each "
    "ends a step), or for a file of more MB than this, is refused.",
    by_default("100000"));
}

/// How the time steps are chosen.
struct StepsCase {
  double tolerance = 1e-3;
  double first = 1;               ///< s
  std::optional<double> largest;  ///< s
  double smallest = 1e-6;         ///< s
  std::optional<double> fixed;    ///< s
  int limit = 100000;
};
template <class V>
void describe(StepsCase& s, V& v) {
  v("tolerance", s.tolerance, in("1"), Range{.low = 0, .high = 0.5, .low_open = true},
    "Allowed error in time of CO2 stored and of minerals, relative to their change.", by_default("1e-3"));
  v("first", s.first, in("s"), ranges::duration,
    "Length of the first step, and of the first after an operation.", by_default("1 s"));
  v("largest", s.largest, in("d"), ranges::duration, "No step is longer; no bound when absent.");
  v("smallest", s.smallest, in("s"), ranges::duration,
    "The run gives up when a step would have to be shorter.", by_default("1e-6 s"));
  v("fixed", s.fixed, in("s"), ranges::duration,
    "All steps this long, whatever the error; for convergence tests.");
  describe_limit(s.limit, v);
}

/// The whole file.
struct Case {
  std::string title;
  RunCase run;
  std::optional<PileCase> pile;
  MeshCase mesh;  ///< with the pile
  std::vector<LayerCase> layers;
  std::vector<LiftCase> lifts;
  std::vector<PlacedLift> placed_lifts;  ///< what they come to, in the order of their times (lifts.h)
  std::vector<LayerCase> finished_pile;  ///< with them: layers_of_finished_pile()
  std::vector<RegionCase> regions;
  Named<MaterialCase> materials;
  TemperatureCase temperature;
  std::optional<HeatCase> heat;
  PressureCase pressure;
  std::optional<WeatherCase> weather;
  ChemistryCase chemistry;
  Named<WaterTable> waters;
  Named<PatchCase> boundaries;
  std::optional<FlowCase> flow;
  std::vector<SourceCase> sources;
  std::vector<CarbonSourceCase> carbon_sources;
  std::vector<OperationCase> operations;
  StepsCase steps;
  std::vector<InstrumentCase> instruments;
  std::vector<PublishedCase> published;
  Named<ScenarioCase> scenarios;               ///< empty: base/scenarios.h has made a case of one of them
  double water_density = usual_water_density;  ///< kg/m3, what chemistry.water_density comes to

  /// Whether there is anything but water.
  bool has_chemistry() const { return !chemistry.database.empty() || !chemistry.components.empty(); }
  /// Whether water flows by Richards' equation.
  bool has_richards() const { return flow && !flow->down; }
};
template <class V>
void describe(Case& c, V& v) {
  v("title", c.title, "One line that says what the case is.");
  v("run", c.run, "How long, and what is written.");
  v("pile", c.pile, "A pile with slopes, from a few numbers; 'mesh' then says only how finely it is divided.",
    optional_key);
  c.mesh.pile = c.pile;
  v("mesh", c.mesh, "What is meshed, and how finely.");
  v("layers", c.layers,
    "Horizontal layers from the top down, as the run begins; together as thick as mesh.depth or pile.height.");
  v("lifts", c.lifts, "What is placed on the layers while the run goes on, in the order of time.",
    optional_key);
  v("regions", c.regions, "Boxes of other materials inside the layers; later ones cover earlier ones.",
    optional_key);
  v("materials", c.materials, "What layers and regions are made of.");
  v("temperature", c.temperature,
    "Temperature, the same everywhere or over depth; with [heat] that of the start.");
  v("heat", c.heat, "Heat that moves, so that the temperature follows from it.");
  v("pressure", c.pressure,
    "Pressure of the air and of the gas in the pores; 1 atm, which is listed as assumed, when absent.",
    optional_key);
  v("weather", c.weather, "Rain and the air above the ground over time, for patches that name them.");
  v("chemistry", c.chemistry,
    "Which matter there is, and which laws it follows. Without it, and with [flow], water flows alone.",
    usual_key);
  v("waters", c.waters, "Compositions of waters, in the words of talus speciate.", usual_key);
  v("boundaries", c.boundaries,
    "What the patches of the boundary let through: top, base, west, east, south, north.", optional_key);
  v("flow", c.flow, "Water that moves.");
  v("sources", c.sources, "Water that enters inside of the pile: irrigation lines, slurry, injection.",
    optional_key);
  v("carbon_sources", c.carbon_sources,
    "Where carbon comes from, to follow it by its source through gas, water and minerals.", optional_key);
  v("operations", c.operations, "What people do to the pile.", optional_key);
  v("steps", c.steps, "How time steps are chosen.", optional_key);
  v("instruments", c.instruments,
    "What sensors in the pile and chambers on it would read; the run file has it after every step.",
    optional_key);
  v("published", c.published, "Published values that the report prints beside the answer.", optional_key);
  v("scenarios", c.scenarios,
    "Runs of this case with a few other values: keys of the case as they are there, each in its place "
    "(run.length = \"2 d\") or as a path in quotes (\"layers[0].thickness\" = \"5 cm\"). Values replace, tables "
    "are merged.",
    optional_key);
}

/// Checks what a pile and a batch share: shares of minerals, temperature, lists that must not be empty. Notes
/// problems in `document`.
void check_matter(Document& document, const Case& c);

/// Reads a case, with files relative to `folder`, and checks it across its keys (names, sums, faces).
/// InputError with every problem.
Case read_case(Document& document, const std::string& folder);

}  // namespace talus
