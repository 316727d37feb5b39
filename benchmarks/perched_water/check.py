"""Perched water on clay, against Darcy's law: in the clay, which stays full, q = K_c (h + b - psi_b) / b."""
import math
import pathlib
import sys

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import flow_tools  # noqa: E402
import tools  # noqa: E402

CASE = pathlib.Path(__file__).with_name("case.toml")
RAIN, SAND, CLAY, ALPHA, THICK = 1e-7, 1e-5, 2.5e-8, 10.0, 0.5
BELOW = math.log(RAIN / SAND) / ALPHA  # m, head in the sand below, by its gravity alone
ON_CLAY = THICK * (RAIN / CLAY - 1) + BELOW  # m, head at the top of the clay


def on_clay(run):
    """Head at the top of the clay, from the cells of sand above it."""
    heights, head = flow_tools.head(run)
    above = (heights > 2.0) & (heights < 2.5)
    slope, value = np.polyfit(heights[above] - 2.0, head[above], 1)
    return value, slope, heights, head


def main():
    errors = []
    for cells in (50, 100, 200):
        value, slope, heights, head = on_clay(tools.run(CASE, f"mesh.cells.count={cells}"))
        errors.append(abs(value - ON_CLAY))
        print(f"{cells} cells: head on the clay {value:.5f} m, exact {ON_CLAY:.5f} m")
    tools.require("head on the clay, 200 cells, m", value, ON_CLAY, 0.02)
    tools.require("its slope", slope, RAIN / SAND - 1, 1e-3)
    tools.require("head in the sand below, m", float(np.interp(0.5, heights, head)), BELOW, 1e-3)
    tools.require_at_least("order in space", tools.order(errors)[-1], 0.8)
    tools.finish()


if __name__ == "__main__":
    main()
