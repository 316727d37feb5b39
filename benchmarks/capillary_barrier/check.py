"""A fine soil over a coarse one: steady profiles against exact ones; sideways drainage and breakthrough against formulas."""
import pathlib
import sys

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import flow_tools  # noqa: E402
import tools  # noqa: E402

FINE, COARSE, THICK = (1e-6, 1.0), (1e-4, 20.0), 0.5  # conductivity in m/s, alpha in 1/m; m of each
WIDTH, SIDE = 5.0, -1.5  # m; head of the east side at the interface


def coarse_head(rain):
    """At which the coarse soil passes the rain by its weight alone."""
    return np.log(rain / COARSE[0]) / COARSE[1]


def exact(heights, rain):
    """Heads in a column: K = q + (K_i - q) exp(-alpha (z - z_i)) above the interface."""
    k, alpha = FINE
    entry = coarse_head(rain)
    above = rain + (k * np.exp(alpha * entry) - rain) * np.exp(-alpha * (heights - THICK))
    return np.where(heights > THICK, np.log(above / k) / alpha, entry)


def check_column():
    for rain in (1e-9, 1e-8, 1e-7):
        errors, stored = [], []
        for count in (50, 100, 200):
            run = tools.run(HERE / "column.toml", f"mesh.cells.count={count}", f"boundaries.top.water.rain={rain} m/s")
            heights, head = flow_tools.head(run)
            errors.append(float(np.max(np.abs(head - exact(heights, rain)))))
            stored.append(float(np.mean(flow_tools.saturation(run)[1][heights > THICK])))
        print(f"rain {rain} m/s, largest errors of the head with 50, 100, 200 cells, m:", " ".join(f"{e:.2e}" for e in errors))
        tools.require("largest error of the head, m", errors[-1], 0, 0.005)
        tools.require_at_least("order in space", tools.order(errors)[-1], 0.8)
        k, alpha = FINE
        full = np.exp(alpha * coarse_head(rain))
        mean = rain / k + (full - rain / k) * (1 - np.exp(-alpha * THICK)) / (alpha * THICK)
        tools.require("mean saturation of the fine soil", stored[-1], mean, 0.01, relative=True)
        print(f"     without the coarse soil beneath it would be {rain / k:.3f}")


def integral(head):
    """Of exp(alpha psi) over the fine soil, m, where it hangs at rest above that head of the interface."""
    alpha = FINE[1]
    return np.exp(alpha * head) * (1 - np.exp(-alpha * THICK)) / alpha


def section(rain, columns, rows):
    """Middles of columns, integrals of the saturation of the fine soil over its height, and the share of rain that leaves
    through the base."""
    with flow_tools.opened(HERE / "section.toml", f"boundaries.top.water.rain={rain} m/s", f"mesh.columns_x={columns}",
                           f"mesh.cells.count={rows}") as file:
        x, depth = file["cell/x"][...], file["cell/depth"][...]
        saturation = file["fields/saturation"][-1]
        fine = depth < THICK
        middles = np.unique(x)
        sums = np.array([np.sum(saturation[fine & (x == m)]) for m in middles]) / rows
        into = {p: np.sum(file[f"patches/{p}/entered_H2O"][-1]) for p in ("top", "base", "east")}
        tools.require("what comes in goes out", -(into["base"] + into["east"]) / into["top"], 1, 1e-6)
    return middles, sums, -into["base"] / into["top"]


def check_section():
    k, alpha = FINE
    rain, errors, leaks = 2e-9, [], []
    for columns, rows in ((25, 20), (50, 40), (100, 80)):
        x, found, leak = section(rain, columns, rows)
        parabola = integral(SIDE) + alpha * rain * (WIDTH**2 - x**2) / (2 * k)
        errors.append(float(np.max(np.abs(found - parabola) / parabola)))
        wet = parabola * alpha / (1 - np.exp(-alpha * THICK))  # exp(alpha psi) at the interface, if it hangs at rest above it
        leaks.append(float(np.log(leak / (np.mean(COARSE[0] * wet**(COARSE[1] / alpha)) / rain))))
    print("largest errors of the water above a place, of it:", " ".join(f"{e:.2e}" for e in errors))
    tools.require("largest of them on the finest grid", errors[-1], 0, 0.01)
    tools.require_at_least("order in space", tools.order(errors)[-1], 0.8)
    print(f"     {leak:.1e} of the rain leaks; ln of it over what the coarse soil passes at these heads:",
          " ".join(f"{e:.3f}" for e in leaks))
    tools.require("the last of them", leaks[-1], 0, 0.3)
    tools.require("what it tends to with order 1", 2 * leaks[-1] - leaks[-2], 0, 0.15)
    for rain in (4e-8, 8e-8):
        critical = 2 * k * (integral(coarse_head(rain)) - integral(SIDE)) / (alpha * WIDTH**2)
        leak = section(rain, 50, 40)[2]
        print(f"rain {rain} m/s is {rain / critical:.2f} times what the barrier turns aside")
        tools.require("share of the rain that leaks", leak, 1 - np.sqrt(critical / rain), 0.03)


def main():
    check_column()
    check_section()
    tools.finish()


if __name__ == "__main__":
    main()
