"""Moving fronts: x = sqrt(2 D (c - c_floor) t / c_B) for a sink of c_B mol/m3, quasi-steady above the front."""
import math
import pathlib
import sys

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tools  # noqa: E402

FOLDER = pathlib.Path(__file__).resolve().parent
RT = tools.GAS_CONSTANT * 298.15


def front(run, mineral, initial, time):
    """Where the front stands: the depth from which the solid is gone, by its amount (not by cells)."""
    amount = run.fields["mineral_" + mineral][int(np.argmin(np.abs(run.time - time)))]
    return float(np.sum((initial - amount) / initial * run.volume))


if __name__ == "__main__":
    run = tools.run(FOLDER / "case.toml")
    for days in (5, 15, 30):
        expected = math.sqrt(2 * 1e-6 * 0.01 * 101325 / RT * days * 86400 / 100)
        tools.require(f"irreversible sink, front at {days} d, m", front(run, "Sponge", 100, days * 86400), expected, 0.01,
                      relative=True)

    run = tools.run(FOLDER / "nesquehonite.toml")
    initial = float(run.fields["mineral_Brucite"][0][0])
    _, floor = run.field("partial_pressure_CO2(g)", 0)
    tools.require("CO2 at which brucite and nesquehonite meet, ppm", floor[0] / 0.101325, 58, 8)
    free = 1.38e-5 * (298.15 / 273.15) ** 1.81
    for days in (5, 10, 20):
        gas = 0.5 - np.mean(run.field("water", days * 86400)[1][-20:]) / 1000  # the hydrate takes water from the pores
        drive = (2000e-6 * 101325 - floor[0]) / RT
        expected = math.sqrt(2 * free * gas * 0.2 * drive * days * 86400 / initial)
        tools.require(f"nesquehonite, front at {days} d, m", front(run, "Brucite", initial, days * 86400), expected, 0.01,
                      relative=True)
    tools.finish()
