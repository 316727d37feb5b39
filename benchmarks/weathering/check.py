"""Albite weathers to kaolinite: the front goes as fast as the water that has come to equilibrium carries sodium away (Lichtner
1988), and the profile it leaves is steady."""
import pathlib
import sys

import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
import tools  # noqa: E402

CASE = FOLDER / "case.toml"
YEAR = 365.25 * 86400
FLUX = 0.3  # m/yr


def albite_left(run):
    """mol/m2 at each time."""
    return np.array([np.sum(values * run.volume) for values in run.fields["mineral_Albite"]])


def depth_of_half(run, row):
    """Depth at which half of the albite is left, m."""
    values, depth = run.fields["mineral_Albite"][row], run.depth
    order = np.argsort(depth)
    return float(np.interp(0.5 * np.max(values), values[order], depth[order]))


if __name__ == "__main__":
    run = tools.run(CASE)
    years = run.time / YEAR
    start = run.fields["mineral_Albite"][0][0]
    left = albite_left(run)
    front = np.array([depth_of_half(run, row) for row in range(len(years))])
    print(f"{len(run.series['step_length'])} steps, {int(np.sum(run.series['newton_iterations']))} Newton iterations")
    print("front, m, every 1 kyr:", " ".join(f"{f:.3f}" for f in front[::2]))
    late = (years > 3000) & (front < 4)
    speed = 1e3 * np.polyfit(years[late], front[late], 1)[0]
    batch = tools.react(FOLDER / "equilibrium.toml")
    sodium = batch["total Na+ [mol/kgw]"][-1]
    print(f"sodium at equilibrium with both minerals: {sodium:.6f} mol/kgw")
    tools.require("speed of the front, m per 1000 yr, by the sodium of water at equilibrium", speed,
                  1e3 * FLUX * 1000 * (sodium - 1e-4) / start, 0.02, relative=True)
    lost = -1e3 * np.polyfit(years[late], left[late], 1)[0] / start
    tools.require("the same by the albite that is lost", lost, speed, 0.01, relative=True)
    row, deep = int(np.flatnonzero(late)[-1]), int(np.argmax(run.depth))
    for mineral in ("Albite", "Kaolinite"):
        index = run.fields[f"saturation_index_{mineral}"][row][deep]
        tools.require(f"saturation index of {mineral} at the base", index, 0, 0.02)
    tools.finish()
