#!/usr/bin/python3
"""Piles with slopes: what rests stays at rest to rounding, the answer has the same bits on 1, 2, 3 ranks, balances close, a slope takes up
what a column normal to it does, and what lies open, what there is of each material and the corners in the run file are those of
the shape."""
import math
import os
import pathlib
import subprocess
import sys
import tempfile

import h5py
import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
CLOSED = 1e-10
GRAVITY = 9.80665
FRUSTUM = 'pile={ shape = "frustum", height = "2 m", crest_width = "1 m", crest_length = "2 m", slope = "1.5:1" }'


def talus(case, output, *sets, ranks=1):
    mpirun = [os.environ["TALUS_MPIRUN"], "--oversubscribe", "--bind-to", "none", "-n", str(ranks)] if ranks > 1 else []
    words = [word for one in sets for word in ("--set", one)]
    subprocess.run([*mpirun, os.environ["TALUS_PROGRAM"], "run", str(HERE / case), "-q", "--force", "-o", output, *words], check=True)
    return output


def require(what, good):
    print(f"{'ok  ' if good else 'FAIL'} {what}")
    if not good:
        sys.exit(1)


def check_rest(folder):
    for name, sets in (("windrow", ()), ("frustum", (FRUSTUM, "mesh.columns_x=7", "mesh.columns_y=8"))):
        with h5py.File(talus("pile_at_rest.toml", f"{folder}/rest.h5", *sets)) as file:
            z, pressure = file["cell/z"][...], file["fields/water_pressure"][...]
            weight = np.polyfit(z, pressure[0], 1)[0]  # Pa/m; the water table is 1.6 m below the crest
            uneven = np.max(np.abs(pressure - weight * (z - 0.4)))
            require(f"{name}: water stands {uneven:.1e} Pa off rest, at {-weight:.1f} Pa/m", uneven < 1e-8 and abs(-weight / GRAVITY - 1000) < 1)
            flux = np.max(np.abs(file["fields/water_flux_z"][...]))
            require(f"{name}: and does not move: {flux:.1e} m/s", flux < 1e-18)
            kelvin = file["fields/temperature"][...]
            require(f"{name}: so is the temperature to {np.ptp(kelvin):.1e} K", np.ptp(kelvin) < 1e-10)


def check_ranks(folder, whole):
    for ranks in (2, 3):
        other = talus("windrow.toml", f"{folder}/{ranks}.h5", ranks=ranks)
        subprocess.run([sys.executable, HERE / "compare_runs.py", whole, other, "0"], check=True)


def check_frustum(folder):
    """With hips, whose columns lie below two planes."""
    sets = ('pile={ shape = "frustum", height = "40 cm", crest_width = "30 cm", crest_length = "20 cm", slope = "1.5:1" }',
            "mesh.columns_x=5", "mesh.columns_y=5", "run.length=1 d", "run.output_every=1 d")
    one, two = (talus("windrow.toml", f"{folder}/{ranks}.h5", *sets, ranks=ranks) for ranks in (1, 2))
    subprocess.run([sys.executable, HERE / "compare_runs.py", one, two, "0"], check=True)
    with h5py.File(one) as file:
        worst = max(np.max(np.abs(file[f"series/{name}"][...])) for name in file["series"] if name.startswith("closure_"))
        require(f"frustum: balances close to {worst:.1e}", worst <= CLOSED)


def uptake_per_area(path, faces=slice(None)):
    """mol of CO2 through each m2 that lies open, at the end."""
    with h5py.File(path) as file:
        top = file["patches/top"]
        return top["entered_HCO3-"][-1][faces].sum() / top["area"][faces].sum()


def check_slope(folder):
    uniform = ('layers=[{ thickness = "40 cm", material = "rich" }]', )
    column = uptake_per_area(talus("slope_column.toml", f"{folder}/column.h5"))
    fine = ("mesh.cells.surface=1 mm", "mesh.cells.growth=1.3")
    answers = {}
    for name, cells in (("fine", fine), ("halved", ("mesh.cells.surface=0.5 mm", "mesh.cells.growth=1.14"))):
        path = talus("windrow.toml", f"{folder}/{name}.h5", *uniform, *cells, "mesh.columns_x=15")
        with h5py.File(path) as file:
            x = file["cell/x"][...][file["patches/top/cell"][...]]
        answers[name] = uptake_per_area(path, (x > 0.25) & (x < 0.6))  # of a slope from 0 to 0.8 m
    of_column = answers["fine"] / column - 1
    halved = answers["halved"] / answers["fine"] - 1
    require(f"a slope takes up {100 * of_column:+.2f} % of what a tilted column does more", abs(of_column) < 0.05)
    require(f"and {100 * halved:+.2f} % more with half the cells' height", abs(halved) < 0.03)


def check_file(path):
    with h5py.File(path) as file:
        volume, points = file["cell/volume"][...], file["geometry/points"][...].reshape(-1, 8, 3)
        require("volume", abs(volume.sum() / (0.4 * (0.3 + 0.8)) - 1) < 1e-12)
        # of a section, cells are prisms: the area between the edges of their sides, times the length
        sides = 0.5 * ((points[:, 4, 2] - points[:, 0, 2]) + (points[:, 5, 2] - points[:, 1, 2])) * (points[:, 1, 0] - points[:, 0, 0])
        toe = np.min(points[:, 4:, 2], axis=1) < 1e-12  # there cells are drawn as a fan
        require("corners", np.max(np.abs(sides - volume)[~toe]) < 1e-12 and abs(sides.sum() - volume.sum()) < 1e-12)
        top = file["patches/top"]
        require("open surface", abs(top["area"][...].sum() / (0.3 + 2 * math.hypot(0.8, 0.4)) - 1) < 1e-12)
        require("its projection", abs((top["area"][...] * top["nz"][...]).sum() / 1.9 - 1) < 1e-12)
        for name, values in file["series"].items():
            if name.startswith("closure_"):
                worst = np.max(np.abs(values[...]))
                require(f"{name}: {worst:.1e}", worst <= CLOSED)


def main():
    with tempfile.TemporaryDirectory() as folder:
        whole = talus("windrow.toml", f"{folder}/1.h5")
        check_file(whole)
        check_ranks(folder, whole)
        check_frustum(folder)
        check_slope(folder)
        check_rest(folder)


if __name__ == "__main__":
    main()
