"""How fast `talus speciate` is with many waters: reading CSV, speciating, writing CSV, as a whole.

    speciate.py [OTHER] [--waters 100000] [--turns 3] [--kinds pH,temperature,...]

Prints waters per second of user processor time and peak memory of TALUS_PROGRAM for each kind of water, and, where OTHER is
another program of Talus, how many times more of both it takes, turn by turn in one run, and how far the numbers of the two
are apart. Waters are made up: eight elements over the shipped database, 60 species, 80 phases, 194 columns.
"""
import argparse
import csv
import os
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tools  # noqa: E402

WEIGHT = {"Ca": 20.04, "Mg": 12.15, "Na": 22.99, "K": 39.10, "S(6)": 48.03, "Alkalinity": 50.04, "Cl": 35.45}  # g/eq
KINDS = {  # columns beside the totals, and what is left out of these
    "pH": [],                                       # pH and alkalinity are given, one temperature
    "temperature": [],                              # the same, each at its own temperature
    "balance": ["charge"],                          # chloride balances the charge
    "air": ["charge", "equilibrium"],               # pH balances the charge, CO2 of air
    "gaps": [],                                     # each total is there or not
}


def waters(kind, count, path):
    """Writes a file of waters of that kind whose charges balance within some ten percent."""
    chance = random.Random(1)
    headings = ["Ca [mg/L]", "Mg [mg/L]", "Na [mg/L]", "K [mg/L]", "S(6) [mg/L as SO4]", "Cl [mg/L]", "Si [mg/L as SiO2]"]
    if kind != "air":
        headings.append("Alkalinity [mg/L as CaCO3]")
    with open(path, "w") as file:
        print(",".join(["water", "temperature [degC]", "pH", "density [kg/L]", *headings, *KINDS[kind]]), file=file)
        for number in range(count):
            charge = 10 ** chance.uniform(-3, -1.3)  # eq/L of cations
            parts = {name: chance.random() for name in ("Ca", "Mg", "Na", "K", "S(6)", "Cl", "Alkalinity")}
            cations = sum(parts[name] for name in ("Ca", "Mg", "Na", "K"))
            anions = sum(parts[name] for name in ("S(6)", "Cl", "Alkalinity")) * chance.uniform(1, 1.2)
            row = [f"w{number}", f"{chance.uniform(2, 40):.2f}" if kind == "temperature" else "12.5",
                   f"{chance.uniform(6.5, 8.5):.2f}", "0.999"]
            for heading in headings:
                name = heading.split()[0]
                part = parts.get(name, 0) / (cations if name in ("Ca", "Mg", "Na", "K") else anions)
                amount = 1e3 * charge * part * WEIGHT[name] if name in WEIGHT else 10 ** chance.uniform(0, 1.5)
                gap = kind == "gaps" and chance.random() < 0.3 or kind == "balance" and name == "Cl"
                row.append("" if gap else f"{amount:.4g}")
            row += {"charge": ["Cl" if kind == "balance" else "pH"]}.get((KINDS[kind] or [""])[0], [])
            row += ["C(4) = CO2(g) -3.38"] if kind == "air" else []
            print(",".join(row), file=file)


def timed(program, path, output):
    """User time (s) and peak memory (MB) of one call."""
    with open(output, "w") as file:
        child = subprocess.Popen([program, "speciate", str(path), "--csv"], stdout=file, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 3):  # 3: some waters have no solution
        sys.exit(f"{program} speciate {path} ended with {child.returncode}")
    return used.ru_utime, used.ru_maxrss / 1e3


def apart(one, other):
    """The largest difference of what two tables both have, relative to the numbers, of logarithms and charges to 1 at least."""
    largest = 0
    with open(one) as first, open(other) as second:
        for row, same in zip(csv.DictReader(first), csv.DictReader(second), strict=True):
            for heading, text in row.items():
                if heading not in same or text == same[heading] or heading in ("notes", "problem"):
                    continue
                a, b = float(text), float(same[heading])
                absolute = heading.startswith(("SI:", "log10", "charge"))
                largest = max(largest, abs(a - b) / max(abs(a), abs(b), 1 if absolute else 0))
    return largest


def main():
    words = argparse.ArgumentParser()
    words.add_argument("other", nargs="?")
    words.add_argument("--waters", type=int, default=100_000)
    words.add_argument("--turns", type=int, default=3)
    words.add_argument("--kinds", default=",".join(KINDS))
    given = words.parse_args()
    print("| waters | waters/s | peak MB |" + (" other: times the time (least, median) | times the memory | apart |" if given.other else ""))
    print("|---|---|---|" + ("---|---|---|" if given.other else ""))
    with tempfile.TemporaryDirectory() as folder:
        path, output, others = (pathlib.Path(folder) / name for name in ("waters.csv", "out.csv", "other.csv"))
        for kind in given.kinds.split(","):
            waters(kind, given.waters, path)
            own, other = [], []
            for _ in range(given.turns):
                own.append(timed(tools.TALUS, path, output))
                if given.other:
                    other.append(timed(given.other, path, others))
            seconds, memory = min(own)
            line = f"| {given.waters} {kind} | {given.waters / seconds:.0f} | {memory:.0f} |"
            if given.other:
                ratios = [b[0] / a[0] for a, b in zip(own, other)]
                line += (f" {min(b[0] for b in other) / seconds:.1f}, {statistics.median(ratios):.1f} | "
                         f"{min(b[1] for b in other) / memory:.1f} | {apart(output, others):.1e} |")
            print(line, flush=True)


if __name__ == "__main__":
    main()
