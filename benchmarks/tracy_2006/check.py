"""Water that spreads from the top of dry soil, in two and three dimensions, against exact solutions."""
import pathlib
import shutil
import sys
import tempfile

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]
import flow_tools  # noqa: E402
import tools  # noqa: E402
from solution import DRY, SIDE, Block  # noqa: E402

HOURS = (6, 24)
# What runs: dimensions, alpha in 1/m, cells along each side.
STUDIES = ((2, 0.0328, (16, 32, 64)), (2, 0.328, (32, 64, 128)), (3, 0.328, (8, 16, 32)))


def check_solution(block):
    """The formulas on their own: the equation, the boundaries, and both ends of time."""
    inside = [(3.0, 4.0, 9.0), (7.0, 13.0, 14.0), (12.0, 2.0, 6.0)]
    for time in (None, *(3600.0 * h for h in HOURS)):
        worst = max(block.residual(*place, time) for place in inside)
        tools.require(f"the solution in the equation, {'steady' if time is None else f'{time / 3600:.0f} h'}", worst, 0, 1e-4)
    x, y, z = 4.0, 5.0, 9.0
    tools.require("its top", block.head(x, y, SIDE, 3600), block.head_at_top(x, y), 1e-12)
    tools.require("its base", block.head(x, y, 0, 3600), DRY, 1e-12)
    tools.require("its side", block.head(0, y, z, 3600), DRY, 1e-12)
    tools.require("its beginning", block.head(x, y, z, 20), DRY, 1e-9)
    tools.require("its end", block.head(x, y, z, 1e8), block.head(x, y, z), 1e-9)


def write_tables(folder, block, count):
    """Heads of the top at the centres of faces and at its edges, and of the sides over depth."""
    places = [0.0, *((i + 0.5) * SIDE / count for i in range(count)), SIDE]
    if block.dimensions == 2:
        rows = ["x [m], head [m]", *(f"{x}, {block.head_at_top(x, 0):.17g}" for x in places)]
    else:
        rows = ["x [m], y [m], head [m]", *(f"{x}, {y}, {block.head_at_top(x, y):.17g}" for x in places for y in places)]
    (folder / "top.csv").write_text("\n".join(rows) + "\n")
    (folder / "side.csv").write_text(f"depth [m], head [m]\n0, {DRY}\n{SIDE}, {DRY}\n")


def measure(block, count, steady):
    """Roots of the mean squares of the errors of the head (m) at HOURS, or of the steady flow, and the inflow through the top (m3/s)."""
    case = "section.toml" if block.dimensions == 2 else "box.toml"
    sets = [f"mesh.columns_x={count}", f"mesh.cells.count={count}", f"materials.soil.retention.alpha={block.alpha} 1/m"]
    sets += [f"mesh.columns_y={count}"] if block.dimensions == 3 else []
    sets += ["flow.start=steady", "run.length=1 h", "run.output_every=1 h"] if steady else []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        shutil.copy(HERE / case, folder)
        write_tables(folder, block, count)
        with flow_tools.opened(folder / case, *sets) as file:
            x, y, z = (file[f"cell/{k}"][...] for k in "xyz")
            errors = []
            for time in [None] if steady else [3600.0 * h for h in HOURS]:
                row = int(np.argmin(np.abs(file["time"][...] - (time or 0))))
                found = file["fields/water_pressure"][row] / (flow_tools.DENSITY * flow_tools.GRAVITY)
                errors.append(float(np.sqrt(np.mean((found - block.head(x, y, z, time))**2))))
            inflow = np.sum(file["patches/top/entered_H2O"][-1]) * flow_tools.PER_MOLE / file["time"][-1]
            closure = np.max(np.abs(file["series/closure_H2O"][...]))
    tools.require("mass balances close", closure, 0, 1e-10)
    return errors, inflow


def show(what, errors):
    orders = tools.order(errors)
    print(f"{what}:", " ".join(f"{e:.3e}" for e in errors), "; orders", " ".join(f"{o:.2f}" for o in orders))
    return orders


def main():
    for dimensions, alpha, counts in STUDIES:
        block = Block(dimensions, alpha)
        name = f"{dimensions} dimensions, alpha {alpha}/m"
        print(f"{name}, {counts} cells along each side")
        check_solution(block)
        steep = alpha > 0.1  # README: where heads are steep between dry cells, 1 is approached from below
        least = 0.6 if steep else 0.85
        found = [measure(block, count, True) for count in counts]
        orders = show("errors of the steady head, m", [one[0][0] for one in found])
        tools.require_at_least("order in space", orders[-1], least)
        if steep:
            tools.require_at_least("which rises with finer cells, by", orders[-1] - orders[0], 0.03)
        inflow = [abs(one[1] / block.steady_inflow() - 1) for one in found]
        orders = show("errors of the steady inflow, of it", inflow)
        tools.require_at_least("order in space of the inflow", orders[-1], least)
        found = [measure(block, count, False) for count in counts]
        for i, hours in enumerate(HOURS):
            orders = show(f"errors of the head after {hours} h, m", [one[0][i] for one in found])
            tools.require_at_least("order in space", orders[-1], least)
    tools.finish()


if __name__ == "__main__":
    main()
