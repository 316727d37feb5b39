#!/usr/bin/python3
"""A section whose boundaries switch (rain that runs off, seepage, a drain): the books of water and elements close, the
answer is the same on 1, 2, 3 ranks, and a run that goes on from a state is the run that never stopped; all of it also where
minerals fill pores and so slow the water."""
import os
import pathlib
import subprocess
import sys
import tempfile

import h5py
import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
CASE = HERE / "raining.toml"
FILLED = ("--set", "chemistry.porosity=from minerals", "--set", "materials.coarse.permeability_law=power law",
          "--set", "materials.coarse.permeability_exponent=20")
WATER, ELEMENTS = 1e-8, 1e-10  # of the turnover, and of the larger of store and turnover


def talus(output, *words, ranks=1):
    mpirun = [os.environ["TALUS_MPIRUN"], "--oversubscribe", "--bind-to", "none", "-n", str(ranks)] if ranks > 1 else []
    subprocess.run([*mpirun, os.environ["TALUS_PROGRAM"], "run", str(CASE), "-q", "-o", output, *words], check=True)
    return output


def require(what, good):
    print(f"{'ok  ' if good else 'FAIL'} {what}")
    if not good:
        sys.exit(1)


def check_books(path):
    with h5py.File(path) as file:
        series = {name: values[...] for name, values in file["series"].items()}
        turnover = file["restart/turnover"][-1, -1]
        store = file["restart/start_magnitude"][-1]
        for name in series:
            if name.startswith("closure_") and name != "closure_H2O":
                worst = np.max(np.abs(series[name]))
                require(f"{name}: {worst:.1e}", worst <= ELEMENTS)
        missing = np.abs(series["closure_H2O"][-1]) * max(store, turnover) / turnover
        require(f"water, of its turnover: {missing:.1e}", missing <= WATER)
        drip = file["patches/drip/entered_H2O"][...].sum(axis=1)[-1] * 18.01528e-6
        sodium = file["patches/drip/entered_Na+"][...].sum(axis=1)[-1]
        require(f"the source gives 4 L in two days: {1000 * drip:.6f}, water bound in solutes and all", abs(drip / 4e-3 - 1) < 1e-3)
        require(f"with its sodium: {sodium:.6f}", abs(sodium / (3e-3 * 4) - 1) < 1e-12)
        top, east, base = (file[f"patches/{patch}/entered_H2O"][...].sum(axis=1) for patch in ("top", "east", "base"))
        offered = (2 * 6 + 60 * 3 + 5 * 10) * 1e-3 * 0.8 / 18.01528e-6
        require(f"rain runs off: {top[-1] / offered:.3f} of it got in", 0.2 < top[-1] / offered < 0.98)
        require("the base drains", base[-1] < 0)
        require("nothing enters where water only leaves", max(np.max(np.diff(base)), np.max(np.diff(east))) <= 0)


def check_ranks_and_restart(folder, whole, *words):
    for ranks in (2, 3):
        other = talus(f"{folder}/{ranks}.h5", "--force", *words, ranks=ranks)
        subprocess.run([sys.executable, HERE / "compare_runs.py", whole, other, "1e-10"], check=True)
    rest = talus(f"{folder}/rest.h5", "--force", *words, "--restart", whole, "--at", "24 h")
    with h5py.File(whole) as a, h5py.File(rest) as b:
        same = all(np.array_equal(a["restart"][name][-1], b["restart"][name][-1])
                   for name in ("unknowns", "totals", "flow", "turnover"))
    require("a run that goes on from 24 h ends as the run that never stopped, bit by bit", same)


def main():
    with tempfile.TemporaryDirectory() as folder:
        whole = talus(f"{folder}/whole.h5")
        check_books(whole)
        for law in ("n=1.1", "n=1.3", "n=6", "m=0.6"):  # with infinite slopes where pores are full, and with steep ones
            talus(f"{folder}/{law}.h5", "--set", f"materials.coarse.retention.{law}", "--set", "run.length=24 h")
            with h5py.File(f"{folder}/{law}.h5") as file:
                require(f"{law}: {len(file['series/time'])} steps", len(file["series/time"]) < 300)
        check_ranks_and_restart(folder, whole)
        filled = talus(f"{folder}/filled.h5", *FILLED)
        check_books(filled)
        with h5py.File(whole) as fixed, h5py.File(filled) as other:
            porosity, head = other["fields/porosity"], other["fields/water_pressure"]
            require(f"pores change by {np.max(np.abs(porosity[-1] - porosity[0])):.1e}", np.max(np.abs(porosity[-1] - porosity[0])) > 1e-5)
            require("and the flow with them", np.max(np.abs(head[-1] - fixed["fields/water_pressure"][-1])) > 1e-6 * np.max(np.abs(head[-1])))
        check_ranks_and_restart(folder, filled, *FILLED)


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"failed: {' '.join(map(str, error.cmd))}")
