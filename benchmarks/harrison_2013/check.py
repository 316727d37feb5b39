"""Brucite slurries bubbled with 10, 50 and 100 % CO2: what the abstract of Harrison and others (2013) says, and no more."""
import math
import pathlib
import sys

import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
import tools  # noqa: E402

TRANSFER = "1 1/h"


def slurry(pressure, *sets):
    """Uptake rate (mol/h) while carbonation goes on: after nesquehonite has come, until half of the brucite is gone; and what
    the waters were like then."""
    run = tools.react(FOLDER / "slurry.toml", f'gas.air={{"CO2(g)"="{pressure} atm"}}', f"gas.transfer={TRANSFER}", *sets)
    brucite, nesquehonite = run["Brucite [mol]"], run["Nesquehonite [mol]"]
    at = np.flatnonzero((nesquehonite > 0.02 * brucite[0]) & (brucite > 0.5 * brucite[0]))
    if len(at) < 3:
        return None
    first, last = at[0], at[-1]
    time, taken = run["time [d]"], run["CO2(g) taken up [mol]"]
    return {
        "rate": (taken[last] - taken[first]) / (24 * (time[last] - time[first])),
        "nesquehonite": np.max(np.abs(run["SI Nesquehonite"][at])),
        "gas": np.max(np.log10(run["CO2(g) of the water [atm]"][at] / run["CO2(g) in the gas [atm]"][at])),
        "carbon": (nesquehonite[last] - nesquehonite[first]) / (taken[last] - taken[first]),
    }


def slope(runs):
    """Of log10 rate against log10 pressure, by least squares."""
    return np.polyfit([math.log10(p) for p in runs], [math.log10(r["rate"]) for r in runs.values()], 1)[0]


runs = {p: slurry(p) for p in (0.1, 0.5, 1.0)}
for p, run in runs.items():
    print(f"     {p:4.1f} atm: {run['rate']:.4f} mol/h; log10 of pCO2 of the water over that of the gas {run['gas']:.2f}; "
          f"{run['carbon']:.2f} of what goes in becomes nesquehonite")
tools.require("log-slope of rate against pCO2", slope(runs), 1.0, 0.15)
for p, run in runs.items():
    tools.require(f"{p} atm: SI of nesquehonite", run["nesquehonite"], 0, 0.15)
    tools.require_at_least(f"{p} atm: how far the water is below the gas, log10", -run["gas"], 0.1)
tools.finish()
