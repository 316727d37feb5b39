#!/usr/bin/python3
"""A pile that grows: what stood keeps every bit when a lift buries it, what is placed is what the balances say, lifts with no
time between are one lift, and restarts and ranks have the same bits."""
import os
import pathlib
import subprocess
import sys
import tempfile

import h5py
import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
ROOT = pathlib.Path(os.environ["TALUS_ROOT"])
FLUX = "water_flux_z"  # of the step before; a pile that has just grown has had none
DAY = 86400.0


def talus(case, output, *words, ranks=1):
    mpirun = [os.environ["TALUS_MPIRUN"], "--oversubscribe", "--bind-to", "none", "-n", str(ranks)] if ranks > 1 else []
    subprocess.run([*mpirun, os.environ["TALUS_PROGRAM"], "run", str(HERE / case), "-q", "-o", str(output), *words], check=True)
    return h5py.File(output)


def expect(condition, what):
    if not condition:
        sys.exit(f"failed: {what}")


def names_of(run):
    return [name for name in run["fields"] if run["fields"][name].ndim == 2]


def same_bits(one, other, what, rows=None):
    """Of all fields, at the last row or at `rows` of each."""
    for name in names_of(one):
        a, b = one["fields"][name][...], other["fields"][name][...]
        a, b = (a[-1], b[-1]) if rows is None else (a[rows[0]], b[rows[1]])
        expect(np.array_equal(a, b), f"{what}: {name} differs by {np.max(np.abs(a - b)):.2e}")


def held(run, row):
    """mol of each component in what stands, and the sizes of what that is made of."""
    components = [name.decode() for name in run["system/components"][...]]
    volume = run["cell/volume"][...] * run["fields/placed"][row]
    amount, size = np.zeros(len(components)), np.zeros(len(components))
    for kind, table in (("mineral_", "minerals"), ("gaseous_", "gases")):
        matrix = run[f"system/{table[:-1] if table == 'minerals' else 'gas'}_components"][...]
        for i, name in enumerate(run[f"system/{table}"][...]):
            moles = np.sum(volume * run[f"fields/{kind}{name.decode()}"][row])
            amount += matrix[i] * moles
            size += np.abs(matrix[i]) * moles
    for j, name in enumerate(components):
        moles = np.sum(volume * run[f"fields/aqueous_{name}"][row])
        amount[j] += moles
        size[j] += abs(moles)
    return components, amount, size


def check_burial(run):
    """At each lift: bits of what stood, and masses of what came."""
    placed, moment = run["fields/placed"][...], run["moment"][...]
    lifts = [row for row in range(1, len(moment)) if np.sum(placed[row]) > np.sum(placed[row - 1])]
    expect(len(lifts) == 3, f"{len(lifts)} lifts, not 3")
    before = None
    for row in lifts:
        expect(moment[row - 1] == 1 and moment[row] == 2, "a lift has a state before and one after it")
        stood = placed[row - 1] == 1
        for name in names_of(run):
            a, b = run["fields"][name][row - 1][stood], run["fields"][name][row][stood]
            expect(name == FLUX or np.array_equal(a, b), f"burial changes {name} of what stood")
        components, old, _ = held(run, row - 1)
        _, new, size = held(run, row)
        next_step = np.searchsorted(run["series/time"][...], run["time"][row], side="right")
        total = np.array([run[f"series/placed_{name}"][next_step] for name in components])
        came = total - (0 if before is None else before)
        expect(np.all(np.abs(new - old - came) <= 1e-12 * size), f"placed: {(new - old - came) / size}")
        before = total
    worst = max(np.max(np.abs(run["series"][name][...])) for name in run["series"] if name.startswith("closure_"))
    expect(worst < 1e-12, f"closure {worst:.1e}")
    mass = np.sum((run["cell/dry_density"][...] * run["cell/volume"][...])[placed[0] == 0])
    expect(abs(run["series/placed_dry_mass"][-1] - mass) <= 1e-12 * mass, "the dry mass placed")
    print(f"burial: {len(lifts)} lifts, closure {worst:.1e}")


def check_at_once(folder):
    """Lifts at one time are one lift; lifts at the start are layers."""
    equal = [word for s in ("mesh.cells={ size = '6.25 cm' }", "operations[0].depth=12.5 cm", "mesh.depth=25 cm",
                            "layers[0].thickness=25 cm") for word in ("--set", s)]  # faces to the last bit
    lift = "{{ placed = '{}', thickness = '{} cm', material = 'fine' }}"
    three = talus("lifts.toml", folder / "three.h5", *equal, "--set",
                  "lifts=[" + ", ".join([lift.format("30 h", 12.5)] * 3) + "]")
    one = talus("lifts.toml", folder / "one.h5", *equal, "--set", "lifts=[" + lift.format("30 h", 37.5) + "]")
    same_bits(three, one, "three lifts at one time, and one")
    expect(len(three["series/time"]) == len(one["series/time"]), "steps")
    start = talus("lifts.toml", folder / "start.h5", *equal, "--set", "lifts=[" + lift.format("0 s", 37.5) + "]")
    layers = talus("lifts.toml", folder / "layers.h5", *equal[:4], "--set", "lifts=[]", "--set", "mesh.depth=62.5 cm", "--set",
                   "layers=[{ thickness = '37.5 cm', material = 'fine' }, { thickness = '25 cm', material = 'fine' }]")
    same_bits(layers, start, "layers, and a lift at the start")
    print("at once: the same bits")


def check_restart(folder, whole):
    """From the state after a lift, and from between two."""
    for at in ("12 h", "30 h"):
        part = talus("lifts.toml", folder / "part.h5", "--force", "--restart", folder / "whole.h5", "--at", at)
        count = len(part["time"])
        for name in ("time", "moment"):
            expect(np.array_equal(part[name][1:], whole[name][1 - count:]), f"restart from {at}: other states")
        for row in range(1, count):
            same_bits(part, whole, f"restart from {at}", (row, row - count))
        part.close()
    print("restart: the same bits")


def check_over_a_pond(folder):
    """A lift on full pores, below a pond, of a material with an entry pressure: Newton's method once went in circles there."""
    silt = ('{ porosity = 0.48, grain_density = "2750 kg/m3", minerals = { Brucite = "5 wt%", inert = "rest" }, surface = { Brucite = "0.5 m2/g" }, '
            'water = { saturation = 0.8, composition = "pore", moves = true }, gas_diffusion = "Millington-Quirk 1961", conductivity = "2e-8 m/s", '
            'retention = { model = "Brooks-Corey", entry = "30 cm", lambda = 0.6, relative_permeability = "Mualem", residual = 0.02 } }')
    run = talus("lifts.toml", folder / "pond.h5", *(word for s in (
        f"materials.fine={silt}", 'chemistry.porosity="fixed"', "operations=[]", 'boundaries.top.water={ rain = "40 mm/d", ponding = "50 mm", composition = "rain" }',
        "lifts=[{ placed = '40 h', thickness = '10 cm', material = 'fine' }]") for word in ("--set", s)))
    expect(run["series/time"][-1] == 2 * DAY and len(run["series/time"]) < 200, "a lift below a pond needs few steps")
    print(f"over a pond: {len(run['series/time'])} steps")


def check_heat(folder):
    """Burial keeps the temperature and the ice of what stood; the lift brings its own, and energy closes."""
    run = talus("heated.toml", folder / "heated.h5", "--set", "temperature={ constant = '12 degC' }", "--set",
                "lifts=[{ placed = '6 h', thickness = '10 cm', material = 'loose', temperature = '4 degC' }]")
    placed, temperature = run["fields/placed"][...], run["fields/temperature"][...]
    row = next(row for row in range(1, len(placed)) if np.sum(placed[row]) > np.sum(placed[row - 1]))
    stood = placed[row - 1] == 1
    expect(np.array_equal(temperature[row - 1][stood], temperature[row][stood]), "burial changes temperatures")
    expect(np.all(temperature[row][~stood] == 277.15), "the lift has its temperature")
    expect(np.all(temperature[-1][~stood] != 277.15), "heat flows in the lift")
    closure = np.max(np.abs(run["series/closure_energy"][...]))
    expect(closure < 1e-10, f"energy closes to {closure:.1e}")
    print(f"heat: energy closes to {closure:.1e}")


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        whole = talus("lifts.toml", folder / "whole.h5")
        check_burial(whole)
        check_at_once(folder)
        check_restart(folder, whole)
        check_over_a_pond(folder)
        check_heat(folder)
        for ranks in (2, 3):
            other = talus("lifts.toml", folder / f"{ranks}.h5", ranks=ranks)
            expect(np.array_equal(other["series/time"][...], whole["series/time"][...]), f"steps on {ranks} ranks")
            for row in range(len(whole["time"])):
                same_bits(whole, other, f"{ranks} ranks", (row, row))
        print("ranks: the same bits")
        for run in ("whole.h5", "heated.h5"):
            subprocess.run([sys.executable, ROOT / "tests/report/check_ledger.py", folder / run, "--quiet"], check=True)


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"failed: {' '.join(map(str, error.cmd))}")
