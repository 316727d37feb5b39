#!/usr/bin/python3
"""Changes the shipped inputs word by word (other values, units, names, numbers that are huge, negative, empty or none) and
calls the program with what comes out, with little memory and time: never a signal, exit code 70, or a case that hangs.

    mutate_inputs.py [--count 300] [--seed N] [--keep FOLDER]"""

import argparse
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = os.environ["TALUS_PROGRAM"]
MEGABYTES, SECONDS = 3000, 30
VERBS = {  # what reads each input, and what makes it short
    "check": ["inputs/column.toml", "inputs/section.toml", "inputs/rained_on/year.toml",
              "inputs/baptiste_cells/churned.toml", "inputs/slurry_tanks/pile.toml"],
    "run": ["inputs/column.toml", "inputs/rained_on/year.toml"],
    "react": ["inputs/batch/titration.toml", "inputs/batch/flue_gas.toml", "inputs/slurry_tanks/train.toml",
              "inputs/batch/edta_leach.toml", "inputs/batch/forsterite_path.toml"],
    "speciate": ["inputs/waters.toml"],
}
NUMBERS = ["0", "-1", "1e308", "-1e308", "1e-320", "nan", "inf", "-inf", "1e20", "99999999999999999999", "0.1", "3",
           "1e-9", "1_000", "0x10", "1e6", "", "-0.0", "2147483648", "true"]
WORDS = ["", " ", "rest", "µ", "naïve", "\U0001f600", "a b", "=1+1", "talus", "H+", "Brucite", "CO2(g)", "x" * 300,
         "../x", "nan", "H2O", "Mg+2", "e-", "1 m", "[", "\\u0000", "top", "base"]
UNITS = ["m", "s", "yr", "d", "degC", "K", "atm", "g/kg", "wt%", "%", "mol", "mmol/kgw", "m2/g", "parsec", "", "ms",
         "1/d", "kg/m3", "m2", "Pa", "mm/d", "L"]
TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|[\w.+-]+|[\[\]{}=,]')


def other(token, tokens, chance):
    """Something else in the place of a token."""
    quantity = re.fullmatch(r'"([-+\d.eE]+) ?([^"]*)"', token)
    if quantity:
        return chance.choice([f'"{chance.choice(NUMBERS)} {quantity[2]}"', f'"{quantity[1]} {chance.choice(UNITS)}"',
                              f'"{chance.choice(NUMBERS)}"', quantity[1], "{}", "[]"])
    if token.startswith('"'):
        return chance.choice([f'"{chance.choice(WORDS)}"', chance.choice(tokens), chance.choice(NUMBERS), "[]"])
    if re.fullmatch(r"[-+\d.eE]+", token):
        return chance.choice([chance.choice(NUMBERS), f'"{token} {chance.choice(UNITS)}"'])
    return chance.choice([chance.choice(tokens), "", token + token])


def mutated(text, chance):
    for _ in range(chance.choice([1, 1, 1, 2, 2, 3, 5])):
        lines = text.split("\n")
        if chance.random() < 0.25:  # a whole line goes, comes again, or changes places
            i, j = chance.randrange(len(lines)), chance.randrange(len(lines))
            line = lines.pop(i)
            if chance.random() < 0.6:
                lines[j:j] = [line] * chance.choice([1, 2])
            text = "\n".join(lines)
            continue
        found = [match for match in TOKEN.finditer(text) if "#" not in text[text.rfind("\n", 0, match.start()) + 1:match.start()]]
        if not found:
            continue
        match = chance.choice(found)
        text = text[:match.start()] + other(match[0], [m[0] for m in found], chance) + text[match.end():]
    return text


def limit():
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def fault_of(verb, path, folder):
    words = {"run": ["-q", "--force", "-o", folder / "out.h5"], "react": ["-q", "--force", "-o", folder / "out"]}
    try:
        done = subprocess.run([PROGRAM, verb, path, *words.get(verb, [])], capture_output=True, text=True, errors="replace",
                              timeout=SECONDS, preexec_fn=limit, cwd=folder)
    except subprocess.TimeoutExpired:
        return f"more than {SECONDS} s"
    if done.returncode not in (0, 2, 3, 4, 71):
        return f"exit code {done.returncode}: {done.stderr[-500:]}"
    return ""


def short(text):
    text = re.sub(r'length( *)= "[^"]*"', 'length = "1 h"', text, count=1)
    return re.sub(r'output_every( *)= "[^"]*"', 'output_every = "30 min"', text, count=1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    seed = given.seed if given.seed is not None else random.randrange(1 << 30)
    chance, faults = random.Random(seed), 0
    with tempfile.TemporaryDirectory(prefix="talus_mutated_") as name:
        folder = Path(name)
        for number in range(given.count):
            verb = chance.choice(list(VERBS))
            source = chance.choice(VERBS[verb])
            shutil.copytree(ROOT / "inputs" / "rained_on", folder, dirs_exist_ok=True)
            path = folder / "case.toml"
            text = mutated(short((ROOT / source).read_text()), chance)
            path.write_text(text)
            if fault := fault_of(verb, path, folder):
                faults += 1
                print(f"{verb} {source}, seed {seed} number {number}: {fault}", flush=True)
                if given.keep:
                    given.keep.mkdir(parents=True, exist_ok=True)
                    (given.keep / f"{verb}-{seed}-{number}.toml").write_text(text)
    print(f"{given.count} inputs, seed {seed}, {faults} faults")
    sys.exit(1 if faults else 0)


main()
