"""Calcite closes the pores between two solutions that diffuse towards each other: growth ends at the critical porosity, the run
goes on, porosity and solids are 1 at every output, and what passes the closed pores falls."""
import pathlib
import sys

import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
import tools  # noqa: E402

CASE = FOLDER / "case.toml"
CRITICAL, POROSITY, MOLAR_VOLUME = 0.05, 0.35, 36.934e-6
YEAR = 365.25 * 86400


def calcite(run):
    """mol over time."""
    return run.fields["mineral_Calcite"] @ run.volume


if __name__ == "__main__":
    run = tools.run(CASE)
    porosity, years = run.fields["porosity"], run.time / YEAR
    lowest = np.min(porosity, axis=1)
    print("years, lowest porosity, calcite in mol:")
    for i in range(0, len(years), 5):
        print(f"{years[i]:6.1f}  {lowest[i]:.6f}  {calcite(run)[i]:.2f}")
    solids = porosity + run.fields["mineral_Calcite"] * MOLAR_VOLUME
    tools.require("porosity and calcite are what they were", float(np.max(np.abs(solids - POROSITY))), 0, 1e-12)
    tools.require("lowest porosity", float(lowest[-1]), CRITICAL, 1e-3)
    tools.require("and never below", float(min(0, np.min(lowest) - CRITICAL)), 0, 1e-4)
    tools.require_at_least("saturation index where pores are closed",
                           float(np.max(run.fields["saturation_index_Calcite"][-1])), 1)
    growth = np.diff(calcite(run)) / np.diff(run.time)
    tools.require_at_least("growth at the start over growth at the end", growth[0] / growth[-1], 5)
    loose = tools.run(CASE, "steps.tolerance=1e-2")
    print(f"{len(run.series['step_length'])} steps at a tolerance of 1e-3, {len(loose.series['step_length'])} at 1e-2: "
          f"{calcite(run)[-1]:.3f} and {calcite(loose)[-1]:.3f} mol")
    tools.require("calcite at ten times the tolerance", calcite(loose)[-1], calcite(run)[-1], 0.01, relative=True)
    tools.finish()
