#!/usr/bin/python3
"""The run file keeps the hash of every table that the case names; a restart says when one is another, and that an instrument was
added, which changes nothing else. TALUS_PROGRAM names the program."""
import hashlib
import os
import pathlib
import subprocess
import sys
import tempfile

import h5py
import numpy as np

ROOT = pathlib.Path(os.environ["TALUS_ROOT"])
PROGRAM = os.environ["TALUS_PROGRAM"]


def run(folder, name, days, *words):
    done = subprocess.run([PROGRAM, "run", folder / "pile.toml", "--scenario", "baseline", "--set", f"run.length={days} d", "--set",
                           "run.output_every=1 d", "--set", "run.output_at=[]", "-o", folder / name, *map(str, words)],
                          capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, (words, done.stdout, done.stderr)
    return done.stdout + (folder / name).with_suffix(".log").read_text(encoding="utf-8")


def main():
    text = (ROOT / "inputs/claim/cell.toml").read_text(encoding="utf-8").replace('constant = "12 degC"', 'file = "warming.csv"')
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "pile.toml").write_text(text, encoding="utf-8")
        table = folder / "warming.csv"
        table.write_text("time [d], temperature [degC]\n0, 10\n5, 12\n", encoding="utf-8")
        run(folder, "first.h5", 1)
        with h5py.File(folder / "first.h5") as data:
            echo = data["provenance"].attrs["case_echo"]
        assert f'# SHA-256 of warming.csv = "{hashlib.sha256(table.read_bytes()).hexdigest()}"' in echo, echo[-400:]
        assert "changed" not in run(folder, "same.h5", 2, "--restart", folder / "first.h5").replace("changed: run.length", "")
        said = run(folder, "seen.h5", 2, "--restart", folder / "first.h5", "--set",
                   'instruments=[{ name = "probe", depth = "3 cm", quantities = ["pH"] }]')
        assert "changed: instruments[0].name" in said and "the cells hold" not in said, said
        with h5py.File(folder / "same.h5") as one, h5py.File(folder / "seen.h5") as other:
            assert np.array_equal(one["fields/pH"][-1], other["fields/pH"][-1])
        table.write_text("time [d], temperature [degC]\n0, 10\n5, 14\n", encoding="utf-8")
        said = run(folder, "warmer.h5", 2, "--restart", folder / "first.h5")
        assert "changed: SHA-256 of warming.csv from" in said, said
    print("tables are known by their hashes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
