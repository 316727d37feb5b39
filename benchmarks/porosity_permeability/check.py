"""Acid water dissolves calcite between fixed heads, with Kozeny-Carman's law: against MIN3P's example "perm1", and the
independence of the front from the steps. Gypsum that takes the place of calcite ("perm3") closes the column, ferrihydrite ("perm2")
does not: by their balances, and by finer cells and steps."""
import pathlib
import sys
import tempfile

import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
import tools  # noqa: E402

CASE = FOLDER / "case.toml"
YEAR = 365.25 * 86400
MOLAR_VOLUME = 36.934e-6  # m3/mol
HALF = 0.15  # m3/m3: half of the calcite, which marks the front
MIN3P_FRONT = 0.3704  # m after 250 yr, with steps so small that it no longer moves
SCRATCH = pathlib.Path(tempfile.mkdtemp())


def height(run):
    return np.max(run.depth) + np.min(run.depth) - run.depth


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


def middle_head(run, years):
    """Hydraulic head half way up, above that of the top, m."""
    row = int(np.argmin(np.abs(run.time - years * YEAR)))
    order = np.argsort(height(run))
    z, pressure = height(run)[order], run.fields["water_pressure"][row][order]
    return float(np.interp(0.2, z, pressure / (997.0449 * 9.80665) + z)) - 10.0


def with_log_k(log_k):
    """The constants with another solubility of calcite, in a file beside this one's scratch."""
    text = (FOLDER / "constants.toml").read_text()
    assert text.count("log_k = -8.48\n") == 1
    path = SCRATCH / f"calcite{log_k}.toml"
    path.write_text(text.replace("log_k = -8.48\n", f"log_k = {log_k}\n"))
    return path


VOLUMES = {"Calcite": MOLAR_VOLUME, "Gypsum": 74.69e-6, "Ferrihydrite(perm2)": 23.99e-6}


def of_mineral(run, name, years):
    """m3/m3, from the base up."""
    row = int(np.argmin(np.abs(run.time - years * YEAR)))
    return run.fields[f"mineral_{name}"][row][np.argsort(height(run))] * VOLUMES[name]


def check_gypsum():
    finer = ("steps.tolerance=1e-3", "flow.tolerance=1e-3")
    run, by_steps, by_cells = (tools.run(FOLDER / "perm3.toml", *sets) for sets in ((), finer, ("mesh.cells.count=160",)))
    solids = run.fields["porosity"] + sum(run.fields[f"mineral_{m}"] * VOLUMES[m] for m in ("Calcite", "Gypsum"))
    tools.require("perm3: porosity and minerals are what they were", float(np.max(np.abs(solids - solids[0]))), 0, 1e-12)
    for years in (10, 20):
        tools.require(f"perm3, {years} yr: front with finer steps, m", height_of(by_steps, years), height_of(run, years), 2e-4)
        tools.require(f"perm3, {years} yr: front with finer cells, m", height_of(by_cells, years), height_of(run, years), 1.3e-3)
    entered = np.interp([YEAR, 2 * YEAR, 80 * YEAR, 100 * YEAR], run.series["time"], run.series["entered_SO4-2"])
    print(f"perm3: sulfate that comes in, mol/yr: {entered[1] - entered[0]:.3f} in the second year, {(entered[3] - entered[2]) / 20:.4f} in the "
          f"last twenty; porosity of the plug {np.min(run.fields['porosity'][-1]):.4f}")
    tools.require("perm3: the column closes, flow over that of the second year", (entered[3] - entered[2]) / 20 / (entered[1] - entered[0]), 0, 0.01)


def check_ferrihydrite():
    run, by_cells = tools.run(FOLDER / "perm2.toml"), tools.run(FOLDER / "perm2.toml", "mesh.cells.count=160")
    formed = float(np.sum(run.fields["mineral_Ferrihydrite(perm2)"][-1] * run.volume))
    for years in (100, 1000):
        tools.require(f"perm2, {years} yr: most ferrihydrite with finer cells, m3/m3", float(np.max(of_mineral(by_cells, "Ferrihydrite(perm2)", years))),
                      float(np.max(of_mineral(run, "Ferrihydrite(perm2)", years))), 0.01, relative=True)
    tools.require("perm2: ferrihydrite is the iron that stayed, mol", formed, run.series["entered_Fe+3"][-1], 1e-3, relative=True)


if __name__ == "__main__":
    runs = {t: tools.run(CASE, f"flow.tolerance={t}", f"steps.tolerance={t}") for t in (1e-2, 1e-3)}
    run = runs[1e-3]
    for tolerance, one in runs.items():
        print(f"tolerances {tolerance}: {len(one.series['step_length'])} steps; front after 10, 50, 100, 150, 200 yr:",
              " ".join(f"{height_of(one, y):.5f}" for y in (10, 50, 100, 150, 200)), "m")
    solids = run.fields["porosity"] + run.fields["mineral_Calcite"] * MOLAR_VOLUME
    tools.require("porosity and calcite are what they were", float(np.max(np.abs(solids - solids[0]))), 0, 1e-12)
    tools.require("10 yr: head in the middle, m", middle_head(run, 10), 7.176e-4, 0.005, relative=True)
    tools.require("10 yr, 0.05 m: calcite, m3/m3", calcite(run, 10, 0.05), 0.2999917, 1e-5)
    tools.require("100 yr, 0.05 m: calcite", calcite(run, 100, 0.05), 0, 1e-4)
    tools.require("100 yr: where 0.2916384 is left, m", height_of(run, 100, 0.2916384), 0.10, 0.0025)
    tools.require("250 yr, 0.13 m: calcite", calcite(run, 250, 0.13), 0, 1e-3)
    tools.require("250 yr: front, m; a cell and a half", height_of(run, 250), MIN3P_FRONT, 0.0075)
    fine = tools.run(CASE, "mesh.cells.count=160")
    tools.require("160 cells, 100 yr: where 0.2916384 is left, m", height_of(fine, 100, 0.2916384), 0.10, 0.001)
    tools.require("160 cells, 250 yr: front, m", height_of(fine, 250), MIN3P_FRONT, 0.0025)
    others = {k: tools.run(CASE, "flow.tolerance=1e-2", "steps.tolerance=1e-2", f"chemistry.database=['talus', '{with_log_k(k)}']")
              for k in (-8.475, -8.485)}
    print("front after 250 yr by log K of calcite, at tolerances of 1e-2:",
          ", ".join(f"{k} {height_of(r, 250):.4f}" for k, r in others.items()), f"and -8.48 {height_of(runs[1e-2], 250):.4f} m; MIN3P {MIN3P_FRONT}")
    tools.require("250 yr: 0.01 in log K moves the front, m", height_of(others[-8.475], 250) - height_of(others[-8.485], 250), 0.011, 0.004)
    tools.require("front after 100 yr at ten times the tolerances, m", height_of(runs[1e-2], 100), height_of(run, 100), 5e-4)
    check_gypsum()
    check_ferrihydrite()
    tools.finish()
