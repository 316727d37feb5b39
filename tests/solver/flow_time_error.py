#!/usr/bin/python3
"""The order in time of the flow of water, with fixed steps (flow.fixed) on one grid against far smaller ones: implicit Euler is of
order one, for what is smooth (Srivastava and Yeh 1991) and for a front (Celia and others 1990), which begins with a jump at the
surface and comes near to one from below. And steps chosen by flow.tolerance
err in proportion to its root, as the error of a step goes with its square."""
import os
import pathlib
import sys

import numpy as np

BENCHMARKS = pathlib.Path(os.environ["TALUS_ROOT"]) / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))
import flow_tools  # noqa: E402
from tools import finish, order, require, require_at_least, run  # noqa: E402

SMOOTH = (BENCHMARKS / "srivastava_yeh_1991/case.toml", "mesh.cells.count=50", "run.length=8 h", "run.output_every=8 h", "steps.fixed=8 h")
FRONT = (BENCHMARKS / "celia_1990/case.toml", "mesh.cells.count=50", "run.length=8 h", "run.output_every=8 h", "steps.fixed=8 h")


def end(case, *sets):
    """Heads or saturations at the end, and what came in."""
    result = run(*case, *sets)
    return flow_tools.saturation(result)[1], flow_tools.entered(result)


def check_fixed(name, case, seconds, smallest, allowed):
    exact = end(case, f"flow.fixed={smallest} s")
    errors = {"saturation": [], "water that came in": []}
    for step in seconds:
        saturation, entered = end(case, f"flow.fixed={step} s")
        errors["saturation"].append(float(np.mean(np.abs(saturation - exact[0]))))
        errors["water that came in"].append(abs(entered - exact[1]))
    for what, each in errors.items():
        print(f"{name}, errors of the {what} with steps of {seconds} s:", " ".join(f"{e:.2e}" for e in each))
        orders = order(each)
        print("orders", " ".join(f"{o:.3f}" for o in orders))
        require(f"{name}, {what}: order at steps of {seconds[-1]} s", orders[-1], 1, allowed)
        require_at_least("which the orders before tend to: the distance of the first from 1 over that of the last",
                         abs(orders[0] - 1) / abs(orders[-1] - 1), 1 if abs(orders[0] - 1) > 0.05 else 0)


def check_tolerance(name, case):
    exact = end(case, "flow.fixed=4 s")
    errors = [float(np.mean(np.abs(end(case, f"flow.tolerance={t}")[0] - exact[0]))) for t in ("1e-3", "1e-4", "1e-5")]
    print(f"{name}, errors of the saturation with tolerances 1e-3, 1e-4, 1e-5:", " ".join(f"{e:.2e}" for e in errors))
    require(f"{name}: order by the tolerance", order(errors, 10)[-1], 0.5, 0.15)


check_fixed("smooth", SMOOTH, (480, 240, 120, 60), 1, 0.1)
check_fixed("front", FRONT, (120, 60, 30, 15), 0.5, 0.15)
check_tolerance("smooth", SMOOTH)
finish()
