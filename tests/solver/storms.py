#!/usr/bin/python3
"""A section that dries between storms: balances of water and elements close with what evaporates, salt stays, the answer is the
same on 1, 2, 3 ranks, and a run that goes on in the middle of a storm is the run that never stopped, bit by bit. And full cells below vapour move as
without: a water table inside of a column that rests, dries and is filled."""
import os
import pathlib
import subprocess
import sys
import tempfile

import h5py
import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
CASE = HERE / "storms.toml"
CLOSED = 1e-10


def talus(output, *words, ranks=1, case=CASE):
    mpirun = [os.environ["TALUS_MPIRUN"], "--oversubscribe", "--bind-to", "none", "-n", str(ranks)] if ranks > 1 else []
    subprocess.run([*mpirun, os.environ["TALUS_PROGRAM"], "run", str(case), "-q", "-o", output, *words], check=True)
    return output


def require(what, good):
    print(f"{'ok  ' if good else 'FAIL'} {what}")
    if not good:
        sys.exit(1)


def through(file, patch, name):
    """mol that came in (or out, or as vapour) through all faces of a patch, at the outputs."""
    return file[f"patches/{patch}/{name}"][...].sum(axis=1)


def check_balances(path):
    with h5py.File(path) as file:
        for name, values in file["series"].items():
            if name.startswith("closure_"):
                worst = np.max(np.abs(values[...]))
                require(f"{name}: {worst:.1e}", worst <= CLOSED)
        volume = file["cell/volume"][...]
        store = lambda name: file[f"fields/{name}"][...] @ volume
        vapour, rain = through(file, "top", "vapour_H2O"), through(file, "top", "inflow_H2O") - through(file, "top", "outflow_H2O")
        gas = through(file, "top", "entered_H2O") - vapour - rain
        require(f"water evaporates: {-0.018015 * vapour[-1]:.3f} kg", vapour[-1] < 0)
        require("entered is gas, liquid and vapour", np.max(np.abs(gas)) < 1e-3 * abs(vapour[-1]))
        series = {name: file["series"][name][...] for name in ("evaporated_top", "rain_top")}
        require("the series has what the faces have", abs(series["evaporated_top"][-1] + vapour[-1]) < 1e-9 * abs(vapour[-1]))
        offered = (23 + 1) * 1e-3 * 0.8 * 1000 / 0.018015
        require(f"rain is offered: {series['rain_top'][-1]:.2f} mol of {offered:.2f}", abs(series["rain_top"][-1] / offered - 1) < 1e-9)
        require(f"and enters or runs off: {rain[-1] / offered:.3f}", 0.1 < rain[-1] / offered <= 1 + 1e-9)
        sodium, chloride = store("aqueous_Na+"), store("aqueous_Cl-")
        came = through(file, "top", "entered_Na+") + through(file, "base", "entered_Na+")
        require("sodium is where it was, but for rain and drainage", np.max(np.abs(sodium - sodium[0] - came)) < 1e-10 * sodium[0])
        top = np.argsort(file["cell/depth"][...])[:4]
        content = file["fields/aqueous_Na+"][...][:, top] / file["fields/water"][...][:, top]
        require(f"and its molality rises at the top: up to {1e3 * content.max():.1f} mmol/kg", content.max() > 4 * content[0].max())
        saturation = file["fields/saturation"][...][:, top]
        require(f"the top dries to {saturation.min():.3f} and is wetted to {saturation.max():.3f}", saturation.min() < 0.12 < 0.5 < saturation.max())


def check_ranks_and_restart(folder, whole):
    for ranks in (2, 3):
        other = talus(f"{folder}/{ranks}.h5", ranks=ranks)
        subprocess.run([sys.executable, HERE / "compare_runs.py", whole, other, "1e-10"], check=True)
    # 21 h is in the storm
    first = talus(f"{folder}/first.h5", "--set", 'run.output_at=["21.5 h"]')
    rest = talus(f"{folder}/rest.h5", "--restart", first, "--at", "21.5 h", "--set", 'run.output_at=["21.5 h"]')
    with h5py.File(first) as a, h5py.File(rest) as b:
        last = {name: (a["fields"][name][-1], b["fields"][name][-1]) for name in a["fields"]}
        require("a run that goes on in a storm has the same bits", all(np.array_equal(*pair) for pair in last.values()))
        require("and has lost as much vapour", np.array_equal(a["patches/top/vapour_H2O"][-1], b["patches/top/vapour_H2O"][-1]))


def check_water_table(folder):
    """Saturations of full cells do not answer their heads: they are found all the same where vapour moves or is taken."""
    gravitational = 'materials.sand.retention={ model = "van Genuchten", alpha = "2 1/m", n = 2, residual = 0.05 }'
    evaporation = 'boundaries.top.evaporation={ method = "potential", potential = "5 mm/d", air_humidity = "30 %" }'
    rain = 'boundaries.top.water={ rain = "40 mm/d" }'
    plain = ("flow.vapour=false", 'run.length=200 d')
    case = HERE / "water_table.toml"
    for law in ((), (gravitational,)):
        name = "van Genuchten" if law else "Brooks-Corey"

        def last(*sets):
            words = [word for one in (*law, *sets) for word in ("--set", one)]
            with h5py.File(talus(f"{folder}/table.h5", "--force", *words, case=case)) as file:
                worst = max(np.max(np.abs(file[f"series/{one}"][...])) for one in file["series"] if one.startswith("closure_"))
                require(f"{name}: {len(file['series/time'])} steps, closure {worst:.1e}", worst <= CLOSED)
                return file["fields/saturation"][-1], file["fields/water_pressure"][-1]

        still, pressure = last(*plain)
        with_vapour, head = last()
        require(f"{name}: vapour leaves the water table where it is: {np.max(np.abs(head - pressure)):.1e} Pa",
                np.max(np.abs(with_vapour - still)) < 2e-3 and np.max(np.abs(head - pressure)) < 100 and pressure.max() > 9000)
        dried, head = last(evaporation, "materials.sand.water.water_table=30 cm")
        require(f"{name}: evaporation lowers one of 30 cm: {head.max():.0f} Pa at the base", head.max() < 1.7 * 9790 - 1000)
        filled, head = last(evaporation, rain, "run.length=40 d")
        require(f"{name}: and rain fills the column: {head.max():.0f} Pa at the base", filled.min() > 0.999 and head.max() > 17000)
        drained, head = last(evaporation, rain, "run.length=40 d", 'boundaries.base.water={ head = "1 m" }')
        require(f"{name}: or drains to the base: {head.max():.0f} Pa", head.max() > 9000)


def main():
    with tempfile.TemporaryDirectory() as folder:
        whole = talus(f"{folder}/1.h5")
        check_balances(whole)
        check_ranks_and_restart(folder, whole)
        check_water_table(folder)


if __name__ == "__main__":
    main()
