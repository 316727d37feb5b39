#!/usr/bin/python3
"""A laterally coupled section with three materials and churning gives the same answer on 1, 2, 3 ranks and on more
ranks than it has columns."""
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(os.environ["TALUS_ROOT"])
HERE = pathlib.Path(__file__).resolve().parent


def main():
    with tempfile.TemporaryDirectory() as folder:
        runs = {}
        for ranks in (1, 2, 3, 11):
            runs[ranks] = f"{folder}/{ranks}.h5"
            command = [os.environ["TALUS_MPIRUN"], "--oversubscribe", "--bind-to", "none", "-n", str(ranks),
                       os.environ["TALUS_PROGRAM"], "run", str(ROOT / "inputs/section.toml"), "-q", "-o", runs[ranks]]
            subprocess.run(command, check=True)
        for ranks in (2, 3, 11):
            print(f"1 and {ranks} ranks: ", end="", flush=True)
            subprocess.run([sys.executable, HERE / "compare_runs.py", runs[1], runs[ranks]], check=True)
        for run in runs.values():
            subprocess.run([sys.executable, ROOT / "tests/report/check_ledger.py", run, "--quiet"], check=True)


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"failed: {' '.join(map(str, error.cmd))}")
