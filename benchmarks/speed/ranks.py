"""Whole runs of benchmarks/pile_2d on one rank and on two, turn by turn, beside another program of Talus where one is named.

    ranks.py [OTHER] [--length "30 d"] [--turns 3] [--counts]

Prints wall time, least and median, and how many times faster two ranks are than one. On cores that are busy with other work
that says how runs get along with it, not what ranks gain. --counts says instead what the flow of water took on one rank: linear
systems, iterations of GMRES, factorisations.
"""
import argparse
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import tools  # noqa: E402

CASE = HERE.parent / "pile_2d/case.toml"


def run(program, ranks, length, folder, options=()):
    """Seconds of one run from its start to its end, and what it printed."""
    words = [program, "run", str(CASE), "--force", "-o", f"{folder}/run.h5", "--set", f"run.length={length}", "--set",
             f"run.output_every={length}"]
    launcher = ["mpirun", "--allow-run-as-root", "--oversubscribe", "--bind-to", "none", "-n", str(ranks)] if ranks > 1 else []
    start = time.monotonic()
    done = subprocess.run([*launcher, *words, *(["--", *options] if options else [])], capture_output=True, text=True, check=True)
    return time.monotonic() - start, done.stdout


def counts(program, length, folder):
    """Linear systems of the flow, iterations of them and factorisations, the steady flow of the start included."""
    _, said = run(program, 1, length, folder, ["-flow_ksp_converged_reason", "-log_view"])
    iterations = [int(n) for n in re.findall(r"Linear flow_ solve .* iterations (\d+)", said)]
    return len(iterations), sum(iterations), int(re.search(r"^MatLUFactorNum\s+(\d+)", said, re.MULTILINE)[1])


def main():
    words = argparse.ArgumentParser()
    words.add_argument("other", nargs="?")
    words.add_argument("--length", default="30 d")
    words.add_argument("--turns", type=int, default=3)
    words.add_argument("--counts", action="store_true")
    given = words.parse_args()
    programs = {"this": tools.TALUS} | ({"other": given.other} if given.other else {})
    with tempfile.TemporaryDirectory() as folder:
        if given.counts:
            for name, program in programs.items():
                print(name, "systems, iterations, factorisations of the flow:", *counts(program, given.length, folder))
            return
        taken = {(name, ranks): [] for name in programs for ranks in (1, 2)}
        for _ in range(given.turns):
            for name, ranks in taken:
                taken[name, ranks].append(run(programs[name], ranks, given.length, folder)[0])
        print("| program | one rank, s (least, median) | two ranks | times faster (least, median) |\n|---|---|---|---|")
        for name in programs:
            (one, middle), (two, half) = ((min(t), statistics.median(t)) for t in (taken[name, 1], taken[name, 2]))
            print(f"| {name} | {one:.1f}, {middle:.1f} | {two:.1f}, {half:.1f} | {one / two:.2f}, {middle / half:.2f} |")


if __name__ == "__main__":
    main()
