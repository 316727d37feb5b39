#!/usr/bin/python3
"""A run that a signal or the clock ends leaves its state and goes on from there bit by bit: one run that is interrupted
again and again is, joined, the run that was never interrupted, in every output and every step. The same of a run that
is killed and goes on from its checkpoint."""
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

import h5py
import numpy as np

from restart import datasets_over_time, rows

ROOT = pathlib.Path(os.environ["TALUS_ROOT"])
INTERRUPTED = 85
PATIENCE = 60  # s
TRIES = 20
CASES = {
    "column": (ROOT / "inputs/column.toml", ["run.length=60 d", "run.output_every=12 d", "steps.largest=2 h"]),
    "section": (ROOT / "inputs/section.toml", ["run.length=3 d", "run.output_every=0.8 d", "steps.largest=2 h",
                                               "operations[0].every=1.3 d", "mesh.columns_x=2", "mesh.width=2 m"]),
    "raining": (ROOT / "tests/solver/raining.toml", ["run.length=8 h", "run.output_every=3 h", "steps.largest=2 min"]),
}


class Run:
    """A run that is going on."""

    def __init__(self, case, output, *words, ranks=1, quiet=True):
        path, sets = CASES[case]
        mpirun = [os.environ["TALUS_MPIRUN"], "--oversubscribe", "--bind-to", "none", "--mca", "mpi_yield_when_idle", "1",
                  "-n", str(ranks)] if ranks > 1 else []
        command = [*mpirun, os.environ["TALUS_PROGRAM"], "run", path, *(["-q"] if quiet else []), "-o", output,
                   *(word for key in sets for word in ("--set", key)),
                   *words]
        self.output, self.ranks, self.command = output, ranks, [str(word) for word in command]
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def wait_for(self, condition):
        """Waits until `condition` holds, or the run has ended."""
        until = time.monotonic() + PATIENCE
        while not condition() and self.process.poll() is None and time.monotonic() < until:
            time.sleep(0.005)

    def wait_for_steps(self, count):
        """The log has each step as soon as it is done."""
        log = self.output.with_suffix(".log")
        self.wait_for(lambda: log.exists() and log.read_text().count(" % ") >= count)

    def processes_of_ranks(self):
        if self.ranks == 1:
            return [self.process.pid]
        children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.process.pid)], check=True, capture_output=True,
                                  text=True).stdout.split()
        return [int(pid) for pid in children]

    def send(self, which, target):
        """Sends a signal to the launcher, or to one rank; nothing where it has ended."""
        try:
            os.kill(self.process.pid if target == "launcher" else self.processes_of_ranks()[target], which)
        except (ProcessLookupError, IndexError):
            pass

    def end(self, code):
        """What it said, once it has ended with this code."""
        said = self.process.communicate(timeout=PATIENCE)[0]
        if self.process.returncode != code:
            sys.exit(f"failed: exit code {self.process.returncode}, not {code}: {' '.join(self.command)}\n{said}")
        return said


def met_while_it_ran(start, meet, met):
    """A run that `meet` met before its end. Where the machine did other things and it had ended, it is started again."""
    for _ in range(TRIES):
        run = start()
        meet(run)
        said = run.process.communicate(timeout=PATIENCE)[0]
        if run.process.returncode != 0 and met(run):
            return run, said
    sys.exit(f"failed: {TRIES} runs had ended before they were met, the last one with {run.process.returncode}: {said}")


def whole_run(case, folder, ranks):
    output = folder / f"whole_{case}_{ranks}.h5"
    Run(case, output, ranks=ranks).end(0)
    return output


def differences(whole, parts):
    """What the parts of a run, joined, have otherwise than the whole; each part is (file, states that count)."""
    found, joined, steps = [], [], []
    for file, count in parts:
        where = [(i, row) for i, row in enumerate(rows(file)) if row in rows(whole) and i < count]
        for name in datasets_over_time(file):
            for i, row in where:
                if not np.array_equal(whole[name][rows(whole).index(row)], file[name][i]):
                    found.append(f"{file.filename}: /{name} at {row[0]} s")
        joined += [row for _, row in where if row not in joined]
        whole_rows = min(len(file["series"][name]) for name in file["series"])
        steps.append({name: file["series"][name][:whole_rows] for name in file["series"]})
    if joined != rows(whole):
        found.append(f"outputs {[row for row in rows(whole) if row not in joined]} are missing")
    for name in whole["series"]:
        values = np.concatenate([part[name] for part in steps])[::-1]
        numbers = np.concatenate([part["step"] for part in steps])[::-1]
        # what a killed run had done beyond its last state comes again, and may be torn
        latest = [i for i, number in zip(*np.unique(numbers, return_index=True)[::-1]) if number > 0]
        if not np.array_equal(values[latest], whole["series"][name][...]):
            found.append(f"/series/{name}")
    return found


def committed(file):
    """How many states have a commit mark."""
    marks = file["commit/mark"][...]
    return int(np.argmin(marks != 0)) if np.any(marks == 0) else len(marks)


def joins_missing(whole, parts):
    """differences() of files; of a part that was killed, what is committed counts."""
    with h5py.File(whole) as a:
        opened = [h5py.File(part) for part in parts]
        found = differences(a, [(file, committed(file)) for file in opened])
        for file in opened:
            file.close()
    return found


def compare(what, whole, parts):
    found = joins_missing(whole, parts)
    print(f"{what}: " + ("the same bits" if not found else "\n  ".join(["different", *found[:8]])), flush=True)
    return not found


def status_of(path):
    with h5py.File(path) as file:
        return file["provenance"].attrs["status"]


def is_interrupted(run, said, cause):
    """Whether the file says so, and ends with the last step."""
    with h5py.File(run.output) as file:
        status, last = file["provenance"].attrs["status"], file["time"][-1]
        steps = file["series/time"][...]
    good = status == "interrupted" and f"interrupted by {cause}" in said and len(steps) > 0 and last == steps[-1]
    if not good:
        print(f"{run.output.name}: status '{status}', {len(steps)} steps, last state at {last} s; it said: {said}")
    return good


def check_signals(folder, case, ranks, signals):
    """`signals`: (signal, to what it is sent) for each part of a run but the last."""
    whole = whole_run(case, folder, ranks)
    good, parts, before = True, [], []
    for number, (which, target) in enumerate(signals):
        def start(words=(*before, "--force"), output=folder / f"{case}_{ranks}_{number}.h5"):
            return Run(case, output, *words, ranks=ranks)

        def meet(run, which=which, target=target, steps=5 + 3 * number):
            run.wait_for_steps(steps)
            run.send(which, target)

        run, said = met_while_it_ran(start, meet, lambda run: True)
        good &= run.process.returncode == INTERRUPTED and is_interrupted(run, said, which.name)
        parts.append(run.output)
        before = ["--restart", run.output]
    last = Run(case, folder / f"{case}_{ranks}_last.h5", *before, ranks=ranks)
    last.end(0)
    return good & compare(f"{case} on {ranks}, interrupted by {', '.join(s.name for s, _ in signals)}", whole,
                          [*parts, last.output])


def check_column(folder):
    return check_signals(folder, "column", 1, [(s, 0) for s in (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1,
                                                                 signal.SIGUSR2, signal.SIGHUP, signal.SIGXCPU)])


def check_section(folder):
    """On two ranks: to mpirun, which passes SIGUSR1 and SIGUSR2 on, and to a single rank."""
    return check_signals(folder, "section", 2, [(signal.SIGUSR1, "launcher"), (signal.SIGTERM, 1), (signal.SIGINT, 0),
                                                (signal.SIGUSR2, "launcher")])


def check_flow(folder):
    return check_signals(folder, "raining", 1, [(signal.SIGTERM, 0), (signal.SIGUSR1, 0)])


def listens(process):
    """Whether the process has taken over SIGUSR1."""
    caught = [line for line in pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines() if "SigCgt" in line]
    return int(caught[0].split()[1], 16) >> (signal.SIGUSR1 - 1) & 1 == 1


def check_log(folder):
    """What a run says is lines without control characters: in its log, to a pipe, and under mpirun."""
    good = True
    for ranks in (1, 2):
        run = Run("column", folder / f"log_{ranks}.h5", "--set", "run.length=2 d", "--set", "run.output_every=1 d", "-v",
                  ranks=ranks, quiet=False)
        for text in (run.end(0), run.output.with_suffix(".log").read_text()):
            odd = sorted({c for c in text if ord(c) < 32 and c != "\n"})
            good &= not odd and text.count(" % ") > 48
            print(f"on {ranks}: {len(text.splitlines())} lines, {text.count(' % ')} steps, control characters {odd}")
    return good


def check_start(folder):
    """Asked while it starts: the first step is dropped; so is the search for a steady flow, before there is a file."""
    good = True
    for name, case, keys in (("column", "column", []), ("steady", "raining", ["--set", "flow.start=steady"])):
        run = Run(case, folder / f"{name}.h5", *keys)
        run.wait_for(lambda run=run: listens(run.process))
        run.process.send_signal(signal.SIGUSR1)
        said = run.end(INTERRUPTED)
        if name == "steady":
            good &= "steady flow of the start" in said and not run.output.exists()
        else:
            with h5py.File(run.output) as file:
                good &= rows(file) == [(0, 0)] and file["provenance"].attrs["status"] == "interrupted"
        print(f"{name}: {said.strip()}", flush=True)
    return good


def check_clock(folder):
    """The option and the key; the time counts from the start of the program and is kept."""
    good, before = True, []
    for number, words in enumerate((["--wall-time", "3 s"], ["--set", "run.wall_time=0-00:00:03"])):
        start = time.monotonic()
        run = Run("column", folder / f"clock_{number}.h5", *words, "--set", "run.length=50 yr", *before)
        good &= is_interrupted(run, run.end(INTERRUPTED), "the end of its wall time")
        took = time.monotonic() - start
        print(f"asked to end within 3 s, took {took:.2f} s")
        good &= took < 3.5  # with the start and the end of the process
        before = ["--restart", run.output]
    return good


def check_checkpoint(folder):
    """Killed twice, and gone on from what the checkpoints hold; checkpoints change nothing and go at the end."""
    good = True
    for case, ranks in (("column", 1),):  # on 2 ranks: kills.py
        whole = whole_run(case, folder, ranks)
        parts, before = [], []
        for number in range(3):
            output = folder / f"kept_{case}_{number}.h5"
            checkpoint = output.with_suffix(".checkpoint.h5")

            def start(words=("--checkpoint-every", "0.05 s", *before, "--force"), output=output):
                return Run(case, output, *words, ranks=ranks)

            def meet(run, checkpoint=checkpoint):
                run.wait_for(checkpoint.exists)
                run.send(signal.SIGKILL, 0)

            if number < 2:
                met_while_it_ran(start, meet, lambda run, checkpoint=checkpoint: checkpoint.exists()
                                 and status_of(run.output) == "running")
            else:
                start().end(0)
                good &= not checkpoint.exists() and status_of(output) == "done"
            parts.append(output)
            before = ["--restart", output]
        said = parts[-1].with_suffix(".log").read_text()
        good &= "continues " + str(parts[1].with_suffix(".checkpoint.h5")) in said
        good &= compare(f"{case} on {ranks}, killed twice", whole, parts)
    return good


def main():
    checks = {"column": check_column, "section": check_section, "flow": check_flow, "log": check_log, "start": check_start, "clock": check_clock,
              "checkpoint": check_checkpoint}
    with tempfile.TemporaryDirectory() as folder:
        good = [checks[name](pathlib.Path(folder)) for name in sys.argv[1:] or checks]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
