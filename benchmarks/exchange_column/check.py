"""Example 11 of PHREEQC (Parkhurst and Appelo 2013): calcium chloride flushes sodium and potassium from an exchanger. Cell 40
of PHREEQC 3.8.9 after shift s is what leaves the column between shifts s and s + 1: the effluent at (s + 1/2)/40 pore volumes."""
import csv
import os
import pathlib
import subprocess
import sys
import tempfile

import h5py
import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
import tools  # noqa: E402

CASE = FOLDER / "case.toml"
REFERENCE = (pathlib.Path(os.environ.get("TALUS_REFERENCE", FOLDER.parent.parent.parent / "shared" / "reference"))
             / "phreeqc" / "exchange_ex11")
SHIFT, WATER = 720, 0.8  # s; kg/m2 that leave in a shift
TOTALS = {"Na+": "total_Na_molal", "K+": "total_K_molal", "Ca+2": "total_Ca_molal", "Cl-": "total_Cl_molal"}
# What the setup of the reference says of its own numbers: shift, mol/kgw
PRINTED = {"Cl-": {40: 6.8006e-4}, "Na+": {60: 5.4107e-4}, "K+": {60: 6.5893e-4, 72: 1.1095e-3},
           "Ca+2": {80: 5.2257e-4, 100: 5.9919e-4}}
# of the largest total: chloride is alone with dispersion; the others stand in fronts as sharp as the cells of both
ALLOWED = {"Cl-": 0.0025, "Na+": 0.026, "K+": 0.026, "Ca+2": 0.02}


def effluent(path):
    """Mean molality of what leaves in each shift, by the number of the shift before."""
    with h5py.File(path) as file:
        return {name: np.diff(file[f"patches/base/outflow_{name}"][...].sum(axis=1)) / WATER for name in TOTALS}


def reference(name):
    with open(REFERENCE / f"effluent_{name}.csv") as file:
        rows = [row for row in csv.DictReader(file) if int(row["shift"]) > 0]
    return {int(row["shift"]): row for row in rows}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "run.h5"
        subprocess.run([tools.TALUS, "run", str(CASE), "-q", "-o", str(path)], check=True)
        run, found = tools.Run(path), effluent(path)
    tools.require("mass balances close", run.closure, 0, 1e-10)
    for name, values in PRINTED.items():
        for shift, molal in values.items():
            tools.require(f"{name} after shift {shift}, over 1.2 mmol/kgw", float(found[name][shift]) / 1.2e-3, molal / 1.2e-3,
                          ALLOWED[name])
    sites = run.fields["exchanged_NaX"] + run.fields["exchanged_KX"] + 2 * run.fields["exchanged_CaX2"]
    tools.require("sites, mol/m3", float(np.max(np.abs(sites - 0.44))), 0, 1e-12)
    if REFERENCE.is_dir():
        rows = reference("transport")
        for name, column in TOTALS.items():
            theirs = np.array([float(rows[shift][column]) for shift in sorted(rows)])
            worst = np.max(np.abs(found[name][1:len(theirs) + 1] - theirs)) / np.max(theirs)
            tools.require(f"{name}, over its largest", float(worst), 0, ALLOWED[name])
    else:
        print(f"no {REFERENCE}: only the printed numbers were compared")
    tools.finish()
