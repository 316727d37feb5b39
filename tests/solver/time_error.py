#!/usr/bin/python3
"""The error that time steps add to the CO2 stored falls with steps.tolerance, and with the square of fixed steps; each for a
still and for a churned column. The estimate of it that the run file gives (series time_error_CO2) is above it, and below 20
times it, for these, a section and a pile of slurry.

Only steps differ between a run and what it is compared with, so the error of the mesh is in neither."""
import os
import pathlib
import subprocess
import sys
import tempfile

import h5py

sys.path.insert(0, str(pathlib.Path(os.environ["TALUS_ROOT"]) / "benchmarks"))
from tools import TALUS, finish, order, require, require_at_least  # noqa: E402

INPUTS = pathlib.Path(os.environ["TALUS_ROOT"]) / "inputs"
STILL = (INPUTS / "column.toml", "run.length=20 d", "run.output_every=20 d",
         'mesh.cells={ surface = "5 mm", growth = 1.5, largest = "10 cm" }')
CHURNED = (INPUTS / "baptiste_cells/churned.toml", "run.length=12 d", "run.output_every=12 d",
           'mesh.cells={ surface = "5 mm", growth = 1.5, largest = "2 cm" }', "operations[0].every=5 d")
SECTION = (INPUTS / "section.toml",)
SLURRY = (INPUTS / "slurry_tanks/pile.toml", "run.length=60 d")
# Nothing that begins, runs out or reaches equilibrium within a step: there alone a method has its order.
SMOOTH = (INPUTS / "column.toml", "run.length=1 d", "run.output_every=1 d", "mesh.cells={ count = 5 }",
          "chemistry.precipitate={}", "materials.tailings.surface.Brucite=0.002 m2/g")
SMOOTH_CHURNED = (*SMOOTH, 'operations=[{ kind = "churn", depth = "50 cm", every = "12 h" }]')


def stored(case, *sets):
    """CO2 stored at the end, and the estimate of its error in time; mol."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "run.h5"
        words = [word for s in (*case[1:], *sets) for word in ("--set", s)]
        subprocess.run([TALUS, "run", str(case[0]), "-q", "-o", str(path), *words], check=True)
        with h5py.File(path) as file:
            return file["series/stored_CO2"][-1], file["series/time_error_CO2"][-1]


def check_estimate(name, estimate, error):
    require_at_least(f"{name}: error {error:.1e} mol, estimate over error", estimate / error, 1)
    require_at_least(f"{name}: 20 over that", 20 * error / estimate, 1)


def check_default(name, case):
    exact, _ = stored(case, "steps.tolerance=1e-5")
    value, estimate = stored(case)
    check_estimate(name, estimate, abs(value - exact))


def check_tolerance(name, case):
    """Three decades of the tolerance take the error down by three decades, within a factor 3 for each on the whole."""
    exact, _ = stored(case, "steps.tolerance=1e-6")
    errors = []
    for tolerance in ("1e-2", "1e-3", "1e-4", "1e-5"):
        value, estimate = stored(case, f"steps.tolerance={tolerance}")
        errors.append(abs(value - exact))
        check_estimate(f"{name}, tolerance {tolerance}", estimate, errors[-1])
    fall = (errors[0] / errors[-1]) ** (1 / 3)
    require_at_least(f"{name}: fall of the error for each tenth of the tolerance", fall, 10 / 3)
    require_at_least(f"{name}: 30 over that", 30 / fall, 1)


def check_fixed(name, case):
    exact, _ = stored(case, "steps.fixed=14.0625 s")
    errors = [abs(stored(case, f"steps.fixed={seconds} s")[0] - exact) for seconds in (900, 450, 225, 112.5)]
    for seconds, found in zip((450, 225, 112.5), order(errors)):
        require(f"{name}: order in time at steps of {seconds} s", found, 2, 0.15)


check_tolerance("still column", STILL)
check_tolerance("churned column", CHURNED)
check_default("section", SECTION)
check_default("pile of slurry", SLURRY)
check_fixed("smooth column", SMOOTH)
check_fixed("smooth churned column", SMOOTH_CHURNED)
finish()
