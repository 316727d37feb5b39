#!/usr/bin/python3
"""Carbon by its source: between two airs of one composition it mixes as the diffusion equation says; in a section with flue gas,
rain, irrigation, churning and calcite of its own each source closes, the sources add up to all carbon, the calcite of the rock
stays carbon of the rock, nothing else of the run changes, restarts and ranks agree, and the report says it."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import h5py
import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
SECTION, BETWEEN = HERE / "carbon_sources.toml", HERE / "carbon_between.toml"
CARBON_DIOXIDE = 0.044009  # kg/mol


def talus(case, output, *words, ranks=1):
    mpirun = [os.environ["TALUS_MPIRUN"], "--oversubscribe", "--bind-to", "none", "-n", str(ranks)] if ranks > 1 else []
    subprocess.run([*mpirun, os.environ["TALUS_PROGRAM"], "run", str(case), "-q", "--force", "-o", str(output), *words], check=True)
    return h5py.File(output)


def require(what, good):
    print(f"{'ok  ' if good else 'FAIL'} {what}")
    if not good:
        sys.exit(1)


def sources(run):
    return [name.decode() for name in run["system/carbon_sources"][...]]


def check_mixing(folder):
    """What was everywhere of `below` gives way to `above` from the top: f = 1 - z/L - sum 2/(k pi) sin(k pi z/L) exp(-k2 pi2 a t/L2)."""
    run = talus(BETWEEN, f"{folder}/between.h5")
    depth, porosity, saturation = run["cell/depth"][...], 0.4, 0.3
    part = run["fields/carbon_of_above_in_pores"][...] / (run["fields/carbon_of_above_in_pores"][...] +
                                                         run["fields/carbon_of_below_in_pores"][...])
    straight = np.polyval(np.polyfit(depth, part[-1], 1), depth)
    require(f"at last the profile is a straight line: {np.max(np.abs(part[-1] - straight)):.1e}", np.max(np.abs(part[-1] - straight)) < 1e-9)
    # what is dissolved goes on through cells, but through the half cell at the air only as CO2
    require(f"between the two airs: {np.max(np.abs(part[-1] - (1 - depth / 0.5))):.1e}", np.max(np.abs(part[-1] - (1 - depth / 0.5))) < 1e-5)
    # D of the gas and of what is dissolved, and what a volume holds, by the fields of the run itself
    air = porosity * (1 - saturation)
    gas, water = run["fields/gaseous_CO2(g)"][0][0], run["fields/aqueous_HCO3-"][0][0]
    in_gas, in_water = gas / air, water / (porosity * saturation)
    free_gas = 1.381e-5 * (298.15 / 273.15) ** 1.81  # checked below against a run's own flux
    millington = lambda content: content ** (10 / 3) / porosity ** 2
    conducts = free_gas * millington(air) * in_gas + 1e-9 * millington(porosity * saturation) * in_water
    alpha = conducts / (gas + water)
    run.close()
    k = np.arange(1, 400)[:, None]
    decay = np.exp(-(k * np.pi / 0.5) ** 2 * alpha * 3 * 86400)
    exact = 1 - depth / 0.5 - np.sum(2 / (k * np.pi) * np.sin(k * np.pi * depth / 0.5) * decay, axis=0)
    errors = []
    for step in (0.2, 0.1, 0.05):
        run = talus(BETWEEN, f"{folder}/between.h5", "--set", "run.length=3 d", "--set", f"steps.largest={step} d")
        above, below = (run[f"fields/carbon_of_{name}_in_pores"][-1] for name in ("above", "below"))
        errors.append(np.max(np.abs(above / (above + below) - exact)))
        run.close()
    print("     largest differences from the exact profile after 3 d:", *(f"{error:.5f}" for error in errors))
    orders = np.log2(np.array(errors[:-1]) / errors[1:])
    require(f"the profile is that of the diffusion equation, of first order in time: {orders}",
            errors[-1] < 0.005 and np.all(np.abs(orders - 1) < 0.2))


def check_section(run):
    names, volume = sources(run), run["cell/volume"][...]
    minerals = ("Calcite", "Nesquehonite")
    for row in range(len(run["time"])):
        pores = sum(run[f"fields/carbon_of_{name}_in_pores"][row] for name in names)
        held = run["fields/aqueous_HCO3-"][row] + run["fields/gaseous_CO2(g)"][row]
        require(f"row {row}: sources add up to what pores hold, {np.max(np.abs(pores / held - 1)):.1e}",
                np.max(np.abs(pores / held - 1)) < 1e-9)
        for mineral in minerals:
            all_of_it = run[f"fields/mineral_{mineral}"][row]
            by_source = sum(run[f"fields/carbon_of_{name}_in_{mineral}"][row] for name in names)
            require(f"row {row}: and to {mineral}", np.all(np.abs(by_source - all_of_it) <= 1e-12 * (all_of_it + 1e-30)))
    store = {name: np.array([np.sum(volume * sum(run[f"fields/carbon_of_{name}_in_{place}"][row] for place in ("pores", *minerals)))
                             for row in range(len(run["time"]))]) for name in names}
    for name in names:
        came, left = (np.array([sum(np.sum(run[f"patches/{patch}/carbon_{way}_{name}"][row]) for patch in run["patches"])
                                for row in range(len(run["time"]))]) for way in ("in", "out"))
        missing = store[name] - store[name][0] - came + left
        scale = np.maximum(np.maximum(store[name][0], came + left), 1e-300)
        require(f"{name}: {np.max(np.abs(missing) / scale):.1e} of it is missing", np.all(np.abs(missing) <= 1e-11 * scale))
        require(f"{name}: it is never below nothing", all(
            np.min(run[f"fields/carbon_of_{name}_in_{place}"][...]) >= 0 for place in ("pores", *minerals)))
    flue = sum(np.sum(volume * run[f"fields/carbon_of_flue_in_{mineral}"][-1]) for mineral in minerals)
    air = sum(np.sum(volume * run[f"fields/carbon_of_air_in_{mineral}"][-1]) for mineral in minerals)
    require(f"the wall of flue gas gives more than the air: {flue:.3g} and {air:.3g} mol in minerals", flue > air > 0)
    brought = np.sum(run["patches/top/carbon_in_soil"][-1])
    expected = sum(np.diff(run["external/HCO3-"][...])[k - 1] for k in np.flatnonzero(run["moment"][...] == 3))
    require(f"irrigation brings what is external, {brought:.4g} mol", abs(brought / expected - 1) < 1e-12)
    rock = store["rock"]
    dissolved = run["fields/carbon_of_rock_in_Calcite"][...] @ volume
    again = run["fields/carbon_of_rock_in_Nesquehonite"][-1] @ volume
    require(f"carbon of the rock: {rock[0]:.6g} mol, {dissolved[0] - dissolved[-1]:.3g} has left its calcite, "
            f"{again:.3g} is in nesquehonite", again > 0)


def same_bits(one, other, names):
    return all(np.array_equal(one["fields"][name][-1], other["fields"][name][-1]) for name in names)


def check_others(folder, run):
    fields = [name for name in run["fields"] if run["fields"][name].ndim == 2]
    text = SECTION.read_text()
    start, end = text.index("[[carbon_sources]]"), text.index("[[operations]]")
    (pathlib.Path(folder) / "carbon_rain.csv").write_bytes((HERE / "carbon_rain.csv").read_bytes())
    plain = pathlib.Path(folder) / "plain.toml"
    plain.write_text(text[:start] + text[end:])
    without = talus(plain, f"{folder}/plain.h5")
    require("the run is the same to the bit without its sources",
            same_bits(run, without, [name for name in fields if not name.startswith("carbon_of_")]))
    rest = talus(SECTION, f"{folder}/rest.h5", "--restart", run.filename, "--at", "5 d")
    require("a run that goes on from 5 d has the same bits", same_bits(run, rest, fields))
    for patch in run["patches"]:
        for name in sources(run):
            require(f"and {patch} has let the same of {name} in and out", all(np.array_equal(
                run[f"patches/{patch}/carbon_{way}_{name}"][-1], rest[f"patches/{patch}/carbon_{way}_{name}"][-1])
                for way in ("in", "out")))
    talus(SECTION, f"{folder}/1.h5", "--set", "run.length=4 d").close()
    talus(SECTION, f"{folder}/3.h5", "--set", "run.length=4 d", ranks=3).close()
    subprocess.run([sys.executable, HERE / "compare_runs.py", f"{folder}/1.h5", f"{folder}/3.h5", "1e-10"], check=True)


def check_report(folder, run):
    said = subprocess.run([os.environ["TALUS_PROGRAM"], "report", run.filename, "--out", f"{folder}/report"], check=True,
                          capture_output=True, text=True).stdout
    require("the report names each source", all(name in said for name in ("of air (air)", "of flue (fossil)", "of rock (rock)")))
    by_source = json.loads(pathlib.Path(f"{folder}/report/report.json").read_text())["runs"][0]["carbon_dioxide"]["by_source"]
    volume = run["cell/volume"][...]
    for name in sources(run):
        mass = sum(np.sum(volume * run[f"fields/carbon_of_{name}_in_{m}"][-1]) for m in ("Calcite", "Nesquehonite")) * CARBON_DIOXIDE
        require(f"{name}: {by_source[name]['in_minerals']['value']:.5g} kg of CO2 in minerals",
                abs(by_source[name]["in_minerals"]["value"] - mass) <= 1e-5 * mass and by_source[name]["closure"] < 1e-10)


def check_claim(folder, run):
    """Flue gas at the wall against air there: what is stored of air and soil counts, what the rock loses is taken off, fossil carbon is avoided."""
    base = talus(SECTION, f"{folder}/base.h5", "--set", 'boundaries.east.air={ "CO2(g)" = "420e-6 atm" }')
    (pathlib.Path(folder) / "claim.toml").write_text(
        '[claim]\nproject = "run"\nbaseline = "base"\ngas = "by source"\n[[claim.emissions]]\nactivity = "fuel"\namount = "1 g"\nsource = "test"\n')
    subprocess.run([os.environ["TALUS_PROGRAM"], "report", run.filename, base.filename, "--with", f"{folder}/claim.toml", "--out",
                    f"{folder}/claimed"], check=True, stdout=subprocess.DEVNULL)
    claim = json.loads(pathlib.Path(f"{folder}/claimed/report.json").read_text())["claim"]
    stored = lambda one, name: CARBON_DIOXIDE * sum(
        (one[f"fields/carbon_of_{name}_in_{place}"][-1] - one[f"fields/carbon_of_{name}_in_{place}"][0]) @ one["cell/volume"][...]
        for place in ("pores", "Calcite", "Nesquehonite"))
    kept = lambda one: stored(one, "air") + stored(one, "soil") + min(stored(one, "rock"), 0)
    net, avoided = kept(run) - kept(base) - 1e-3, stored(run, "flue") - stored(base, "flue")
    print("    ", claim["headline"])
    for name, expected in (("net", net), ("avoided", avoided)):
        value = claim["period"][name]["value"] if isinstance(claim["period"][name], dict) else claim["period"][name]
        require(f"{name} {value:.6g} kg", abs(value / expected - 1) < 1e-4)


def main():
    with tempfile.TemporaryDirectory() as folder:
        check_mixing(folder)
        run = talus(SECTION, f"{folder}/run.h5")
        check_section(run)
        check_others(folder, run)
        check_report(folder, run)
        check_claim(folder, run)


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"failed: {' '.join(map(str, error.cmd))}\n{error.stderr or ''}")
