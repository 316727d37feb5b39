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


def front(run, years):
    """Height at which half of the calcite is left, m."""
    row = int(np.argmin(np.abs(run.time - years * YEAR)))
    return float(np.interp(HALF, run.fields["mineral_Calcite"][row] * MOLAR_VOLUME, height(run)))


if __name__ == "__main__":
    run = tools.run(CASE)
    print("front after 10, 50, 100, 150, 200, 250 yr:", " ".join(f"{front(run, y):.4f}" for y in (10, 50, 100, 150, 200, 250)), "m;",
          len(run.series["step_length"]), "steps")
    solids = run.fields["porosity"] + run.fields["mineral_Calcite"] * MOLAR_VOLUME
    tools.require("porosity and calcite are what they were", float(np.max(np.abs(solids - solids[0]))), 0, 1e-12)
    tools.require("10 yr, 0.05 m: calcite, m3/m3", calcite(run, 10, 0.05), 0.2999917, 1e-4)
    tools.require("100 yr, 0.05 m: calcite", calcite(run, 100, 0.05), 0, 1e-4)
    tools.require("100 yr, 0.10 m: calcite", calcite(run, 100, 0.10), 0.2916384, 0.003)
    tools.require("100 yr, 0.10 m: porosity", at(run, "porosity", 100, 0.10), 0.3568873, 0.003)
    tools.require("250 yr, 0.13 m: calcite", calcite(run, 250, 0.13), 0, 1e-3)
    studied = 100  # yr
    fronts = {}
    for tolerance in (3e-3, 3e-4):
        other = tools.run(CASE, f"flow.tolerance={tolerance}", f"steps.tolerance={tolerance}", f"run.length={studied} yr")
        fronts[tolerance] = front(other, studied)
        print(f"tolerances {tolerance}: {len(other.series['step_length'])} steps, front at {fronts[tolerance]:.5f} m")
    tools.require("front with ten times longer steps, m", fronts[3e-3], fronts[3e-4], 5e-4)
    tools.finish()
