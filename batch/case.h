// A case of `talus react`: a vessel instead of a pile, in the words of a pile (case/case.h).
#pragma once

#include "case/build.h"
#include "chemistry/speciation/exchange.h"

namespace talus::batch {

/// How long, and what is written.
struct ReactRunCase {
  double length = 0;                   ///< s
  std::optional<double> output_every;  ///< s
  std::vector<double> output_at;       ///< s
};
template <class V>
void describe(ReactRunCase& r, V& v) {
  v("length", r.length, in("d"), ranges::run_length, "Time from the start to the end.");
  v("output_every", r.output_every, in("d"), ranges::duration, "Time between two rows of the table.");
  v("output_at", r.output_at, in("d"), ranges::instant,
    "Times of rows of the table, besides or instead of 'output_every'; the start and the end have one.",
    optional_key);
}

/// A series of equilibria.
struct PathCase {
  Named<double> add;  ///< mol
  std::optional<int> steps;
  std::vector<double> parts;           ///< -
  std::vector<double> concentrations;  ///< -
  bool net_charge = false;
};
template <class V>
void describe(PathCase& p, V& v) {
  v("add", p.add, in("mol"), ranges::change,
    "What is added in all, in equal steps: components, minerals or gases of the database, or H2O; below 0 it "
    "is taken away.",
    optional_key);
  v("steps", p.steps, at_least(1), "Number of equal steps.");
  v("parts", p.parts, in("1"), between(0, 1e9), "Instead of 'steps': parts of 'add', each from the start.",
    optional_key);
  v("concentrations", p.concentrations, in("1"), between(1, 1e9),
    "Instead of 'add', evaporation: how many times less of the water at the start is left. Water that "
    "minerals bind or release is not counted.",
    optional_key);
  v("net_charge", p.net_charge,
    "Whether what is added may bring charge that nothing balances. It stays in the water, and pH follows it; "
    "the "
    "table then has a column for the charge.",
    by_default("false"));
}

/// What is in the vessel at the start.
struct VesselCase {
  double water = 0;  ///< kg
  std::string composition;
  std::optional<double> solids;  ///< kg
  std::optional<std::string> material;
  Named<double> minerals;    ///< mol
  Named<double> surface;     ///< m2
  Named<double> exchangers;  ///< mol of sites
};
template <class V>
void describe(VesselCase& s, V& v) {
  v("water", s.water, in("kg"), ranges::mass, "Mass of water, without its solutes.");
  v("composition", s.composition, "Name of a table in 'waters'.");
  v("solids", s.solids, in("g"), ranges::mass, "Dry mass of 'material'.");
  v("material", s.material, "Name of a table in 'materials'.");
  v("minerals", s.minerals, in("mol"), ranges::amount, "Minerals in moles, besides or instead of a material.",
    optional_key);
  v("surface", s.surface, in("m2"), ranges::surface,
    "Reactive surface of all of each of 'minerals' that dissolves.", optional_key);
  v("exchangers", s.exchangers, in("mol"), ranges::positive_amount,
    "Exchangers by their sites in the database, with moles of sites (eq); loaded at the start as they are "
    "beside the water.",
    optional_key);
}

/// The gas that the water meets.
struct GasCase {
  Named<PartialPressure> air;
  std::optional<double> volume;    ///< m3
  std::optional<double> transfer;  ///< 1/s
  std::optional<double> supply;    ///< m3/s
  std::optional<double> pressure;  ///< Pa
};
template <class V>
void describe(GasCase& g, V& v) {
  v("air", g.air, in("atm"), not_negative,
    "Partial pressures of the gases, or mole fractions (\"420 ppm\") of 'pressure': kept, or, with 'volume', "
    "those at the start and of the supply. What they lack to 'pressure' is inert gas.");
  v("volume", g.volume, in("L"), ranges::volume,
    "Volume of gas that is used up; it stays. Without it partial pressures are kept whatever the water "
    "takes.");
  v("transfer", g.transfer, in("1/h"), ranges::transfer,
    "kLa: how fast gas goes into the water, per volume of water. Without it they are at equilibrium.");
  v("supply", g.supply, in("L/min"), ranges::gas_supply,
    "Gas that streams through 'volume', of the composition 'air', at 'pressure' and the temperature at the "
    "start. As much leaves as the water does not take.");
  v("pressure", g.pressure, in("atm"), ranges::pressure,
    "Total pressure of the gas: kept, of the supply, or, with 'volume' alone, at the start. When absent 1 "
    "atm, "
    "or the sum of 'air' where that is more. Above 1 atm fugacities and volumes follow Peng and Robinson's "
    "equation (chemistry.fugacity).");
}

/// Tanks in series that the slurry of [vessel] flows through.
struct TrainCase {
  int tanks = 1;
  double residence = 0;  ///< s
  double exchange = 0;   ///< s
};
template <class V>
void describe(TrainCase& t, V& v) {
  v("tanks", t.tanks, between(1, 10000), "Number of stirred tanks, each as [vessel] at the start.");
  v("residence", t.residence, in("h"), ranges::duration, "Mean time of the slurry in each tank.");
  v("exchange", t.exchange, in("min"), ranges::duration,
    "Time between two exchanges, which stand for the flow: half of them before, half after the reactions, so "
    "that the error falls with its square.");
}

/// Something that people do to a vessel.
struct VesselOperationCase {
  std::string kind;
  std::optional<double> first;  ///< s
  std::optional<double> every;  ///< s
  std::optional<double> part;   ///< -
  std::optional<std::string> composition;
  Named<double> add;  ///< mol
  bool net_charge = false;
};
template <class V>
void describe(VesselOperationCase& o, V& v) {
  v("kind", o.kind, one_of({"flush", "add", "renew gas"}),
    "flush: replace a part of the water. add: add or take away matter, H2O for instance. renew gas: fill the "
    "volume of gas anew.");
  v("first", o.first, in("h"), ranges::instant, "Time of the first; after one interval when absent.");
  v("every", o.every, in("h"), ranges::duration, "Time between two of them; once when absent.");
  v("part", o.part, in("%"), fraction, "How much of the water a flush replaces.");
  v("composition", o.composition, "Name of a table in 'waters': what a flush brings.");
  v("add", o.add, in("mol"), ranges::change,
    "Components, minerals or gases of the database, or H2O, in moles; below 0 they are taken away.",
    optional_key);
  v("net_charge", o.net_charge, "Whether 'add' may bring charge that nothing balances, as in [path].",
    by_default("false"));
}

/// Matter, and what of it is always at equilibrium.
struct ReactChemistryCase : ChemistryCase {};
template <class V>
void describe(ReactChemistryCase& c, V& v) {
  describe_matter(c, v);
  describe_equilibria(c, v);
}

/// Solids without a place.
struct ReactMaterialCase : MaterialCase {};
template <class V>
void describe(ReactMaterialCase& m, V& v) {
  describe_solids(m, v);
}

/// Accuracy.
struct ReactStepsCase {
  double tolerance = 1e-6;
  int limit = 100000;
};
template <class V>
void describe(ReactStepsCase& s, V& v) {
  v("tolerance", s.tolerance, in("1"), Range{.low = 0, .high = 0.01, .low_open = true},
    "Allowed error of a step in time, of molalities and amounts, relative to themselves.",
    by_default("1e-6"));
  describe_limit(s.limit, v);
}

/// The whole file.
struct ReactCase {
  std::string title;
  std::optional<ReactRunCase> run;
  std::optional<PathCase> path;
  VesselCase vessel;
  Named<ReactMaterialCase> materials;
  std::optional<GasCase> gas;
  std::optional<TrainCase> train;
  TemperatureCase temperature;
  ReactChemistryCase chemistry;
  Named<WaterTable> waters;
  std::vector<VesselOperationCase> operations;
  std::vector<std::string> saturation;
  ReactStepsCase steps;
};
template <class V>
void describe(ReactCase& c, V& v) {
  v("title", c.title, "One line that says what the case is.");
  v("run", c.run, "In time: how long, and what is written. Or give [path].");
  v("path", c.path, "Without time: a titration, a reaction path or an evaporation, at equilibrium.");
  v("vessel", c.vessel, "What is there at the start.");
  v("materials", c.materials, "Solids, as in the case of a pile.", optional_key);
  v("gas", c.gas, "The gas that the water meets; none when absent.");
  v("train", c.train, "Tanks in series that the slurry flows through; one vessel without flow when absent.");
  v("temperature", c.temperature, "Temperature, constant or over time.");
  v("chemistry", c.chemistry, "Which matter there is, and which laws it follows.");
  v("waters", c.waters, "Compositions of waters, in the words of talus speciate.", optional_key);
  v("operations", c.operations, "What people do to the vessel.", optional_key);
  v("saturation", c.saturation,
    "Minerals and gases of the database whose saturation index is written besides those that react.",
    optional_key);
  v("steps", c.steps, "How accurate time steps are.", optional_key);
}

/// Total pressure of the gas of a vessel, Pa.
double total_pressure(const GasCase& gas);

/// A case that has been read and checked.
struct ReactInput {
  Document document;
  ReactCase values;
  Case shared;              ///< what it has in common with the case of a pile
  Named<CaseWater> waters;  ///< of the case and of written materials
  std::string folder;
  std::shared_ptr<const Database> database;
  Series temperature;  ///< K, over time
};

/// Reads a case file with values of --set on top. InputError with every problem; FileError.
ReactInput read_react_input(const std::string& path, const std::vector<std::string>& sets);
/// The same for a document that has been parsed; paths in it are relative to `folder`.
ReactInput read_react_input(Document document, std::string folder);

}  // namespace talus::batch
