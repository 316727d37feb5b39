#!/usr/bin/python3
"""Two metres of tailings under forty days of rain, churned once, half of it continued from a run file: what the report says came
from air, with rain, was stored and exported is what h5py sums from the run file, and adds up; gas and water of a patch are apart;
the series of the steps end where the outputs do."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import h5py
import numpy as np

ROOT = pathlib.Path(os.environ["TALUS_ROOT"])
sys.path.insert(0, str(ROOT / "tests/report"))
from check_ledger import Books  # noqa: E402

CASE = ROOT / "inputs/rained_on/year.toml"
SETS = ("run.length=40 d", "run.output_every=20 d", 'operations=[{ kind = "churn", depth = "20 cm", every = "30 d" }]',
        "mesh.cells={ count = 20 }",  # with a face where the churning ends
        # Rain that brings enough to be in the words, and pore water that drains more than that.
        'waters.rain.equilibrium.C=CO2(g) 840e-6 atm', 'waters."pore water".total."HCO3-"=0.8 mmol/kgw')
PER_MOLE = 0.0440095  # kg; checked to 1e-4, as Talus has one more digit


def talus(*words, folder):
    subprocess.run([os.environ["TALUS_PROGRAM"], *map(str, words)], cwd=folder, check=True, capture_output=True, timeout=300)


def reported(run, folder):
    talus("report", run, "--out", folder / "report", "--force", folder=folder)
    return json.loads((folder / "report/report.json").read_text())["runs"][0]


def require(good, what):
    if not good:
        sys.exit(f"not so: {what}")


def close(a, b, what, tolerance=1e-4):
    require(abs(a - b) <= tolerance * max(abs(a), abs(b)), f"{what}: {a} and {b}")


def check(run, folder):
    """The report against the run file; the parts of carbon in kg."""
    found = reported(run, folder)
    require(found["valid"], "the mass balances close")
    carbon = found["carbon_dioxide"]
    mass = {name: carbon[name]["value"] for name in ("from_air", "from_water", "from_sources", "from_rock", "added", "exported", "stored")}
    with h5py.File(folder / run) as file:
        books = Books(file)
        weights = books.atoms[:, books.elements.index("C")]
        at_end = lambda patch, part: (books.crossings[patch][part] @ weights)[-1] * PER_MOLE
        for name, part in (("from_air", "gas"), ("from_water", "in"), ("exported", "out")):
            close(mass[name], sum(at_end(patch, part) for patch in books.crossings), name)
            for patch, said in carbon["by_patch"].items():
                close(said[name]["value"] if said[name] else 0, at_end(patch, part), f"{name} through {patch}")
            if "parent" not in file["provenance"].attrs:  # which counts from its own start
                close(file[f"series/{name}_CO2"][-1] * PER_MOLE, mass[name], f"the series {name}_CO2")
        stored = sum((phase[-1] - phase[0]) @ weights for phase in books.phases.values()) * PER_MOLE
        close(mass["stored"], stored, "stored")
        _, _, difference, size = books.carbon_balance()
        require(difference <= 1e-10 * size, "from air, from rain and from minerals are stored and exported")
    close(sum(place["value"] for place in carbon["stored_by_place"].values()), mass["stored"], "stored by place", 1e-12)
    came = mass["from_air"] + mass["from_water"] + mass["from_sources"] + mass["added"]
    require(abs(came - mass["exported"] - mass["stored"]) <= 1e-10 * came, "the parts of the report add up")
    require(mass["from_air"] > 0 and mass["from_water"] > 0 and mass["exported"] > 0 and mass["from_air"] > mass["stored"], "all parts move")
    require(carbon["by_patch"]["top"]["from_air"] and carbon["by_patch"]["base"]["from_air"] is None, "air is at the top alone")
    for word in ("Took up", "from air", "; stored "):
        require(word in found["headline"], f"the headline has '{word}': {found['headline']}")
    for word in ("from air", "brought by water", "exported in drainage"):
        require(word in carbon["words"], f"the balance in words has '{word}': {carbon['words']}")
    return mass


def main():
    words = [word for s in SETS for word in ("--set", s)]
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        talus("run", CASE, "-q", "-o", "whole.h5", *words, folder=folder)
        talus("run", CASE, "-q", "-o", "first.h5", *words, "--set", "run.length=20 d", folder=folder)
        talus("run", CASE, "-q", "-o", "second.h5", "--restart", "first.h5", *words, folder=folder)
        whole, first, second = (check(f"{name}.h5", folder) for name in ("whole", "first", "second"))
        for name in ("from_air", "from_water", "exported", "stored"):
            close(first[name] + second[name], whole[name], f"{name} of both halves", 1e-9)
        with h5py.File(folder / "whole.h5") as a, h5py.File(folder / "second.h5") as b:
            for patch, name in (("top", "gas_CO2(g)"), ("top", "inflow_Na+"), ("base", "outflow_HCO3-")):
                require(np.array_equal(a[f"patches/{patch}/{name}"][-1], b[f"patches/{patch}/{name}"][-1]), f"{patch}/{name} goes on by bits")
    print("from air, with rain, stored and exported:", " ".join(f"{whole[n]:.4g}" for n in ("from_air", "from_water", "stored", "exported")), "kg")


if __name__ == "__main__":
    main()
