#!/usr/bin/python3
"""A run file that is cut off at any length: the report covers its whole states and says what is missing, with the numbers that the
whole file has at that time; or says in one message that no state is left. A restart refuses it."""
import csv
import os
import pathlib
import random
import subprocess
import sys
import tempfile

import h5py
import numpy as np

CASE = pathlib.Path(os.environ["TALUS_ROOT"]) / "inputs" / "column.toml"
KEYS = ["--set", "run.length=300 d", "--set", "run.output_every=1 d", "--set", "mesh.cells={ count = 6 }", "--set", "operations=[]", "-q"]
MOLAR_MASS = 44.009e-3  # kg/mol, of CO2
failures = []


def talus(*words):
    done = subprocess.run([os.environ["TALUS_PROGRAM"], *map(str, words)], check=False, capture_output=True, text=True, timeout=120)
    return done.returncode, " ".join((done.stdout + done.stderr).split())


def numbers_of(report):
    with open(report / "summary.csv") as file:
        row = next(csv.DictReader(file))
    return float(row["length of the run (d)"]), float(row["CO2 from air (kg)"])


def look(folder, whole, bytes_there, content):
    cut = folder / "cut.h5"
    cut.write_bytes(content[:bytes_there])
    report = folder / "report"
    code, text = talus("report", cut, "--force", "--out", report)
    with h5py.File(whole) as file:
        time, from_air = file["series/time"][...] / 86400, file["series/from_air_CO2"][...] * MOLAR_MASS
    if code == 4:
        if "cut off" not in text or not text.startswith("error:") or "talus_" in text:
            failures.append(f"{bytes_there} bytes")
            print(f"{bytes_there} bytes: {text[:600]}", flush=True)
        return None
    days, reported = numbers_of(report)
    right = float(from_air[np.argmin(np.abs(time - days))])
    if code != 0 or f"{bytes_there} of {len(content)} bytes are there" not in text or abs(reported / right - 1) > 1e-9:
        failures.append(f"{bytes_there} bytes")
        print(f"{bytes_there} bytes, code {code}, {reported} kg in {days} d, but {right}: {text[:600]}", flush=True)
    return days


def main():
    random.seed(5)
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        os.environ["TMPDIR"] = scratch
        whole = folder / "whole.h5"
        code, text = talus("run", CASE, *KEYS, "-o", whole)
        if code != 0:
            sys.exit(text)
        content = whole.read_bytes()
        shares = [1e-5, 0.02, 0.5, 0.9999] + [random.random() for _ in range(3)]
        covered = {share: look(folder, whole, int(share * len(content)), content) for share in sorted(shares)}
        print({f"{share:.5f}": days for share, days in covered.items()})
        days = [value for value in covered.values() if value is not None]
        if len(days) < 4 or days != sorted(days) or days[-1] < 299 or not days[0] < 150:
            failures.append("the states that are covered")
        code, text = talus("run", CASE, *KEYS, "--set", "run.length=400 d", "--restart", folder / "cut.h5", "-o", folder / "on.h5")
        if code != 4 or "it is cut off" not in text:
            failures.append("restart")
        left = [name for name in os.listdir(folder) if name.startswith("talus_")]
        if left:
            failures.append(f"{left} are left behind")
    if failures:
        sys.exit("failed: " + "; ".join(failures))


main()
