#!/usr/bin/python3
"""Another value of a key gives another answer, for each key of the schema; a key that is not in
the tables of changes_of_keys.py fails.

A key that is read but used nowhere would pass every other test. The runs are short and the same to the last bit as long as
nothing changes; a change counts when it is above a millionth of a field or series."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

import h5py
import numpy as np

from changes_of_keys import AIR, BLOCK_MODEL, BLOCKS, CHANGES, ENDS, NAMES

HERE = pathlib.Path(__file__).parent
DATABASE = pathlib.Path(os.environ["TALUS_ROOT"]) / "chemistry/data/talus.toml"
PROGRAM = os.environ["TALUS_PROGRAM"]
ROUNDING = 1e-6
PATIENCE = 60  # s; each of these runs takes one or two


def schema():
    """The keys that `talus manual` describes: "materials.<name>.porosity", "layers.thickness"."""
    text = subprocess.run([PROGRAM, "manual"], check=True, capture_output=True, text=True).stdout
    keys, table = [], ""
    for line in text.splitlines():
        if line.startswith("## "):
            found = re.fullmatch(r"## `\[+(.+?)\]+`", line)
            table = found[1] + "." if found else ""
        elif found := re.match(r"\| `([^`]+)` \|", line):
            keys.append(table + found[1])
    return keys


def prepare(folder):
    """The cases, and the files that keys name."""
    for name in ("still.toml", "flowing.toml", "raining.toml", "oxidising.toml", "showers.csv", "heated.toml", "heated_start.csv",
                 "heated_top.csv", "storms.toml", "storms.csv", "snowing.csv", "snowing_top.csv", "snowing_air.csv", "lifts.toml", "windrow.toml", "carbon_rain.csv"):
        shutil.copy(HERE / name, folder)
    (folder / "snowing.toml").write_text((HERE / "snowing.toml").read_text().replace('length = "8 d"', 'length = "5 d"'))
    sourced = (HERE / "carbon_sources.toml").read_text()
    (folder / "sourced.toml").write_text(sourced.replace('"10 d"', '"8 h"').replace('"5 d"', '"4 h"'))
    irrigating = (HERE / "irrigating.toml").read_text().replace("../../inputs", str(HERE.parent.parent / "inputs"))
    irrigating = irrigating.replace('"20 d"', '"3 d"').replace('"10 d"', '"1 d"').replace("dried_below = 0.3", "dried_below = 0.9")
    (folder / "irrigating.toml").write_text(irrigating.replace('at    = ["5 d"]', 'at    = ["1 d"]'))
    shutil.copy(HERE.parent.parent / "benchmarks/acid_drainage/first_order.toml", folder)
    rising = ('[temperature]\nconstant = "12 degC"\n[[lifts]]\nplaced = "6 h"\nthickness = "10 cm"\nmaterial = "loose"\ntemperature = "5 degC"\n')
    (folder / "rising.toml").write_text(re.sub(r"\[temperature\]\n.*\n", rising, (HERE / "heated.toml").read_text()))
    exchanging = (HERE / "exchanging.toml").read_text().replace('length = "12 d", output_every = "6 d"', 'length = "1 d", output_every = "1 d"')
    (folder / "exchanging.toml").write_text(exchanging)
    raining = (HERE / "raining.toml").read_text().replace("[chemistry]", '[chemistry]\nporosity = "from minerals"')
    (folder / "clogging.toml").write_text(raining.replace("[materials.fine]", '[materials.fine]\npermeability_law = "power law"'))
    (folder / "crusted.toml").write_text(raining.replace("[boundaries.top]", "[boundaries.top]\ncrust = { thickness = '2 mm', porosity = "
                                                         "0.1, saturation = 0.2, share = 0.5, permeability = '1e-15 m2' }"))
    heated = (HERE / "heated.toml").read_text().replace('length = "3 d"', 'length = "1 d"')
    (folder / "heated.toml").write_text(heated)
    frozen = heated.replace("heated_top", "cold_top").replace("[flow]", '[heat.freezing]\ncurve = "exponential"\nresidual = 0.1\n'
                                                              'width = "1 K"\nconstants = "held"\nimpedance = 7\n[flow]')
    (folder / "frozen.toml").write_text(frozen)
    given = 'heat = { grain_heat_capacity = "850 J/kg/K", conductivity = "1 W/m/K", frozen_conductivity = "2 W/m/K" }'
    (folder / "measured.toml").write_text(re.sub("(?m)^heat = .*$", given, frozen).replace("Cote-Konrad", "given"))
    still = (HERE / "still.toml").read_text().replace("porosity = 0.45\n", "").replace('Brucite = "2 wt%", Lizardite = "80', 'Lizardite = "80')
    still = still.replace('surface = { Brucite = "1 m2/g", Lizardite', "surface = { Lizardite")
    (folder / "blocks.toml").write_text(still.replace("[materials.dense]", BLOCK_MODEL + "[materials.dense]"))
    (folder / "blocks.csv").write_text(BLOCKS)
    (folder / "richer.csv").write_text(BLOCKS.replace(",1,2,", ",3,2,"))
    (folder / "cold_top.csv").write_text("time [d], temperature [degC]\n0, 5\n0.3, -8\n2, -8\n")
    (folder / "cool_top.csv").write_text("time [d], temperature [degC]\n0, 5\n2, 2\n")
    (folder / "drizzle.csv").write_text("time [h], rain [mm/h]\n0, 1\n20, 2\n")
    storms = (HERE / "storms.csv").read_text()
    (folder / "dry.csv").write_text(storms.replace(",14.0,", ",0.0,"))
    (folder / "flawed.csv").write_text(storms.replace(",14.0,", ",-1,"))
    (folder / "drizzle_by_hours.csv").write_text("time [h], rain [mm/h]\n" + "".join(f"{h}, {h % 3}\n" for h in range(48)))
    (folder / "months.csv").write_text(
        "month [1], rain [mm], wet_days [1], air_temperature [degC], relative_humidity [%], wind_speed [m/s], shortwave_radiation [W/m2]\n"
        + "".join(f"{m}, 90, 15, 20, 50, 3, 200\n" for m in range(1, 13)))
    (folder / "pond.csv").write_text("x [cm], head [cm]\n0, 1\n30, -20\n80, -50\n")
    (folder / "drip.csv").write_text("time [h], rate [L/d]\n0, 0\n10, 5\n")
    (folder / "held.csv").write_text("suction [m], saturation [1]\n0.05, 1\n1, 0.5\n50, 0.05\n")
    (folder / "passed.csv").write_text("suction [m], relative_permeability [1]\n0.05, 1\n1, 0.05\n50, 1e-6\n")
    (folder / "falling_pressure.csv").write_text("time [d], pressure [kPa]\n0, 101.325\n2, 70\n")
    (folder / "warming.csv").write_text("time [d], temperature [degC]\n0, 15\n2, 25\n")
    (folder / "planned.csv").write_text("time [d], depth [cm]\n0.4, 10\n1.2, 4\n")
    (folder / "wetness.csv").write_text("depth [cm], saturation [1]\n0, 0.45\n4, 0.55\n")
    (folder / "written.toml").write_text(
        'minerals = { Brucite = "3 wt%", Lizardite = "80 wt%", inert = "rest" }\n'
        'surface = { Brucite = "1 m2/g", Lizardite = "6 m2/g" }\n'
        '[water]\ntotal = { "Mg+2" = "1 mmol/kgw", "Na+" = "3 mmol/kgw", "Cl-" = "5 mmol/kgw" }\ncharge = "pH"\n')
    brucite = re.search(r"\[minerals\.Brucite\]\n.*?(?=\n\[minerals\.(?!Brucite))", DATABASE.read_text(), re.DOTALL)[0]
    faster = re.sub(r"\{ log_k = (-[\d.]+)", lambda found: f"{{ log_k = {float(found[1]) + 0.3:.2f}", brucite)
    (folder / "overlay.toml").write_text(faster + "\n")


def run(folder, key, case, *sets):
    """(exit code, numbers by name, what it said)."""
    path = folder / (re.sub(r"\W+", "_", key) + ".h5")
    words = [word for s in sets for word in ("--set", s)]
    try:
        done = subprocess.run([PROGRAM, "run", str(folder / f"{case}.toml"), "-q", "-o", str(path), *words],
                              check=False, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return f"none in {PATIENCE} s", {}, ""
    if done.returncode != 0:
        return done.returncode, {}, done.stderr
    with h5py.File(path) as file:
        return 0, {f"{group}/{name}": file[group][name][...] for group in ("fields", "series") for name in file[group]
                   if not name.startswith("closure_") and name not in ("cell", "time", "step")}, ""


def changed(before, after):
    """Names of the fields and series that differ, at the end; `after` may have other cells and names."""
    names = []
    for name, a in before.items():
        b = after.get(name)
        if b is None or a[-1].shape != b[-1].shape:
            names.append(name)
        elif np.max(np.abs(a[-1] - b[-1])) > ROUNDING * np.max(np.abs(a[-1])):
            names.append(name)
    return names


def check(folder, bases, key):
    case, *sets = CHANGES[key]
    code, numbers, said = run(folder, key, case, *sets)
    if code != ENDS.get(key, 0):
        return f"{key}: exit code {code}, not {ENDS.get(key, 0)}\n{said}"
    if key in ENDS:
        without, _, _ = run(folder, key + " without", case, *sets[1:])
        return f"{key}: without it the exit code is {without} too" if without == code else ""
    names = changed(bases[case], numbers)
    return "" if names else f"{key}: nothing changes with {sets}"


def main():
    keys = [key for key in schema() if key not in NAMES]
    problems = [f"{key}: a new key? say in CHANGES which value of it gives another answer" for key in keys if key not in CHANGES]
    problems += [f"{key}: no such key" for key in [*CHANGES, *NAMES, *ENDS] if key not in [*keys, *NAMES]]
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(max_workers=2) as both_cores:
        folder = pathlib.Path(name)
        prepare(folder)
        bases = {}
        for case in ("still", "flowing", "raining", "clogging", "crusted", "oxidising", "exchanging", "heated", "frozen", "measured", "storms", "snowing", "irrigating", "sourced", "lifts", "rising",
                     "windrow", "blocks"):
            code, bases[case], said = run(folder, case, case)
            if code != 0:
                return f"{case}.toml: exit code {code}\n{said}"
        again = run(folder, "again", "still")[1]
        if changed(bases["still"], again):
            problems.append("the same case gives two answers")
        problems += filter(None, both_cores.map(lambda key: check(folder, bases, key), [k for k in keys if k in CHANGES]))
    print(f"{len(CHANGES)} keys change the answer" if not problems else "")
    return "\n".join(problems) or 0


if __name__ == "__main__":
    sys.exit(main())
