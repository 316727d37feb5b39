#!/usr/bin/python3
"""Heat of reactions: a cell that no heat leaves warms by what calorimetry says, energy closes, a run goes on from its middle with
the same bits, three ranks have the bits of one, and what the database does not know is refused by name."""
import os
import pathlib
import subprocess
import sys
import tempfile

import h5py
import numpy as np
from heating import CLOSED, SECTION, check_closure, numbers, same, talus

HERE = pathlib.Path(__file__).resolve().parent
# Enthalpies of formation at 25 degC, J/mol: tests/chemistry/test_reaction_enthalpy.cpp has their sources.
WATER, BICARBONATE, CARBON_DIOXIDE, MAGNESIUM, BRUCITE, NESQUEHONITE = -285830, -689930, -393510, -467000, -924500, -1977260
DISSOLUTION = {"Brucite": MAGNESIUM + 2 * WATER - BRUCITE, "Nesquehonite": MAGNESIUM + BICARBONATE + 3 * WATER - NESQUEHONITE}
CO2_DISSOLVES = BICARBONATE - CARBON_DIOXIDE - WATER
PER_KG_OF_GRAINS, PER_KG_OF_WATER = 850, 4192  # J/kg/K
ON = "heat.reaction=true"


def require(what, true):
    print(what, flush=True)
    if not true:
        sys.exit(f"failed: {what}")


def warms(folder):
    """Without any loss: the heat of what dissolves and forms, over what warms the cell by 1 K. By hand all that is dissolved is Mg+2 and
    HCO3-, and enthalpies are those of calorimetry: 2 % for both."""
    path = talus(folder, "cell.h5", case="carbonating")
    series, fields = numbers(path, "series"), numbers(path)
    with h5py.File(path) as file:
        volume, dry = file["cell/volume"][0], file["cell/dry_density"][0]
        pending = file["restart/reaction_heat"][-1].item()
    change = {name: values[-1][0] - values[0][0] for name, values in fields.items()}
    heat = -CO2_DISSOLVES * (series["from_air_CO2"][-1] / volume - change["gaseous_CO2(g)"])
    heat += sum(enthalpy * change[f"mineral_{name}"] for name, enthalpy in DISSOLUTION.items())
    found = series["energy_reaction"][-1] / volume
    require(f"{found / 1e6:.3f} MJ/m3 given off, {heat / 1e6:.3f} by hand", abs(found / heat - 1) < 0.02)
    capacity = dry * PER_KG_OF_GRAINS + PER_KG_OF_WATER * np.mean([fields["water"][k][0] for k in (0, -1)])
    by_hand = (found - pending) / capacity
    require(f"{change['temperature']:.3f} K warmer, {by_hand:.3f} K by hand",
            change["temperature"] > 5 and abs(change["temperature"] / by_hand - 1) < 0.01)
    worst = np.max(np.abs(series["closure_energy"]))
    require(f"energy closes to {worst:.1e} in {len(series['energy'])} steps", worst < CLOSED)


def refused(folder):
    """An enthalpy that the database does not know."""
    command = [os.environ["TALUS_PROGRAM"], "run", "carbonating.toml", "-q", "-o", "refused.h5", "--set",
               'chemistry.components=["H+", "HCO3-", "Mg+2", "Na+", "F-"]', "--set",
               "waters.pore.total={ " + ", ".join(f'"{ion}" = "1 mmol/kgw"' for ion in ("Mg+2", "HCO3-", "Na+", "F-")) + " }"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=folder, timeout=100)
    said = done.stdout + done.stderr
    require(f"refused: {said.strip()}", done.returncode == 2 and "heat.reaction" in said and "NaF(aq)" in said)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for file in ("carbonating.toml", "heated.toml", "heated_start.csv", "heated_top.csv"):
            (folder / file).write_text((HERE / file).read_text())
        warms(folder)
        refused(folder)

        whole = talus(folder, "whole.h5", ON)
        series = check_closure("heat, flow, chemistry, churning, heat of reactions", whole)
        require(f"reactions gave off {series['energy_reaction'][-1]:.3g} J", abs(series["energy_reaction"][-1]) > 1e3)
        part = talus(folder, "part.h5", ON, words=("--restart", str(whole), "--at", "1 d"))
        same("restart at 1 d", whole, part, later=1)
        one, three = (talus(folder, f"ranks_{n}.h5", ON, SECTION, "run.length=6 h", ranks=n) for n in (1, 3))
        same("1 and 3 ranks", one, three, groups=("fields",))


if __name__ == "__main__":
    main()
