#!/usr/bin/python3
"""A crust at a patch is a resistance in series with what lies behind: steady fluxes of gas and of water through crusts of
several thicknesses are those of the formula; and a crust that minerals fill lets less and less in."""
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(os.environ["TALUS_ROOT"]) / "benchmarks"))
import flow_tools  # noqa: E402
from tools import GAS_CONSTANT, finish, require, require_at_least, run  # noqa: E402

BENCHMARKS = pathlib.Path(os.environ["TALUS_ROOT"]) / "benchmarks"
INPUTS = pathlib.Path(os.environ["TALUS_ROOT"]) / "inputs"
FREE, LENGTH, POROSITY, GAS = 1.5e-5, 1.5, 0.5, 0.5 * 0.95  # of benchmarks/gas_diffusion


def check_gas():
    """Through sand between air with and air without a gas: c / (H / D + L / D_crust)."""
    concentration = 0.21 * 101325 / (GAS_CONSTANT * 298.15)
    in_sand = FREE * GAS**(10 / 3) / POROSITY**2
    for millimetres, saturation in ((0, 0), (2, 0), (4, 0), (8, 0), (4, 0.3)):
        crust = f"boundaries.top.crust={{ thickness = '{millimetres} mm', porosity = 0.01, saturation = {saturation} }}"
        with flow_tools.opened(BENCHMARKS / "gas_diffusion/case.toml", "mesh.cells.count=20", "run.length=100 d", "run.output_every=10 d",
                               "boundaries.base={ air = { 'Ar(g)' = '0 atm' } }", *([crust] if millimetres else [])) as file:
            top = file["patches/top/entered_Ar(aq)"][:, 0]
            found = (top[-1] - top[-2]) / (10 * 86400)
        in_crust = FREE * (0.01 * (1 - saturation))**(10 / 3) / 0.01**2
        require(f"gas through a crust of {millimetres} mm, saturation {saturation}, mol/s", found,
                concentration / (LENGTH / in_sand + millimetres / 1000 / in_crust), 1e-6, relative=True)


def check_water():
    """Through saturated soil: dH / (H / K + L / K_crust); K of a permeability is that at 20 degC."""
    soil, per_permeability = 0.01 / 3600, 998.2063 * 9.80665 / 1.002e-3
    for millimetres in (0, 5, 10, 20):
        crust = f"boundaries.top.crust={{ thickness = '{millimetres} mm', porosity = 0.2, permeability = '5e-15 m2' }}"
        with flow_tools.opened(BENCHMARKS / "srivastava_yeh_1991/case.toml", "mesh.cells.count=20",
                               "boundaries.top.water={ head = '10 cm' }", "boundaries.base.water.head=90 cm",
                               *([crust] if millimetres else [])) as file:
            found = file["patches/top/entered_H2O"][-1, 0] * flow_tools.PER_MOLE / file["time"][-1]
        require(f"water through a crust of {millimetres} mm, m/s", found,
                0.2 / (1 / soil + millimetres / 1000 / (5e-15 * per_permeability)), 1e-4, relative=True)


def check_filling():
    """Hydrates fill the crust that they form under: less comes in than through one that stays, which is less than without."""
    sets = ("run.length=60 d", "run.output_every=10 d", "chemistry.porosity=from minerals")
    stored = []
    for crust in ((), ("thickness = '5 mm', porosity = 0.03",), ("thickness = '5 mm', porosity = 0.03, share = 0.3",),
                  ("thickness = '5 mm', porosity = 0.03, share = 1",)):
        result = run(INPUTS / "column.toml", *sets, *(f"boundaries.top.crust={{ {keys} }}" for keys in crust))
        stored.append(result.series["stored_CO2"])
    print("mol CO2 stored without a crust, with one that stays, that takes 0.3 and all of what forms:",
          " ".join(f"{s[-1]:.4g}" for s in stored))
    for less, more in zip(stored[1:], stored):
        require_at_least("a better crust lets in less: over what it does", more[-1] / less[-1], 1.01)
    grown = run(INPUTS / "column.toml", *sets, "boundaries.top.crust={ porosity = 0.03, share = 1 }").series["stored_CO2"]
    print(f"of what forms, without a thickness: {grown[-1]:.4g}")
    require_at_least("a crust that grows lets in less than none, over what it does", stored[0][-1] / grown[-1], 1.01)


check_gas()
check_water()
check_filling()
finish()
