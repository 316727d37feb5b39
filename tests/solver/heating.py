#!/usr/bin/python3
"""Heat with chemistry, flow and churning: energy closes, a run goes on from its middle with the same bits, three ranks have
the bits of one, one temperature that heat keeps is the case without heat, and ground freezes and thaws."""
import os
import pathlib
import subprocess
import sys
import tempfile

import h5py
import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
CLOSED = 1e-8  # of what moved in and out
SECTION = 'mesh={ shape = "section", depth = "60 cm", width = "3 m", columns_x = 3, cells = { surface = "5 cm", growth = 1.5, largest = "20 cm" } }'
FROST = ('heat.freezing={ curve = "Clapeyron", constants = "held", impedance = 7 }', 'heat.surface={ temperature_file = "frost.csv" }')


def talus(folder, output, *sets, ranks=1, words=(), case="heated"):
    mpirun = [os.environ["TALUS_MPIRUN"], "--oversubscribe", "--bind-to", "none", "-n", str(ranks)] if ranks > 1 else []
    command = [*mpirun, os.environ["TALUS_PROGRAM"], "run", f"{case}.toml", "-q", "--force", "-o", output, *words]
    for one in sets:
        command += ["--set", one]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=folder, timeout=250)
    if done.returncode != 0:
        sys.exit(f"failed: {' '.join(command)}\n{done.stdout}{done.stderr}")
    return folder / output


def numbers(path, group="fields"):
    with h5py.File(path) as file:
        return {name: file[group][name][...] for name in file[group] if name not in ("cell", "time", "step")}


def check_closure(what, path):
    series = numbers(path, "series")
    worst = {name: np.max(np.abs(values)) for name, values in series.items() if name.startswith("closure_")}
    print(f"{what}: {len(series['energy'])} steps, closure of energy {worst['closure_energy']:.1e}, "
          f"of matter {max(v for k, v in worst.items() if k != 'closure_energy'):.1e}", flush=True)
    if worst["closure_energy"] > CLOSED:
        sys.exit(f"failed: {what}: the energy does not close")
    if abs(series["energy_other"][-1]) > 1e-3 * sum(np.max(np.abs(series[f"energy_{k}"])) for k in ("surface", "base", "water")):
        sys.exit(f"failed: {what}: energy comes from water that no flux brought: {series['energy_other'][-1]:.3g} J")
    return series


def check_salt(path):
    """Ice holds no salt: what was dissolved is in the liquid that is left, and all of it is there after the thaw."""
    fields = numbers(path)
    top = np.argmax(fields["ice"].max(axis=0))
    coldest = np.argmax(fields["ice"][:, top])
    liquid = fields["water"] - fields["ice"]
    salt = fields["aqueous_Na+"][:, top] / liquid[:, top]
    print(f"Na where it freezes most: {', '.join(f'{1e3 * m:.3g}' for m in salt)} mmol/kg of liquid", flush=True)
    kept = salt[coldest] * liquid[coldest, top] / (salt[0] * liquid[0, top])
    rise = liquid[0, top] / liquid[coldest, top]
    if not rise > 2 or not 0.5 * rise < salt[coldest] / salt[0] < 1.5 * rise:
        sys.exit(f"failed: the liquid is {rise:.3g} times less and its salt {salt[coldest] / salt[0]:.3g} times more ({kept:.3g} kept)")


def same(what, a, b, later=0, groups=("fields", "series")):
    """From the state `later` of b on: the first of a restart has no flux of a step before it."""
    for group in groups:
        one, other = numbers(a, group), numbers(b, group)
        for name, values in other.items():
            values = values[later if group == "fields" else 0:]
            if not np.array_equal(one[name][-len(values):], values) and not name.startswith(("closure_", "energy")):
                sys.exit(f"failed: {what}: /{group}/{name} differs by {np.max(np.abs(one[name][-len(values):] - values)):.2e}")
    print(f"{what}: the same bits", flush=True)


def refused_frost(folder, ranks):
    """What a run says that meets frost without a word on it in its case: the line on the heat."""
    mpirun = [os.environ["TALUS_MPIRUN"], "--oversubscribe", "--bind-to", "none", "-n", str(ranks)] if ranks > 1 else []
    command = [*mpirun, os.environ["TALUS_PROGRAM"], "run", "heated.toml", "-q", "--force", "-o", "refused.h5", "--set", SECTION]
    command += ["--set", 'heat.surface={ flux = "-150 W/m2" }', "--set", 'heat.entering={ top = "8 degC" }']
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=folder, timeout=250)
    lines = [line for line in (done.stdout + done.stderr).splitlines() if "the heat" in line]
    if done.returncode != 3 or not lines:
        sys.exit(f"failed: exit code {done.returncode}:\n{done.stdout}{done.stderr}")
    return lines[0]


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for file in ("heated.toml", "heated_start.csv", "heated_top.csv"):
            (folder / file).write_text((HERE / file).read_text())
        (folder / "frost.csv").write_text("time [d], temperature [degC]\n0, 2\n0.7, -9\n1.6, -6\n2.2, 8\n4, 12\n")

        whole = talus(folder, "whole.h5")
        series = check_closure("heat, flow, chemistry, churning", whole)
        if not abs(series["energy_surface"][-1]) > 1e4 or not abs(series["energy_water"][-1]) > 1e4:
            sys.exit("failed: hardly any heat came in")
        part = talus(folder, "part.h5", words=("--restart", str(whole), "--at", "1 d"))
        same("restart at 1 d", whole, part, later=1)

        one, three = (talus(folder, f"ranks_{n}.h5", SECTION, "run.length=1 d", ranks=n) for n in (1, 3))
        same("1 and 3 ranks", one, three, groups=("fields",))  # sums over ranks differ in their last bits

        still = ('temperature={ constant = "10 degC" }', 'heat.surface={ temperature = "10 degC" }', 'heat.base={ flux = "0 W/m2" }')
        kept = talus(folder, "kept.h5", *still, "run.length=1 d")
        (folder / "plain.toml").write_text("\n".join(
            line for line in (HERE / "heated.toml").read_text().splitlines()
            if not line.startswith(("heat = ", "surface = { temp", "base    = { flux", "[heat]", 'conductivity = "Cote'))))
        plain = talus(folder, "plain.h5", still[0], "run.length=1 d", case="plain")
        a, b = numbers(plain), numbers(kept)
        worst = max(np.max(np.abs(a[name] - b[name])) / max(np.max(np.abs(a[name])), 1e-300) for name in a)
        print(f"a temperature that heat keeps, against one that is given: {worst:.1e} of the largest value")
        if worst > 1e-6:
            sys.exit("failed: heat at one temperature is not the plain case")

        said = [refused_frost(folder, ranks) for ranks in (1, 3)]
        if not all("heat.freezing" in one and "cell" in one for one in said) or said[0] != said[1]:
            sys.exit(f"failed: frost that the case does not know of is not refused alike on all ranks:\n{said}")
        print(f"frost without heat.freezing ends the run: {said[0]}")

        frozen = talus(folder, "frozen.h5", *FROST)
        check_closure("freezing and thawing", frozen)
        ice = numbers(frozen)["ice"]
        print(f"ice at the top by output: {', '.join(f'{state.max():.0f}' for state in ice)} kg/m3")
        if not 50 < ice.max() < 450 or ice[-1].max() > ice.max() / 2:
            sys.exit("failed: the ground does not freeze and thaw")
        check_salt(frozen)
        part = talus(folder, "thawed.h5", *FROST, words=("--restart", str(frozen), "--at", "1 d"))
        same("restart in the frost", frozen, part, later=1)
        one, three = (talus(folder, f"frost_{n}.h5", SECTION, *FROST, "run.length=1 d", ranks=n) for n in (1, 3))
        same("1 and 3 ranks in the frost", one, three, groups=("fields",))

        dry = ("flow.vapour=true", 'boundaries.top.evaporation={ method = "potential", potential = "2 mm/d", air_humidity = "60 %" }')
        series = check_closure("freezing while water evaporates", talus(folder, "evaporated.h5", *FROST, *dry))
        if not series["evaporated_top"][-1] > 0:
            sys.exit("failed: nothing evaporates")
        # a potential evaporation takes liquid water alone: all of it within 20 degC of 0 degC
        if not abs(series["energy_vapour"][-1]) < series["evaporated_top"][-1] * 0.018015 * 4192 * 20:
            sys.exit(f"failed: evaporation that the air pays for takes {-series['energy_vapour'][-1]:.3g} J from the ground")


if __name__ == "__main__":
    main()
