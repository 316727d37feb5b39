"""Oxygen, pyrite and acid: against the model of Davis and Ritchie (1986) solved by itself, and by what has to be true of a
column of tailings that turns acid."""
import pathlib
import sys

import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
import tools  # noqa: E402

YEAR = 365.25 * 86400
TEMPERATURE = 298.15


def davis_ritchie(times, cells=200, steps=4000):
    """Pyrite that is left, mol/m2, at `times` (s) in grains.toml: d(store)/dt = D c'' - nu n0 3 rho^2 |drho/dt| and
    drho/dt = -(k a / L) / (1 + k V L nu rho (1 - rho) / (D_rim rho_w)), by finite volumes and implicit oxygen."""
    depth, porosity, saturation, tortuosity = 5.0, 0.4, 0.2, 0.4
    radius, rim, k, nu = 200e-6, 1e-14, 1e-4, 3.5
    molar_mass, molar_volume = 119.975e-3, 23.94e-6
    n0 = 2700 * (1 - porosity) * 0.001 / molar_mass
    reach = radius / molar_volume  # L: mol of a grain per m2 of its surface, times 3
    gas = porosity * (1 - saturation)
    henry = 10**-2.8877 / 101325 * tools.GAS_CONSTANT * TEMPERATURE  # activity in water per mol/m3 of gas
    store = gas + porosity * saturation * 1000 * henry
    diffusion = 1.71e-5 * (TEMPERATURE / 273.15) ** 1.81 * gas * tortuosity
    outside = 0.21 * 101325 / (tools.GAS_CONSTANT * TEMPERATURE)
    h = depth / cells
    rho, c = np.ones(cells), np.zeros(cells)
    lower = np.full(cells, -diffusion / h**2)
    left, now, answers = n0 * depth, 0.0, []
    dt = times[-1] / steps

    def speed(core):  # of -rho, per mol/m3 of oxygen in the gas
        return k * henry / reach / (1 + k * molar_volume * reach * nu / (rim * 1000) * core * (1 - core))

    for time in times:
        while now < time * (1 - 1e-9):
            middle = rho - dt / 2 * speed(rho) * c  # Heun's, so to speak: the rim of the middle of the step
            middle = np.maximum(middle, 0)
            sink = nu * n0 * 3 * middle**2 * speed(middle)
            diagonal = store / dt + 2 * diffusion / h**2 + sink
            diagonal[0] += diffusion / h**2  # half a cell from the air
            diagonal[-1] -= diffusion / h**2
            right = store / dt * c
            right[0] += 2 * diffusion / h**2 * outside
            c = thomas(lower, diagonal, lower, right)
            rho = np.maximum(rho - dt * speed(middle) * c, 0)
            now += dt
        left = n0 * h * np.sum(rho**3)
        answers.append(left)
    return answers


def thomas(lower, diagonal, upper, right):
    """Solves a tridiagonal system."""
    d, r = diagonal.copy(), right.copy()
    for i in range(1, len(d)):
        m = lower[i] / d[i - 1]
        d[i] -= m * upper[i - 1]
        r[i] -= m * r[i - 1]
    x = np.empty_like(r)
    x[-1] = r[-1] / d[-1]
    for i in range(len(d) - 2, -1, -1):
        x[i] = (r[i] - upper[i] * x[i + 1]) / d[i]
    return x


def pyrite(run, years):
    row = int(np.argmin(np.abs(run.time - years * YEAR)))
    return float(np.sum(run.fields["mineral_Pyrite"][row] * run.volume))


def check_grains():
    run = tools.run(FOLDER / "grains.toml")
    years = [5, 10, 15, 20]
    for year, left in zip(years, davis_ritchie([y * YEAR for y in years])):
        start = pyrite(run, 0)
        tools.require(f"Davis and Ritchie, {year} yr: pyrite oxidised, mol/m2", start - pyrite(run, year), start - left, 0.01, relative=True)
    oxygen = run.series["entered_O2(aq)"][-1]
    held = amount(run, "aqueous_O2(aq)", -1) + amount(run, "gaseous_O2(g)", -1) - amount(run, "gaseous_O2(g)", 0)
    tools.require("oxygen that came in, by pyrite and pores, mol", oxygen, 3.5 * (pyrite(run, 0) - pyrite(run, 20)) + held, 1e-6, relative=True)


def amount(run, name, row):
    """mol in the column."""
    return float(np.sum(run.fields[name][row] * run.volume))


KINETIC = ("chemistry.database=['talus','drainage.toml']", "chemistry.slow_reactions=['oxidation of Fe+2']",
           "chemistry.components=['H+','HCO3-','Ca+2','K+','Fe+2','Fe+3','SO4-2','O2(aq)']",
           "waters.'pore water'.equilibrium={'O2(g)'='1e-10 atm'}")


def check_column(name, *sets):
    run = tools.run(FOLDER / "case.toml", *sets)
    print(f"{name}: {len(run.series['step_length'])} steps, {int(np.sum(run.series['newton_iterations']))} Newton iterations")
    for years in (1, 3, 5, 10):
        row = int(np.argmin(np.abs(run.time - years * YEAR)))
        print(f"  pH from the top down after {years:2d} yr:", " ".join(f"{p:.2f}" for p in run.fields["pH"][row][::-1][::8]))
    gone = amount(run, "mineral_Pyrite", 0) - amount(run, "mineral_Pyrite", -1)
    sulfate = sum(k * (amount(run, field, -1) - amount(run, field, 0)) for field, k in
                  (("aqueous_SO4-2", 1), ("mineral_Gypsum", 1), ("mineral_Jarosite", 2))) - run.series["entered_SO4-2"][-1]
    tools.require(f"{name}: sulfate is twice the pyrite that went, mol", sulfate, 2 * gone, 1e-6, relative=True)
    return run, gone


def check_columns():
    fast, gone = check_column("at equilibrium")
    tools.require("calcite is gone after 5 yr, mol", amount(fast, "mineral_Calcite", 5), 0, 1e-6)
    tools.require("then it is acid at 0.2 m: pH", float(np.interp(0.2, fast.depth[::-1], fast.fields["pH"][5][::-1])), 2.5, 0.5)
    slow, slowly = check_column("Fe+2 oxidised at its rate", *KINETIC)
    tools.require("pyrite that went, over that at equilibrium", slowly / gone, 1, 0.1)


if __name__ == "__main__":
    check_grains()
    check_columns()
    tools.finish()
