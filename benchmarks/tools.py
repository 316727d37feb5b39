"""What the checks of benchmarks share: running Talus, reading its files, orders of convergence."""
import csv
import math
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile

import h5py
import numpy as np

TALUS = os.environ.get("TALUS_PROGRAM", "talus")
GAS_CONSTANT = 8.31446261815324


class Run:
    """A finished run, read whole."""

    def __init__(self, path):
        with h5py.File(path) as file:
            self.time = file["time"][...]
            self.depth = file["cell/depth"][...]
            self.volume = file["cell/volume"][...]
            self.fields = {name: file["fields"][name][...] for name in file["fields"]}
            self.series = {name: file["series"][name][...] for name in file["series"] if name != "step"}
            self.closure = max(np.max(np.abs(values), initial=0) for name, values in self.series.items()
                               if name.startswith("closure_"))

    def field(self, name, time=None):
        """(depth, values) of a field at `time` (s), or at the end."""
        row = -1 if time is None else int(np.argmin(np.abs(self.time - time)))
        return self.depth, self.fields[name][row]


def run(case, *sets):
    """Runs `case` with values of --set, checks that its mass balances close, and reads it."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "run.h5"
        words = [word for s in sets for word in ("--set", s)]
        subprocess.run([TALUS, "run", str(case), "-q", "-o", str(path), *words], check=True)
        result = Run(path)
    require("mass balances close", result.closure, 0, 1e-10)
    return result


def react(case, *sets):
    """Runs a batch with values of --set, checks that its mass balances close, and gives its table: columns by their headings."""
    with tempfile.TemporaryDirectory() as folder:
        name = pathlib.Path(folder) / "batch"
        words = [word for s in sets for word in ("--set", s)]
        done = subprocess.run([TALUS, "react", str(case), "-o", str(name), *words], check=True, capture_output=True, text=True)
        with open(f"{name}.csv") as file:
            rows = list(csv.DictReader(file))
    require("mass balances close", float(done.stdout.split("mass balances closed to ")[1].split(",")[0]), 0, 1e-10)
    return {key: np.array([float(row[key]) for row in rows]) for key in rows[0]}


def timed_run(case, *sets):
    """A run, its steps and Newton iterations, and the processor time of the program in s, start-up and all."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "run.h5"
        words = [word for s in sets for word in ("--set", s)]
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        done = subprocess.run([TALUS, "run", str(case), "-o", str(path), *words], check=True, capture_output=True, text=True)
        seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
        counts = re.search(r"done: (\d+) steps, (\d+) Newton iterations", done.stderr + done.stdout)
        return Run(path), int(counts[1]), int(counts[2]), seconds


_failed = []


def require(what, found, expected, tolerance, relative=False):
    """Prints a line and remembers a failure: |found - expected| <= tolerance (times |expected|)."""
    allowed = tolerance * abs(expected) if relative else tolerance
    good = abs(found - expected) <= allowed
    if what != "mass balances close" or not good:
        print(f"{'ok  ' if good else 'FAIL'} {what}: {found:.6g}, expected {expected:.6g} +- {allowed:.2g}")
    if not good:
        _failed.append(what)


def require_at_least(what, found, least):
    """Prints a line and remembers a failure: found >= least."""
    print(f"{'ok  ' if found >= least else 'FAIL'} {what}: {found:.3g}, at least {least:.3g}")
    if found < least:
        _failed.append(what)


def order(errors, ratio=2):
    """Orders of convergence between successive errors, the step divided by `ratio` each time."""
    return [math.log(a / b) / math.log(ratio) for a, b in zip(errors, errors[1:])]


def finish():
    if _failed:
        sys.exit(f"{len(_failed)} of the comparisons fail: " + "; ".join(_failed))
