"""Infiltration into dry soil, against the table of Celia's problem on 1000 cells."""
import pathlib
import sys

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import flow_tools  # noqa: E402
import tools  # noqa: E402

CASE = pathlib.Path(__file__).with_name("case.toml")
DEPTH = np.array([10, 20, 30, 40, 50, 55]) / 100
HEAD = np.array([-76.87, -80.28, -86.73, -100.45, -142.88, -255.2]) / 100
INFILTRATED = 0.041135  # m
FRONT = HEAD[-1]  # m, the head whose depth is that of the front


def front(run):
    heights, head = flow_tools.head(run)
    return 1 - np.interp(FRONT, head, heights)


def main():
    fine = tools.run(CASE, "mesh.cells.count=1000", "flow.tolerance=2e-4")
    heights, head = flow_tools.head(fine)
    tools.require("infiltration, m, 1000 cells", flow_tools.entered(fine), INFILTRATED, 0.02, relative=True)
    tools.require("depth of the front, m, 1000 cells", front(fine), DEPTH[-1], 0.005)
    for depth, value in zip(DEPTH[:4], HEAD[:4]):
        tools.require(f"head at {depth} m", flow_tools.at(1 - depth, heights, head), value, 0.01)
    last = flow_tools.orders(CASE, (25, 50, 100), 400, what=flow_tools.saturation)[-1]
    tools.require_at_least("order in space", last, 0.8)
    fronts = [front(tools.run(CASE, f"flow.tolerance={t}")) for t in (1e-2, 1e-3, 1e-5)]
    errors = [abs(f - fronts[-1]) for f in fronts[:-1]]
    print("errors of the front with tolerances 1e-2, 1e-3, m:", " ".join(f"{e:.2e}" for e in errors))
    tools.require("error of the front with the usual tolerance, m", errors[1], 0, 2e-3)
    tools.finish()


if __name__ == "__main__":
    main()
