#!/usr/bin/python3
"""Fits of a column to data that were made of known parameters and noise: in at least 90 % of the trials each parameter lies in its
95 % interval (of 50 trials fewer than 43 would be improbable, 1 in 100, if the intervals were right).

    fit_trials.py [TRIALS] [JOBS]     TALUS_PROGRAM names the program, TALUS_ROOT the sources
"""
import csv
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT, PROGRAM = Path(os.environ["TALUS_ROOT"]), os.environ["TALUS_PROGRAM"]
TRUE = {"surface of brucite": 1.0, "saturation": 0.4}
DAYS = range(2, 29, 2)
SHARE = 0.03  # uncertainty of the uptake
FIT = """title = "a trial"
case  = "column.toml"
[[vary]]
name = "surface of brucite"
keys = ["materials.tailings.surface.Brucite"]
distribution = "loguniform"
low   = "0.05 m2/g"
high  = "20 m2/g"
start = "0.4 m2/g"
[[vary]]
name = "saturation"
keys = ["materials.tailings.water.saturation"]
distribution = "uniform"
low   = 0.15
high  = 0.75
[[measured]]
quantity = "CO2 uptake"
file     = "uptake.csv"
kind     = "made up"
source   = "a run and noise"
"""


def talus(folder, *words):
    done = subprocess.run([PROGRAM, *map(str, words)], cwd=folder, capture_output=True, text=True, timeout=600)
    if done.returncode != 0:
        raise RuntimeError(f"talus {' '.join(map(str, words))}: {done.stdout}{done.stderr}")
    return done.stdout


def write_uptake(path, values, noise=None):
    lines = ["time [d], value [g/kg], uncertainty [g/kg]"]
    for day, value in zip(DAYS, values):
        error = SHARE * value
        lines.append(f"{day}, {value + (noise.gauss(0, error) if noise else 0)!r}, {error!r}")
    path.write_text("\n".join(lines) + "\n")


def true_uptake(folder):
    """What the run of the case gives at each time, read from measured.csv of its report."""
    write_uptake(folder / "uptake.csv", [1.0] * len(DAYS))
    (folder / "with.toml").write_text(FIT[FIT.index("[[measured]]"):])
    talus(folder, "run", "column.toml", "-q", "-o", "true.h5")
    talus(folder, "report", "true.h5", "--with", "with.toml")
    with open(folder / "true_report/measured.csv") as table:
        return [float(row["modelled"]) for row in csv.DictReader(table)]


def trial(folder, number, values):
    own = folder / str(number)
    own.mkdir()
    shutil.copy(ROOT / "inputs/fit/column.toml", own)
    (own / "fit.toml").write_text(FIT)
    write_uptake(own / "uptake.csv", values, random.Random(1000 + number))
    talus(own, "fit", "fit.toml", "-q", "--jobs", 1)
    found = json.loads((own / "fit_fit/fit.json").read_text())
    shutil.rmtree(own)
    return {p["name"]: p["low"] <= TRUE[p["name"]] <= p["high"] for p in found["parameters"]}


def main():
    trials = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    jobs = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory(prefix="talus_fit_trials_") as name:
        folder = Path(name)
        shutil.copy(ROOT / "inputs/fit/column.toml", folder)
        values = true_uptake(folder)
        with ThreadPoolExecutor(jobs) as pool:
            found = list(pool.map(lambda number: trial(folder, number, values), range(trials)))
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{(used.ru_utime + used.ru_stime) / trials:.2f} s of processor time for each trial")
    faults = 0
    for parameter in TRUE:
        inside = sum(one[parameter] for one in found)
        print(f"{parameter}: inside of its 95 % interval in {inside} of {trials} trials")
        faults += inside < 0.9 * trials
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
