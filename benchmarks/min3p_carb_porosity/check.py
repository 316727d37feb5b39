"""The tailings column of min3p_carb with the porosity that minerals leave, against MIN3P-THCm 2.6.2 with its update of porosity
and permeability ("carb_por"), and the independence of the answer from the steps."""
import pathlib
import sys

import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
import tools  # noqa: E402

CASE = FOLDER.parent / "min3p_carb" / "case.toml"
FEEDBACK = "chemistry.porosity=from minerals"
RAIN = 3.168809e-9 * 2 * 31557600 * 1000 * 1.650592e-5  # mol/m2 of carbon that the rain brings
MOLAR_VOLUME = {"Brucite": 24.4016e-6, "Nesquehonite": 74.7890e-6}  # m3/mol
FIXED, FED_BACK = 21.913, 21.527  # MIN3P, 100 nodes: mol CO2 per m2 through the surface


def uptake(run):
    """CO2 that came in as gas, mol/m2."""
    return float(run.series["entered_CO3-2"][-1]) + 0.01000507 - RAIN  # what left with the water at the base


def solids_and_pores(run):
    """Largest distance of porosity and solids from 1, over all cells and outputs; the inert rest by the case's own numbers."""
    inert = 1 - 0.45 - run.fields["mineral_Brucite"][0] * MOLAR_VOLUME["Brucite"]
    sum_of_all = run.fields["porosity"] + inert + sum(run.fields[f"mineral_{m}"] * v for m, v in MOLAR_VOLUME.items())
    return float(np.max(np.abs(sum_of_all - 1)))


def min3p_grid(*sets):
    """Cells like MIN3P's 100 nodes, behind the quarter of a cell without minerals that its surface node stands for."""
    film = 250 * 2 / 99  # mm
    material = ("materials.film={porosity=0.45,dry_density='1000 kg/m3',minerals={inert='rest'},"
                "water={saturation=0.5,composition='pore water',moves=true},gas_diffusion='Millington-Quirk 1961'}")
    return tools.run(CASE, f"mesh.depth={2 + film / 1000} m", "mesh.cells={size='2.0202 cm'}", material,
                     f"layers=[{{thickness='{film} mm',material='film'}},{{thickness='2 m',material='tailings'}}]", *sets)


if __name__ == "__main__":
    fixed, fed_back = min3p_grid(), min3p_grid(FEEDBACK)
    print(f"on MIN3P's 100 nodes: {uptake(fixed):.3f} mol/m2 with a fixed porosity, {uptake(fed_back):.3f} with feedback; "
          f"MIN3P {FIXED} and {FED_BACK}")
    tools.require("what the feedback takes from the uptake", uptake(fed_back) / uptake(fixed), FED_BACK / FIXED, 0.003)
    print("lowest porosity", float(np.min(fed_back.fields["porosity"][-1])), "at",
          float(fed_back.depth[np.argmin(fed_back.fields["porosity"][-1])]), "m")
    tools.require("porosity and solids are 1", solids_and_pores(fed_back), 0, 1e-12)
    graded = {mm: tools.run(CASE, f"mesh.cells.surface={mm} mm", f"mesh.cells.largest={10 * mm} mm", FEEDBACK) for mm in (2, 1)}
    for mm, run in graded.items():
        print(f"cells of {mm} mm at the surface: {uptake(run):.4f} mol/m2, lowest porosity {np.min(run.fields['porosity'][-1]):.4f}")
        tools.require("porosity and solids are 1", solids_and_pores(run), 0, 1e-12)
    tools.finish()
