#!/usr/bin/python3
"""Minerals at equilibrium and exchangers in a run. vessels: one closed cell ends where talus react has it, whether minerals
stay, run out, appear or compete. front: gypsum that water without it dissolves, where it must stand. ranks: the same bits on 1, 2, 3 ranks. restart: the same bits after a restart, also where
the pile has been churned before; another capacity, mineral or exchanger is refused or named."""
import csv
import os
import pathlib
import subprocess
import sys
import tempfile

import h5py
import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
ROOT = pathlib.Path(os.environ["TALUS_ROOT"])
TALUS = os.environ["TALUS_PROGRAM"]
DRY = 1000 * 0.6 / 0.4 * 2.65  # kg of solids beside 1 kg of water
MOLAR_MASS = {"Calcite": 0.100086, "Dolomite": 0.184399, "Magnesite": 0.084313, "Gypsum": 0.172164, "Aragonite": 0.100086}

CASE = """
title = "a closed cell"
run = {{ length = "1 d", output_every = "1 d" }}
mesh = {{ shape = "column", depth = "10 cm", area = "0.025 m2", cells = {{ count = 1 }} }}
temperature = {{ constant = "25 degC" }}
[[layers]]
thickness = "10 cm"
material = "sand"
[materials.sand]
porosity = 0.4
grain_density = "2650 kg/m3"
minerals = {{ {minerals}inert = "rest" }}
{exchangers}
water = {{ saturation = 1.0, composition = "pore", moves = false }}
gas_diffusion = "constant"
[chemistry]
hydrate_water = "from the pores"
{chemistry}
"""
VESSEL = """
title = "the same in a vessel"
run = {{ length = "1 d", output_every = "1 d" }}
temperature = {{ constant = "25 degC" }}
[vessel]
water = "1 kg"
composition = "pore"
minerals = {{ {minerals} }}
{exchangers}
[chemistry]
{chemistry}
"""
CHEMISTRY = """
database = ["talus"]
components = ["H+", "HCO3-", "Mg+2", "Ca+2", "Na+", "Cl-", "SO4-2"]
activity = "Davies"
equilibrium = {names}
[waters.pore]
pH = {pH}
total = {{ {total} }}
charge = "{charge}"
"""
ACID = '"Na+" = "10 mmol/kgw", "Ca+2" = "1 mmol/kgw", "Mg+2" = "1 mmol/kgw", "HCO3-" = "1 mmol/kgw", "SO4-2" = "2 mmol/kgw"'
RICH = '"Na+" = "1 mmol/kgw", "Ca+2" = "30 mmol/kgw", "Mg+2" = "5 mmol/kgw", "HCO3-" = "4 mmol/kgw", "SO4-2" = "40 mmol/kgw"'
# what, minerals and mol of them, names at equilibrium, pH, totals, mol of sites, minerals that are gone at the end
VESSELS = [
    ("calcite dissolves", {"Calcite": 0.1}, ["Calcite"], 5, ACID, 0, []),
    ("calcite runs out", {"Calcite": 1e-4}, ["Calcite"], 3, ACID, 0, ["Calcite"]),
    ("gypsum appears, calcite stays", {"Calcite": 0.02}, ["Calcite", "Gypsum"], 7.5, RICH, 0, []),
    ("nothing is there", {}, ["Calcite", "Gypsum"], 5, ACID, 0, ["Calcite", "Gypsum"]),
    ("dolomite of calcite and magnesite", {"Calcite": 0.02, "Magnesite": 0.03}, ["Calcite", "Dolomite", "Magnesite"], 7, ACID, 0,
     ["Calcite"]),
    ("aragonite becomes calcite", {"Aragonite": 0.05}, ["Calcite", "Aragonite"], 7, ACID, 0, ["Aragonite"]),
    ("calcite and an exchanger", {"Calcite": 0.1}, ["Calcite", "Gypsum"], 5, ACID, 0.05, ["Gypsum"]),
]


def run(*words):
    done = subprocess.run([TALUS, *map(str, words)], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"failed: {' '.join(map(str, words))}\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def check_vessel(folder, what, amounts, names, ph, total, sites, gone):
    charge = "Cl" if ph < 7.2 else "Na"
    chemistry = CHEMISTRY.format(names=str(names).replace("'", '"'), pH=ph, total=total, charge=charge)
    shares = "".join(f'{name} = "{100 * mol * MOLAR_MASS[name] / (DRY / 1000):.15g} wt%", ' for name, mol in amounts.items())
    moles = ", ".join(f'{name} = "{mol} mol"' for name, mol in amounts.items())
    case, vessel = folder / "case.toml", folder / "vessel.toml"
    case.write_text(CASE.format(minerals=shares, chemistry=chemistry,
                                exchangers=f'exchangers = {{ X = "{sites} mol/kgw" }}' if sites else ""))
    vessel.write_text(VESSEL.format(minerals=moles, chemistry=chemistry,
                                    exchangers=f'exchangers = {{ X = "{sites} mol" }}' if sites else ""))
    run("run", case, "-q", "--force", "-o", folder / "run.h5")
    run("react", vessel, "-q", "--force", "-o", folder / "react")
    subprocess.run([sys.executable, ROOT / "tests/report/check_ledger.py", folder / "run.h5", "--quiet"], check=True)
    with open(folder / "react.csv") as file:
        theirs = {key.split(" [")[0]: float(value) for key, value in list(csv.DictReader(file))[-1].items()}
    worst = 0
    with h5py.File(folder / "run.h5") as file:
        last = {name: file["fields"][name][-1, 0] for name in file["fields"] if file["fields"][name].ndim == 2}
    volume = 0.0025
    worst = max(worst, abs(last["pH"] - theirs["pH"]))
    for name in names:
        ours = last[f"mineral_{name}"] * volume
        if name in gone and ours != 0:
            sys.exit(f"failed: {what}: {ours} mol of {name} are left")
        if name not in gone:
            worst = max(worst, abs(ours / theirs[name] - 1), abs(last[f"saturation_index_{name}"]))
        elif last[f"saturation_index_{name}"] > 1e-10:
            sys.exit(f"failed: {what}: {name} is supersaturated")
    for name, value in last.items():
        if name.startswith("exchanged_") and theirs.get(name[10:], 0) > 0:
            worst = max(worst, abs(value * volume / theirs[name[10:]] - 1))
    print(f"{what}: {worst:.1e} from talus react")
    return worst < 1e-9


FRONT = """
title = "water without gypsum enters gypsum"
run = {{ length = "10 d", output_every = "5 d" }}
mesh = {{ shape = "column", depth = "1 m", area = "1 m2", cells = {{ count = 50 }} }}
temperature = {{ constant = "25 degC" }}
flow = {{ down = "1e-6 m/s" }}
[[layers]]
thickness = "1 m"
material = "sand"
[materials.sand]
porosity = 0.4
grain_density = "2650 kg/m3"
minerals = {{ Gypsum = "{share:.15g} wt%", inert = "rest" }}
water = {{ saturation = 1.0, composition = "saturated", moves = true }}
gas_diffusion = "constant"
[chemistry]
database = ["talus"]
components = ["H+", "Ca+2", "SO4-2", "Na+", "Cl-"]
activity = "Davies"
equilibrium = ["Gypsum"]
solute_diffusivity = "1e-12 m2/s"
[waters.saturated]
pH = 7
total = {{ "Na+" = "1 mmol/kgw", "Cl-" = "1 mmol/kgw" }}
equilibrium = {{ Ca = "Gypsum 0" }}
charge = "SO4-2"
[waters.fresh]
pH = 7
total = {{ "Na+" = "1 mmol/kgw", "Cl-" = "1 mmol/kgw" }}
[boundaries.top]
water = {{ composition = "fresh" }}
[boundaries.base]
outflow = true
"""


def check_front(folder):
    """What enters takes up c before it leaves the front, which so stands at q c t / (theta c + G)."""
    gypsum, flux, porosity, dry = 50.0, 1e-6, 0.4, 2650 * 0.6  # mol/m3, m/s, -, kg/m3
    (folder / "front.toml").write_text(FRONT.format(share=100 * gypsum * MOLAR_MASS["Gypsum"] / dry))
    run("run", folder / "front.toml", "-q", "-o", folder / "front.h5")
    with h5py.File(folder / "front.h5") as file:
        depth, amount = file["cell/depth"][...], file["fields/mineral_Gypsum"][...]
        solubility = file["fields/aqueous_Ca+2"][0, 0] / porosity
        times = file["time"][...]
    order = np.argsort(depth)
    good = True
    for time, row in zip(times[1:], amount[1:]):
        expected = flux * solubility * time / (porosity * solubility + gypsum)
        found = float(np.sum(1 - row / gypsum)) * 0.02
        partly = int(np.count_nonzero((row > 0) & (row < gypsum * (1 - 1e-6))))
        above = row[order][depth[order] < found - 0.1]
        print(f"front after {time / 86400:g} d: {found:.5f} m, expected {expected:.5f} m; {partly} cells dissolve")
        water_of_a_cell = 0.02 * porosity * solubility / (porosity * solubility + gypsum)  # m: it may be flushed or not
        good &= abs(found - expected) < water_of_a_cell and not np.any(above)
    return good


def check_ranks(folder):
    for ranks in (1, 2, 3):
        command = [os.environ["TALUS_MPIRUN"], "--oversubscribe", "--bind-to", "none", "-n", str(ranks), TALUS, "run",
                   HERE / "exchanging.toml", "-q", "-o", folder / f"{ranks}.h5"]
        subprocess.run(command, check=True)
        subprocess.run([sys.executable, ROOT / "tests/report/check_ledger.py", folder / f"{ranks}.h5", "--quiet"], check=True)
        if ranks > 1:
            print(f"1 and {ranks} ranks: ", end="", flush=True)
            subprocess.run([sys.executable, HERE / "compare_runs.py", folder / "1.h5", folder / f"{ranks}.h5", "0"], check=True)
    with h5py.File(folder / "1.h5") as file:
        for name in ("Calcite", "Dolomite", "Gypsum"):  # so that the test sees what it is about
            there = [int(np.count_nonzero(row)) for row in file[f"fields/mineral_{name}"][...]]
            print(f"cells with {name.lower()}: {there}")
    return True


def check_restart(folder):
    every = ("--set", "run.output_every=1 d", "--set", "operations[0].every=3 d")
    case = HERE / "exchanging.toml"
    run("run", case, "-q", "-o", folder / "whole.h5", *every, "--set", "run.length=6 d")
    run("run", case, "-q", "-o", folder / "first.h5", *every, "--set", "run.length=4 d")
    run("run", case, "-q", "-o", folder / "second.h5", *every, "--set", "run.length=6 d", "--restart", folder / "first.h5")
    with h5py.File(folder / "whole.h5") as whole, h5py.File(folder / "second.h5") as second:
        count = len(second["time"]) - 1
        for group in ("fields", "restart"):
            for name in second[group]:
                if second[group][name].shape[:1] != second["time"].shape or name in ("time", "cell"):
                    continue
                if not np.array_equal(whole[group][name][-count:], second[group][name][-count:]):
                    sys.exit(f"failed: /{group}/{name} is not that of the uninterrupted run")
    print(f"restart: {count} states with the same bits")
    for key, words in (("chemistry.equilibrium=['Calcite', 'Gypsum']", "other minerals at equilibrium"),
                       ("materials.clay.exchangers={}", "other exchangers")):
        sets = ("--set", "chemistry.equilibrium_index={}") if "equilibrium" in key else ()
        done = subprocess.run([TALUS, "run", str(case), "-q", "-o", str(folder / "other.h5"), *every, "--set", key, *sets, "--restart",
                               str(folder / "first.h5"), "--set", "run.length=6 d"], capture_output=True, text=True)
        if done.returncode != 2 or words not in done.stdout + done.stderr:
            sys.exit(f"failed: {key}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
    return True


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        parts = {"front": lambda: check_front(folder), "vessels": lambda: all([check_vessel(folder, *vessel) for vessel in VESSELS]),
                 "ranks": lambda: check_ranks(folder), "restart": lambda: check_restart(folder)}
        return 0 if parts[sys.argv[1]]() else 1


if __name__ == "__main__":
    sys.exit(main())
