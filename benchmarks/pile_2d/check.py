"""A section with a lens and its flow, against PFLOTRAN's table ("pile_2d": 100 x 50 cells, 1 year).

    check.py           compares
    check.py --refine  prints the table of the README: our own grids
"""
import csv
import os
import pathlib
import sys

import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
import flow_tools  # noqa: E402
import tools  # noqa: E402

CASE = FOLDER / "case.toml"
REFERENCE = (pathlib.Path(os.environ.get("TALUS_REFERENCE", FOLDER.parent.parent.parent / "shared" / "reference"))
             / "pflotran" / "ref_pile_2d_1y_100x50_dt2d.csv")
BRUCITE, HYDROMAGNESITE = 24.63e-6, 208.8e-6  # m3/mol


def run(*sets):
    """(x, depth) -> values of each field, in the order of PFLOTRAN's table, and the series."""
    with flow_tools.opened(CASE, *sets) as file:
        order = np.lexsort((file["cell/x"][...], -file["cell/depth"][...]))
        f = {name: file["fields"][name][-1][order] for name in file["fields"] if file["fields"][name].ndim == 2}
        series = {name: file["series"][name][...] for name in file["series"]}
    closure = max(np.max(np.abs(v)) for name, v in series.items() if name.startswith("closure_"))
    tools.require("mass balances close", closure, 0, 1e-10)
    values = {"saturation": f["saturation"], "pH": f["pH"], "CO2": f["partial_pressure_CO2(g)"],
              "carbon": f["aqueous_HCO3-"] / f["water"], "magnesium": f["aqueous_Mg+2"] / f["water"],
              "sodium": f["aqueous_Na+"] / f["water"], "brucite": f["mineral_Brucite"],
              "hydromagnesite": f["mineral_Hydromagnesite"]}
    return values, series


def of_pflotran():
    with open(REFERENCE) as file:
        rows = list(csv.DictReader(line for line in file if line[0] != "#"))
    t = {key: np.array([float(row[key]) for row in rows]) for key in rows[0]}
    order = np.lexsort((t["x_m"], -t["depth_m"]))
    t = {key: values[order] for key, values in t.items()}
    return {"saturation": t["S_liquid"], "pH": t["pH"], "CO2": 1e5 * t["pCO2_bar"], "carbon": t["C_total_molL"],
            "magnesium": t["Mg_total_molL"], "sodium": t["Na_total_molL"], "brucite": t["vf_brucite"] / BRUCITE,
            "hydromagnesite": t["vf_hydromagnesite"] / HYDROMAGNESITE}


def stored(values, area=0.05):
    """mol of carbon per m of section in water and hydromagnesite beyond the start."""
    return float(np.sum(400 * values["saturation"] * (values["carbon"] - 1e-6) + 4 * values["hydromagnesite"])) * area


def refine():
    print("| columns x rows | scheme | stored, mol/m |")
    both, finest = ("upwind", "limited"), ("limited",)
    for columns, rows, schemes in ((50, 25, both), (50, 50, both), (50, 100, both), (50, 200, both), (100, 50, both), (100, 100, both),
                                   (200, 100, both), (400, 100, finest), (200, 200, finest)):
        for scheme in schemes:
            values, _ = run(f"mesh.columns_x={columns}", f"mesh.cells.count={rows}", f"flow.advection={scheme}")
            print(f"| {columns} x {rows} | {scheme} | {stored(values, 250 / (columns * rows)):.4f} |", flush=True)


def main():
    ours, series = run()
    rain, drained = 6.341958e-9 * 50 * 365 * 86400, series["entered_H2O"][-1] * flow_tools.PER_MOLE
    tools.require("water that the section gains over the rain, as the flow is steady", drained / rain, 0, 1e-3)
    if not REFERENCE.exists():
        print(f"skipped: the fields, as there is no table of PFLOTRAN at {REFERENCE}")
        tools.finish()
        return
    theirs = of_pflotran()
    tools.require("carbon in water and hydromagnesite, mol/m", stored(ours), stored(theirs), 0.01, relative=True)
    for name, values in theirs.items():
        scale = 1 if name == "pH" else np.max(np.abs(values))
        difference = float(np.mean(np.abs(ours[name] - values)) / scale)
        tools.require(f"mean difference of {name}", difference, 0, 0.01)
    tools.finish()


if __name__ == "__main__":
    refine() if "--refine" in sys.argv else main()
