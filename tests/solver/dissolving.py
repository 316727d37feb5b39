#!/usr/bin/python3
"""Gas of the air dissolves at the face of pores that are full of water and diffuses on in it: what comes in is
2 C sqrt(theta D t / pi) (Crank 1975, The Mathematics of Diffusion, equation 3.15; a column that its front does not reach the end of),
of second order in the cells; nothing comes in where water and air are at equilibrium, and it counts as coming from air."""
import math
import os
import pathlib
import sys
import tempfile

import numpy as np

ROOT = pathlib.Path(os.environ["TALUS_ROOT"])
sys.path.insert(0, str(ROOT / "benchmarks"))
import flow_tools  # noqa: E402
from tools import finish, order, require, require_at_least  # noqa: E402

POROSITY, FREE, DAYS = 0.5, 1e-9, 10
EFFECTIVE = FREE * POROSITY**(4 / 3)  # Millington and Quirk (1961) where water fills the pores
COUNTS = (10, 20, 40)
COMMON = ("mesh.depth=20 cm", "layers=[{ thickness = '20 cm', material = 'sand' }]", f"run.length={DAYS} d", f"run.output_every={DAYS} d",
          "materials.sand.water.saturation=1", "steps.tolerance=1e-7")
ARGON = '[gases."Ar(g)"]\nreaction = "Ar(g) = Ar(aq)"\nlog_k = -2.85\nsource = "made up"\nstatus = "assumed"\n' \
        'diffusion = { coefficient = "1.5e-5 m2/s", exponent = 0, source = "made up", status = "assumed" }\n'
ACID = 'chemistry.database=["talus"]', 'chemistry.components=["H+", "HCO3-", "Cl-"]', 'chemistry.gases=["CO2(g)"]'
AIR = "boundaries.top.air={ 'CO2(g)' = '0.1 atm' }"


def expected(concentration, days=DAYS):
    """mol through 1 m2; `concentration` at the face, mol per m3 of water."""
    return 2 * concentration * math.sqrt(POROSITY * EFFECTIVE * days * 86400 / math.pi)


def check_order(what, exact, came_in):
    errors = [abs(came_in(count) / exact - 1) for count in COUNTS]
    print(f"{what}, relative errors with {COUNTS} cells:", " ".join(f"{e:.2e}" for e in errors), flush=True)
    require(f"{what} with {COUNTS[-1]} cells, mol", came_in(COUNTS[-1]), exact, 5e-3, relative=True)
    return order(errors)


def check_argon(folder):
    overlay = pathlib.Path(folder) / "argon.toml"
    overlay.write_text(ARGON)
    sets = (*COMMON, f"chemistry.database=['talus', '{ROOT}/benchmarks/tracers.toml', '{overlay}']")
    case = ROOT / "benchmarks/gas_diffusion/case.toml"

    def came_in(count, *more):
        with flow_tools.opened(case, *sets, f"mesh.cells.count={count}", *more) as file:
            return float(file["patches/top/entered_Ar(aq)"][-1, 0])

    exact = expected(0.21 * 10**-2.85 * 1000)
    orders = check_order("argon", exact, came_in)
    require_at_least("order in the cells", orders[-1], 1.8)
    outside = "boundaries.top.solutes={ composition = 'water' }"
    require("beside a water outside, over that of the air", came_in(20, outside) / exact, 0, 1e-6)


def check_co2():
    """In water that is acid already next to nothing of the CO2 becomes HCO3-."""
    case = ROOT / "benchmarks/gas_diffusion/case.toml"

    def opened(water, *more):
        return flow_tools.opened(case, *COMMON, *ACID, AIR, "waters={}", f"waters.water={{ pH = 4, charge = 'Cl', {water} }}", *more)

    with opened("equilibrium = { C = 'CO2(g) 0.1 atm' }", "mesh.cells.count=10") as file:
        at_face = float(file["fields/aqueous_HCO3-"][0, 0]) / POROSITY
        require("CO2 into water at equilibrium with the air, over what it holds",
                file["series/from_air_CO2"][-1] / (at_face * POROSITY * 0.2), 0, 1e-9)
    before = 1e-9

    def came_in(count):
        with opened(f"total = {{ C = '{before} mol/kgw' }}", f"mesh.cells.count={count}") as file:
            from_air, stored = file["series/from_air_CO2"][-1], file["series/stored_CO2"][-1]
            require("stored, over from air", stored / from_air, 1, 1e-9)
            return float(from_air)

    check_order("CO2", expected(at_face), came_in)


with tempfile.TemporaryDirectory() as scratch:
    check_argon(scratch)
check_co2()
finish()
