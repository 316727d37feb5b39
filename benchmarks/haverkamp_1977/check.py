"""Infiltration into sand, against a table of heads after 360 s."""
import pathlib
import sys

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import flow_tools  # noqa: E402
import tools  # noqa: E402

CASE = pathlib.Path(__file__).with_name("case.toml")
DEPTH = np.array([2, 4, 6, 8, 10, 12, 14, 20]) / 100
HEAD = np.array([-21.08, -21.61, -22.35, -23.43, -25.08, -27.80, -32.87, -60.79]) / 100


def main():
    run = tools.run(CASE)
    heights, head = flow_tools.head(run)
    tools.require("infiltration, m", flow_tools.entered(run), 0.023814, 0.02, relative=True)
    for depth, value in zip(DEPTH, HEAD):
        tools.require(f"head at {depth} m", flow_tools.at(0.4 - depth, heights, head), value, 0.02, relative=True)
    last = flow_tools.orders(CASE, (25, 50, 100), 400, what=flow_tools.head)[-1]
    tools.require_at_least("order in space", last, 0.8)
    tools.finish()


if __name__ == "__main__":
    main()
