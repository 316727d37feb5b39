#!/usr/bin/python3
"""Block models. Random models of blocks of many sizes over random meshes: the mass of each mineral that a run begins with is the
sum over the blocks, to 1e-12; so is the pore water. A model of layers gives the bits of the same case by layers. 1 and 3 ranks
give the same bits. The run file has the hash of the file, and an echo that is a case again."""
import hashlib
import os
import pathlib
import random
import subprocess
import sys
import tempfile

import h5py
import numpy as np

HERE = pathlib.Path(__file__).parent
PROGRAM = os.environ["TALUS_PROGRAM"]
MASS = {"Brucite": 58.3197e-3, "Lizardite": 277.1125e-3}  # kg/mol, near enough for what is told apart by ratios
CASE = """
title = "Blocks"
run = {{ length = "{length}", output_every = "{length}" }}
{mesh}
temperature = {{ constant = "15 degC" }}
{layers}
[chemistry]
database = ["talus"]
components = ["H+", "HCO3-", "Mg+2", "Na+", "Cl-", "SiO2(aq)"]
gases = ["CO2(g)"]
rates = "Palandri-Kharaka"
activity = "B-dot"
dissolve = ["Brucite", "Lizardite"]
precipitate = {{ Nesquehonite = {{ seed = "10 m2/m3" }} }}
[waters.pore]
pH = 9.5
total = {{ "Mg+2" = "1 mmol/kgw", "Na+" = "3 mmol/kgw", "HCO3-" = "1 mmol/kgw", "Cl-" = "3 mmol/kgw" }}
charge = "Cl"
[boundaries.top]
air = {{ "CO2(g)" = "420e-6 atm" }}
{materials}
"""
ORE = """
[materials.ore]
grain_density = "2800 kg/m3"
minerals = { inert = "rest" }
water = { composition = "pore", moves = false }
gas_diffusion = "Millington-Quirk 1961"
[materials.ore.block_model]
file = "blocks.csv"
origin_x = "1000 m"
origin_y = "-200 m"
origin_z = "350 m"
dry_density = "DENS"
saturation = "SAT"
minerals = { Brucite = "BRUC", Lizardite = "SERP" }
surface = { Brucite = "SURF", Lizardite = "SURF" }
"""
HEADING = "x [m],y [m],z [m],dx [m],dy [m],dz [m],DENS [t/m3],SAT [1],BRUC [wt%],SERP [wt%],SURF [m2/g]"
ORIGIN = (1000, -200, 350)


def split(box, dice, depth):
    """Random blocks that fill a box: cut in two, again and again."""
    low, high = box
    if depth == 0 or dice.random() < 0.1:
        return [box]
    d = dice.randrange(3)
    at = low[d] + (high[d] - low[d]) * dice.uniform(0.2, 0.8)
    below, above = [*high], [*low]
    below[d] = above[d] = at
    return split((low, below), dice, depth - 1) + split((above, high), dice, depth - 1)


def row(box, values):
    centre = [(a + b) / 2 + o for a, b, o in zip(*box, ORIGIN)]
    return ",".join(repr(float(v)) for v in (*centre, *(b - a for a, b in zip(*box)), *values))


def values_of(dice):
    return (dice.uniform(1.3, 1.8), dice.uniform(0.2, 0.8), dice.uniform(0, 6), dice.uniform(40, 90), dice.uniform(0.5, 9))


def run(folder, name, *words, ranks=1):
    start = [os.environ["TALUS_MPIRUN"], "--oversubscribe", "--bind-to", "none", "-n", str(ranks)] if ranks > 1 else []
    done = subprocess.run([*start, PROGRAM, "run", folder / "case.toml", "-q", "--force", "-o", folder / name, *words],
                          capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return folder / name


def write(folder, mesh, layers, materials, length="1 s"):
    (folder / "case.toml").write_text(CASE.format(mesh=mesh, layers=layers, materials=materials, length=length), encoding="utf-8")


def check_mass(folder, dice):
    worst = 0
    for dimensions in (1, 2, 3, 3, 3):
        size = [dice.uniform(2, 40), dice.uniform(2, 40), dice.uniform(1, 6)]
        if dimensions == 1:
            size[1] = size[0]
        n = (dice.randint(2, 5), dice.randint(2, 5))
        shape = {1: f'shape = "column", area = "{size[0] ** 2!r} m2"',
                 2: f'shape = "section", width = "{size[0]!r} m", length = "{size[1]!r} m", columns_x = {n[0]}',
                 3: f'shape = "box", width = "{size[0]!r} m", length = "{size[1]!r} m", columns_x = {n[0]}, columns_y = {n[1]}'}[dimensions]
        write(folder, f'mesh = {{ {shape}, depth = "{size[2]!r} m", cells = {{ count = {dice.randint(1, 7)} }} }}',
              f'[[layers]]\nthickness = "{size[2]!r} m"\nmaterial = "ore"', ORE)
        boxes = split(([0.0] * 3, size), dice, 6)
        # what lies outside of the mesh does not count
        boxes.append(([0.0, 0.0, size[2]], [size[0], size[1], size[2] + 3]))
        values = [values_of(dice) for _ in boxes]
        (folder / "blocks.csv").write_text("\n".join([HEADING, *map(row, boxes, values)]) + "\n", encoding="utf-8")
        volume = [np.prod([b - a for a, b in zip(*box)]) for box in boxes[:-1]]
        with h5py.File(run(folder, "mass.h5")) as file:
            of_cells = file["cell/volume"][...]
            kilograms = {m: np.sum(of_cells * file[f"fields/mineral_{m}"][0]) * MASS[m] for m in MASS}
            water = np.sum(of_cells * file["fields/saturation"][0] * file["cell/porosity"][...])
            dry = np.sum(of_cells * file["cell/dry_density"][...])
        exact = {"dry": sum(v * 1e3 * x[0] for v, x in zip(volume, values)),
                 "Brucite": sum(v * 10 * x[0] * x[2] for v, x in zip(volume, values)),
                 "Lizardite": sum(v * 10 * x[0] * x[3] for v, x in zip(volume, values)),
                 "water": sum(v * (1 - x[0] / 2.8) * x[1] for v, x in zip(volume, values))}
        found = {"dry": dry, "water": water, **kilograms}
        for name in ("dry", "water"):
            worst = max(worst, abs(found[name] / exact[name] - 1))
        ratios = {m: found[m] / exact[m] for m in MASS}  # the molar mass of the database over that above
        check_mass.ratios = getattr(check_mass, "ratios", ratios)
        for name, ratio in ratios.items():
            assert abs(ratio - 1) < 1e-4, (name, ratio)
            worst = max(worst, abs(ratio / check_mass.ratios[name] - 1))
    assert worst < 1e-12, worst
    print(f"mass over random blocks: {worst:.1e}")


def same(a, b):
    return subprocess.run([sys.executable, HERE / "compare_runs.py", a, b, "0"], capture_output=True, text=True, check=False)


def check_layers(folder, dice):
    """Blocks as wide as the pile and half of it, in layers, beside [[layers]]."""
    mesh = ('mesh = { shape = "box", depth = "60 cm", width = "4 m", length = "1 m", columns_x = 4, cells = { surface = "1 cm", growth = 1.6, '
            'largest = "10 cm" } }')
    thickness, values = (0.1, 0.2, 0.3), [values_of(dice) for _ in range(3)]
    layers = "".join(f'[[layers]]\nthickness = "{t} m"\nmaterial = "m{k}"\n' for k, t in enumerate(thickness))
    materials = "".join(
        f'[materials.m{k}]\ndry_density = "{v[0]!r} t/m3"\ngrain_density = "2800 kg/m3"\ngas_diffusion = "Millington-Quirk 1961"\n'
        f'minerals = {{ Brucite = "{v[2]!r} wt%", Lizardite = "{v[3]!r} wt%", inert = "rest" }}\n'
        f'surface = {{ Brucite = "{v[4]!r} m2/g", Lizardite = "{v[4]!r} m2/g" }}\n'
        f'water = {{ saturation = {v[1]!r}, composition = "pore", moves = false }}\n' for k, v in enumerate(values))
    write(folder, mesh, layers, materials, "2 d")
    by_layers = run(folder, "layers.h5")
    rows, top = [HEADING], 0.6
    for t, v in zip(thickness, values):
        rows += [row(([x, 0.0, top - t], [x + 2, 1.0, top]), v) for x in (0.0, 2.0)]
        top -= t
    (folder / "blocks.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    one_layer = "".join(f'[[layers]]\nthickness = "{t} m"\nmaterial = "ore"\n' for t in thickness)
    write(folder, mesh, one_layer, ORE, "2 d")
    by_blocks = run(folder, "blocks.h5")
    with h5py.File(by_layers) as a, h5py.File(by_blocks) as b:
        for name in ("fields/mineral_Brucite", "fields/mineral_Nesquehonite", "fields/saturation", "fields/pH"):
            x, y = a[name][...], b[name][...]
            far = np.max(np.abs(x - y)) / np.max(np.abs(x))
            assert far < 1e-12, (name, far)
            print(f"{name} by layers and by blocks: {far:.1e}")
    done = same(by_blocks, run(folder, "ranks.h5", ranks=3))
    assert done.returncode == 0, done.stdout
    with h5py.File(by_blocks) as file:
        echo = file["provenance"].attrs["case_echo"]
    digest = hashlib.sha256((folder / "blocks.csv").read_bytes()).hexdigest()
    assert f'# SHA-256 of blocks.csv = "{digest}"' in echo, echo[-300:]
    (folder / "case.toml").write_text(echo, encoding="utf-8")
    done = same(by_blocks, run(folder, "again.h5"))
    assert done.returncode == 0, done.stdout


def main():
    dice = random.Random(46)
    with tempfile.TemporaryDirectory() as folder:
        check_mass(pathlib.Path(folder), dice)
        check_layers(pathlib.Path(folder), dice)
    return 0


if __name__ == "__main__":
    sys.exit(main())
