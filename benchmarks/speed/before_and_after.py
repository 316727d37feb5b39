"""Answers and speed of the coupled step by two programs of Talus, in one run.

    TALUS_PROGRAM=build/release/talus before_and_after.py OTHER_PROGRAM [--cases FOLDER] [--turns 5] [--only section]

Answers: both take the same fixed steps, and all fields, patches and external terms of the last state are compared; the difference of
each is relative to its largest value. Linear solvers stop at a tolerance, so no more than 1e-9 is asked for. Speed: with the steps that the case
chooses, user time of this program divided by that of the other, which take turns: least by least, and the median of the pairs."""
import argparse
import pathlib
import re
import resource
import statistics
import subprocess
import sys
import tempfile

import h5py
import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import tools  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
ALLOWED = 1e-9
EARLIER = {"external": "booked"}  # names of groups in files of earlier versions
CASES = [  # name, case, settings, length and step of the fixed run; None: its steps cannot be fixed
    ("Baptiste, churned", "inputs/baptiste_cells/churned.toml", [], ("2 d", "1800 s")),
    ("Baptiste, left alone", "inputs/baptiste_cells/undisturbed.toml", [], ("2 d", "1800 s")),
    ("carb, 1000 cells at 1e-2", "benchmarks/min3p_carb/case.toml", ["mesh.cells={count=1000}", "steps.tolerance=1e-2"], ("1 d", "3600 s")),
    ("col_unsat_gas, 50 cells", "benchmarks/pflotran_column/case.toml", ["mesh.cells={count=50}"], ("0.5 d", "1800 s")),
    ("section, limited", "benchmarks/section_2d/section_2d.toml", [], ("0.2 d", "1200 s")),
    ("section, upwind", "benchmarks/section_2d/section_2d.toml", ["flow.advection=upwind"], ("0.2 d", "1200 s")),
]


def run(program, case, sets, output):
    """Runs a case file; steps, Newton iterations, and user time in s."""
    words = [word for one in sets for word in ("--set", one)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run([program, "run", str(case), "--force", "-o", str(output), *words], capture_output=True, text=True, check=False)
    seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    if done.returncode != 0:
        sys.exit(f"{program} {case}: {done.stderr[-1000:]}")
    counts = re.search(r"done: (\d+) steps, (\d+) Newton iterations", done.stderr + done.stdout)
    return int(counts[1]), int(counts[2]), seconds


def last_values(path):
    """The last row of each array over time of the fields, the patches and the external terms."""
    values = {}
    with h5py.File(path) as file:
        for group in ("fields", "patches", "external"):
            there = group if group in file else EARLIER.get(group, group)
            if there in file:
                file[there].visititems(lambda name, item, group=group: values.update({f"{group}/{name}": item[-1]})
                                       if isinstance(item, h5py.Dataset) and item.maxshape[:1] == (None,) else None)
    return values


def difference(one, other):
    """The largest difference of what both files have, each relative to its largest value, and where it is."""
    mine, theirs = last_values(one), last_values(other)
    worst = (0.0, "-")
    for name in mine.keys() & theirs.keys():
        size = np.max(np.abs(theirs[name]), initial=0)
        apart = np.max(np.abs(mine[name] - theirs[name]), initial=0)
        if apart > 0:
            worst = max(worst, (float(apart / max(size, 1e-300)), name))
    return *worst, len(mine.keys() & theirs.keys())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("other", help="the program to compare with")
    parser.add_argument("--cases", type=pathlib.Path, default=ROOT, help="the sources of the other program, where inputs have other words")
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--only", default="", help="cases whose names have this word")
    given = parser.parse_args()
    programs = {"this": (tools.TALUS, ROOT), "other": (given.other, given.cases)}
    print("| case | fixed steps | arrays | largest difference, relative | where | steps, Newton: this | other | time: least | median |")
    print("|---|---|---|---|---|---|---|---|---|")
    failed = False
    for name, case, sets, (length, step) in CASES:
        if given.only not in name:
            continue
        with tempfile.TemporaryDirectory() as folder:
            files = {which: pathlib.Path(folder) / f"{which}.h5" for which in programs}
            fixed = [*sets, f"run.length={length}", f"run.output_every={length}", f"steps.fixed={step}", "operations=[]"]
            counts = {which: run(program, root / case, fixed, files[which]) for which, (program, root) in programs.items()}
            worst, where, arrays = difference(files["this"], files["other"])
            failed = failed or not worst <= ALLOWED
            times = {which: [] for which in programs}
            for turn in range(given.turns):
                for which in sorted(programs, reverse=turn % 2 == 1):
                    program, root = programs[which]
                    chosen = run(program, root / case, sets, files[which])
                    times[which].append(chosen[2])
                    counts[which + " chosen"] = chosen[:2]
            pairs = [a / b for a, b in zip(times["this"], times["other"])]
            speed = (f"{counts['this chosen'][0]}, {counts['this chosen'][1]} | {counts['other chosen'][0]}, {counts['other chosen'][1]} | "
                     f"{min(times['this']) / min(times['other']):.3f} | {statistics.median(pairs):.3f}" if pairs else "- | - | - | -")
            print(f"| {name} | {counts['this'][0]} | {arrays} | {worst:.1e} | {where} | {speed} |", flush=True)
    if failed:
        sys.exit(f"a field is apart by more than {ALLOWED:g} of its largest value")


if __name__ == "__main__":
    main()
