// What may stand in a database file: describe() of the records in chemistry/database/database.h.
//
// A table per record, named by it: [aqueous."MgOH+"], [gases."CO2(g)"], [minerals.Brucite],
// [[minerals.Brucite.rates]], [exchange.NaX], [reactions."oxidation of Fe+2"].
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "base/input.h"
#include "base/ranges.h"
#include "chemistry/database/database.h"

namespace talus {

/// Parameters of Pitzer's model that have one source.
struct PitzerTable {
  std::vector<std::string>
      parameters;  ///< "B0 Na+ Cl- 0.0765", as chemistry/database/interaction_line.h reads them
  Provenance provenance;
};

/// One file. The records of several files are laid over each other by Database::read.
struct DatabaseFile {
  std::vector<std::string> leave_out;
  std::vector<PitzerTable> pitzer;
  Named<AqueousRecord> aqueous;
  Named<GasRecord> gases;
  Named<MineralRecord> minerals;
  Named<ExchangeRecord> exchange;
  Named<WaterReactionRecord> reactions;
};

/// The table `activity` of a species: what the models of activity coefficients need.
struct ActivityTable {
  double ion_size = 0;  ///< m
  std::string neutral;
  std::optional<double> wateq_size;   ///< m
  std::optional<double> wateq_slope;  ///< kgw/mol
  Provenance provenance;
};

/// The table `diffusion` of a gas.
struct DiffusionTable {
  double coefficient = 0;  ///< m2/s
  std::optional<double> exponent;
  Provenance provenance;
};

/// The table `critical` of a gas.
struct CriticalTable {
  CriticalConstants constants;
  Provenance provenance;
};

/// The table `rate` of a reaction in the water.
struct WaterRateTable {
  TransitionState law;
  Provenance provenance;
};

/// The table `volume` of a mineral.
struct VolumeTable {
  double molar = 0;  ///< m3/mol
  Provenance provenance;
};

template <class V>
void describe(Provenance& p, V& v) {
  v("source", p.source, "Who says so: authors, year, journal, volume and page.");
  v("status", p.status, one_of({"measured", "derived", "assumed"}),
    "measured: by the source; derived: calculated from measurements; assumed: a choice, with its reason in "
    "the note.");
  v("note", p.note, "What to know about the value: other values, reasons, limits.", optional_key);
}

/// The keys of a constant stand in the table of its record. A component has none of them, so that none is
/// required here; Database::read requires log_k, source and status wherever there is a reaction.
template <class V>
void describe(EquilibriumConstant& k, V& v) {
  v("log_k", k.log_k, in("1"), ranges::log_k, "log10 of the equilibrium constant at 25 degC.", optional_key);
  v("enthalpy", k.enthalpy, in("kJ/mol"), ranges::reaction_enthalpy,
    "Enthalpy of the reaction as written, constant (van 't Hoff).");
  v("analytic", k.analytic, in("1"), any,
    "a to f of log10 K = a + b T + c/T + d log10 T + e/T^2 + f T^2, T in K.", optional_key);
  v("range", k.range, in("degC"), absolute_temperature, "Lowest and highest temperature of validity.",
    optional_key);
  v("uncertainty", k.uncertainty, in("1"), not_negative, "Of log_k, one standard deviation.");
  v("source", k.provenance.source, "Who says so: authors, year, journal, volume and page.", optional_key);
  v("status", k.provenance.status, one_of({"measured", "derived", "assumed"}),
    "measured: by the source; derived: calculated from measurements; assumed: a choice, with its reason in "
    "the note.",
    optional_key);
  v("note", k.provenance.note, "What to know about the value: other values, reasons, limits.", optional_key);
}

template <class V>
void describe(ActivityTable& a, V& v) {
  v("ion_size", a.ion_size, in("angstrom"), ranges::ion_size, "Kielland's a0, for B-dot.",
    by_default("0 angstrom"));
  v("neutral", a.neutral, one_of({"ideal", "CO2"}),
    "B-dot, uncharged species: ideal, or salted out as CO2 (Drummond 1981).", by_default("ideal"));
  v("wateq_size", a.wateq_size, in("angstrom"), Range{.low = 1e-12, .high = 1e-8},
    "a of the WATEQ equation; Davies when there is none.");
  v("wateq_slope", a.wateq_slope, in("kgw/mol"), any, "b of the WATEQ equation.");
  describe(a.provenance, v);
}

template <class V>
void describe(AqueousRecord& s, V& v) {
  v("reaction", s.reaction, "How it forms: \"Mg+2 + H2O = MgOH+ + H+\". A component has none.", optional_key);
  v("stands_for", s.stands_for,
    "A component: the element whose name alone means it in the analysis of a water, where several components "
    "hold that element: Fe of Fe+2. A species whose reaction changes a valence: the redox state, Fe(3) of "
    "Fe+3.",
    optional_key);
  describe(s.constant, v);
  ActivityTable activity{s.ion_size, s.neutral, {}, {}, s.provenance};
  if (s.wateq) {
    activity.wateq_size = s.wateq->front();
    activity.wateq_slope = s.wateq->back();
  }
  v("activity", activity, "What the models of activity coefficients need.");
  s.ion_size = activity.ion_size;
  s.neutral = activity.neutral;
  s.provenance = activity.provenance;
  if (activity.wateq_size || activity.wateq_slope)
    s.wateq = {activity.wateq_size.value_or(std::numeric_limits<double>::quiet_NaN()),
               activity.wateq_slope.value_or(std::numeric_limits<double>::quiet_NaN())};
}

template <class V>
void describe(DiffusionTable& d, V& v) {
  v("coefficient", d.coefficient, in("m2/s"), ranges::gas_diffusivity, "In air at 0 degC and 1 atm.");
  v("exponent", d.exponent, in("1"), not_negative,
    "n of (T / 273.15 K)^n; 1.81 when absent, which is listed as an assumption.");
  describe(d.provenance, v);
}

template <class V>
void describe(CriticalTable& c, V& v) {
  v("temperature", c.constants.temperature, in("K"), absolute_temperature, "Critical temperature.");
  v("pressure", c.constants.pressure, in("atm"), positive, "Critical pressure.");
  v("acentric_factor", c.constants.acentric_factor, in("1"), between(-1, 2), "Pitzer's acentric factor.");
  describe(c.provenance, v);
}

template <class V>
void describe(GasRecord& g, V& v) {
  v("reaction", g.reaction,
    "\"CO2(g) + H2O = HCO3- + H+\", K in 1/atm. Without a reaction the record adds to that of a file before "
    "it: diffusion, critical.",
    optional_key);
  describe(g.constant, v);
  DiffusionTable diffusion{g.diffusivity, {}, g.provenance};
  v("diffusion", diffusion, "Diffusion in air; needed where the gas moves in a pile.", optional_key);
  g.diffusivity = diffusion.coefficient;
  g.exponent_assumed = !diffusion.exponent;
  g.diffusivity_exponent = diffusion.exponent.value_or(g.diffusivity_exponent);
  g.provenance = diffusion.provenance;
  CriticalTable critical{g.critical, g.critical_provenance};
  v("critical", critical,
    "What Peng and Robinson's equation of state needs, where the gas is under pressure.", optional_key);
  g.critical = critical.constants;
  g.critical_provenance = critical.provenance;
}

template <class V>
void describe(RateRecord& r, V& v) {
  v("set", r.set, "The set of rates it belongs to; \"any\" belongs to every set.");
  std::string law(name_of(r.law));
  v("law", law, one_of(rate_law_names()), "The form of the law, which says what other keys it has.");
  if (law != name_of(r.law)) r.law = rate_law_named(law);
  v("direction", r.direction, one_of({"dissolution", "precipitation", "both"}), "The direction it holds in.");
  describe(r.provenance, v);
  std::visit([&](auto& chosen) { describe(chosen, v); }, r.law);
  v("mechanisms", mechanisms_of(r.law),
    "Ways for the reaction to go; their rates add up unless the law says otherwise.");
}

template <class V>
void describe(VolumeTable& m, V& v) {
  v("molar", m.molar, in("cm3/mol"), ranges::molar_volume, "Molar volume.");
  describe(m.provenance, v);
}

template <class V>
void describe(CrystalSurface& c, V& v) {
  v("surface", c.surface, in("m2/kg"), ranges::crystal_surface,
    "Surface per mass of the crystals that form.");
  v("low", c.low, in("m2/kg"), ranges::crystal_surface, "Lowest value that can be defended.");
  v("high", c.high, in("m2/kg"), ranges::crystal_surface, "Highest value that can be defended.");
  describe(c.provenance, v);
}

template <class V>
void describe(MineralRecord& m, V& v) {
  v("formula", m.formula, "Its formula: \"Mg5(CO3)4(OH)2:4H2O\".", optional_key);
  v("reaction", m.reaction,
    "How it dissolves: \"Brucite + 2 H+ = Mg+2 + 2 H2O\". Without formula and reaction the record adds to "
    "that of a file before it: sets of rates, crystals, volume; with log_k it has a constant of its own.",
    optional_key);
  describe(m.constant, v);
  VolumeTable volume{m.molar_volume, m.volume_provenance};
  v("volume", volume, "What it fills.", optional_key);
  m.molar_volume = volume.molar;
  m.volume_provenance = volume.provenance;
  v("crystals", m.crystals, "Surface of the crystals that form.");
  v("rates", m.rates, "Rate laws: [[minerals.NAME.rates]].", optional_key);
}

template <class V>
void describe(ExchangeRecord& x, V& v) {
  v("reaction", x.reaction, "How it forms: \"Ca+2 + 2 X- = CaX2\". The sites themselves, \"X-\", have none.",
    optional_key);
  describe(x.constant, v);
}

template <class V>
void describe(WaterRateTable& r, V& v) {
  describe(r.law, v);
  v("mechanisms", r.law.mechanisms,
    "Ways for the reaction to go, log_k in mol/kgw/s; their rates add up, times |1 - Omega^p|^q.");
  describe(r.provenance, v);
}

template <class V>
void describe(WaterReactionRecord& r, V& v) {
  v("reaction", r.reaction, "What turns into what: \"Fe+2 + 0.25 O2(aq) + H+ = Fe+3 + 0.5 H2O\".");
  describe(r.constant, v);
  WaterRateTable rate{r.law, r.law_provenance};
  v("rate", rate, "How fast it goes.");
  r.law = rate.law;
  r.law_provenance = rate.provenance;
}

template <class V>
void describe(PitzerTable& p, V& v) {
  v("parameters", p.parameters,
    "One per text: its kind (B0, B1, B2, C0, THETA, LAMBDA, PSI, ZETA, ETA, MU, ALPHAS), the species, and up to six "
    "coefficients of temperature, as in PITZER of PHREEQC: \"B0 Na+ Cl- 0.0765\".");
  describe(p.provenance, v);
}

template <class V>
void describe(DatabaseFile& f, V& v) {
  v("leave_out", f.leave_out,
    "Species of the files before this one that its model has no place for, as Pitzer's has none for most ion pairs.",
    optional_key);
  v("pitzer", f.pitzer, "Parameters of Pitzer's model: [[pitzer]], one table per source.", optional_key);
  v("aqueous", f.aqueous, "Dissolved species.", optional_key);
  v("gases", f.gases, "Gases.", optional_key);
  v("minerals", f.minerals, "Solids.", optional_key);
  v("exchange", f.exchange, "Sites of exchangers, and what stands on them.", optional_key);
  v("reactions", f.reactions, "Reactions in the water that take their time.", optional_key);
}

}  // namespace talus
