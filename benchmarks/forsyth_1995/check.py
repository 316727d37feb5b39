"""Infiltration into dry tuff, against MIN3P: the depth of the front and the plateau behind it."""
import csv
import os
import pathlib
import sys

import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
import flow_tools  # noqa: E402
import tools  # noqa: E402

CASE = FOLDER / "case.toml"
REFERENCE = (pathlib.Path(os.environ.get("TALUS_REFERENCE", FOLDER.parent.parent.parent / "shared" / "reference"))
             / "min3p")
MIDDLE = 0.65  # saturation between dry (0.303) and the plateau (0.9996)


def front(heights, saturation):
    return float(np.interp(MIDDLE, saturation, heights))


def of_min3p(time):
    with open(REFERENCE / f"infil1_{time}d.csv") as file:
        rows = list(csv.DictReader(file))
    return (np.array([float(r["z [m]"]) for r in rows]), np.array([float(r["water_saturation [-]"]) for r in rows]))


def main():
    for time in ("1.16", "4.16", "7.16"):
        length = (f"run.length={time} d", f"run.output_every={time} d")
        run = tools.run(CASE, *length)
        heights, saturation = flow_tools.saturation(run)
        volume = float(time) * 86400 * 2.31e-6
        if time != "7.16":  # then the base lets some out
            tools.require(f"infiltration after {time} d, m", flow_tools.entered(run) / volume, 1, 0.02)
            tools.require(f"plateau after {time} d", float(np.interp(5.9, heights, saturation)), 0.99958, 3e-4)
        if not REFERENCE.exists():
            print(f"skipped: the front, as there are no tables of MIN3P in {REFERENCE}")
            continue
        if time == "7.16":
            continue  # the front has reached the base
        theirs = front(*of_min3p(time))
        tools.require(f"height of the front after {time} d, m", front(heights, saturation), theirs, 0.05)
    fronts = [front(*flow_tools.saturation(tools.run(CASE, f"mesh.cells.count={n}", "run.length=4.16 d", "run.output_every=4.16 d")))
              for n in (30, 60, 120, 240)]
    errors = [abs(a - fronts[-1]) for a in fronts[:-1]]
    print("height of the front after 4.16 d with 30, 60, 120, 240 cells, m:", " ".join(f"{f:.4f}" for f in fronts))
    tools.require("error of the front with 120 cells, m", errors[-1], 0, 0.05)
    tools.finish()


if __name__ == "__main__":
    main()
