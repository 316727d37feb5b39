"""What oxidised sulfide can take of carbonate, by its stoichiometry, against runs; and the balance of electrons.

A mole of sulfide sulfur whose iron ends as ferric hydroxide gives two protons: they free at most one CO2 as gas, or dissolve at most two
carbonates, which leave as HCO3-. Of 0.5 wt% of sulfide sulfur that is 6.9 and 13.7 kg CO2/t. What brucite no longer takes up is a third
row, of which one CO2 for two protons is the most."""
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent.parent / "benchmarks"))
import tools  # noqa: E402

CO2, SULFUR = 44.0095e-3, 32.06e-3  # kg/mol
TONNES = 1.6 * 2  # of dry tailings under the square metre
CARBON = {"Calcite": 1, "Nesquehonite": 1, "Hydromagnesite": 4}
LENGTH = sys.argv[1] if len(sys.argv) > 1 else "2 yr"
NO_BRUCITE = ("materials.tailings.minerals.Brucite=0 wt%", "waters.'pore water'.pH=8")


def amount(run, name, row):
    """mol in the column."""
    return float(np.sum(run.fields[name][row] * run.volume))


def change(run, name):
    return amount(run, name, -1) - amount(run, name, 0)


def run(scenario, *sets):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "run.h5"
        words = [word for s in (f"run.length={LENGTH}", f"run.output_every={LENGTH}", *sets) for word in ("--set", s)]
        subprocess.run([tools.TALUS, "run", str(FOLDER / "case.toml"), "--scenario", scenario, "-q", "-o", str(path), *words], check=True)
        found = tools.Run(path)
    tools.require("mass balances close", found.closure, 0, 1e-10)
    return found


def result(scenario, *sets):
    """kg CO2 per tonne: carbonate that was there and is lost, carbonate formed, CO2 from the air; and mol of sulfide oxidised."""
    found = run(scenario, *sets)
    minerals = {name: CARBON[name] * change(found, f"mineral_{name}") for name in CARBON}
    per_tonne = CO2 / TONNES
    return {"run": found, "sulfide": -change(found, "mineral_Pyrrhotite"),
            "lost": per_tonne * sum(max(-moles, 0) for moles in minerals.values()),
            "formed": per_tonne * sum(max(moles, 0) for moles in minerals.values()),
            "air": CO2 / TONNES * float(found.series["entered_HCO3-"][-1])}


def check_electrons(run, what):
    """Oxygen that came in has taken the electrons of what was oxidised, or is still there as itself."""
    oxygen = float(run.series["entered_O2(aq)"][-1]) - change(run, "aqueous_O2(aq)") - change(run, "gaseous_O2(g)")
    ferric = change(run, "aqueous_Fe+3") + change(run, "mineral_Ferrihydrite(2L)")
    sulfide = -change(run, "mineral_Pyrrhotite")
    iron = change(run, "aqueous_Fe+2") + ferric
    tools.require(f"{what}: electrons that oxygen took, minus those of sulfide and iron, over them", 4 * oxygen / (8 * sulfide + ferric), 1,
                  1e-10)
    tools.require(f"{what}: iron in water and hydroxide, over sulfide that went", iron / sulfide, 1, 1e-10)


def check_bounds(found, what):
    sulfur = SULFUR * found["sulfide"] / TONNES / 10  # wt%
    gas, dissolved = 13.73 * sulfur, 27.45 * sulfur  # kg CO2/t
    print(f"{what}: {sulfur:.3f} wt% of sulfur oxidised: at most {gas:.2f} kg CO2/t as gas, {dissolved:.2f} of carbonate; lost "
          f"{found['lost']:.2f}, formed {found['formed']:.2f}, from the air {found['air']:.2f}")
    tools.require_at_least(f"{what}: carbonate that two protons can dissolve, minus what is lost, kg/t", dissolved - found["lost"], 0)
    tools.require_at_least(f"{what}: CO2 that can leave, minus what did, kg/t", gas + found["air"], 0)


def main():
    tools.require("0.5 wt% of sulfur frees at most, kg CO2/t", 0.005 * 1000 / SULFUR * CO2, 6.9, 0.05)
    sulfidic, plain = result("sulfidic"), result("without_sulfide")
    check_electrons(sulfidic["run"], "beside brucite")
    check_bounds(sulfidic, "beside brucite")
    forgone = plain["air"] - sulfidic["air"]
    print(f"uptake without sulfide {plain['air']:.2f}, with {sulfidic['air']:.2f}, forgone {forgone:.2f} kg CO2/t")
    tools.require_at_least("oxidised sulfide takes CO2 from the account, kg/t", forgone, 0)
    tools.require_at_least("and not more than its protons can, kg/t", 13.73 * SULFUR * sulfidic["sulfide"] / TONNES / 10 - forgone, 0)
    bare = result("sulfidic", *NO_BRUCITE)
    check_electrons(bare["run"], "without brucite")
    check_bounds(bare, "without brucite")
    tools.require_at_least("without brucite calcite pays: lost, kg/t", bare["lost"], 0.1)
    pressure = sulfidic["run"].fields["partial_pressure_O2(g)"][-1]
    print("O2, atm, from the top down:", " ".join(f"{p / 101325:.2g}" for p in pressure[::-1][::3]))
    print("pH from the top down:", " ".join(f"{p:.2f}" for p in sulfidic["run"].fields["pH"][-1][::-1][::3]))


if __name__ == "__main__":
    main()
    tools.finish()
