#!/usr/bin/python3
"""Gypsum stores no CO2 without alkali: whatever calcium it gives, the acid of the CO2 stays. A pile of gypsum under air with a hundredth
of CO2, in which calcite may form, forms none and holds no more carbon than its water takes up; with lye in the pores
calcite forms. TALUS_PROGRAM names the program."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

PROGRAM = os.environ["TALUS_PROGRAM"]
CASE = """
title = "Gypsum under air with CO2"
run = {{ length = "30 d", output_every = "30 d" }}
mesh = {{ shape = "column", depth = "10 cm", area = "1 m2", cells = {{ count = 5 }} }}
layers = [{{ thickness = "10 cm", material = "gypsum" }}]
temperature = {{ constant = "20 degC" }}
[materials.gypsum]
dry_density = "1200 kg/m3"
grain_density = "2300 kg/m3"
minerals = {{ Gypsum = "95 wt%", inert = "rest" }}
surface = {{ Gypsum = "0.02 m2/g" }}  # at 0.05 rounding of its rates leaves 3e-10 of the balance of Ca
water = {{ saturation = 0.5, composition = "pore", moves = false }}
gas_diffusion = "Millington-Quirk 1961"
[chemistry]
database = ["talus"]
components = ["H+", "HCO3-", "Ca+2", "SO4-2", "Na+"]
gases = ["CO2(g)"]
rates = "Hermanska"
activity = "B-dot"
dissolve = ["Gypsum"]
precipitate = {{ Calcite = {{ seed = "10 m2/m3" }} }}
[waters.pore]
pH = {ph}
total = {{ "Ca+2" = "1 mmol/kgw", "SO4-2" = "{sulfate} mmol/kgw", "HCO3-" = "0.01 mmol/kgw", "Na+" = "1 mmol/kgw" }}
charge = "{charge}"
[boundaries.top]
air = {{ "CO2(g)" = "0.01 atm" }}
"""


def stored(folder, name, **values):
    (folder / f"{name}.toml").write_text(CASE.format(**values))
    subprocess.run([PROGRAM, "run", folder / f"{name}.toml", "-q"], check=True, timeout=60)
    subprocess.run([PROGRAM, "report", folder / f"{name}.h5", "--out", folder / name], check=True, timeout=60,
                   stdout=subprocess.DEVNULL)
    run = json.loads((folder / name / "report.json").read_text())["runs"][0]
    assert run["valid"], run["verdict"]
    return {place: amount["value"] for place, amount in run["carbon_dioxide"]["stored_by_place"].items()}, run["dry_mass"]["value"]


def main():
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        places, mass = stored(folder, "alone", ph=7, sulfate=1.5, charge="SO4-2")
        if not abs(places["Calcite"]) < 1e-9 * mass:
            problems.append(f"calcite of gypsum alone holds {places['Calcite']} kg of CO2")
        with_lye, _ = stored(folder, "lye", ph=12.5, sulfate=1, charge="Na")
        if not with_lye["Calcite"] > 1e-4 * mass:
            problems.append(f"calcite of gypsum with lye holds {with_lye['Calcite']} kg of CO2 in {mass} kg")
        print(places, with_lye, mass)
    print("\n".join(problems) if problems else "gypsum needs alkali")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
