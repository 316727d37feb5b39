"""Ogata and Banks (1961), USGS Prof. Paper 411-A: c/c0 = 1/2 [erfc((x-vt)/2 sqrt(Dt)) + e^(vx/D) erfc((x+vt)/2 sqrt(Dt))].
Both schemes of advection with their orders in space, and the order in time."""
import math
import pathlib
import sys

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tools  # noqa: E402

CASE = pathlib.Path(__file__).with_name("case.toml")
V, D, TIME = 1e-5, 1e-7, 1e4
PRINTED = {0.02: .990115, 0.05: .927309, 0.08: .757588, 0.10: .585289, 0.12: .398022, 0.15: .168855, 0.20: .017453}


def exact(x):
    root = 2 * math.sqrt(D * TIME)
    return 0.5 * (math.erfc((x - V * TIME) / root) + math.exp(V * x / D) * math.erfc((x + V * TIME) / root))


def profile(*sets):
    run = tools.run(CASE, *sets)
    depth, amount = run.field("aqueous_Cl-")
    _, water = run.field("water")
    return depth, amount / water / 0.01


def error(*sets):
    """Mean error over the first 0.3 m."""
    depth, c = profile(*sets)
    near = depth < 0.3
    return float(np.mean(np.abs(c[near] - [exact(x) for x in depth[near]])))


if __name__ == "__main__":
    for x, value in PRINTED.items():
        tools.require(f"formula at {x} m", exact(x), value, 2e-6)
    depth, c = profile("mesh.cells.count=400", "steps.fixed=25 s")
    for x, value in PRINTED.items():
        tools.require(f"c/c0 at {x} m, 400 cells", float(np.interp(x, depth[::-1], c[::-1])), value, 1e-3)
    for scheme, step, least in (("upwind", 40, 0.9), ("limited", 5, 1.75)):
        errors = [error(f"flow.advection={scheme}", f"mesh.cells.count={n}", f"steps.fixed={step} s") for n in (50, 100, 200)]
        print(f"{scheme}: errors with 50, 100, 200 cells:", " ".join(f"{e:.2e}" for e in errors))
        tools.require_at_least(f"{scheme}: order in space", tools.order(errors)[-1], least)
    for scheme, least in (("upwind", 1.8), ("limited", 1.7)):
        fine = profile(f"flow.advection={scheme}", "steps.fixed=5 s")[1]
        errors = [float(np.mean(np.abs(profile(f"flow.advection={scheme}", f"steps.fixed={dt} s")[1] - fine)))
                  for dt in (400, 200, 100)]
        print(f"{scheme}: errors with steps of 400, 200, 100 s:", " ".join(f"{e:.2e}" for e in errors))
        tools.require_at_least(f"{scheme}: order in time", tools.order(errors)[-1], least)
    tools.finish()
