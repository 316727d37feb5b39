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
CASE = ROOT / "inputs/section.toml"
KEYS = [word for key in ("run.length=6 d", "run.output_every=1 d", "operations[0].every=2.5 d", "steps.largest=75 s",
                         "mesh.columns_x=2", "mesh.width=2 m") for word in ("--set", key)]
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
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False, timeout=PATIENCE)
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


def status_of(folder, number):
    """What the run file of a part says; empty while it is not there, or is being written."""
    try:
        with h5py.File(folder / f"section.{number}.h5") as file:
            return file["provenance"].attrs["status"]
    except (OSError, KeyError, RuntimeError):
        return ""


def steps_of(folder, number):
    log = folder / f"section.{number}.log"
    return log.read_text().count(" % ") if log.exists() else 0


def follow(folder):
    """Submits the script and sees what becomes of it."""
    whole, before = folder / "whole.h5", time.monotonic()
    said(os.environ["TALUS_MPIRUN"], "--oversubscribe", "--bind-to", "none", "-n", RANKS, os.environ["TALUS_PROGRAM"], "run",
         CASE, "-q", "-o", whole, *KEYS)
    print(f"the whole run takes {time.monotonic() - before:.0f} s", flush=True)
    job = said("sbatch", "--parsable", f"--chdir={folder}", f"--ntasks={RANKS}", "--time=1", "--signal=B:USR1@50",
               f"--output={folder}/job.out", ROOT / "docs/talus.sbatch", CASE, "-q", *KEYS).strip()
    wait_until(lambda: status_of(folder, 1) == "interrupted", "the interruption before the time limit")
    print("interrupted before the time limit", flush=True)
    wait_until(lambda: steps_of(folder, 2) > 20, "the second part")
    said("scancel", "--signal=USR1", job)
    wait_until(lambda: status_of(folder, 2) == "interrupted", "the interruption by scancel")
    print("interrupted by scancel", flush=True)
    wait_until(lambda: not said("squeue", "-h", "-j", job, code=None).strip(), "the end of the job")
    print((folder / "job.out").read_text())
    parts = [folder / f"section.{number}.h5" for number in range(1, 100)]
    parts = [part for part in parts if part.exists()]
    status = [status_of(folder, number + 1) for number in range(len(parts))]
    print(f"{len(parts)} parts: {status}", flush=True)
    return len(parts) > 2 and status == ["interrupted"] * (len(parts) - 1) + ["done"] and compare("under SLURM", whole, parts)


def main():
    if not all(shutil.which(program) for program in ("slurmctld", "slurmd", "sbatch", "srun")):
        print("skipped: there is no SLURM (apt-get install slurm-wlm)")
        return 77
    os.environ["TALUS"] = os.environ["TALUS_PROGRAM"]
    os.environ["OMPI_MCA_mpi_yield_when_idle"] = "1"  # beside other tests
    with tempfile.TemporaryDirectory() as folder, Cluster(pathlib.Path(folder)) as cluster:
        return 0 if follow(cluster.folder) else 1


if __name__ == "__main__":
    sys.exit(main())
