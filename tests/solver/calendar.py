#!/usr/bin/python3
"""Operations are done when the calendar says: given times and dates, rows of a file with keys of their own, pauses of each year,
a last one, and a condition; and a list of times is what 'every' does, bit by bit."""
import os
import pathlib
import subprocess
import sys
import tempfile

import h5py
import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
CHURN = "kind = 'churn', depth = '4 cm'"


def talus(output, operations, *sets):
    words = [word for s in (f"operations=[{operations}]", *sets) for word in ("--set", s)]
    subprocess.run([os.environ["TALUS_PROGRAM"], "run", str(HERE / "still.toml"), "-q", "-o", str(output), *words], check=True)
    return h5py.File(output)


def done(run):
    """Hours at which something was done."""
    return [round(t / 3600, 9) for t, m in zip(run["time"][...], run["moment"][...]) if m == 2]


def same(a, b):
    names = [name for name in a["fields"] if a["fields"][name].ndim == 2]
    return all(np.array_equal(a["fields"][name][-1], b["fields"][name][-1]) for name in names)


def main():
    start = "run.start=2027-05-01"
    with tempfile.TemporaryDirectory() as name:
        runs = 0

        def run(operations, *sets):
            nonlocal runs
            runs += 1
            return talus(pathlib.Path(name) / f"{runs}.h5", operations, *sets)

        every = run(f"{{ {CHURN}, every = '12 h' }}")
        checks = [
            ("every", done(every), [12, 24, 36]),
            ("last", done(run(f"{{ {CHURN}, every = '12 h', last = '24 h' }}")), [12, 24]),
            ("at", done(run(f"{{ {CHURN}, at = ['2027-05-01T20:00', '6 h', '3 d'] }}", start)), [6, 20]),
            ("file", done(run(f"{{ {CHURN}, file = '{HERE}/calendar.csv' }}", start)), [12, 30, 42]),
            ("pause", done(run(f"{{ {CHURN}, every = '12 h', pause = ['05-02', '05-03'] }}", start)), [12]),
            ("pause over the new year", done(run(f"{{ {CHURN}, every = '12 h', pause = ['11-15', '05-02'] }}", start)), [24, 36]),
            ("wet", done(run(f"{{ {CHURN}, every = '12 h', dried_below = 0.45 }}")), []),
            ("dry", done(run(f"{{ {CHURN}, every = '12 h', dried_below = 0.55 }}")), [12, 24, 36]),
        ]
        for what, found, expected in checks:
            if found != expected:
                sys.exit(f"failed: {what}: done at {found} h, not {expected}")
        if not same(every, run(f"{{ {CHURN}, at = ['36 h', '12 h', '24 h'] }}")):
            sys.exit("failed: given times are not what 'every' does")
        deep = "{ kind = 'churn', depth = '10 cm', at = ['42 h'] }"
        by_file = run(f"{{ {CHURN}, file = '{HERE}/calendar.csv' }}", start)
        if not same(by_file, run(f"{{ {CHURN}, at = ['12 h', '30 h'] }}, {deep}")):
            sys.exit("failed: rows of the calendar have keys of their own")
        print(f"{len(checks)} calendars")


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"failed: {' '.join(map(str, error.cmd))}")
