#!/usr/bin/python3
"""A section that is irrigated when its surface has dried: each time brings its water and solutes, exactly and by name, apart from
the rain; mass balances close, restarts and ranks agree; the report says how much."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import h5py
import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
CASE = HERE / "irrigating.toml"
AREA, DEPTH = 0.6, 5e-3  # m2, m
PER_TIME = AREA * DEPTH  # m3
SODIUM = 5.0  # mol per kg of water


def talus(output, *words, ranks=1):
    mpirun = [os.environ["TALUS_MPIRUN"], "--oversubscribe", "--bind-to", "none", "-n", str(ranks)] if ranks > 1 else []
    subprocess.run([*mpirun, os.environ["TALUS_PROGRAM"], "run", str(CASE), "-q", "--force", "-o", str(output), *words], check=True)
    return h5py.File(output)


def require(what, good):
    print(f"{'ok  ' if good else 'FAIL'} {what}")
    if not good:
        sys.exit(1)


def irrigated(run):
    return np.flatnonzero(run["moment"][...] == 3)


def store(run, row, name):
    """mol of a component in water, gas and minerals."""
    volume, held = run["cell/volume"][...], 0.0
    components = [c.decode() for c in run["system/components"][...]]
    j = components.index(name)
    for kind, table, matrix in (("mineral_", "minerals", "mineral_components"), ("gaseous_", "gases", "gas_components")):
        for i, one in enumerate(run[f"system/{table}"][...]):
            held += run[f"system/{matrix}"][i, j] * np.sum(volume * run[f"fields/{kind}{one.decode()}"][row])
    return held + np.sum(volume * run[f"fields/aqueous_{name}"][row])


def check_balances(run):
    rows = irrigated(run)
    require(f"irrigated {len(rows)} times, not at each of its 9 times", 2 <= len(rows) < 9)
    density = 1000.0
    for name in ("Na+", "Cl-", "HCO3-", "Mg+2"):
        brought = np.diff(run[f"external/{name}"][...])[rows - 1]
        require(f"{name}: each time brings the same, {brought[0]:.6g} mol", np.ptp(brought) <= 1e-12 * brought[0] and brought[0] > 0)
        for row, amount in zip(rows, brought):
            before, after = store(run, row - 1, name), store(run, row, name)
            require(f"{name} of row {row}: {(after - before - amount) / before:.1e} of the store is missing",
                    abs(after - before - amount) <= 1e-12 * before)
    sodium = np.diff(run["external/Na+"][...])[rows - 1][0]
    require("that is its concentration times its mass", abs(sodium / (SODIUM * density * PER_TIME / 1000) - 1) < 1e-12)
    require("churning and rain are not external", np.count_nonzero(np.diff(run["external/Na+"][...])) == len(rows))
    for name in run["series"]:
        if name.startswith("closure_") and name != "closure_H2O":
            worst = np.max(np.abs(run[f"series/{name}"][...]))
            require(f"{name} {worst:.1e}", worst <= 1e-12)
    for row in rows:
        before, after = (run["fields/saturation"][r] for r in (row - 1, row))
        require(f"filled from the surface down to S = 0.5: {after.max():.4f}", abs(after.max() - 0.5) < 1e-3)
        grown = np.sum((after - before) * run["cell/volume"][...]) * 0.45
        require(f"by {1000 * grown:.4f} L, with what solutes bind", abs(grown / PER_TIME - 1) < 2e-3)


def check_restarts_and_ranks(folder, whole):
    for row in (irrigated(whole)[0], irrigated(whole)[-1]):
        day = whole["time"][row] / 86400
        rest = talus(f"{folder}/rest.h5", "--restart", whole.filename, "--at", f"{day:.0f} d")
        last = [name for name in whole["fields"] if whole["fields"][name].ndim == 2]
        same = all(np.array_equal(whole["fields"][n][-1], rest["fields"][n][-1]) for n in last)
        require(f"a run that goes on from {day:.0f} d has the same bits", same and len(irrigated(rest)) > 0)
        rest.close()
    short = ("--set", "run.length=6.5 d")
    talus(f"{folder}/1.h5", *short).close()
    for ranks in (2, 3):
        talus(f"{folder}/{ranks}.h5", *short, ranks=ranks).close()
        subprocess.run([sys.executable, HERE / "compare_runs.py", f"{folder}/1.h5", f"{folder}/{ranks}.h5", "1e-10"], check=True)


def check_report(folder, whole):
    subprocess.run([os.environ["TALUS_PROGRAM"], "report", whole.filename, "--out", f"{folder}/report"], check=True,
                   stdout=subprocess.DEVNULL)
    water = json.loads(pathlib.Path(f"{folder}/report/report.json").read_text())["runs"][0]["water"]
    found, times = water["surface"]["irrigated"]["value"], len(irrigated(whole))
    require(f"report: {found} kg irrigated", abs(found / (times * PER_TIME * 1000) - 1) < 1e-3)
    require("apart from water that is made up", abs(water["made_up"]["value"]) < 1e-9)
    require(f"and from rain, {water['brought']['value']} kg", water["brought"]["value"] > 0)


def main():
    with tempfile.TemporaryDirectory() as folder:
        whole = talus(f"{folder}/whole.h5")
        check_balances(whole)
        check_restarts_and_ranks(folder, whole)
        check_report(folder, whole)
        wet = talus(f"{folder}/wet.h5", "--set", "operations[0].dried_below=0.01")
        require("a surface that has not dried is not irrigated", len(irrigated(wet)) == 0)


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"failed: {' '.join(map(str, error.cmd))}")
