#!/usr/bin/python3
"""Inputs that are deep, endless, incomplete or too large for the memory: each ends with the right code and a short
message that names the place, never with a signal or as "a bug in Talus"."""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(os.environ["TALUS_ROOT"])
PROGRAM = os.environ["TALUS_PROGRAM"]
INPUT, MEMORY = 2, 71
WATER = '[waters.a]\ntemperature = "25 degC"\npH = 7\n'
BASIS = """SOLUTION_MASTER_SPECIES
H H+ -1 H 1.008
O H2O 0 O 16
Ca Ca+2 0 Ca 40.08
SOLUTION_SPECIES
H2O = H2O
H+ = H+
Ca+2 = Ca+2
"""
DEEP = "a." * 20000 + "a"

# name: (file, text, words of the command, code, what the message has)
CASES = {
    "dotted key": ("x.toml", f'title = "x"\n{DEEP} = 1\n', ["check"], INPUT, ["x.toml:2:", "more than 32 names"]),
    "dotted header": ("x.toml", f'title = "x"\n[{DEEP}]\n', ["react"], INPUT, ["x.toml:2:", "more than 32 names"]),
    "open header": ("x.toml", f"[{DEEP}", ["speciate"], INPUT, ["x.toml:1:", "more than 32 names"]),
    "deep list": ("x.toml", "x = " + "[" * 60000, ["check"], INPUT, ["x.toml:1:", "more than 32 deep"]),
    "deep tables": ("x.toml", "\nx = " + "{a=" * 60000, ["speciate"], INPUT, ["x.toml:2:", "more than 32 deep"]),
    "deep --set": ("x.toml", "[mesh]\n", ["check", "--set", f"{DEEP}=1"], INPUT, ["more than 32 names"]),
    "deep unit": ("x.toml", WATER.replace("degC", "(" * 60000 + "degC" + ")" * 60000), ["speciate"], INPUT,
                  ["x.toml:2:", "is not a unit"]),
    "long unit": ("x.toml", WATER.replace("degC", "m " * 20000), ["speciate"], INPUT, ["x.toml:2:"]),
    "long name": ("x.toml", WATER + "a" * 200000 + " = 1\n", ["speciate"], INPUT, ["x.toml:4:", "unknown key"]),
    "deep formula": ("x.dat", BASIS + "H+ = " + "(" * 60000 + "H" + ")" * 60000 + "+\n log_k 1\n",
                     ["database", "check"], 0, ["more than 50 brackets stand in each other"]),
    "deep component": ("x.dat", BASIS + " = ".join(2 * ["(" * 60000 + "H" + ")" * 60000 + "+"]) + "\n",
                       ["database", "check"], INPUT, ["x.dat:9:", "more than 50 brackets stand in each other"]),
    "long equation": ("x.dat", BASIS + "H+ + " * 50000 + "H+ = Ca+2\n log_k 1\n", ["database", "check"], 0,
                      ["out of balance", "line 9"]),
    "made of itself": ("x.dat", BASIS + "Acetate- = Acetate-\n log_k 0\n", ["database", "check"], INPUT,
                       ["x.dat:9:1", "unknown element 'Acetate'"]),
    "circle": ("x.dat", BASIS + "H2O = OH- + H+\n log_k -14\nOH- + Ca+2 = CaOH+\n log_k 1\nCaOH+ = OH- + Ca+2\n"
               " log_k 1\n", ["database", "check"], INPUT, ["x.dat:", "leads back to itself"]),
    "no H+": ("x.dat", BASIS.replace("H+ = H+\n", "").replace("H H+ -1 H 1.008\n", ""), ["speciate"], INPUT,
              ["the database has no H+"]),
    "no master species": ("x.dat", "SOLUTION_SPECIES\nCa+2 = Ca+2\n", ["speciate"], INPUT,
                          ["the database has no H+"]),
}


def limited(megabytes):
    return lambda: resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))


def run(words, folder, before=None):
    return subprocess.run([PROGRAM, *words], cwd=folder, capture_output=True, text=True, timeout=60, preexec_fn=before)


def fault_of(case, folder):
    name, text, words, code, expected = case
    (folder / name).write_text(text)
    (folder / "w.toml").write_text(WATER)
    words = [*words, "w.toml", "--database", name] if name == "x.dat" and words == ["speciate"] else [*words, name]
    done = run(words, folder)
    told = done.stdout + done.stderr
    if done.returncode != code:
        return f"exit code {done.returncode}, not {code}: {told[:2000]}"
    if missing := [part for part in expected if part not in told]:
        return f"lacks {missing}: {told[:2000]}"
    return f"{len(told)} bytes are too many to read" if len(told) > 5000 else ""


def fault_of_memory(folder):
    """A mesh that does not fit into the memory that there is. Sanitizers need more than any limit, so nothing is asked then."""
    if run(["--version"], folder, limited(700)).returncode != 0:
        return ""
    shutil.copy(ROOT / "inputs/section.toml", folder / "x.toml")
    done = run(["check", "x.toml", "--set", "mesh.columns_x=30000"], folder, limited(700))
    told = done.stdout + done.stderr
    if done.returncode != MEMORY or "memory ran out" not in told:
        return f"exit code {done.returncode}: {told[:2000]}"
    return ""


def main():
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        found = {name: fault_of(case, Path(folder)) for name, case in CASES.items()}
        found["memory"] = fault_of_memory(Path(folder))
    for name, fault in found.items():
        faults += bool(fault)
        if fault:
            print(f"{name}: {fault}\n")
    print(f"{len(found)} inputs, {faults} faults")
    return 1 if faults else 0


sys.exit(main())
