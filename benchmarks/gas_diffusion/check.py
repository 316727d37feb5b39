"""Dry gas diffusion into a column with a closed base, against the series of Carslaw and Jaeger (1959), 3.3:
c/c0 = 1 - sum_n 4 / ((2n+1) pi) sin((2n+1) pi x / 2L) exp(-((2n+1) pi / 2L)^2 D t)"""
import math
import pathlib
import sys

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tools  # noqa: E402

CASE = pathlib.Path(__file__).with_name("case.toml")
LENGTH, POROSITY, SATURATION = 1.5, 0.5, 0.05
GAS = POROSITY * (1 - SATURATION)
DIFFUSIVITY = 1.5e-5 * GAS ** (10 / 3) / POROSITY**2 / GAS  # of Millington and Quirk (1961), in the gas


def exact(depth, time, terms=4000):
    total = np.zeros_like(depth)
    for n in range(terms):
        a = (2 * n + 1) * math.pi / (2 * LENGTH)
        decay = math.exp(-min(a * a * DIFFUSIVITY * time, 700))
        if decay < 1e-300:
            break
        total += 2 / (a * LENGTH) * np.sin(a * depth) * decay
    return 1 - total


def error(cells, time, *sets):
    run = tools.run(CASE, f"mesh.cells.count={cells}", *sets)
    depth, pressure = run.field("partial_pressure_Ar(g)", time)
    return np.max(np.abs(pressure / (0.21 * 101325) - exact(depth, time)))


if __name__ == "__main__":
    tools.require("apparent diffusivity, m2/s", DIFFUSIVITY, 1.06e-5, 0.01, relative=True)
    for time in (0.02, 0.1, 1.0):
        tools.require(f"largest error of c/c0 at {time} d, 100 cells", error(100, time * 86400), 0, 2e-3)
    errors = [error(n, 8640, "run.length=0.1 d", "steps.tolerance=1e-6") for n in (25, 50, 100, 200)]
    print("errors at 0.1 d with 25, 50, 100, 200 cells:", " ".join(f"{e:.2e}" for e in errors))
    tools.require_at_least("order in space", tools.order(errors)[-1], 1.9)
    # against the same grid with far smaller steps
    fine = tools.run(CASE, "mesh.cells.count=50", "run.length=0.1 d", "run.output_every=0.1 d", "steps.fixed=20 s")
    errors = []
    for step in (1440, 720, 360, 180):
        coarse = tools.run(CASE, "mesh.cells.count=50", "run.length=0.1 d", "run.output_every=0.1 d",
                           f"steps.fixed={step} s")
        errors.append(np.max(np.abs(coarse.field("gaseous_Ar(g)")[1] - fine.field("gaseous_Ar(g)")[1])))
    print("errors with steps of 1440, 720, 360, 180 s:", " ".join(f"{e:.2e}" for e in errors))
    tools.require_at_least("order in time", tools.order(errors)[-1], 1.8)
    tools.finish()
