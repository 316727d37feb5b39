"""Rain that changes above a water table, against values of the exact solution."""
import pathlib
import sys

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import flow_tools  # noqa: E402
import tools  # noqa: E402

CASE = pathlib.Path(__file__).with_name("case.toml")
HEIGHT = np.array([10, 30, 50, 70, 90]) / 100
EXACT = {1: [-8.414, -19.323, -22.437, -22.939, -17.430], 5: [-8.414, -19.305, -21.523, -15.331, -6.000],
         10: [-8.335, -17.484, -14.190, -7.563, -3.106], 20: [-6.046, -8.487, -5.429, -2.921, -1.604]}  # cm


def errors(run):
    """Largest error of the head in m, at each time."""
    result = {}
    for hours, exact in EXACT.items():
        heights, head = flow_tools.head(run, 3600 * hours)
        result[hours] = float(np.max(np.abs(flow_tools.at(HEIGHT, heights, head) - np.array(exact) / 100)))
    return result


def main():
    for hours, error in errors(tools.run(CASE)).items():
        tools.require(f"largest error of the head after {hours} h, m", error, 0, 0.005)
    mean = [np.mean(list(errors(tools.run(CASE, f"mesh.cells.count={n}", "flow.tolerance=1e-6")).values())) for n in (50, 100, 200)]
    print("mean of the largest errors with 50, 100, 200 cells, m:", " ".join(f"{e:.2e}" for e in mean))
    tools.require_at_least("order in space", tools.order(mean)[-1], 0.8)
    tools.finish()


if __name__ == "__main__":
    main()
