#!/usr/bin/python3
"""A laterally coupled section with three materials and churning, one that turns acid in some hundred steps, and one with heat, have the
same bits on 1, 2, 3 ranks and on more ranks than they have columns. With "--long" the latter goes on for ten years, in
some thousand steps."""
import os
import pathlib
import subprocess
import sys
import tempfile

import h5py
import numpy as np

ROOT = pathlib.Path(os.environ["TALUS_ROOT"])
HERE = pathlib.Path(__file__).resolve().parent


def check(case, all_ranks, *words):
    with tempfile.TemporaryDirectory() as folder:
        runs = {}
        for ranks in all_ranks:
            runs[ranks] = f"{folder}/{ranks}.h5"
            command = [os.environ["TALUS_MPIRUN"], "--oversubscribe", "--bind-to", "none", "-n", str(ranks),
                       os.environ["TALUS_PROGRAM"], "run", str(case), "-q", "-o", runs[ranks], *words]
            subprocess.run(command, check=True)
        for ranks in all_ranks[1:]:
            print(f"{case.name}, 1 and {ranks} ranks: ", end="", flush=True)
            subprocess.run([sys.executable, HERE / "compare_runs.py", runs[1], runs[ranks], "0"], check=True)
            with h5py.File(runs[1]) as one, h5py.File(runs[ranks]) as other:
                steps, others = one["series/time"][...], other["series/time"][...]
                if not np.array_equal(steps, others):
                    sys.exit(f"failed: {len(steps)} and {len(others)} steps are not the same")
        print(f"{case.name}: {len(steps)} steps")
        for run in runs.values():
            subprocess.run([sys.executable, ROOT / "tests/report/check_ledger.py", run, "--quiet"], check=True)


def main():
    if "--long" in sys.argv:
        check(HERE / "drainage_section.toml", (1, 2, 3), "--set", "run.length=10 yr", "--set", "run.output_every=1 yr")
        return
    check(ROOT / "inputs/section.toml", (1, 2, 3, 11))
    check(HERE / "drainage_section.toml", (1, 2, 3), "--set", "run.length=30 d", "--set", "run.output_every=10 d")
    wide = "mesh={ shape = 'section', depth = '60 cm', width = '60 cm', columns_x = 3, cells = { surface = '4 cm', growth = 1.5, largest = '20 cm' } }"
    check(HERE / "heated.toml", (1, 3), "--set", wide, "--set", "run.length=1 d", "--set", "steps.largest=2 h")


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"failed: {' '.join(map(str, error.cmd))}")
