#!/usr/bin/python3
"""What was committed is never lost: a run is ended, or refused room on the disk, at calls that change its file; then
report and --restart --last-good go on from what is committed, with the bits of a run that was never stopped.

killed_writes.py FAILING_DISK.so [COUNT [SEED]]    (0: at every call)"""
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import zlib

import h5py
import numpy as np

CASE = pathlib.Path(os.environ["TALUS_ROOT"]) / "inputs" / "column.toml"
KEYS = ["--set", "run.length=4 d", "--set", "run.output_every=1 d", "--set", "mesh.cells={ count = 6 }", "-q", "--force"]


def talus(*words, **environment):
    done = subprocess.run([os.environ["TALUS_PROGRAM"], *map(str, words)], check=False, capture_output=True, text=True,
                          timeout=120, env=os.environ | environment)
    return done.returncode, done.stdout + done.stderr


class Run:
    def __init__(self, folder, library):
        self.folder, self.file = folder, folder / "broken.h5"
        self.settings = {"LD_PRELOAD": library, "FAILING_DISK_FILE": "/broken.h5", "FAILING_DISK_COUNT": str(folder / "count")}
        self.whole = folder / "whole.h5"
        if talus("run", CASE, *KEYS, "-o", self.whole)[0] != 0:
            sys.exit("failed: the run itself")

    def start(self, kind, after):
        for path in self.folder.glob("broken.*"):
            path.unlink()
        return talus("run", CASE, *KEYS, "-o", self.file, **self.settings, FAILING_DISK=kind, FAILING_DISK_AFTER=str(after))

    def calls(self):
        self.start("count", 0)
        return int((self.folder / "count").read_text())


def committed(path):
    """States whose marks are whole: 2^32 + CRC-32 of what belongs to it (docs/outputs.md). A kill between the writes of a flush
    can leave a mark without its checksums, which commits nothing."""
    try:
        with h5py.File(path) as file:
            commit = {name: file["commit"][name][...] for name in ("mark", "steps", "crc32", "constant_crc32")}
    except (OSError, KeyError):
        return 0
    for state, mark in enumerate(commit["mark"]):
        parts = [[state], commit["steps"][state:state + 1], *commit["crc32"][state:state + 1], commit["constant_crc32"]]
        if mark != 2**32 + zlib.crc32(np.concatenate(parts).astype("<i8").tobytes()):
            return state
    return len(commit["mark"])


def check_end(run, kind, after, expected):
    """What is left after a run that ended at call `after`, when at least `expected` states were committed."""
    code, text = run.start(kind, after)
    if kind == "full" and code not in (0, 4):
        yield f"exit code {code}: {text[-500:]}"
    if kind == "full" and code == 4 and "broken.h5" not in text:
        yield f"the message does not name the file: {text}"
    states = committed(run.file)
    if states < expected:
        yield f"{states} states are committed, {expected} were before"
    if states == 0:
        return
    code, text = talus("report", run.file, "--force", "--out", run.folder / "report")
    if code != 0:
        yield f"report ends with {code}: {text}"
    code, text = talus("run", CASE, *KEYS, "--restart", run.file, "--last-good", "-o", run.folder / "on.h5")
    if code == 2 and "not before the end of the run" in text:
        return
    if code != 0:
        yield f"the restart ends with {code}: {text}"
        return
    with h5py.File(run.whole) as whole, h5py.File(run.folder / "on.h5") as on:
        if on["restart/steps"][0] < whole["restart/steps"][states - 1]:
            yield "the restart began before the last committed state"
        for name in ("unknowns", "totals", "amount", "change", "turnover", "next_step"):
            if not np.array_equal(whole["restart"][name][-1], on["restart"][name][-1]):
                yield f"/restart/{name} is not that of the run that was never stopped"


def main():
    library = sys.argv[1]
    count, seed = (int(word) for word in (sys.argv[2:] + ["6", "1"][len(sys.argv) - 2:])[:2])
    os.environ["HDF5_USE_FILE_LOCKING"] = "FALSE"
    failures = 0
    with tempfile.TemporaryDirectory() as name:
        run = Run(pathlib.Path(name), library)
        calls = run.calls()
        for kind in ("kill", "full"):
            places = range(calls) if count == 0 else sorted(random.Random(seed).sample(range(calls // 3, calls), count))
            expected = 0
            for after in places:
                for what in check_end(run, kind, after, expected):
                    failures += 1
                    print(f"{kind} at call {after} of {calls}: {what}", flush=True)
                if kind == "kill":
                    expected = max(expected, committed(run.file))
            print(f"{kind}: {len(places)} of {calls} calls, up to {committed(run.file)} states committed", flush=True)
    if failures:
        sys.exit(f"failed: {failures}")


main()
