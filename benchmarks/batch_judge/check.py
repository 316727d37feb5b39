"""Batches of inputs/batch against a second program (judge.py): equilibria, paths and kinetics from the same constants."""
import pathlib
import sys

import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
import tools  # noqa: E402
from judge import Grain, Kinetics, System, solution  # noqa: E402

INPUTS = FOLDER.parents[1] / "inputs" / "batch"
MOLAR_MASS = {"Brucite": 0.058319, "Forsterite": 0.140691, "Nesquehonite": 0.138358}  # kg/mol


def compare(title, pairs):
    """(what, Talus, judge, allowed, relative)"""
    for what, ours, theirs, allowed, relative in pairs:
        tools.require(f"{title}: {what}", ours, theirs, allowed, relative)


def of_water(row, water, components):
    pairs = [("pH", row["pH"], water.pH, 1e-6, False), ("ionic strength", row["ionic strength [mol/kgw]"], water.strength, 1e-6, True)]
    return pairs + [(f"total {c}", row[f"total {c} [mol/kgw]"], water.molality(c), 1e-6, True) for c in components]


def row_of(table, i):
    return {key: values[i] for key, values in table.items()}


def nta_recovery():
    minerals = ["Magnesite", "Siderite", "Gaspeite", "Sphaerocobaltite", "SiO2(am)"]
    olivine = {"Forsterite": 90e-3, "Fayalite": 9.4e-3, "Ni-olivine": 0.57e-3, "Co-olivine": 0.03e-3}
    components = ["H+", "HCO3-", "Mg+2", "Fe+2", "Ni+2", "Co+2", "Na+", "SiO2(aq)", "C6H6NO6-3"]
    system = System(components, "Davies", minerals + list(olivine))
    water = solution(system, {"Na+": 0.209, "C6H6NO6-3": 3e-3}, 1, pressure=1.0, minerals=minerals)
    table = tools.react(INPUTS / "nta_recovery.toml")
    compare("NTA, start", of_water(row_of(table, 0), water, ["HCO3-", "Na+", "C6H6NO6-3"]))
    for name, moles in olivine.items():
        water.total = water.total + moles * system.minerals[name][0]
    water.equilibrate()
    row = row_of(table, -1)
    compare("NTA, end", of_water(row, water, components[1:]))
    compare("NTA, end", [(q, row[f"{q} [mol]"], water.amount[q], 1e-8, False) for q in minerals])

    def left(run, metal, moles):
        return run[f"total {metal} [mol/kgw]"] * run["water [kg]"] / moles

    tools.require_at_least("nickel that stays in solution", left(row, "Ni+2", 1.14e-3), 0.85)
    tools.require_at_least("cobalt that stays in solution", left(row, "Co+2", 0.06e-3), 0.85)
    tools.require_at_least("magnesium that does not", 1 - left(row, "Mg+2", 0.18), 0.85)
    bare = row_of(tools.react(INPUTS / "nta_recovery.toml", 'waters.NTA.total={"Na+"="200 mmol/kgw"}'), -1)
    print(f"     without NTA {100 * left(bare, 'Ni+2', 1.14e-3):.1f} % of the nickel and {100 * left(bare, 'Co+2', 0.06e-3):.1f} % of the "
          f"cobalt stay, and {100 * left(bare, 'Mg+2', 0.18):.1f} % of the magnesium")


def forsterite_path():
    minerals = ["Nesquehonite", "Hydromagnesite", "SiO2(am)", "Sepiolite"]
    components = ["H+", "HCO3-", "Mg+2", "Na+", "Cl-", "SiO2(aq)"]
    system = System(components, "B-dot", minerals + ["Forsterite"])
    table = tools.react(INPUTS / "forsterite_path.toml")
    for i in (0, 5, 20, 50, 100):
        water = solution(system, {"Na+": 0.01, "Cl-": 0.01}, 1, pressure=0.1, minerals=minerals)
        water.total = water.total + 0.05 * i / 100 * system.minerals["Forsterite"][0]
        water.equilibrate()
        title = f"forsterite path, {0.5 * i:g} mmol"
        compare(title, of_water(row_of(table, i), water, components[1:2] + (components[2:] if i else [])))
        compare(title, [(q, table[f"{q} [mol]"][i], water.amount[q], 1e-8, False) for q in minerals])
        compare(title, [("CO2 taken up", table["CO2(g) taken up [mol]"][i], water.taken, 1e-8, False)])


def grains(system, dissolving, water_volume):
    made = [Grain(system, name, "Palandri-Kharaka", amount, area) for name, (amount, area) in dissolving.items()]
    return made + [Grain(system, "Nesquehonite", "any", seed=10 * water_volume, molar_mass=MOLAR_MASS["Nesquehonite"])]


def in_time(title, table, kinetics, rows, components, flush=None):
    time = 0.0
    for i in rows:
        end = 86400 * table["time [d]"][i]
        kinetics.to(time, end)
        time = end
        if flush and abs(table["time [d]"][i] - flush[0]) < 1e-9:
            water, other = kinetics.water, flush[1]
            water.total = (1 - flush[2]) * water.total + flush[2] * np.exp(water.x[-1]) * other.total / np.exp(other.x[-1])
            water.equilibrate()
        row, name = row_of(table, i), f"{title}, {table['time [d]'][i]:g} d"
        compare(name, [("pH", row["pH"], kinetics.water.pH, 1e-4, False)])
        compare(name, [(f"total {c}", row[f"total {c} [mol/kgw]"], kinetics.water.molality(c), 1e-4, True) for c in components])
        most = max(kinetics.y.max(), 1e-9)
        compare(name, [(g.name, row[f"{g.name} [mol]"], y, 2e-5 * most, False) for g, y in zip(kinetics.grains, kinetics.y)])
        compare(name, [("CO2 taken up", row["CO2(g) taken up [mol]"], kinetics.water.taken, 2e-5 * most, False)])


def flue_gas():
    components = ["H+", "HCO3-", "Mg+2", "Na+", "Cl-", "SiO2(aq)"]
    system = System(components, "B-dot", ["SiO2(am)", "Brucite", "Forsterite", "Nesquehonite"])
    table = tools.react(INPUTS / "flue_gas.toml")
    # pH 7 by chloride, which is so that of sodium to 1e-9; the gas meets it then, 0.12 atm in a litre
    water = solution(system, {"H+": 0.0, "Na+": 1e-3, "Cl-": 1e-3}, 0.1, minerals=["SiO2(am)"])
    water.volume, water.gas = 1e-3, 0.12 * 101325 * 1e-3 / (8.31446261815324 * 298.15)
    water.equilibrate()
    solids = {"Brucite": (2e-3 / MOLAR_MASS["Brucite"], 5e3 * 2e-3), "Forsterite": (8e-3 / MOLAR_MASS["Forsterite"], 1e3 * 8e-3)}
    rows = [int(np.argmin(np.abs(table["time [d]"] - t))) for t in (0.25, 2, 10, 30)]
    in_time("flue gas", table, Kinetics(water, grains(system, solids, 1e-4)), rows, ["HCO3-", "Mg+2", "SiO2(aq)"])


def edta_leach():
    components = ["H+", "HCO3-", "Mg+2", "Na+", "Cl-", "SiO2(aq)", "C10H12N2O8-4"]
    system = System(components, "Davies", ["Brucite", "Lizardite", "Nesquehonite"])
    table = tools.react(INPUTS / "edta_leach.toml")
    water, fresh = (solution(system, {"Na+": 0.04, "C10H12N2O8-4": 0.02, "Cl-": 1e-3}, 1, pressure=420e-6) for _ in range(2))
    solids = {"Brucite": (0.05, 5.0), "Lizardite": (0.2, 400.0)}
    days = table["time [d]"]
    rows = [int(np.flatnonzero(np.abs(days - t) < 1e-9)[-1]) for t in (1 / 12, 1, 3, 5)]
    in_time("EDTA", table, Kinetics(water, grains(system, solids, 1e-3)), rows,
            ["HCO3-", "Mg+2", "SiO2(aq)", "C10H12N2O8-4"], flush=(3, fresh, 0.9))


nta_recovery()
forsterite_path()
flue_gas()
edta_leach()
tools.finish()
