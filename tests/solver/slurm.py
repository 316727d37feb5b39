#!/usr/bin/python3
"""docs/talus.sbatch under a SLURM of one node that this test starts for itself: the job's signal before its time limit
interrupts the run, the job is queued again and goes on, a signal by scancel likewise, and the parts, joined, are the run
that was never interrupted. 77 where SLURM is not installed.

The time limits of SLURM are of minutes, and a job that is queued again waits for two: this takes about six minutes."""
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

import h5py

from interruptions import compare

ROOT = pathlib.Path(os.environ["TALUS_ROOT"])
PATIENCE = 1200  # s
RANKS = 2
CASE = """title = "A section under SLURM"
"""
CONFIGURATION = """ClusterName=one
SlurmctldHost={host}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/none
CredType=cred/none
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=pmix
ReturnToService=2
SchedulerType=sched/builtin
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
NodeName={host} CPUs={cpus} State=UNKNOWN
PartitionName=all Nodes={host} Default=YES MaxTime=INFINITE State=UP
"""


def free_port():
    with socket.socket() as one:
        one.bind(("", 0))
        return one.getsockname()[1]


def said(*words, code=0):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False, timeout=120)
    if code is not None and done.returncode != code:
        sys.exit(f"failed: exit code {done.returncode}: {words}\n{done.stdout}{done.stderr}")
    return done.stdout


def wait_until(condition, what):
    until = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > until:
            sys.exit(f"failed: {what} did not happen within {PATIENCE} s")
        time.sleep(0.5)


class Cluster:
    """SLURM on this machine, for the user who runs the test."""

    def __init__(self, folder):
        self.folder, self.daemons = folder, []
        for name in ("state", "spool"):
            (folder / name).mkdir()
        (folder / "slurm.conf").write_text(CONFIGURATION.format(
            host=socket.gethostname().split(".")[0], user=said("id", "-un").strip(), folder=folder, cpus=os.cpu_count(),
            ports=[free_port(), free_port()]))
        os.environ["SLURM_CONF"] = str(folder / "slurm.conf")

    def __enter__(self):
        for daemon in ("slurmctld", "slurmd"):
            log = open(self.folder / f"{daemon}.out", "w", encoding="utf-8")
            self.daemons.append(subprocess.Popen([daemon, "-D"], stdout=log, stderr=subprocess.STDOUT))
            time.sleep(2)
        wait_until(lambda: "idle" in said("sinfo", "-h", "-o", "%T", code=None), "the start of SLURM")
        return self

    def __exit__(self, *_):
        said("scancel", "--user", said("id", "-un").strip(), code=None)
        time.sleep(2)
        for daemon in reversed(self.daemons):
            daemon.terminate()
            daemon.wait(30)


def parts_of(folder, name):
    return sorted(folder.glob(f"{name}.[0-9]*.h5"), key=lambda path: int(path.name.split(".")[1])) if folder.exists() else []


def status_of(part):
    with h5py.File(part) as file:
        return file["provenance"].attrs["status"]


def main():
    if not all(shutil.which(program) for program in ("slurmctld", "slurmd", "sbatch", "srun")):
        print("skipped: there is no SLURM (apt-get install slurm-wlm)")
        return 77
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        os.environ["TALUS"] = os.environ["TALUS_PROGRAM"]
        keys = ["--set", "run.length=40 d", "--set", "run.output_every=10 d", "--set", f"steps.largest={STEP}"]
        with Cluster(folder):
            return follow(folder, keys)


STEP = os.environ.get("TALUS_SLURM_STEP", "4 min")


def follow(folder, keys):
    case = ROOT / "inputs/section.toml"
    whole = folder / "whole.h5"
    before = time.monotonic()
    launch = [os.environ["TALUS_MPIRUN"], "--oversubscribe", "--bind-to", "none", "-n", str(RANKS)]
    said(*launch, os.environ["TALUS_PROGRAM"], "run", case, "-q", "-o", whole, *keys)
    print(f"the whole run takes {time.monotonic() - before:.0f} s", flush=True)
    job = said("sbatch", "--parsable", f"--chdir={folder}", f"--ntasks={RANKS}", "--time=1", "--signal=B:USR1@30",
               f"--output={folder}/job.out", ROOT / "docs/talus.sbatch", case, "-q", *keys).strip()
    parts = lambda: parts_of(folder, "section")
    wait_until(lambda: parts() and status_of(parts()[0]) == "interrupted", "the interruption before the time limit")
    print("interrupted before the time limit", flush=True)
    said("scontrol", "update", f"JobId={job}", "StartTime=now", code=None)
    wait_until(lambda: len(parts()) > 1 and (folder / "section.2.log").read_text().count(" % ") > 20, "the second part")
    said("scancel", "--signal=USR1", job)
    wait_until(lambda: status_of(parts()[1]) != "running", "the end of the second part")
    print(f"the second part: {status_of(parts()[1])}", flush=True)
    said("scontrol", "update", f"JobId={job}", "StartTime=now", code=None)
    wait_until(lambda: "" == said("squeue", "-h", "-j", job, code=None).strip() or status_of(parts()[-1]) == "done", "the end")
    print((folder / "job.out").read_text())
    good = [status_of(part) for part in parts()] == ["interrupted"] * (len(parts()) - 1) + ["done"] and len(parts()) > 2
    print(f"{len(parts())} parts: {[status_of(part) for part in parts()]}", flush=True)
    return 0 if good and compare("under SLURM", whole, parts()) else 1


if __name__ == "__main__":
    sys.exit(main())
