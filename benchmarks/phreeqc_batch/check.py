"""`talus react` against PHREEQC 3.8.9: brucite in water open to air in time, and an evaporation by Pitzer's model."""
import csv
import os
import pathlib
import sys

import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
import tools  # noqa: E402

SHARED = FOLDER.parent.parent.parent / "shared"
REFERENCE = pathlib.Path(os.environ.get("TALUS_REFERENCE", SHARED / "reference")) / "phreeqc"
PITZER = pathlib.Path(os.environ.get("TALUS_DATABASES", SHARED / "databases")) / "pitzer.dat"


def table(name):
    with open(REFERENCE / name) as file:
        rows = list(csv.DictReader(file))
    return {key: np.array([float(row[key]) for row in rows]) for key in rows[0]}


def worst(what, ours, theirs, scale, allowed):
    tools.require(f"{what}: largest difference", np.max(np.abs(ours - theirs) / scale), 0, allowed)


def brucite_open():
    theirs = table("batch_brucite_open/timeseries.csv")
    ours = tools.react(FOLDER / "brucite_open.toml")
    pairs = [(i, int(np.argmin(np.abs(theirs["time_d"] - t)))) for i, t in enumerate(ours["time [d]"])]
    pairs = [(i, k) for i, k in pairs if i > 0 and abs(theirs["time_d"][k] - ours["time [d]"][i]) < 1e-9]
    tools.require_at_least("times that both have", len(pairs), 100)
    a, b = (np.array(column) for column in zip(*pairs))

    def compare(heading, column, relative_to, allowed):
        x, y = ours[heading][a], theirs[column][b]
        worst(heading, x, y, np.abs(y) if relative_to is None else relative_to, allowed)

    compare("pH", "pH", 1, 1e-4)
    compare("total Mg+2 [mol/kgw]", "total_Mg_molal", None, 3e-4)
    compare("total HCO3- [mol/kgw]", "total_C4_molal", None, 3e-4)
    compare("Brucite [mol]", "brucite_mol", 0.1, 1e-5)
    compare("Nesquehonite [mol]", "nesquehonite_mol", 0.1, 1e-4)
    compare("CO2(g) taken up [mol]", "CO2_taken_up_since_t0_mol", 0.1, 1e-4)
    compare("water [kg]", "water_kg", None, 1e-5)
    compare("ionic strength [mol/kgw]", "ionic_strength_molal", None, 3e-4)


def evaporation():
    theirs = table("evaporation_path/path.csv")
    factors = theirs["concentration_factor_nominal"]
    # PHREEQC's kilogram has 2.7e-8 less when it is made, which counts when a 2000th of it is left; so what goes is given
    # in moles, and what there is as PHREEQC says
    parts = ", ".join(repr(1 - 1 / factor) for factor in factors)
    same_water = (f"path={{add={{H2O='{-1 / 0.018015!r} mol'}},parts=[{parts}]}}",
                  f"vessel.water={theirs['water_kg'][0]!r} kg")
    database = f'chemistry.database=["{PITZER}"]'
    ours = tools.react(FOLDER / "evaporation.toml", database, *same_water)
    by_factors = tools.react(FOLDER / "evaporation.toml", database)
    assert np.allclose(by_factors["concentration"], factors)
    worst("water by factors instead of moles", by_factors["water [kg]"], ours["water [kg]"], ours["water [kg]"], 2e-4)
    worst("pH, MacInnes's scale", ours["pH"], theirs["pH_MacInnes"], 1, 2e-3)
    worst("activity of water", ours["water activity"], theirs["water_activity"], theirs["water_activity"], 1e-3)
    worst("water", ours["water [kg]"], theirs["water_kg"], theirs["water_kg"], 1e-3)
    for name, column in (("Mg+2", "Mg"), ("Na+", "Na"), ("Cl-", "Cl"), ("SO4-2", "S6"), ("CO3-2", "C4")):
        y = theirs[f"total_{column}_molal"]
        worst(f"total {name}", ours[f"total {name} [mol/kgw]"], y, y, 1e-3)
    worst("nesquehonite", ours["Nesquehonite [mol]"], theirs["Nesquehonite_mol"], 3.99e-3, 1e-3)
    worst("epsomite", ours["Epsomite [mol]"], theirs["Epsomite_mol"], np.max(theirs["Epsomite_mol"]), 1e-3)
    unscaled = tools.react(FOLDER / "evaporation.toml", database, "chemistry.pH_scale=Pitzer", *same_water)
    worst("pH, Pitzer's scale", unscaled["pH"], theirs["pH_unscaled_Pitzer"], 1, 2e-3)


def with_calcium(solids, silica=False):
    """The evaporation with 0.2 mmol of calcium, and other solids; every one that is there is at saturation, the others below."""
    components = ["H+", "CO3-2", "Mg+2", "Na+", "Cl-", "SO4-2", "Ca+2"] + (["H4SiO4"] if silica else [])
    total = {"Mg+2": 5, "Na+": 1, "Cl-": 2.4, "SO4-2": 0.5, "Ca+2": 0.2} | ({"H4SiO4": 0.1} if silica else {})
    listed = ",".join(f"'{name}'='{value} mmol/kgw'" for name, value in total.items())
    water = f"{{total={{{listed}}},equilibrium={{'CO2(g)'='4.2e-4 atm'}},charge='pH'}}"
    table = tools.react(FOLDER / "evaporation.toml", f'chemistry.database=["{PITZER}"]', f"chemistry.components={components!r}",
                        f"chemistry.equilibrium={solids!r}", f"waters={{'process water'={water}}}")
    there = {name: table[f"{name} [mol]"] > 0 for name in solids}
    for name, present in there.items():
        index = table[f"SI {name}"]
        tools.require(f"{name}: saturation index where it is there", np.max(np.abs(index[present]), initial=0), 0, 1e-9)
        tools.require(f"{name}: above saturation where it is not", np.max(index[~present], initial=0), 0, 0)
    first = {name: table["concentration"][np.argmax(present)] for name, present in there.items() if present.any()}
    print("     " + ", then ".join(f"{name} at {first[name]:g}" for name in sorted(first, key=first.get)))
    return table, first


def variants():
    # b: calcite, nesquehonite, silica, epsomite; calcite keeps the calcium from gypsum
    _, first = with_calcium(["Nesquehonite", "Calcite", "Gypsum", "Epsomite", "SiO2(a)"], silica=True)
    order = sorted(first, key=first.get)
    tools.require("with silica: salts in the order of their solubility",
                  float(order == ["Calcite", "Nesquehonite", "SiO2(a)", "Epsomite"]), 1, 0)
    # c: what PHREEQC found in the end: gypsum has replaced aragonite, and nesquehonite has gained 2e-4 mol
    table, first = with_calcium(["Nesquehonite", "Aragonite", "Gypsum", "Epsomite"])
    tools.require("aragonite at the end", table["Aragonite [mol]"][-1], 0, 0)
    tools.require("gypsum at the end, mol", table["Gypsum [mol]"][-1], 2e-4, 2e-6)
    gained = table["Nesquehonite [mol]"][-1] - table["Nesquehonite [mol]"][np.argmax(table["Gypsum [mol]"] > 0) - 1]
    tools.require("nesquehonite gained, mol", gained, 2e-4, 5e-6)


if not REFERENCE.exists() or not PITZER.exists():
    print(f"skipped: no tables of PHREEQC in {REFERENCE}, or no {PITZER}")
    sys.exit(77)
brucite_open()
evaporation()
variants()
tools.finish()
