#!/usr/bin/env python3
"""Runs the churned Baptiste cell with one value at a time at its low and its high end, and prints the tables of
docs/baptiste.md. Needs the program `talus`:

    inputs/baptiste_cells/tornado.py build/release/talus            # prints the tables
    inputs/baptiste_cells/tornado.py build/release/talus --check    # fails if docs/baptiste.md says something else
"""
import json
import math
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
PAGE = HERE.parent.parent / "docs" / "baptiste.md"
BRUCITE, WATER = "materials.tailings.minerals.Brucite", "materials.tailings.water.of"
CARBONATES = ("Nesquehonite", "Dypingite", "Hydromagnesite")


def nesquehonite(factor):
    """k times a factor is the same as its surface times that factor: seed and crystals."""
    path = "chemistry.precipitate.Nesquehonite."
    return [f"{path}seed={10 * factor:g} m2/m3", f"{path}specific_surface={0.1 * factor:g} m2/g"]


def seeds(value):
    return [f"chemistry.precipitate.{name}.seed={value} m2/m3" for name in CARBONATES]


# name, what is set for low, what is set for high; None where the base is the end
PARAMETERS = [
    ("surface of brucite, 0.1 / 10 m2/g", ["materials.tailings.surface.Brucite=0.1 m2/g"],
     ["materials.tailings.surface.Brucite=10 m2/g"]),
    ("nesquehonite, log k -8 / -6", nesquehonite(0.1), nesquehonite(10)),
    ("seed of carbonates, 1 / 100 m2/m3", seeds(1), seeds(100)),
    ("surface of growing nesquehonite, 0.04 / 0.4 m2/g",
     ["chemistry.precipitate.Nesquehonite.specific_surface=0.04 m2/g"],
     ["chemistry.precipitate.Nesquehonite.specific_surface=0.4 m2/g"]),
    ("gas diffusion, - / Millington-Quirk 1960", None,
     ["materials.tailings.gas_diffusion=Millington-Quirk 1960"]),
    ("temperature, 5 / 25 degC", ["temperature.constant=5 degC"], ["temperature.constant=25 degC"]),
    ("water basis, - / wet mass", None, [f"{WATER}=wet mass"]),
    ("brucite, 1 / 2 wt%", [f"{BRUCITE}=1 wt%"], [f"{BRUCITE}=2 wt%"]),
    ("dry density, 1400 / 1800 kg/m3", ["materials.tailings.dry_density=1400 kg/m3"],
     ["materials.tailings.dry_density=1800 kg/m3"]),
    ("trapped gas, - / renewed by air", None, ["operations[0].renew_air=true"]),
    ("rates, - / Hermanska", None, ["chemistry.rates=Hermanska"]),
    ("surface of lizardite, 1 / 20 m2/g", ["materials.tailings.surface.Lizardite=1 m2/g"],
     ["materials.tailings.surface.Lizardite=20 m2/g"]),
    ("CO2 in the air, 410 / 430 ppm", ["boundaries.top.air.CO2(g)=410e-6 atm"],
     ["boundaries.top.air.CO2(g)=430e-6 atm"]),
    ("all that favour uptake together (not one at a time)", None,
     ["materials.tailings.surface.Brucite=10 m2/g", *nesquehonite(10), "temperature.constant=25 degC",
      "materials.tailings.gas_diffusion=Millington-Quirk 1960", f"{BRUCITE}=2 wt%"]),
]


def uptake(talus, folder, case, sets):
    """g CO2 per kg and conversion of brucite, %, of one run."""
    run = folder / "run.h5"
    words = [word for s in sets for word in ("--set", s)]
    subprocess.run([talus, "run", str(HERE / case), "-q", "--force", "-o", str(run), *words], check=True)
    subprocess.run([talus, "report", str(run), "--force", "--out", str(folder / "report")], check=True,
                   stdout=subprocess.DEVNULL)
    summary = json.loads((folder / "report" / "report.json").read_text())["runs"][0]
    if not summary["ledger"]["closed"]:
        sys.exit(f"the mass balances of {case} {sets} do not close")
    return (summary["carbon_dioxide"]["per_dry_mass"]["from_air"]["value"],
            100 * summary["minerals"]["converted"]["Brucite"]["conversion"])


def front_bound(brucite, law, saturation=0.56, porosity=3 / 7, days=24, kelvin=288.15):
    """Moving front renewed every day, all CO2 that arrives reacts at once: M = sqrt(2 D c_g c_B t) each day."""
    gas = porosity * (1 - saturation)
    free = 1.38e-5 * (kelvin / 273.15) ** 1.81
    diffusivity = free * (gas ** (10 / 3) / porosity**2 if law == 1961 else gas**2 / porosity ** (2 / 3))
    c_gas = 420e-6 * 101325 / (8.314462618 * kelvin)
    c_brucite = brucite * 1600 / 0.0583197
    mol = days * math.sqrt(2 * diffusivity * c_gas * c_brucite * 86400)
    return 44.0095 * mol / (1600 * 0.12)


def tables(talus):
    lines = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        base = uptake(talus, folder, "churned.toml", [])
        still = uptake(talus, folder, "undisturbed.toml", [])
        lines += ["| run | CO2 uptake, g/kg | brucite reacted |", "|---|---|---|",
                  "| published, churned | 2.0 | 15-30 % |",
                  f"| Talus, churned | {base[0]:.2f} | {base[1]:.1f} % |",
                  f"| Talus, undisturbed | {still[0]:.2f} | {still[1]:.1f} % |", ""]
        rows = []
        for label, low, high in PARAMETERS:
            ends = [uptake(talus, folder, "churned.toml", sets) if sets else base for sets in (low, high)]
            rows.append((abs(ends[1][0] - ends[0][0]), label, ends))
        *rows, together = rows
        lines += ["| one value at a time, low / high | g/kg at low | base | g/kg at high | |", "|---|---|---|---|---|"]
        widest = max(row[0] for row in rows)
        for spread, label, ends in [*sorted(rows, reverse=True), together]:
            bar = "#" * max(1, round(20 * spread / widest)) if label != together[1] else ""
            lines.append(f"| {label} | {ends[0][0]:.2f} | {base[0]:.2f} | {ends[1][0]:.2f} | `{bar}` |")
    lines += ["", "| moving front, renewed every day, g/kg | 1 wt% brucite | 1.5 wt% | 2 wt% |", "|---|---|---|---|"]
    for law in (1961, 1960):
        lines.append(f"| Millington-Quirk {law} | " + " | ".join(f"{front_bound(b, law):.1f}" for b in (0.01, 0.015, 0.02)) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    text = tables(sys.argv[1])
    if "--check" not in sys.argv:
        print(text)
    elif text not in PAGE.read_text():
        sys.exit("docs/baptiste.md does not show these tables; put them there:\n\n" + text)
