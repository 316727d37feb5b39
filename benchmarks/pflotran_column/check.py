"""An unsaturated column with gas, rain and brucite, against PFLOTRAN ("col_unsat_gas": 100 and 400 cells, 5 years).

    check.py           compares
    check.py --table   prints the tables of the README: grids and schemes against PFLOTRAN's 400 cells, with their work
"""
import csv
import os
import pathlib
import sys

import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
import flow  # noqa: E402
import tools  # noqa: E402

CASE = FOLDER / "case.toml"
REFERENCE = (pathlib.Path(os.environ.get("TALUS_REFERENCE", FOLDER.parent.parent.parent / "shared" / "reference"))
             / "pflotran")
FINE, COARSE, FIRST_YEAR = "5y_n400_dt0.5d", "5y_n100_dt2d", "1y_n100_dt2d"
# mol/m2 of carbon that PFLOTRAN's column holds beyond its start, summed over its tables
STORED = {FINE: 7.8167, COARSE: 7.7130, FIRST_YEAR: 1.6491}
LIMITED_400 = 7.863  # ours with 400 cells and the limiter
DEPTH, POROSITY = 5, 0.4
BRUCITE, HYDROMAGNESITE = 24.63e-6, 208.8e-6  # m3/mol
RT = tools.GAS_CONSTANT * 298.15
START = 1e-6  # mol/L of carbon in the pore water
TOTALS = {"carbon": ("C", "HCO3-"), "magnesium": ("Mg", "Mg+2"), "calcium": ("Ca", "Ca+2"), "sodium": ("Na", "Na+")}
YEAR = 365 * 86400  # s


class Profile:
    """What both codes know of each cell, from the top down; depth in m, gas in Pa, minerals in mol/m3, totals in mol/L."""

    def __init__(self, depth, saturation, totals, gas, brucite, hydromagnesite, ph):
        self.depth, self.saturation = depth, saturation
        self.values = {"pH": ph, "CO2": gas, "brucite": brucite, "hydromagnesite": hydromagnesite, **totals}
        carbon = (1000 * saturation * POROSITY * (totals["carbon"] - START) + (1 - saturation) * POROSITY * gas / RT
                  + 4 * hydromagnesite)
        self.stored = float(np.sum(carbon)) * DEPTH / len(depth)  # mol/m2 of carbon beyond what was there

    def differences(self, other):
        """Mean difference of each value over the largest of `other`; of pH as it is."""
        result = {}
        for name, values in self.values.items():
            theirs = np.interp(self.depth, other.depth, other.values[name])
            scale = 1 if name == "pH" else np.max(np.abs(other.values[name]))
            result[name] = float(np.mean(np.abs(values - theirs)) / scale)
        return result


def of_talus(run, time=None):
    f = {name: run.field(name, time)[1][::-1] for name in run.fields if run.fields[name].ndim == 2}
    totals = {name: f["aqueous_" + ours] / f["water"] for name, (_, ours) in TOTALS.items()}
    return Profile(run.depth[::-1], f["saturation"], totals, f["partial_pressure_CO2(g)"], f["mineral_Brucite"],
                   f["mineral_Hydromagnesite"], f["pH"])


def of_pflotran(name):
    with open(REFERENCE / f"ref_col_unsat_gas_{name}.csv") as file:
        rows = list(csv.DictReader(line for line in file if line[0] != "#"))
    table = {key: np.array([float(row[key]) for row in rows])[::-1] for key in rows[0]}
    totals = {name: table[f"{theirs}_total_molL"] for name, (theirs, _) in TOTALS.items()}
    return Profile(table["depth_m"], table["S_liquid"], totals, 1e5 * table["pCO2_bar"], table["vf_brucite"] / BRUCITE,
                   table["vf_hydromagnesite"] / HYDROMAGNESITE, table["pH"])


def run(cells, advection, *sets):
    return tools.run(CASE, f"mesh.cells={{count={cells}}}", f"flow.advection={advection}", *sets)


def saturation_file():
    rows = [line.split(",") for line in (FOLDER / "saturation.csv").read_text().splitlines() if line[0].isdigit()]
    return np.array(rows, dtype=float).T


def check_flow():
    """The table is what flow.py computes, and PFLOTRAN's solution goes towards it as its cells shrink."""
    depth, saturation = saturation_file()
    heights, again = np.array(flow.profile()).T
    tools.require("saturation.csv against flow.py", np.max(np.abs(saturation[::-1] - again)), 0, 1e-7)
    tools.require("its depths", np.max(np.abs(DEPTH - depth[::-1] - heights)), 0, 1e-9)
    if not REFERENCE.exists():
        return
    for name, allowed in ((COARSE, 1.6e-3), (FINE, 4e-4)):
        theirs = of_pflotran(name)
        ours = np.interp(theirs.depth, depth, saturation)
        tools.require(f"saturation of {name}: largest difference", np.max(np.abs(ours - theirs.saturation)), 0, allowed)


def check_profiles(ours, name, allowed):
    """Each profile within `allowed` of its largest value on the mean."""
    for what, difference in ours.differences(of_pflotran(name)).items():
        tools.require(f"{name}, mean difference of {what}", difference, 0, allowed)


def print_table():
    fine = of_pflotran(FINE)

    def row(title, profile, work):
        cells = [title, f"{profile.stored:.4f}", f"{100 * (profile.stored / fine.stored - 1):+.2f} %"]
        cells += [f"{d:.4f}" if name == "pH" else f"{100 * d:.2f} %" for name, d in profile.differences(fine).items()]
        print("| " + " | ".join(cells + work) + " |", flush=True)

    print("| | stored, mol/m2 | of PFLOTRAN 400 |", " | ".join(fine.values), "| steps | iterations | cuts | time | us |")
    row("PFLOTRAN, 100 cells", of_pflotran(COARSE), [""] * 5)
    for cells, scheme in ((100, "upwind"), (400, "upwind"), (25, "limited"), (50, "limited"), (100, "limited"),
                          (200, "limited"), (400, "limited")):
        sets = (f"mesh.cells={{count={cells}}}", f"flow.advection={scheme}")
        found, steps, iterations, seconds = tools.timed_run(CASE, *sets)
        seconds -= tools.timed_run(CASE, *sets, "run.length=1 s", "run.output_every=1 s")[3]  # start-up
        row(f"Talus, {cells} cells, {scheme}", of_talus(found),
            [str(steps), str(iterations), str(int(sum(found.series["cuts"]))), f"{seconds:.2f} s",
             f"{1e6 * seconds / iterations / cells:.1f}"])


def main():
    check_flow()
    upwind, limited = run(100, "upwind"), of_talus(run(100, "limited"))
    after_one, after_five = of_talus(upwind, YEAR), of_talus(upwind)
    tools.require("carbon stored in 1 year, upwind on the same cells, mol/m2",
                  after_one.stored, STORED[FIRST_YEAR], 0.002, True)
    tools.require("carbon stored in 5 years, the same", after_five.stored, STORED[COARSE], 0.002, True)
    tools.require("the same by what came in", float(upwind.series["entered_HCO3-"][-1]), after_five.stored, 1e-3, True)
    tools.require("with the limiter, against 400 cells with it", limited.stored, LIMITED_400, 0.01, True)
    gain = (LIMITED_400 - after_five.stored) / (LIMITED_400 - limited.stored)
    tools.require_at_least("how much nearer than upwind", gain, 2.5)
    if REFERENCE.exists():
        check_profiles(after_one, FIRST_YEAR, 0.005)
        check_profiles(after_five, COARSE, 0.004)
        check_profiles(limited, FINE, 0.015)
    else:
        print(f"skipped: the profiles, as there are no tables of PFLOTRAN in {REFERENCE}")
    tools.finish()


if __name__ == "__main__":
    print_table() if "--table" in sys.argv else main()
