#!/usr/bin/python3
"""Sulfides that oxidise in a pile: what `talus run` and `talus react` say of the same closed cell until its oxygen is used up;
electrons; one surface that shrinks and grows in both."""
import os
import pathlib
import sys
import tempfile

import numpy as np

ROOT = pathlib.Path(os.environ["TALUS_ROOT"])
sys.path.insert(0, str(ROOT / "benchmarks"))
import tools  # noqa: E402

CHEMISTRY = """
[temperature]
constant = "25 degC"

[chemistry]
database = ["talus", "talus oxidation"]
components = ["H+", "HCO3-", "Ca+2", "Na+", "SO4-2", "Fe+2", "Fe+3", "O2(aq)"]
rates = "Palandri-Kharaka"
activity = "Davies"
dissolve = ["Pyrite", "Calcite"]
slow_reactions = ["oxidation of Fe+2"]
precipitate = { Calcite = { seed = "1 m2/m3", grows_on = "grains" }, Gypsum = { seed = "10 m2/m3" } }
rates_of = { Calcite = "still" }

[materials.rock]
minerals = { Pyrite = "1 wt%", Calcite = "2 wt%", inert = "rest" }
surface = { Pyrite = "0.1 m2/g", Calcite = "0.1 m2/g" }
"""
WATER = """
[waters.water]
pH = %s
total = { "Ca+2" = "%s mmol/kgw", "HCO3-" = "%s mmol/kgw", "Na+" = "1 mmol/kgw", "Fe+2" = "0.1 mmol/kgw", "Fe+3" = "%s mmol/kgw", "O2(aq)" = "%s mmol/kgw" }
charge = "SO4-2"
"""
# A pile of one closed cell with 400 kg of water and 1600 kg of rock per m3 without gas, and a vessel with 1 kg of water beside 4 kg of rock.
PILE = """
title = "One cell"
run = { length = "10 d", output_every = "10 d" }
mesh = { shape = "column", depth = "1 m", area = "1 m2", cells = { count = 1 } }
steps = { tolerance = 1e-6 }
layers = [{ thickness = "1 m", material = "rock" }]
"""
VESSEL = """
title = "One vessel"
run = { length = "10 d", output_every = "10 d" }
vessel = { water = "1 kg", composition = "water", solids = "4 kg", material = "rock" }
"""
OF_A_PILE = """dry_density = "1600 kg/m3"
grain_density = "2666.6666666666665 kg/m3"
water = { saturation = 1, composition = "water", moves = false }
gas_diffusion = "Millington-Quirk 1961"
"""
LAW = """
[[minerals.Calcite.rates]]
set = "still"
law = "transition state"
direction = "both"
source = "made up: slow enough to be seen"
status = "assumed"
mechanisms = [{ log_k = -10, activation_energy = "0 kJ/mol" }]
"""


def both(folder, pH, calcium, carbon, ferric, oxygen):
    """mol per kg of water that a pile and a vessel have gained of each mineral."""
    (folder / "still.toml").write_text(LAW)
    chemistry = CHEMISTRY.replace('"talus oxidation"', '"talus oxidation", "still.toml"')
    water = WATER % (pH, calcium, carbon, ferric, oxygen)
    (folder / "pile.toml").write_text(PILE + chemistry + OF_A_PILE + water)
    (folder / "vessel.toml").write_text(VESSEL + chemistry + water)
    pile, vessel = tools.run(folder / "pile.toml"), tools.react(folder / "vessel.toml")
    of_pile = {name: float(pile.fields[f"mineral_{name}"][-1][0] - pile.fields[f"mineral_{name}"][0][0]) / 400
               for name in ("Pyrite", "Calcite", "Gypsum")}
    of_vessel = {name: float(vessel[f"{name} [mol]"][-1] - vessel[f"{name} [mol]"][0]) for name in of_pile}
    return pile, of_pile, of_vessel


def compare(what, folder, *water):
    pile, of_pile, of_vessel = both(folder, *water)
    for name in of_pile:
        tools.require(f"{what}: {name}, mol/kgw, pile and vessel", of_pile[name], of_vessel[name], max(1e-3 * abs(of_vessel[name]), 1e-9))

    def gained(field):
        return float(pile.fields[field][-1][0] - pile.fields[field][0][0]) / 400

    electrons = -14 * of_pile["Pyrite"]  # to Fe+2 and sulfate
    taken = -4 * gained("aqueous_O2(aq)") - gained("aqueous_Fe+3")
    tools.require(f"{what}: electrons taken, over those of pyrite", taken / electrons, 1, 1e-7)
    return of_pile


ACID = """
[temperature]
constant = "25 degC"
[chemistry]
database = ["talus", "talus oxidation"]
components = ["H+", "HCO3-", "Ca+2", "Na+", "SO4-2", "Fe+2", "Fe+3", "O2(aq)"]
rates = "Palandri-Kharaka"
activity = "Davies"
dissolve = ["Pyrite"]
slow_reactions = ["oxidation of Fe+2"]
rates_of = { Pyrite = "with ferric iron" }
[materials.rock]
minerals = { Pyrite = "1 wt%", inert = "rest" }
surface = { Pyrite = "0.1 m2/g" }
"""


def to_the_last(folder):
    """Pyrite beside more ferric iron than oxygen takes all of both: (O2 / 3.5 + Fe+3 / 14) mol of it dissolve; a pile does what a vessel does."""
    water = WATER % (2, 1, 0.001, 5, 0.25)
    (folder / "acid_pile.toml").write_text(PILE.replace("steps = { tolerance = 1e-6 }\n", "") + ACID + OF_A_PILE + water)
    (folder / "acid_vessel.toml").write_text(VESSEL + ACID + water)
    vessel = tools.react(folder / "acid_vessel.toml", "run.output_every=3.5 d", "run.length=10.5 d")["Pyrite [mol]"]
    taken = 0.25e-3 / 3.5 + 5e-3 / 14
    tools.require("pyrite that all oxygen and ferric iron take, mol/kgw", vessel[0] - vessel[-1], taken, 1e-7 * taken)
    pile = tools.run(folder / "acid_pile.toml", "run.length=3.5 d", "run.output_every=3.5 d").fields["mineral_Pyrite"]
    early = vessel[0] - vessel[1]
    tools.require("and in a pile after 3.5 d, when oxygen has gone", float(pile[0][0] - pile[-1][0]) / 400, early, 1e-3 * early)
    long = tools.react(folder / "acid_vessel.toml", "run.output_every=500 d", "run.length=500 d")["Pyrite [mol]"]
    tools.require("and nothing more in 500 d", long[0] - long[-1], taken, 1e-7 * taken)
    pile = tools.run(folder / "acid_pile.toml", "run.length=60 d", "run.output_every=60 d").fields["mineral_Pyrite"]
    tools.require("nor in 60 d of the pile", float(pile[0][0] - pile[-1][0]) / 400, taken, 1e-7 * taken)


with tempfile.TemporaryDirectory() as scratch:
    scratch = pathlib.Path(scratch)
    to_the_last(scratch)
    (scratch / "wet.toml").write_text((ROOT / "inputs/sulfide_tailings/case.toml").read_text().split("[scenarios")[0])
    wet = tools.run(scratch / "wet.toml", "materials.tailings.water.saturation=0.6", "run.length=60 d", "run.output_every=60 d")
    oxygen = wet.fields["aqueous_O2(aq)"][-1]
    tools.require_at_least("wetter tailings, from whose base oxygen is gone: 1e-12 mol/m3, less what is there", 1e-12 - float(oxygen[0]), 0)
    aerated = compare("oxygen", scratch, 7, 0.5, 1, 1e-9, 0.25)
    tools.require_at_least("calcite dissolves where the water is undersaturated, mol/kgw", -aerated["Calcite"], 1e-6)
    grown = compare("oxygen, supersaturated", scratch, 8.5, 3, 3, 1e-9, 0.25)
    tools.require_at_least("calcite grows on the same grains where it is supersaturated, mol/kgw", grown["Calcite"], 1e-6)
tools.finish()
