"""Example 11 of PHREEQC (Parkhurst and Appelo 2013): calcium chloride flushes sodium and potassium from an exchanger. The
answers of PHREEQC 3.8.9 in the last cell after each shift, with dispersion and without."""
import csv
import os
import pathlib
import sys

import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
import tools  # noqa: E402

CASE = FOLDER / "case.toml"
REFERENCE = (pathlib.Path(os.environ.get("TALUS_REFERENCE", FOLDER.parent.parent.parent / "shared" / "reference"))
             / "phreeqc" / "exchange_ex11")
SHIFT, PLACE = 720, 0.079  # s; m: the centre of the last of PHREEQC's 40 cells
TOTALS = {"Na+": "total_Na_molal", "K+": "total_K_molal", "Ca+2": "total_Ca_molal", "Cl-": "total_Cl_molal"}
# What the setup of the reference says of its own numbers: shift, mol/kgw
PRINTED = {"Cl-": {40: 6.8006e-4}, "Na+": {60: 5.4107e-4}, "K+": {60: 6.5893e-4, 72: 1.1095e-3},
           "Ca+2": {80: 5.2257e-4, 100: 5.9919e-4}}


def breakthrough(*sets):
    """Molalities at PLACE after each shift, and the run."""
    run = tools.run(CASE, *sets)
    shifts = np.round(run.time / SHIFT).astype(int)
    order = np.argsort(run.depth)
    found = {}
    for name in TOTALS:
        molal = run.fields[f"aqueous_{name}"] / run.fields["water"]
        found[name] = np.array([np.interp(PLACE, run.depth[order], row[order]) for row in molal])
    return shifts, found, run


def reference(name):
    with open(REFERENCE / f"effluent_{name}.csv") as file:
        rows = [row for row in csv.DictReader(file) if int(row["shift"]) > 0]
    return {int(row["shift"]): row for row in rows}


def compare(what, found, shifts, rows, allowed):
    """The largest difference of each total over the largest of them in the reference."""
    for name, column in TOTALS.items():
        theirs = np.array([float(rows[s][column]) for s in shifts if s > 0])
        ours = found[name][shifts > 0]
        tools.require(f"{what}: {name}", float(np.max(np.abs(ours - theirs)) / np.max(theirs)), 0, allowed)


if __name__ == "__main__":
    shifts, found, run = breakthrough()
    for name, values in PRINTED.items():
        for shift, molal in values.items():
            tools.require(f"{name} after shift {shift}, over 1.2 mmol/kgw",
                          float(found[name][shifts == shift][0]) / 1.2e-3, molal / 1.2e-3, 0.02)
    sites = run.fields["exchanged_NaX"] + run.fields["exchanged_KX"] + 2 * run.fields["exchanged_CaX2"]
    tools.require("sites, mol/m3", float(np.max(np.abs(sites - 0.44))), 0, 1e-12)
    if REFERENCE.is_dir():
        compare("with dispersion", found, shifts, reference("transport"), 0.02)
    else:
        print(f"no {REFERENCE}: only the printed numbers were compared")
    tools.finish()
