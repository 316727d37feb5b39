#!/usr/bin/python3
"""Temperature over depth and time, and the pressure of the air: cells of a profile are as in runs at their temperatures,
gas diffuses by its partial pressure, ranks agree to the last bit, and mole fractions are those of the pressure."""
import os
import pathlib
import subprocess
import sys
import tempfile

import h5py
import numpy as np

ROOT = pathlib.Path(os.environ["TALUS_ROOT"])
sys.path.insert(0, str(ROOT / "benchmarks"))
import flow_tools  # noqa: E402
from tools import GAS_CONSTANT, TALUS, finish, react, require, run  # noqa: E402

HERE = pathlib.Path(__file__).parent
GAS_CASE = ROOT / "benchmarks/gas_diffusion/case.toml"
FREE, LENGTH, POROSITY, GAS = 1.5e-5, 1.5, 0.5, 0.5 * 0.95  # of GAS_CASE
IN_SAND = GAS**(10 / 3) / POROSITY**2
# Nothing moves between cells: no face lets gas or solutes through.
APART = ("boundaries={}", "operations=[]", "steps.fixed=30 s", "run.length=0.1 d", "run.output_every=0.05 d", "chemistry.solute_diffusivity=0 m2/s",
         *(f"materials.{name}.{key}" for name in ("loose", "dense") for key in ("gas_diffusion=constant", "gas_tortuosity=0")))


def written(folder, name, text):
    path = pathlib.Path(folder) / name
    path.write_text(text)
    return f"temperature={{ file = '{path}' }}"


def check_cells_apart(folder):
    """Each cell of a column without transport is that of a column at its temperature."""
    profile = written(folder, "apart.csv", "depth [cm], temperature [degC]\n0, 3\n10, 35\n")
    with flow_tools.opened(HERE / "still.toml", *APART, profile) as file:
        kelvin = file["fields/temperature"][-1]
        fields = {name: file["fields"][name][...] for name in file["fields"]}
    worst = 0
    for cell in (0, len(kelvin) // 2, len(kelvin) - 1):
        with flow_tools.opened(HERE / "still.toml", *APART, f"temperature.constant={kelvin[cell]!r} K") as file:
            for name, values in fields.items():
                if values.ndim < 2:
                    continue
                a, b = values[:, cell], file["fields"][name][:, cell]
                scale = np.maximum(np.max(np.abs(b)), 1e-12)
                worst = max(worst, float(np.max(np.abs(a - b)) / scale))
    require("a cell of a profile and a run at its temperature, relative", worst, 0, 1e-12)
    require("degrees between the first and the last cell", float(abs(kelvin[-1] - kelvin[0])), 28, 8)


def steady_flux(*sets):
    """mol/s of argon through the column between two kinds of air."""
    with flow_tools.opened(GAS_CASE, "mesh.cells.count=30", "run.length=100 d", "run.output_every=10 d", *sets) as file:
        top = file["patches/top/entered_Ar(aq)"][:, 0]
        return (top[-1] - top[-2]) / (10 * 86400)


def check_gas(folder):
    """F = (p_top - p_base) / integral of R T / D, D growing with T^1.81 and with 1/p; none between the same air."""
    overlay = pathlib.Path(folder) / "argon.toml"
    overlay.write_text('[gases."Ar(g)"]\nreaction = "Ar(g) = Ar(aq)"\nlog_k = -12\nsource = "made up"\nstatus = "assumed"\n'
                       'diffusion = { coefficient = "1.5e-5 m2/s", exponent = 1.81, source = "made up", status = "assumed" }\n')
    matter = f"chemistry.database=['talus', '{ROOT}/benchmarks/tracers.toml', '{overlay}']"
    profile = written(folder, "gas.csv", "time [d], depth [m], temperature [degC]\n0, 0, 0\n0, 1.5, 60\n100, 0, 0\n100, 1.5, 60\n")
    kelvin = 273.15 + 60 * (np.arange(30) + 0.5) / 30
    resistance = np.sum(LENGTH / 30 * GAS_CONSTANT * kelvin / (IN_SAND * FREE * (kelvin / 273.15)**1.81))
    air = "boundaries.base={ air = { 'Ar(g)' = '0.01 atm' } }"
    require("steady flux in a profile, mol/s", steady_flux(matter, profile, air), 0.2 * 101325 / resistance, 1e-6, relative=True)
    require("the same at 0.8 atm", steady_flux(matter, profile, air, "pressure.constant=0.8 atm"),
            0.2 * 101325 / resistance / 0.8, 1e-6, relative=True)
    same = "boundaries.base={ air = { 'Ar(g)' = '0.21 atm' } }"
    require("flux between the same air at 0 and 60 degC over that of the other", steady_flux(matter, profile, same) /
            steady_flux(matter, profile, air), 0, 1e-7)


def check_pressure(folder):
    """420 ppm at 0.8 atm are 336e-6 atm there, and in waters; and follow a pressure that falls."""
    case, here = HERE / "still.toml", "pressure.constant=0.8 atm"
    names = ("fields/pH", "fields/aqueous_HCO3-", "patches/top/entered_HCO3-")
    found = []
    for amount in ("420 ppm", "0.042 %", "336e-6 atm"):
        with flow_tools.opened(case, here, f"boundaries.top.air={{ 'CO2(g)' = '{amount}' }}") as file:
            found.append([file[name][-1] for name in names])
    for other in found[1:]:
        worst = max(float(np.max(np.abs(a - b) / np.maximum(np.abs(b), 1e-30))) for a, b in zip(found[0], other))
        require("420 ppm, 0.042 % and 336e-6 atm at 0.8 atm, relative", worst, 0, 1e-10)
    bottle = [react(ROOT / "inputs/batch/flue_gas.toml", "run.length=12 h", "gas.pressure=0.8 atm", f"gas.air={{ 'CO2(g)' = '{amount}' }}",
                    f"waters.water={{ pH = 7, equilibrium = {{ 'CO2(g)' = '{amount}' }}, charge = 'Na' }}")
              for amount in ("12 %", "0.096 atm")]
    worst = max(float(np.max(np.abs(bottle[0][key] - bottle[1][key])) / max(np.max(np.abs(bottle[1][key])), 1e-9)) for key in bottle[0])
    require("12 % and 0.096 atm in a bottle of 0.8 atm, relative", worst, 0, 1e-9)
    falling = pathlib.Path(folder) / "pressure.csv"
    falling.write_text("time [d], pressure [kPa]\n0, 101.325\n100, 50.6625\n")
    argon = run(GAS_CASE, "mesh.cells.count=20", "run.length=100 d", "run.output_every=10 d", f"pressure={{ file = '{falling}' }}",
                "boundaries.top.air={ 'Ar(g)' = '20 %' }")
    depth, pressure = argon.field("partial_pressure_Ar(g)")
    require("partial pressure below air of 20 % when the pressure has halved, Pa", float(pressure[np.argmin(depth)]), 0.1 * 101325, 10)


def check_episodes(folder):
    """No step goes over the rows of a table: three warm days in a year are seen, however long steps would be."""
    rows = ["0, 5"]
    for day in (100, 200, 300):
        rows += [f"{day}, 5", f"{day + 0.5}, 60", f"{day + 1}, 5"]
    table = written(folder, "episodes.csv", "time [d], temperature [degC]\n" + "\n".join(rows) + "\n365.25, 5\n")
    keys = ("run.length=365 d", "run.output_every=365 d", "steps.tolerance=1e-2", table)
    with flow_tools.opened(ROOT / "inputs/column.toml", *keys) as file:
        time = file["series/time"][...] / 86400
    for day in (100, 200, 300):
        require(f"steps that end at the warmest moment of day {day}", int(np.sum(np.abs(time - day - 0.5) < 1e-6)), 1, 0)


def check_depths(folder):
    """What a table has below the base is of no cell; one depth is no column."""
    deep = written(folder, "deep.csv", "depth [m], temperature [degC]\n0, 10\n0.5, 10\n100, 90\n")
    words = subprocess.run([TALUS, "check", str(ROOT / "inputs/column.toml"), "--set", deep], check=True, capture_output=True,
                           text=True).stdout
    require("'90 degC' in what a pile of 0.5 m at 10 degC assumes", int("90 degC" in words), 0, 0)
    one = written(folder, "one.csv", "depth [m], temperature [degC]\n0.1, 12\n")
    done = subprocess.run([TALUS, "check", str(ROOT / "inputs/column.toml"), "--set", one], check=False, capture_output=True, text=True)
    require("exit code of a table of one depth", done.returncode, 2, 0)


def check_assumption():
    """The pressure is assumed only where no case gives it."""
    for sets, listed in (((), True), (("--set", "pressure.constant=0.9 atm"), False)):
        words = subprocess.run([TALUS, "check", str(HERE / "still.toml"), *sets], check=True, capture_output=True, text=True).stdout
        require(f"'at sea level' among what {sets or 'the case'} assumes", int("at sea level" in words), int(listed), 0)


def check_ranks(folder):
    """The same bits on 1, 2 and 3 ranks with a profile that changes."""
    profile = written(folder, "ranks.csv", "time [d], depth [m], temperature [degC]\n0, 0, 2\n0, 20, 30\n400, 0, 40\n400, 20, 5\n")
    outputs = []
    for ranks in (1, 2, 3):
        outputs.append(f"{folder}/{ranks}.h5")
        subprocess.run([os.environ["TALUS_MPIRUN"], "--oversubscribe", "--bind-to", "none", "-n", str(ranks), TALUS, "run",
                        str(HERE / "flowing.toml"), "-q", "-o", outputs[-1], "--set", profile], check=True)
        if ranks > 1:
            subprocess.run([sys.executable, HERE / "compare_runs.py", outputs[0], outputs[-1], "0"], check=True)
    with h5py.File(outputs[0]) as file:
        require("degrees in the cells of the section, at least 1 apart", float(np.ptp(file["fields/temperature"][-1])), 0.3, 0.29)


with tempfile.TemporaryDirectory() as scratch:
    check_cells_apart(scratch)
    check_gas(scratch)
    check_pressure(scratch)
    check_episodes(scratch)
    check_depths(scratch)
    check_assumption()
    check_ranks(scratch)
finish()
