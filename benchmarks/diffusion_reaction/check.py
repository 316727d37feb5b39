"""Steady diffusion with first-order uptake and a closed base: c/c0 = cosh(P (1 - z/L)) / cosh P, P = L sqrt(k/D),
N = c0 sqrt(D k) tanh P (Thiele 1939). Here P = 1."""
import math
import pathlib
import sys

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tools  # noqa: E402

CASE = pathlib.Path(__file__).with_name("case.toml")
D, RT, PRESSURE = 1e-6, tools.GAS_CONSTANT * 298.15, 0.435492 * 101325
# rate = A k (Omega - 1), Omega = 1e-12 p[atm] / 1e-20
RATE = 0.40874 * 1e-12 * 1e8 * RT / 101325


def exact(z):
    p = math.sqrt(RATE / D)
    return np.cosh(p * (1 - z)) / math.cosh(p)


def error(cells):
    depth, pressure = tools.run(CASE, f"mesh.cells.count={cells}").field("partial_pressure_Ar(g)")
    return np.max(np.abs(pressure / PRESSURE - exact(depth)))


if __name__ == "__main__":
    tools.require("P", math.sqrt(RATE / D), 1, 1e-4)
    for z, value in ((0.25, .839025), (0.5, .730763), (1.0, .648054)):
        tools.require(f"formula at {z} m", float(exact(np.array(z))), value, 5e-5)
    errors = [error(n) for n in (10, 20, 40, 80)]
    print("errors with 10, 20, 40, 80 cells:", " ".join(f"{e:.2e}" for e in errors))
    tools.require("largest error of c/c0, 80 cells", errors[-1], 0, 5e-5)
    tools.require_at_least("order in space", tools.order(errors)[-1], 1.9)
    run = tools.run(CASE, "mesh.cells.count=80", "run.output_every=1 d")
    flux = (run.series["entered_Ar(aq)"][-1] - run.series["entered_Ar(aq)"][-2]) / run.series["step_length"][-1]
    p = math.sqrt(RATE / D)
    tools.require("steady uptake, mol/m2/s", flux, PRESSURE / RT * math.sqrt(D * RATE) * math.tanh(p), 1e-3, relative=True)
    tools.finish()
