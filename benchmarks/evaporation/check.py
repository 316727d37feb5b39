"""Evaporation: stages one and two, the salt that it leaves, and vapour through a dry layer."""
import math
import pathlib
import sys

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tools  # noqa: E402

HERE = pathlib.Path(__file__).parent
DAY, WATER = 86400, 0.018015


def linear_soil(potential, times):
    """Evaporated m at `times` from Gardner's soil of case.toml, whose water content w diffuses and sinks by a linear equation,
    w_t = (D w_z - V w)_z downwards: the top loses the potential until it holds none, and then stays empty. By finite volumes
    of half a millimetre at the top, and implicit steps of a two hundredth of the time."""
    conductivity, alpha, porosity = 4e-9, 0.1, 0.4
    diffusivity, speed = conductivity / (alpha * porosity), conductivity / porosity
    height = 5e-4 * 1.03 ** np.arange(162)
    height *= 2.0 / height.sum()
    n, half = len(height), height / 2
    rates = np.zeros((n, n))  # of the contents of cells, by their w
    for i in range(n - 1):
        g = diffusivity / (half[i] + half[i + 1])
        for row, sign in ((i, -1), (i + 1, 1)):
            rates[row, i] += sign * (g + speed)
            rates[row, i + 1] -= sign * g
    surface = diffusivity / half[0]
    w, lost, now, result = np.full(n, 0.5 * porosity), 0.0, 0.0, []
    source, dry = np.zeros(n), np.zeros((n, n))
    source[0], dry[0, 0] = -potential, -surface
    for end in times:
        while now < end - 1e-6:
            step = min(end - now, max(30.0, now / 200))
            new = np.linalg.solve(np.diag(height) - step * rates, height * w + step * source)
            flux = potential
            if new[0] < potential / surface:  # nothing would be left at the top
                new = np.linalg.solve(np.diag(height) - step * (rates + dry), height * w)
                flux = surface * new[0]
            w, lost, now = new, lost + step * flux, now + step
        result.append(lost)
    return np.array(result)


def stages():
    times = np.arange(1, 17) * DAY
    exact = linear_soil(0.01 / DAY, times)
    errors = []
    for size in (4, 2, 1):  # mm, of the first cell; the others grow in proportion
        run = tools.run(HERE / "case.toml", f"mesh.cells={{ surface = '{size} mm', growth = {1 + 0.0075 * size}, largest = '{5 * size} mm' }}")
        found = cumulative(run, times)
        errors.append(float(np.max(np.abs(found - exact)) / exact[-1]))
        if size == 1:
            print("evaporated after 1, 4, 16 d, mm:", *(f"{1e3 * found[k]:.3f} ({1e3 * exact[k]:.3f})" for k in (0, 3, 15)))
            late = np.polyfit(np.log(times[7:]), np.log(found[7:] - found[0]), 1)[0]
            print(f"power of time in stage two: {late:.3f}")
            tools.require("stage one: the potential in the first 6 h, mm", 1e3 * cumulative(run, [DAY / 4])[0], 2.5, 0.01)
    print("errors with first cells of 4, 2, 1 mm:", " ".join(f"{e:.2e}" for e in errors))
    tools.require("evaporated, first cells of 1 mm", errors[-1], 0, 0.02)
    tools.require_at_least("order in the first cell", tools.order(errors)[-1], 0.9)


def cumulative(run, times):
    """m of water that has evaporated at `times` (s)."""
    steps = np.concatenate([[0], np.cumsum(run.series["step_length"])])
    return np.interp(times, steps, np.concatenate([[0], run.series["evaporated_top"]])) * WATER / 1000


def salt():
    """c = c_0 exp(q z / D_e), z above the base: what rises with the water diffuses back."""
    worst = []
    for cells in (20, 40, 80):
        run = tools.run(HERE / "salt.toml", f"mesh.cells.count={cells}")
        depth, water = run.field("water")
        sodium = run.field("aqueous_Na+")[1] / water * 1000  # mmol/kgw
        # evaporation of the last year, and the water of the column, nearly full
        q = (cumulative(run, [8 * 365.25 * DAY])[0] - cumulative(run, [7 * 365.25 * DAY])[0]) / (365.25 * DAY)
        pores = np.mean(water) / 1000
        exact = 10 * np.exp(q * (0.1 - depth) / (1e-9 * pores))
        worst.append(float(np.max(np.abs(sodium / exact - 1))))
        if cells == 80:
            print(f"Peclet number q L / D_e {q * 0.1 / (1e-9 * pores):.3f}; at the top {sodium[np.argmin(depth)]:.2f} mmol/kgw "
                  f"({exact[np.argmin(depth)]:.2f})")
    print("errors of the salt with 20, 40, 80 cells:", " ".join(f"{e:.2e}" for e in worst))
    tools.require("salt, 80 cells", worst[-1], 0, 0.01)


def layer():
    """Below, liquid rises; above the depth where it ends, vapour diffuses through dry sand: E = rho_sat D_e (1 - h_a) / L."""
    run = tools.run(HERE / "layer.toml")
    flux = (cumulative(run, [40 * 365.25 * DAY])[0] - cumulative(run, [30 * 365.25 * DAY])[0]) / (10 * 365.25 * DAY)
    depth, saturation = run.field("saturation")
    head = run.field("water_pressure")[1] / (998.2063 * 9.80665)
    order = np.argsort(depth)
    depth, saturation, head = depth[order], saturation[order], head[order]
    humidity = np.exp(WATER * 9.80665 * np.minimum(head, 0) / (tools.GAS_CONSTANT * 293.15))
    density = WATER / (tools.GAS_CONSTANT * 293.15) * 610.8 * math.exp(17.27 * 20 / 257.3)
    diffusivity = 2.178e-5 * (293.15 / 273.15) ** 1.81 * np.maximum(0.4 * (1 - saturation), 0) ** (10 / 3) / 0.4 ** 2
    # between cells of the dry layer the vapour is all of the flux
    dry = head < -100  # m, where no liquid moves
    last = np.nonzero(dry)[0][-1]
    resistance = np.sum(np.diff(depth[:last + 1]) / 2 * (1 / diffusivity[:last] + 1 / diffusivity[1:last + 1]))
    exact = density * (humidity[last] - humidity[0]) / resistance / 1000
    print(f"dry layer of {100 * depth[last]:.1f} cm; evaporation {flux * 1e3 * DAY:.5f} mm/d (by vapour {exact * 1e3 * DAY:.5f})")
    tools.require("vapour through the dry layer", flux / exact, 1, 0.02)


def main():
    stages()
    salt()
    layer()
    tools.finish()


if __name__ == "__main__":
    main()
