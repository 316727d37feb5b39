"""Conversion of shrinking cores against time (Levenspiel 1999, chapter 25): by reaction t/tau = 1 - (1-X)^(1/3), by
diffusion through the layer t/tau = 1 - 3 (1-X)^(2/3) + 2 (1-X); in series their times add up."""
import pathlib
import sys

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tools  # noqa: E402

CASE = pathlib.Path(__file__).with_name("case.toml")
MOLAR_MASS, MOLAR_VOLUME = 58.319e-3, 24.63e-6    # kg/mol, m3/mol
RATE, DIFFUSIVITY, CONCENTRATION = 1e-5, 1e-16, 21.1
REACH = 3 / (1e3 * MOLAR_MASS)                     # L = 3 n0/A0, mol/m2, of 1 m2/g
BY_REACTION = REACH / RATE                         # tau, s
BY_DIFFUSION = REACH**2 * MOLAR_VOLUME / (6 * DIFFUSIVITY * CONCENTRATION)
TABLE = ((.1, .0035, .0345), (.3, .0349, .1121), (.5, .1101, .2063), (.7, .2556, .3306), (.9, .5537, .5358))


def diffusion(converted):
    return 1 - 3 * (1 - converted) ** (2 / 3) + 2 * (1 - converted)


def reaction(converted):
    return 1 - (1 - converted) ** (1 / 3)


def conversion(*sets):
    """Times (s) and the converted part, without the start and without what is over."""
    run = tools.run(CASE, *sets)
    amount = run.fields["mineral_Grain"][:, 0]
    converted = 1 - amount / amount[0]
    there = (converted > 0) & (converted < 1)
    return run.time[there], converted[there], converted[-1]


def compare(name, time, exact):
    tools.require(f"{name}: largest error of the time", float(np.max(np.abs(exact / time - 1))), 0, 1e-6)


if __name__ == "__main__":
    for x, by_layer, by_rate in TABLE:
        tools.require(f"layer, X = {x}", diffusion(x), by_layer, 5e-5)
        tools.require(f"reaction, X = {x}", reaction(x), by_rate, 5e-5)
    time, x, last = conversion()
    print(f"{len(x)} outputs, X from {x[0]:.3f} to {x[-1]:.3f}; layer over reaction {BY_DIFFUSION / BY_REACTION:.0f}")
    compare("behind the layer", time, BY_DIFFUSION * diffusion(x) + BY_REACTION * reaction(x))
    tools.require_at_least("all kinds of conversion are there", float(np.max(x) - np.min(x)), 0.7)
    time, x, last = conversion("chemistry.passivation={}", "run.length=1.5 h", "run.output_every=4 min")
    compare("bare", time, BY_REACTION * reaction(x))
    tools.require("bare grains are gone in the end", last, 1, 0)
    # three sizes, each of which ends by itself
    sizes = (0.5e-6, 1e-6, 2e-6)
    time, x, last = conversion(
        "chemistry.passivation={}", "run.length=1.3 h", "run.output_every=3 min", "materials.grains.surface={}",
        'materials.grains.grains={ Grain = { diameter = ["0.5 um", "1 um", "2 um"], share = [0.2, 0.3, 0.5] } }')
    left = sum(share * np.maximum(1 - time * 2 * MOLAR_VOLUME * RATE / size, 0) ** 3
               for share, size in zip((0.2, 0.3, 0.5), sizes))
    tools.require("three sizes: largest error of the converted part", float(np.max(np.abs(1 - left - x))), 0, 1e-7)
    tools.finish()
