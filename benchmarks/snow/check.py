"""Snow by degree-day against a sequence worked out by hand, and heat through snow against its resistance."""
import pathlib
import sys

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tools  # noqa: E402

HERE = pathlib.Path(__file__).parent
DAY, WATER, YEAR = 86400, 0.018015, 365.25 * 86400


def by_hand():
    """Corners of what lies (mm) and of what has reached the ground (mm), over days: README.md."""
    lies = [(0, 0), (1, 10), (2, 30), (3, 30), (4, 22), (5, 25), (6, 5), (6.25, 0), (8, 0), (9, 2), (9.125, 0), (10, 0)]
    ground = [(0, 0), (2, 0), (3, 8), (4, 16), (5, 17), (6, 43), (6.25, 48), (7, 48), (8, 52), (9, 52), (9.125, 54), (10, 54)]
    return np.array(lies).T, np.array(ground).T


def degree_days():
    run = tools.run(HERE / "case.toml")
    time = np.cumsum(run.series["step_length"]) / DAY
    per_mm = WATER / 2  # mol on 2 m2 of patch
    lies, ground = by_hand()
    for name, (days, depth) in (("snow_top", lies), ("rain_top", ground)):
        found = run.series[name] * per_mm
        worst = float(np.max(np.abs(found - np.interp(time, days, depth))))
        print(f"{name}: largest difference from the sequence by hand {worst:.1e} mm in {len(time)} steps")
        tools.require(f"{name}, mm", worst, 0, 1e-9)
    tools.require("snow fallen, mm", run.series["snowfall_top"][-1] * per_mm, 41, 1e-9)
    tools.require("nothing is missing", float(np.max(np.abs(run.series["closure_surface_top"]))), 0, 1e-10)
    tools.require("nothing runs off, mm", run.series["runoff_top"][-1] * per_mm, 0, 1e-9)


def heat():
    run = tools.run(HERE / "heat.toml")
    time = np.cumsum(run.series["step_length"])
    base = np.interp([5 * YEAR, 6 * YEAR], time, run.series["energy_base"])
    flow = (base[1] - base[0]) / YEAR
    conductivity = 0.138 - 1.01 * 0.25 + 3.233 * 0.25**2
    exact = 10 / (0.4 / conductivity + 1 / 2)
    print(f"heat flow {flow:.6f} W/m2 (exact {exact:.6f})")
    tools.require("heat flow through snow", flow / exact, 1, 1e-4)
    tools.require("energy closes", float(np.max(np.abs(run.series["closure_energy"]))), 0, 1e-8)


def main():
    degree_days()
    heat()
    tools.finish()


if __name__ == "__main__":
    main()
