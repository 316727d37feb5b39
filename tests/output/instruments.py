#!/usr/bin/python3
"""[[instruments]]: what they read is what the fields of their cells hold, bit by bit, also after a restart and on two ranks; a
chamber on all of a patch reads what came in through it; steps end when readings are asked for; the report draws them and
sets measured values beside them. TALUS_PROGRAM names the program, TALUS_MPIRUN mpirun."""
import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import h5py
import numpy as np

ROOT = pathlib.Path(os.environ["TALUS_ROOT"])
PROGRAM = os.environ["TALUS_PROGRAM"]
MPIRUN = os.environ.get("TALUS_MPIRUN", "mpirun")
SENSOR = ('{ name = "probe", depth = "3.1 cm", quantities = ["pH", "saturation", "mineral_Brucite", "partial_pressure_CO2(g)"], '
          'every = "9 h", at = ["1.1 d"]')
CHAMBER = '{ name = "chamber", patch = "top"'
COLUMN = f"instruments=[{SENSOR} }}, {CHAMBER} }}]"
SECTION = (f'instruments=[{SENSOR}, x = "70 cm" }}, {CHAMBER}, patch_x = ["50 cm", "1 m"] }}]',
           'mesh={ shape = "section", depth = "12 cm", width = "1 m", columns_x = 2, cells = { surface = "4 mm", growth = 1.5 } }')
MEASURED = """
[[measured]]
quantity = "pH"
instrument = "probe"
value = "9"
uncertainty = "0.1"
time = "2 d"
kind = "electrode"
source = "made up"
[[measured]]
quantity = "Brucite"
depth = "3 cm"
value = "1 wt%"
time = "1.5 d"
kind = "XRD"
source = "made up"
[[measured]]
quantity = "CO2 flux"
instrument = "chamber"
value = "10 g/m2/d"
time = "0.5 d"
kind = "chamber"
source = "made up"
"""


def run(folder, name, *words, ranks=1, days=3):
    launcher = [MPIRUN, "--oversubscribe", "--bind-to", "none", "-n", str(ranks)] if ranks > 1 else []
    done = subprocess.run([*launcher, PROGRAM, "run", ROOT / "inputs/claim/cell.toml", "--scenario", "baseline", "--set",
                           f"run.length={days} d", "--set", "run.output_every=1 d", "--set", "run.output_at=[]", "-q",
                           "-o", folder / name, *map(str, words)], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, (words, done.stdout, done.stderr)
    return folder / name


def report(folder, name, *words):
    done = subprocess.run([PROGRAM, "report", *map(str, words), "--out", folder / name], capture_output=True, text=True, check=False,
                          timeout=120)
    assert done.returncode == 0, (words, done.stdout, done.stderr)
    return folder / name


def rows(path):
    with open(path, encoding="utf-8") as file:
        return list(csv.DictReader(file))


def series(file):
    with h5py.File(file) as data:
        return {name: values[:] for name, values in data["series"].items()}


def fields_are_read(file, x=None):
    """What a sensor reads at the times of outputs is what the fields of its cell hold."""
    with h5py.File(file) as data:
        probe = json.loads(data["instruments"].asstr()[()])[0]
        assert probe["depth_from"] <= 0.031 <= probe["depth_to"], probe
        cell, = (i for i, depth in enumerate(data["cell/depth"][:]) if probe["depth_from"] < depth < probe["depth_to"]
                 and (x is None or (data["cell/x"][i] > 0.5) == (x > 0.5)))
        steps, times = data["series/time"][:], data["time"][:]
        for name in ("pH", "saturation", "mineral_Brucite", "partial_pressure_CO2(g)"):
            for k, time in enumerate(times[1:], 1):
                step = int(np.flatnonzero(steps == time)[0])
                read, held = data[f"series/instrument_probe_{name}"][step], data[f"fields/{name}"][k, cell]
                assert read == held, (file, name, time, read, held)
        for hours in (9, 18, 26.4, 27, 36):
            assert np.any(np.abs(steps - 3600 * hours) < 1e-6), (file, hours, steps)


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        whole = run(folder, "whole.h5", "--set", COLUMN)
        fields_are_read(whole)
        all_of_it = series(whole)
        through, read = all_of_it["from_air_CO2_top"], all_of_it["instrument_chamber_from_air_CO2"]
        assert np.allclose(through, read, rtol=1e-12), (through, read)

        first = run(folder, "first.h5", "--set", COLUMN, days=2)
        again = series(run(folder, "again.h5", "--set", COLUMN, "--restart", first))
        late = all_of_it["time"] > 2 * 86400
        for name in all_of_it:
            if name.startswith("instrument_"):
                # the run of two days is cut at its end, so that its last steps may be others by what a step's error is
                assert np.allclose(again[name][-1], all_of_it[name][late][-1], rtol=2e-3), (name, again[name], all_of_it[name])

        one = run(folder, "one.h5", *(word for setting in SECTION for word in ("--set", setting)))
        two = run(folder, "two.h5", *(word for setting in SECTION for word in ("--set", setting)), ranks=2)
        for file in (one, two):
            fields_are_read(file, x=0.7)
        for name, values in series(one).items():
            if name.startswith("instrument_"):
                assert np.allclose(values, series(two)[name], rtol=1e-9), name
        half = series(one)
        assert np.allclose(half["instrument_chamber_from_air_CO2"], 0.5 * half["from_air_CO2_top"], rtol=1e-6)

        (folder / "measured.toml").write_text(MEASURED, encoding="utf-8")
        out = report(folder, "report", whole, "--with", folder / "measured.toml")
        table = rows(out / "instruments.csv")
        assert {row["quantity"] for row in table} == {"pH", "saturation", "mineral_Brucite", "partial_pressure_CO2(g)", "CO2 flux"}
        modelled = {row["quantity"]: float(row["modelled"]) for row in rows(out / "measured.csv")}
        at = int(np.flatnonzero(all_of_it["time"] == 2 * 86400)[0])
        assert abs(modelled["pH"] - all_of_it["instrument_probe_pH"][at]) < 1e-12, modelled
        brucite = np.interp(1.5 * 86400, all_of_it["time"], all_of_it["instrument_probe_mineral_Brucite"])
        assert abs(modelled["Brucite"] - 100 * 0.0583197 * brucite / 1600) < 1e-4 * modelled["Brucite"], (modelled, brucite)
        flux = np.diff(through) / np.diff(all_of_it["time"]) * 0.0440095 * 1e3 * 86400
        middle = 0.5 * (all_of_it["time"][1:] + all_of_it["time"][:-1])
        assert abs(modelled["CO2 flux"] - np.interp(43200, middle, flux)) < 1e-4 * abs(modelled["CO2 flux"]), modelled
        page = (out / "report.html").read_text(encoding="utf-8")
        assert "<h2>Instruments</h2>" in page and "chamber on top" in page
        joined = report(folder, "joined", first, folder / "again.h5", "--join")
        assert len([row for row in rows(joined / "instruments.csv") if row["quantity"] == "pH"]) > 5
    print("instruments read what is there")
    return 0


if __name__ == "__main__":
    sys.exit(main())
