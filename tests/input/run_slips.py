#!/usr/bin/python3
"""Runs the slips of slips.toml, each in a folder of its own: the exit code, what is said, and that nothing is left
behind. TALUS_PROGRAM names the program. With --show, prints what is said of each that is not as written there."""

import os
import shlex
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
PROGRAM = os.environ["TALUS_PROGRAM"]
FLOW = [("moves = false }", "moves = true }\npermeability = \"1e-13 m2\"\n"
         "retention = { model = \"van Genuchten\", alpha = \"2 1/m\", n = 1.6 }"),
        ("[temperature]", "[flow]\n\n[temperature]"),
        ("[[operations]]", "[boundaries.base]\ndrain = \"free\"\n\n[[operations]]"),
        ("[boundaries.top]", "[boundaries.top]\nwater = { rain = \"500 mm/yr\", composition = \"pore water\" }")]
WATERS = '[waters.a]\ntemperature = "25 degC"\npH = 7\ntotal = { Ca = "1 mmol/kgw" }\n'


def bases():
    pile = (FOLDER / "valid.toml").read_text()
    flow = pile
    for old, new in FLOW:
        assert old in flow, old
        flow = flow.replace(old, new)
    return {"valid.toml": pile, "flow.toml": flow, "bottle.toml": (FOLDER / "react/valid.toml").read_text(),
            "waters.toml": WATERS}


def content_of(file, texts):
    if "hex" in file:
        return bytes.fromhex(file["hex"])
    if "from" in file:
        old, new = file["swap"]
        assert old in texts[file["from"]], f"{old!r} is not in {file['from']}"
        return texts[file["from"]].replace(old, new, 1).encode()
    return file["text"].encode()


def faults_of(slip, texts):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in texts.items():
            (Path(folder) / name).write_text(text)
        for file in slip.get("files", []):
            (Path(folder) / file["name"]).write_bytes(content_of(file, texts))
        before = sorted(os.listdir(folder))
        try:
            done = subprocess.run([PROGRAM, *shlex.split(slip["run"])], cwd=folder, capture_output=True, text=True,
                                  errors="replace", timeout=30)
        except subprocess.TimeoutExpired:
            return ["does not end"], ""
        said = done.stdout + done.stderr
        faults = [f"does not say {words!r}" for words in slip["says"] if words not in said]
        if done.returncode != slip.get("code", 2):
            faults.append(f"exit code {done.returncode}")
        left = [name for name in sorted(os.listdir(folder)) if name not in before]
        if left:
            faults.append(f"left behind: {', '.join(left)}")
    return faults, said


def main():
    slips = tomllib.loads((FOLDER / "slips.toml").read_text())["slip"]
    texts = bases()
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda slip: faults_of(slip, texts), slips))
    wrong = 0
    for slip, (faults, said) in zip(slips, found):
        if not faults:
            continue
        wrong += 1
        print(f"talus {slip['run'][:150]}\n  " + "; ".join(faults))
        if "--show" in sys.argv:
            print("    " + "\n    ".join(said.splitlines()[-12:]))
    print(f"{len(slips)} slips, {wrong} faults")
    return 1 if wrong or len(slips) < 100 else 0


sys.exit(main())
