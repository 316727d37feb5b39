"""Columns of quartz with 10 wt% brucite under 10 % CO2, at initial saturations from 0.15 to 0.65: the driest stops for want of
water, as nesquehonite binds what the pores have; with water made up it goes on. The water book is closed."""
import pathlib
import sys

import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
import tools  # noqa: E402

CASE = FOLDER / "case.toml"
SATURATIONS = (0.15, 0.35, 0.5, 0.65)
WATER = 2 * 18.015 / 58.3197 * 0.01 / 1000  # m3 of water bound for each wt% of a kg of medium, brucite to nesquehonite


def at_start(saturation, *sets):
    return tools.run(CASE, f"materials.column.water.saturation={saturation}", *sets)


def mean(run, name, row=-1):
    return float(np.average(run.fields[name][row], weights=run.volume))


def conversion(run, row=-1):
    return 1 - mean(run, "mineral_Brucite", row) / mean(run, "mineral_Brucite", 0)


def uptake_at(run, days):
    return float(np.interp(days * 86400, run.time, [conversion(run, i) for i in range(len(run.time))]))


def inert(run):
    return 1 - run.fields["porosity"][0] - run.fields["mineral_Brucite"][0] * 24.63e-6


if __name__ == "__main__":
    runs = {s: at_start(s) for s in SATURATIONS}
    made_up = at_start(0.15, "chemistry.hydrate_water=made up")
    print("S0    conversion after 40, 400 d    water lost, m3/m3 per wt%   S at the end   lowest porosity")
    for s, run in runs.items():
        reacted = 10 * conversion(run)
        lost = (mean(run, "water", 0) - mean(run, "water")) / 1000
        print(f"{s:.2f}  {uptake_at(run, 40):.3f}  {conversion(run):.3f}  {lost / reacted:.5f}  "
              f"{mean(run, 'saturation'):.3f}  {np.min(run.fields['porosity'][-1]):.4f}")
        tools.require(f"S0 {s}: water lost per wt% of brucite, against {1440 * WATER:.5f}", lost / reacted, 1440 * WATER, 0.1,
                      relative=True)
    print(f"0.15, water made up: {conversion(made_up):.3f}")
    tools.require_at_least("wetter columns go further than the driest", conversion(runs[0.35]) - conversion(runs[0.15]), 0.1)
    tools.require_at_least("made-up water raises conversion", conversion(made_up) - conversion(runs[0.15]), 0.1)
    tools.finish()
