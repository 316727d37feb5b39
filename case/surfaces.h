// What a case says of reactive surfaces: sizes of grains, activation, what stands before the surface.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/input.h"
#include "base/ranges.h"
#include "chemistry/solids/grains.h"
#include "chemistry/solids/wetting.h"

namespace talus {

template <class V>
void describe(Grains& g, V& v) {
  v("diameter", g.diameter, in("um"), ranges::grain_diameter, "Diameters of the grains, a list.");
  v("share", g.share, in("1"), fraction,
    "Share of the mineral's mass in the grains of each diameter; together 1.");
  v("roughness", g.roughness, in("1"), ranges::factor,
    "Surface over that of spheres, where 'surface' gives none.", by_default("1"));
  v("liberation", g.liberation, in("1"), Range{.low = 0, .high = 1, .low_open = true},
    "Part of the surface that is free and not inside of other grains.", by_default("1"));
}

/// Nuclei and crystals of a mineral that forms.
struct GrowthCase {
  double seed = 0;                         ///< m2/m3
  std::optional<double> specific_surface;  ///< m2/kg
  std::string grows_on = "new crystals";
};
template <class V>
void describe(GrowthCase& g, V& v) {
  v("seed", g.seed, in("m2/m3"), ranges::surface_per_volume,
    "Surface on which the mineral starts to grow, per bulk volume; in a batch per volume of water at the "
    "start.");
  v("specific_surface", g.specific_surface, in("m2/g"), ranges::specific_surface,
    "Surface of what has formed, per mass; from the database when absent.");
  v("grows_on", g.grows_on, one_of({"new crystals", "grains"}),
    "New crystals with a surface of their own, beside that of what was there; or the grains of a mineral of 'dissolve', "
    "which shrink and grow as one population: A = (A0 + seed) ((n + n_s) / (n0 + n_s))^q with q of 'surface_exponent' "
    "and n_s = seed / specific_surface, that of nuclei.",
    by_default("new crystals"));
}

/// What stands between the grains of a mineral and the water.
struct PassivationCase {
  std::string by;
  std::vector<std::string> coat;
  std::optional<double> thickness;      ///< m
  double exponent = 1;                  ///< -
  std::optional<double> diffusivity;    ///< m2/s
  std::optional<double> concentration;  ///< mol/m3
  std::optional<std::string> driven_by;
  std::optional<double> rim;  ///< m
};
template <class V>
void describe(PassivationCase& p, V& v) {
  v("by", p.by, one_of({"blocking coat", "diffusion through coat", "shrinking core"}),
    "A coat of what forms that covers the surface, or through which what dissolves must diffuse; or a layer "
    "that "
    "grains leave as they shrink.");
  v("coat", p.coat, "Minerals of 'precipitate' that make the coat.", optional_key);
  v("thickness", p.thickness, in("um"), ranges::coat_thickness,
    "Of a blocking coat: that at which nothing gets through.");
  v("exponent", p.exponent, in("1"), between(1, 100),
    "Of a blocking coat: p of (1 - thickness / full thickness)^p.", by_default("1"));
  v("diffusivity", p.diffusivity, in("m2/s"), ranges::solid_diffusivity, "In the coat or layer.");
  v("concentration", p.concentration, in("mol/m3"), ranges::concentration,
    "What drives diffusion through the coat or layer: the solubility of the mineral in its water.");
  v("driven_by", p.driven_by,
    "Of a shrinking core, instead of 'concentration': a component that the mineral takes from the water and "
    "that "
    "must reach it through the layer, as O2(aq) a sulfide; its law of rate is of first order in it.");
  v("rim", p.rim, in("um"), ranges::coat_thickness,
    "Of a shrinking core: thickness of the layer at the start, as of tailings that have lain in the air. Amounts, "
    "surfaces and diameters of the materials are those of the cores. Without it there is no layer yet.");
}

/// The keys of a material.
template <class Material, class V>
void describe_surfaces(Material& m, V& v) {
  v("surface", m.surface, in("m2/g"), ranges::specific_surface,
    "Reactive surface of each mineral that dissolves, per mass of that mineral, at the start. Where 'grains' "
    "gives "
    "sizes it may be absent: then the surface is that of the grains.",
    optional_key);
  v("grains", m.grains, "Sizes of the grains of a mineral; each size shrinks by itself.", optional_key);
  v("activation", m.activation, in("1"), ranges::factor,
    "Surface of a mineral after milling or heating over the one that 'surface' or 'grains' gives.",
    optional_key);
  v("amorphous", m.amorphous, in("wt%"), fraction,
    "Share of a mineral that milling or heating has left amorphous; it dissolves faster by "
    "chemistry.amorphous_factor.",
    optional_key);
}

/// How surfaces change and what stands before them, for a pile and for a batch.
template <class Chemistry, class V>
void describe_layers(Chemistry& c, V& v) {
  v("surface_exponent", c.surface_exponent, in("1"), fraction,
    "q of A = A0 (V/V0)^q for what was there: 0.6667 for grains that shrink, 0 for a constant surface, 1 for a surface "
    "that is proportional to the mass.",
    by_default("0.6666666666666666"));
  v("surface_exponents", c.surface_exponents, in("1"), fraction,
    "The same of minerals that have their own: { Calcite = 1 }.", optional_key);
  v("passivation", c.passivation, "What comes to stand before the surface of a mineral that dissolves.",
    optional_key);
  v("amorphous_factor", c.amorphous_factor, in("1"), between(1, 1e9),
    "Rate of the amorphous part of a mineral over that of its crystals, per surface.", optional_key);
}

/// The part of surfaces that water wets, in a pile.
template <class Chemistry, class V>
void describe_wetting(Chemistry& c, V& v) {
  v("wetted_exponent", c.wetting.exponent, in("1"), ranges::exponent,
    "e of ((S - S_b) / (S_f - S_b))^e, the part of the reactive surfaces that water of saturation S wets; 0: "
    "all "
    "of it.",
    by_default("0"));
  v("bound_saturation", c.wetting.bound, in("1"), Range{.low = 0, .high = 1, .high_open = true},
    "S_b, of films in which nothing reacts; wetted_exponent must be above 0 then.", by_default("0"));
  v("wetted_full", c.wetting.full, in("1"), Range{.low = 0, .high = 1, .low_open = true},
    "S_f, from which all of the surface is wetted.", by_default("1"));
  v("dry_saturation", c.wetting.dry, in("1"), Range{.low = 0, .high = 0.5, .high_open = true},
    "S_d, up to which a cell counts as dried out: no mineral reacts in it, and from 2 S_d on as if it were "
    "not "
    "there. Two layers of molecules, 0.6 nm, on 3 m2/g are 0.5 % of the pores. 0: reactions go on to the "
    "last "
    "drop.",
    by_default("0.005"));
}

}  // namespace talus
