"""Steady flow through a dam, against the discharge K h^2 / 2L that Charny (1951) proved for a free surface."""
import pathlib
import sys

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import flow_tools  # noqa: E402
import tools  # noqa: E402

CASE = pathlib.Path(__file__).with_name("case.toml")
DISCHARGE = 1e-5 * 5**2 / 20  # m2/s


def discharges(*sets):
    """(in through the west, out through the east) in m2/s, and the height up to which the east side seeps."""
    with flow_tools.opened(CASE, *sets) as file:
        length = file["time"][-1]
        west = np.sum(file["patches/west/entered_H2O"][-1]) * flow_tools.PER_MOLE / length
        each = -file["patches/east/entered_H2O"][-1] * flow_tools.PER_MOLE / length
    seeping = np.count_nonzero(each > 1e-6 * np.sum(each)) * 6 / len(each)
    return west, float(np.sum(each)), seeping


def main():
    west, east, seeping = discharges()
    tools.require("what comes in goes out", west / east, 1, 1e-6)
    tools.require("discharge over that of a free surface", east / DISCHARGE, 1, 0.05)
    tools.require_at_least("height of the seepage face, m", seeping, 0.5)
    coarse = discharges("mesh.columns_x=20", "mesh.cells.count=24")[1]
    print(f"discharge over that of a free surface, half the columns and rows: {coarse / DISCHARGE:.4f}")
    tools.require("and with half the columns and rows", coarse / east, 1, 0.03)
    tools.finish()


if __name__ == "__main__":
    main()
