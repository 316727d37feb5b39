#!/usr/bin/python3
"""A run that is killed at any moment loses nothing that was committed: the file opens, the report works or names what
is torn, and a run that goes on from the last whole state, or from the checkpoint, ends with the bits of the run that was
never killed.    kills.py HOW_MANY LIBRARY

Half of the kills come at random moments, half in the middle of a random write to a file (LIBRARY, kill_at_write.cpp),
on one and two ranks, with and without checkpoints; the same ones each time."""
import contextlib
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

import h5py

from interruptions import ROOT, compare, joins_missing

PROGRAM, MPIRUN = os.environ["TALUS_PROGRAM"], os.environ["TALUS_MPIRUN"]
PATIENCE = 600  # s; of two ranks that share one core with others
CASE = ROOT / "inputs/section.toml"
KEYS = ["--set", "run.length=2 d", "--set", "run.output_every=3 h", "--set", "operations[0].every=0.5 d",
        "--set", "mesh.columns_x=2", "--set", "regions[0].x=[\"1.35 m\", \"2.7 m\"]"]


class Kill:
    """One run that is killed: on how many ranks, with what, and when."""

    def __init__(self, number, chance, writes, seconds):
        self.ranks = 1 + number % 2
        self.at_write = chance.randint(1, writes[self.ranks]) if number // 2 % 2 == 0 else 0
        self.after = chance.uniform(0, seconds[self.ranks])
        self.checkpoints = ["--checkpoint-every", "0.02 s"] if number // 4 % 2 == 0 else []
        when = f"in write {self.at_write}" if self.at_write else f"after {self.after:.3f} s"
        self.what = f"kill {number} on {self.ranks}, {when}" + (", checkpoints" if self.checkpoints else "")


def command(ranks, output, *words, environment=()):
    """The command of a run, with variables that the ranks alone see."""
    mpirun = [MPIRUN, "--oversubscribe", "--bind-to", "none", "--mca", "mpi_yield_when_idle", "1", "-n", str(ranks)] if ranks > 1 else []
    variables = ["env", *environment] if environment else []
    return [str(w) for w in (*mpirun, *variables, PROGRAM, "run", CASE, "-q", "-o", output, *KEYS, *words)]


def finish(words, code=0):
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=PATIENCE)
    if done.returncode != code and code is not None:
        sys.exit(f"failed: exit code {done.returncode}, not {code}: {' '.join(words)}\n{done.stdout}{done.stderr}")
    return done.returncode, done.stdout + done.stderr


def children(pid):
    return [int(p) for p in subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True,
                                           check=False).stdout.split()]


def kill(which, output, library):
    environment = [f"LD_PRELOAD={library}", f"TALUS_KILL_AT={which.at_write}"] if which.at_write else []
    process = subprocess.Popen(command(which.ranks, output, *which.checkpoints, environment=environment),
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if not which.at_write:
        time.sleep(which.after)
        for pid in children(process.pid) if which.ranks > 1 else [process.pid]:
            with contextlib.suppress(ProcessLookupError):  # it has ended
                os.kill(pid, signal.SIGKILL)
    process.wait(PATIENCE)


def committed_outputs(output, whole):
    """Outputs that the file must have: those before the last step that the log has of it."""
    log = output.with_suffix(".log")
    steps = log.read_text().count(" % ") if log.exists() else 0
    with h5py.File(whole) as file:
        times = file["series/time"][...]
        last = times[steps - 1] if steps > 0 else -1.0
        return [float(t) for t in file["time"][...] if t < last]


def faults_of(which, whole, output):
    """What is wrong after a kill: (faults, whether a state was torn)."""
    must = committed_outputs(output, whole)
    if not output.exists() and not must:
        return [], False
    second = output.with_name(output.stem + "_second.h5")
    code, said = finish(command(which.ranks, second, "--restart", output), None)
    torn = code == 4 and "--last-good goes on from" in said
    if torn:
        code, said = finish(command(which.ranks, second, "--restart", output, "--last-good", "--force"), None)
    if code == 4 and not must:  # it was killed before its first state was there
        return [], torn
    if code == 2 and "not before the end of the run" in said:  # it was killed after its last state was there
        return joins_missing(whole, [output]), torn
    if code != 0:
        return [f"--restart ends with {code}: {said}"], torn
    faults = []
    with h5py.File(output) as file, h5py.File(second) as rest:
        if rest["time"][0] < max(must, default=0):
            faults.append(f"went on from {rest['time'][0]} s, though the state at {max(must)} s was committed")
        if [t for t in must if t not in file["time"][...]]:
            faults.append(f"outputs are lost: {must} were there")
    code, said = finish([PROGRAM, "report", str(output), "--force", "--out", str(output.with_suffix(""))], None)
    if code != 0 and not (code == 4 and "torn" in said):
        faults.append(f"report ends with {code}: {said}")
    faults += joins_missing(whole, [output, second])
    return faults, torn


def main():
    number, library = int(sys.argv[1]), sys.argv[2]
    chance = random.Random(20)
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        whole, writes, seconds = {}, {}, {}
        for ranks in (1, 2):
            whole[ranks] = folder / f"whole_{ranks}.h5"
            before = time.monotonic()
            finish(command(ranks, whole[ranks], environment=[f"LD_PRELOAD={library}",
                                                             f"TALUS_WRITES_FILE={folder / 'writes'}"]))
            seconds[ranks] = time.monotonic() - before
            writes[ranks] = int((folder / "writes").read_text())
            print(f"the whole run on {ranks}: {seconds[ranks]:.2f} s, {writes[ranks]} writes", flush=True)
        good, torn = 0, 0
        for i in range(number):
            which = Kill(i, chance, writes, seconds)
            output = folder / f"killed_{i}.h5"
            kill(which, output, library)
            faults, was_torn = faults_of(which, whole[which.ranks], output)
            good, torn = good + (not faults), torn + was_torn
            print(f"{which.what}: " + ("good" if not faults else "\n  ".join(["", *faults])), flush=True)
            for file in folder.glob(f"killed_{i}*"):
                subprocess.run(["rm", "-r", str(file)], check=True)
    print(f"{number} kills, {torn} in the middle of a state; {good} good")
    return 0 if good == number else 1


if __name__ == "__main__":
    sys.exit(main())
