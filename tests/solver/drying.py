#!/usr/bin/python3
"""A cell that dries out is a state: reactions come to rest, mass balances close, the run goes on, and says how many cells and since when;
rain brings its solutes and reactions back. By reactions (hydrates) and by flow (coarse soil that drains); on two ranks and from a
restart the same bits."""
import os
import pathlib
import subprocess
import sys
import tempfile

import h5py
import numpy as np

ROOT = pathlib.Path(os.environ["TALUS_ROOT"])
HERE = pathlib.Path(__file__).resolve().parent
DRY = 0.005
HYDRATES = ("run.length=60 d", "run.output_every=10 d", 'boundaries.top.air."CO2(g)"=0.5 atm', "materials.tailings.water.saturation=0.03")


def talus(case, path, *sets, ranks=1, words=()):
    mpirun = [os.environ["TALUS_MPIRUN"], "--oversubscribe", "--bind-to", "none", "-n", str(ranks)] if ranks > 1 else []
    keys = [word for s in sets for word in ("--set", s)]
    subprocess.run([*mpirun, os.environ["TALUS_PROGRAM"], "run", str(case), "-q", "--force", "-o", path, *keys, *words], check=True)
    return path


def require(what, good):
    print(f"{'ok  ' if good else 'FAIL'} {what}")
    if not good:
        sys.exit(1)


def check_books(what, file):
    worst = max(np.max(np.abs(file[f"series/{name}"][...])) for name in file["series"] if name.startswith("closure_"))
    require(f"{what}: mass balances close to {worst:.1e}", worst < 1e-8)


def check_hydrates(folder):
    column = ROOT / "inputs/column.toml"
    with h5py.File(talus(column, f"{folder}/one.h5", *HYDRATES)) as file:
        saturation, warnings = file["fields/saturation"][...], file["provenance"].attrs["warnings"]
        dry = saturation[-1] < 2 * DRY
        require(f"hydrates dry {dry.sum()} cells, down to {saturation.min():.4f}", dry.any() and saturation.min() > 0.9 * DRY)
        require("the run file says so", "dried out at the end" in warnings and "dry_saturation" in warnings)
        require(f"{len(file['series/time'])} steps", len(file["series/time"]) < 1500)
        formed = file["fields/mineral_Nesquehonite"][...]
        gas = file["fields/partial_pressure_CO2(g)"][-1]
        require(f"gas passes: {gas[dry].min():.3g} Pa at least in dry cells", gas[dry].min() > 0)
        require("what formed stays", np.all(np.diff(formed[:, dry], axis=0) > -1e-6 * formed.max()))
        check_books("hydrates", file)
    whole, rest = f"{folder}/one.h5", talus(column, f"{folder}/rest.h5", *HYDRATES, words=("--restart", f"{folder}/one.h5", "--at", "30 d"))
    with h5py.File(whole) as a, h5py.File(rest) as b:
        require("a restart from dry cells has the same bits",
                all(np.array_equal(a[f"fields/{name}"][-1], b[f"fields/{name}"][-1]) for name in a["fields"] if a[f"fields/{name}"].ndim > 1))


def check_flow(folder):
    case = HERE / "draining.toml"
    with h5py.File(talus(case, f"{folder}/one.h5")) as file:
        saturation, time = file["fields/saturation"][...], file["time"][...] / 86400
        driest = saturation[time <= 60].min()
        require(f"coarse soil drains to {driest:.4f}", driest < 2 * DRY)
        require(f"rain wets it again: {saturation[-1].min():.3f}", saturation[-1].min() > 2 * DRY)
        require("the run file says so", "at most" in str(file["provenance"].attrs["warnings"]))
        brucite = file["fields/mineral_Brucite"][...].sum(axis=1)
        dry, wet = brucite[time == 60][0] - brucite[time == 50][0], brucite[-1] - brucite[-2]
        require(f"little dissolves in dry soil and more in wet: {dry:.3g} and {wet:.3g} mol/m3 in ten days", abs(dry) < 0.2 * abs(wet))
        check_books("flow", file)
    two = talus(case, f"{folder}/two.h5", ranks=2)
    subprocess.run([sys.executable, HERE / "compare_runs.py", f"{folder}/one.h5", two, "0"], check=True)


with tempfile.TemporaryDirectory() as scratch:
    check_hydrates(scratch)
    check_flow(scratch)
