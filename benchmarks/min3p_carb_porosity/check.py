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
MOLAR_VOLUME = {"Brucite": 24.4016e-6, "Nesquehonite": 74.7890e-6}  # m3/mol
FIXED, FED_BACK = 21.913, 21.527  # MIN3P, 100 nodes: mol CO2 per m2 through the surface


def uptake(run):
    """CO2 that came in as gas, mol/m2."""
    return float(run.series["from_air_CO2"][-1])


def solids_and_pores(run):
    """Largest distance of porosity and solids from 1, over all cells and outputs; the inert rest by the case's own numbers."""
    inert = 1 - 0.45 - run.fields["mineral_Brucite"][0] * MOLAR_VOLUME["Brucite"]
    sum_of_all = run.fields["porosity"] + inert + sum(run.fields[f"mineral_{m}"] * v for m, v in MOLAR_VOLUME.items())
    return float(np.max(np.abs(sum_of_all - 1)))


def min3p_grid(*sets):
    """Cells that lie as MIN3P's 100 nodes do: half a cell at the surface with a quarter of a cell before its node, and a whole cell
    from there to the next node, for which a quarter of a cell without minerals is put in."""
    size = 2000 / 99  # mm
    gap = ("materials.gap={porosity=0.45,dry_density='1000 kg/m3',minerals={inert='rest'},"
           "water={saturation=0.5,composition='pore water',moves=true},gas_diffusion='Millington-Quirk 1961'}")
    layers = [(size / 2, "tailings"), (size / 4, "gap"), (2000 - size, "tailings")]
    written = ",".join(f"{{thickness='{t} mm',material='{m}'}}" for t, m in layers)
    return tools.run(CASE, f"mesh.depth={sum(t for t, m in layers) / 1000} m", f"mesh.cells={{size='{size * 1.0001} mm'}}", gap,
                     f"layers=[{written}]", *sets)


if __name__ == "__main__":
    fixed, fed_back = min3p_grid(), min3p_grid(FEEDBACK)
    print(f"on MIN3P's 100 nodes: {uptake(fixed):.3f} mol/m2 with a fixed porosity, {uptake(fed_back):.3f} with feedback; "
          f"MIN3P {FIXED} and {FED_BACK}")
    tools.require("uptake with feedback, mol/m2", uptake(fed_back), FED_BACK, 0.005, relative=True)
    tools.require("what the feedback takes from the uptake", uptake(fed_back) / uptake(fixed), FED_BACK / FIXED, 0.003)
    lowest = int(np.argmin(fed_back.fields["porosity"][-1]))
    tools.require("lowest porosity", fed_back.fields["porosity"][-1][lowest], 0.4269, 0.002)
    tools.require("porosity at the surface", fed_back.fields["porosity"][-1][np.argmin(fed_back.depth)], 0.4441, 0.004)
    tools.require("porosity and solids are 1", solids_and_pores(fed_back), 0, 1e-12)
    graded = {mm: tools.run(CASE, f"mesh.cells.surface={mm} mm", f"mesh.cells.largest={10 * mm} mm", FEEDBACK)
              for mm in (4, 2, 1)}
    for mm, run in graded.items():
        print(f"cells of {mm} mm at the surface: {uptake(run):.4f} mol/m2, lowest porosity {np.min(run.fields['porosity'][-1]):.4f}")
        tools.require("porosity and solids are 1", solids_and_pores(run), 0, 1e-12)
    tools.require("grid study: 2 against 1 mm", uptake(graded[2]), uptake(graded[1]), 0.003, relative=True)
    loose, tight = (tools.run(CASE, FEEDBACK, f"steps.tolerance={t}") for t in (1e-2, 1e-4))
    estimate = float(loose.series["time_error_CO2"][-1])
    print(f"tolerance 1e-2: {len(loose.series['step_length'])} steps, {uptake(loose):.5f}; 1e-4: {len(tight.series['step_length'])} "
          f"steps, {uptake(tight):.5f}; estimated error of the former {estimate:.2g} mol/m2")
    tools.require("steps: tolerance 1e-2 against 1e-4, within the estimate", uptake(loose), uptake(tight), estimate)
    tools.finish()
