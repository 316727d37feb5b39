#!/usr/bin/python3
"""A flux that leaves one cell a millionth larger than it enters the next must open the books; in the program as it is
they stay closed.    fault_is_found.py PROGRAM_WITH_FAULT"""
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(os.environ["TALUS_ROOT"])


def books_close(program, folder):
    run = pathlib.Path(folder) / "run.h5"
    subprocess.run([program, "run", ROOT / "inputs/column.toml", "-q", "--force", "-o", run, "--set", "run.length=30 d"],
                   check=True)
    check = subprocess.run([sys.executable, ROOT / "tests/report/check_ledger.py", run, "--quiet"], check=False)
    report = subprocess.run([program, "report", run, "--force"], check=True, capture_output=True, text=True)
    return check.returncode == 0, "INVALID" not in report.stdout


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        good, bad = books_close(os.environ["TALUS_PROGRAM"], folder), books_close(sys.argv[1], folder)
    print(f"as it is: ledger and report closed {good}; with the fault {bad}")
    sys.exit(0 if good == (True, True) and bad == (False, False) else 1)
