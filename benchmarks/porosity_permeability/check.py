"""Acid water dissolves calcite between fixed heads, with Kozeny-Carman's law: against MIN3P's example "perm1", and the
independence of the front from the steps."""
import pathlib
import sys

import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
import tools  # noqa: E402

CASE = FOLDER / "case.toml"
YEAR = 365.25 * 86400
MOLAR_VOLUME = 36.934e-6  # m3/mol
HALF = 0.15  # m3/m3: half of the calcite, which marks the front


def height(run):
    return 0.4 - run.depth


def at(run, name, years, where):
    """A field at a height (m), on straight lines between the centres of cells, which stand from the base up."""
    row = int(np.argmin(np.abs(run.time - years * YEAR)))
    return float(np.interp(where, height(run), run.fields[name][row]))


def calcite(run, years, where):
    return at(run, "mineral_Calcite", years, where) * MOLAR_VOLUME


def height_of(run, years, left=HALF):
    """Height at which that much calcite (m3/m3) is left, m."""
    row = int(np.argmin(np.abs(run.time - years * YEAR)))
    return float(np.interp(left, run.fields["mineral_Calcite"][row] * MOLAR_VOLUME, height(run)))


if __name__ == "__main__":
    runs = {t: tools.run(CASE, f"flow.tolerance={t}", f"steps.tolerance={t}") for t in (1e-2, 1e-3)}
    run = runs[1e-3]
    for tolerance, one in runs.items():
        print(f"tolerances {tolerance}: {len(one.series['step_length'])} steps; front after 10, 50, 100, 150, 200 yr:",
              " ".join(f"{height_of(one, y):.5f}" for y in (10, 50, 100, 150, 200)), "m")
    solids = run.fields["porosity"] + run.fields["mineral_Calcite"] * MOLAR_VOLUME
    tools.require("porosity and calcite are what they were", float(np.max(np.abs(solids - solids[0]))), 0, 1e-12)
    tools.require("10 yr, 0.05 m: calcite, m3/m3", calcite(run, 10, 0.05), 0.2999917, 1e-5)
    tools.require("100 yr, 0.05 m: calcite", calcite(run, 100, 0.05), 0, 1e-4)
    tools.require("100 yr: where 0.2916384 is left, m; half a cell", height_of(run, 100, 0.2916384), 0.10, 0.0025)
    tools.require("250 yr, 0.13 m: calcite", calcite(run, 250, 0.13), 0, 1e-3)
    tools.require("front after 100 yr at ten times the tolerances, m", height_of(runs[1e-2], 100), height_of(run, 100), 5e-4)
    tools.finish()
