// What a case says about water: what materials hold and let pass, what patches do to it, and how its flow is
// computed.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "base/input.h"
#include "base/ranges.h"

namespace talus {

/// The water that a material holds at the start.
struct MaterialWaterCase {
  std::optional<double> content;  ///< kg of water per kg of dry mass
  std::string of;
  std::optional<double> saturation;            ///< -
  std::optional<std::string> saturation_file;  ///< CSV with the columns depth and saturation
  std::optional<double> head;                  ///< m
  std::optional<double> water_table;           ///< m
  std::optional<std::string> composition;
  bool moves = false;
};
template <class V>
void describe(MaterialWaterCase& w, V& v) {
  v("content", w.content, in("wt%"), ranges::water_content,
    "Mass of water; 'of' says over which mass. Or give 'saturation'.");
  v("of", w.of, one_of({"dry mass", "wet mass"}),
    "Basis of 'content': over the dry mass, or over dry mass and water.", by_default("dry mass"));
  v("saturation", w.saturation, in("1"), between(0, 1),
    "Part of the pores that water fills, instead of 'content'.");
  v("saturation_file", w.saturation_file,
    "The same over depth, instead of 'saturation': CSV file, relative to the case, with a heading such as "
    "'depth [m], "
    "saturation [1]'; straight lines between its rows, taken at the centres of cells. It must reach over all "
    "depths of the material.");
  v("head", w.head, in("m"), ranges::head,
    "By Richards' equation: the pressure head, instead of 'content'; negative where suction holds the "
    "water.");
  v("water_table", w.water_table, in("m"), ranges::water_table,
    "By Richards' equation: depth below the surface of a water table at which all water hangs, at rest, "
    "instead of "
    "'content'.");
  v("composition", w.composition, "Name of a table in 'waters'. Needed with [chemistry].", usual_key);
  v("moves", w.moves,
    "false: the water stays, and hydrates lower the saturation. true: it flows as [flow] says; where that "
    "prescribes "
    "the flux, what hydrates take is given back by make-up water, an external term.");
}

/// The laws of solver/laws/retention.h by name, with the keys that each of them wants.
struct RetentionCase {
  std::string model;
  std::optional<double> alpha;           ///< 1/m
  std::optional<double> alpha_pressure;  ///< 1/Pa
  std::optional<double> n, m, connectivity;
  std::optional<double> entry;  ///< m
  std::optional<double> lambda;
  std::optional<std::string> relative_permeability;
  std::optional<double> permeability_alpha;  ///< 1/m
  std::optional<double> permeability_n;
  std::optional<std::string> file, permeability_file;
  double residual = 0;
};
template <class V>
void describe(RetentionCase& r, V& v) {
  v("model", r.model, one_of({"van Genuchten", "Brooks-Corey", "Gardner", "Haverkamp", "tabulated"}),
    "The law; each has keys of its own. Se is the effective saturation, s the suction.");
  v("alpha", r.alpha, in("1/m"), ranges::per_suction,
    "van Genuchten: Se = [1 + (alpha s)^n]^-m. Gardner: Se = k_r = exp(-alpha s). Haverkamp: Se = 1 / (1 + "
    "(alpha s)^n).");
  v("alpha_pressure", r.alpha_pressure, in("1/Pa"), ranges::per_pressure,
    "van Genuchten: alpha over pressure, instead of 'alpha'.");
  v("n", r.n, in("1"), ranges::positive_exponent, "van Genuchten (above 1) and Haverkamp: the exponent n.");
  v("m", r.m, in("1"), ranges::positive_exponent, "van Genuchten: the exponent m; 1 - 1/n when absent.");
  v("connectivity", r.connectivity, in("1"), between(-100, 100),
    "van Genuchten: l of Mualem's k_r = Se^l [1 - (1 - Se^(1/m))^m]^2; 0.5 when absent.");
  v("entry", r.entry, in("m"), ranges::suction,
    "Brooks-Corey: Se = (s / entry)^-lambda above this suction, 1 below.");
  v("lambda", r.lambda, in("1"), ranges::positive_exponent, "Brooks-Corey: the exponent.");
  v("relative_permeability", r.relative_permeability, one_of({"Mualem", "Burdine"}),
    "Brooks-Corey: k_r = Se^(2.5 + 2/lambda) (Mualem) or Se^(3 + 2/lambda) (Burdine).");
  v("permeability_alpha", r.permeability_alpha, in("1/m"), ranges::per_suction,
    "Haverkamp: a of k_r = 1 / (1 + (a s)^b).");
  v("permeability_n", r.permeability_n, in("1"), ranges::positive_exponent, "Haverkamp: b of the same.");
  v("file", r.file,
    "tabulated: CSV file, relative to the case, with a heading such as 'suction [m], saturation [1]'; Se "
    "lies on "
    "straight lines over ln s.");
  v("permeability_file", r.permeability_file,
    "tabulated: the same of k_r, 'suction [m], relative_permeability [1]', at the same suctions; ln k_r lies "
    "on straight "
    "lines over ln s.");
  v("residual", r.residual, in("1"), Range{.low = 0, .high = 1, .high_open = true},
    "Residual saturation Sr: S = Sr + (1 - Sr) Se. Hydrates may take it too, beyond 1000 m of suction.",
    by_default("0"));
}

/// What a material lets pass.
struct HydraulicsCase {
  std::optional<double> permeability;  ///< m2
  std::optional<double> conductivity;  ///< m/s
  double anisotropy = 1;
  double specific_storage = 0;  ///< 1/m
  std::string permeability_law;
  double permeability_exponent = 3;
  std::string retention_scaling;
  std::optional<RetentionCase> retention;
};
template <class V>
void describe(HydraulicsCase& h, V& v) {
  v("permeability", h.permeability, in("m2"), ranges::permeability,
    "Vertical permeability, where water flows by Richards' equation; or give 'conductivity'.");
  v("conductivity", h.conductivity, in("m/s"), ranges::conductivity,
    "Vertical hydraulic conductivity of the saturated material for water at 20 degC, instead of "
    "'permeability'.");
  v("anisotropy", h.anisotropy, in("1"), ranges::anisotropy, "Horizontal over vertical permeability.",
    by_default("1"));
  v("specific_storage", h.specific_storage, in("1/m"), ranges::specific_storage,
    "Water that a saturated volume takes up per volume and rise of the head.", by_default("0 1/m"));
  v("permeability_law", h.permeability_law, one_of({"Kozeny-Carman", "power law", "constant"}),
    "What filled and widened pores let pass, where chemistry.porosity = \"from minerals\".",
    by_default("Kozeny-Carman"));
  v("permeability_exponent", h.permeability_exponent, in("1"), ranges::positive_exponent,
    "n of the power law ((phi - phi_c) / (phi_0 - phi_c))^n.", by_default("3"));
  v("retention_scaling", h.retention_scaling, one_of({"Leverett", "none"}),
    "Leverett: suctions grow with sqrt(phi / k) as pores are filled.", by_default("Leverett"));
  v("retention", h.retention, "How much water the material holds at a suction, and how easily it moves.");
}

/// Water that enters through a patch.
struct InflowCase {
  std::optional<std::string> composition;
  std::optional<double> rain;            ///< m3/m2/s
  std::optional<std::string> rain_file;  ///< CSV with the columns time and rain
  bool weather = false;                  ///< rain is that of [weather]
  double ponding = 0;                    ///< m
  std::optional<double> head;            ///< m
  std::optional<std::string> head_file;  ///< CSV with columns of x, y or depth, and head
};
template <class V>
void describe(InflowCase& w, V& v) {
  v("composition", w.composition, "Name of a table in 'waters': what flows in.");
  v("rain", w.rain, in("mm/yr"), ranges::rain,
    "Water that is offered to the patch, per horizontal area (per area on sides). What the surface cannot "
    "take runs off.");
  v("rain_file", w.rain_file,
    "The same over time: CSV file, relative to the case, with a heading such as 'time [d], rain [mm/d]'; "
    "each row "
    "holds until the next. It must begin at 0.");
  v("weather", w.weather, "true: the rain is that of [weather].", by_default("false"));
  v("ponding", w.ponding, in("mm"), ranges::ponding,
    "Depth of rain and melted snow that stands on the patch where it cannot enter at once; it enters or evaporates "
    "later. What is more runs off.",
    by_default("0 mm"));
  v("head", w.head, in("m"), ranges::head,
    "Pressure head of water that stands at the patch, at its lowest point and hydrostatic above: a water "
    "table.");
  v("head_file", w.head_file,
    "The same along the patch, instead of 'head': CSV file, relative to the case, with a heading such as 'x "
    "[m], head "
    "[m]' or 'x [m], y [m], head [m]'; straight lines between its points, taken at the centres of faces. It "
    "must reach over the patch. With a column 'depth', on sides, it gives the pressure head at each depth, "
    "and nothing is hydrostatic.");
}

/// Water that comes out of a pipe or a nozzle inside of the pile.
struct SourceCase {
  std::string name;
  std::optional<std::array<double, 2>> x, y, depth;  ///< m
  std::optional<double> rate;                        ///< m3/s
  std::optional<std::string> rate_file;              ///< CSV with the columns time and rate
  std::optional<std::string> composition;
};
template <class V>
void describe(SourceCase& s, V& v) {
  v("name", s.name, "Its name in balances, run file and report; no other source and no patch has it.");
  v("x", s.x, in("m"), ranges::coordinate,
    "From and to, along x: the box whose cells get the water, by their volume; all of it when absent.");
  v("y", s.y, in("m"), ranges::coordinate, "The same along y.");
  v("depth", s.depth, in("m"), ranges::coordinate,
    "The same below the surface. The centre of one cell at least must lie in the box.");
  v("rate", s.rate, in("m3/d"), ranges::water_rate, "Water that the whole box gets, whatever its pressure.");
  v("rate_file", s.rate_file,
    "The same over time: CSV file, relative to the case, with a heading such as 'time [d], rate [m3/d]'; "
    "each "
    "row holds until the next. It must begin at 0.");
  v("composition", s.composition, "Name of a table in 'waters'. Needed with [chemistry].", usual_key);
}

/// A flow of water: prescribed and steady, or by Richards' equation.
struct FlowCase {
  std::optional<double> down;  ///< m3/m2/s
  std::string advection;       ///< "limited" or "upwind"
  std::string start;           ///< "as given" or "steady"
  double tolerance = 1e-3;
  std::optional<double> fixed;  ///< s
  bool vapour = false;
};
template <class V>
void describe(FlowCase& f, V& v) {
  v("down", f.down, in("mm/yr"), ranges::flux,
    "A prescribed Darcy flux downwards, the same everywhere and always; negative is upwards. Without it "
    "water flows "
    "by Richards' equation, and 'retention' and permeability of materials and 'water' and 'drain' of "
    "boundaries say "
    "how.");
  v("advection", f.advection, one_of({"limited", "upwind"}),
    "How solutes move with the water: second order with van Leer's limiter, or first-order upwind.",
    by_default("limited"));
  v("start", f.start, one_of({"as given", "steady"}),
    "By Richards' equation: begin with the water of the materials, or with the steady flow under what "
    "boundaries say "
    "at the start.",
    by_default("as given"));
  v("tolerance", f.tolerance, in("1"), Range{.low = 0, .high = 0.1, .low_open = true},
    "By Richards' equation: allowed error in time of the saturation, per step of the flow.",
    by_default("1e-3"));
  v("vapour", f.vapour,
    "By Richards' equation: true where water also diffuses from cell to cell as vapour, in the gas that "
    "'gas_diffusion' of materials says how pores slow.",
    by_default("false"));
  v("fixed", f.fixed, in("s"), ranges::duration,
    "By Richards' equation: all steps of the flow this long, whatever the error; for convergence tests.");
}

}  // namespace talus
