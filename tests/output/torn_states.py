#!/usr/bin/python3
"""States that are torn or damaged are named by report and restart and never used in silence; what does not add up is
refused; one run writes an output at a time, and none through links."""
import os
import pathlib
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zlib

import h5py
import numpy as np

CASE = pathlib.Path(os.environ["TALUS_ROOT"]) / "inputs" / "column.toml"
KEYS = ["--set", "run.length=3 d", "--set", "run.output_every=1 d", "--set", "mesh.cells={ count = 6 }", "-q"]
LONGER = [*KEYS, "--set", "run.length=4 d", "--force"]
failures = []


def talus(*words, **options):
    done = subprocess.run([os.environ["TALUS_PROGRAM"], *map(str, words)], check=False, capture_output=True, text=True,
                          timeout=120, **options)
    return done.returncode, done.stdout + done.stderr


def expect(what, answer, code, *parts):
    found, text = answer
    missing = [part for part in parts if part not in " ".join(text.split())]
    if found != code or missing:
        failures.append(what)
        print(f"{what}: exit code {found}, not {code}; missing {missing} in\n{text}\n", flush=True)


def crc32(values, kind="<f8"):
    return zlib.crc32(np.ascontiguousarray(values).astype(kind).tobytes())


def sign_again(file, state):
    """Makes the checksums and the mark of a state right for what stands there now: a forger's work."""
    commit = file["commit"]
    names = commit["datasets"].asstr()[...]
    steps = commit["steps"][state]
    sums = [crc32(file[n][:steps] if n.startswith("/series/") else file[n][state]) for n in names]
    commit["crc32"][state] = sums
    numbers = np.concatenate([[state, steps], sums, commit["constant_crc32"][...]])
    commit["mark"][state] = 2**32 + crc32(numbers, "<i8")


def changed(folder, whole, change):
    path = folder / "changed.h5"
    shutil.copy(whole, path)
    with h5py.File(path, "r+") as file:
        change(file)
    return path


def report(file):
    return talus("report", file, "--force", "--out", file.parent / "report")


def restart(file, *words):
    return talus("run", CASE, *LONGER, "--restart", file, "-o", file.parent / "on.h5", *words)


def check_states(folder, whole):
    def zero(file):
        file["restart/amount"][-1] = 0

    def forged(file):
        zero(file)
        sign_again(file, 3)

    def torn(file):
        file["commit/mark"].resize(3, 0)
        file["restart/porosity"][-1] = 0

    def old(file):
        del file["commit"]
        file.attrs["schema_version"] = np.int32(1)
        file["restart/carbon_error"] = file["restart/carbon_errors"][:, 0]
        del file["restart/carbon_errors"]

    def old_zero(file):
        old(file)
        zero(file)

    def damaged_field(file):
        file["fields/pH"][2, 3] = 7

    path = changed(folder, whole, zero)
    expect("zeros: report", report(path), 0, "Beware: The state at 3 d cannot be continued: not as it was written: /restart/amount")
    expect("zeros: restart", restart(path), 4, "damaged", "/restart/amount", "--last-good")
    expect("zeros: last good", restart(path, "--last-good"), 0)
    with h5py.File(folder / "on.h5") as on, h5py.File(whole) as first:
        if on["time"][0] != first["time"][2]:
            failures.append("--last-good does not begin at the state before")
    expect("zeros: --at", restart(path, "--at", "2 d"), 0)
    expect("zeros: --at it", restart(path, "--at", "3 d"), 4, "/restart/amount")
    path = changed(folder, whole, forged)
    expect("forged: restart", restart(path), 4, "does not add up", "closure", "allowed 1e-10")
    path = changed(folder, whole, torn)
    expect("torn: report", report(path), 0, "The state at 3 d is torn: it was not written to its end and has no commit mark",
           "in 2 d")
    expect("torn: restart", restart(path), 4, "state at 3 d is torn", "--last-good", "at 2 d")
    expect("torn: last good", restart(path, "--last-good"), 0)
    log = (folder / "on.log").read_text()
    if "its state at 3 d is torn" not in log:
        failures.append("the log does not say that a state is left out")
    path = changed(folder, whole, old)
    expect("old: report", report(path), 4, "has version 1 of the layout")
    expect("old: restart", restart(path), 0)
    expect("old zeros: restart", restart(changed(folder, whole, old_zero)), 4, "does not add up")
    path = changed(folder, whole, damaged_field)
    expect("field: report", report(path), 0, "The state at 2 d is damaged", "/fields/pH", "in 24 h")
    expect("field: restart", restart(path), 0)
    expect("no marks: report", report(changed(folder, whole, lambda file: file.pop("commit"))), 4, "no group /commit")


def check_closure(folder, whole):
    """A file that continues a run in which something was lost is invalid, also when it closes from there on."""
    expect("restart", restart(whole), 0)
    on = folder / "on.h5"
    expect("continued: report", report(on), 0, "mass balances close")

    def lost(file):
        file["restart/start_amount"][1] *= 1.01
        at = list(file["commit/constants"].asstr()[...]).index("/restart/start_amount")
        file["commit/constant_crc32"][at] = crc32(file["restart/start_amount"][...])
        for state in range(len(file["time"])):
            sign_again(file, state)

    expect("lost before: report", report(changed(folder, on, lost)), 0, "INVALID")


def check_one_writer(folder):
    slow = [os.environ["TALUS_PROGRAM"], "run", CASE, "-q", "--force", "-o", folder / "busy.h5", "--set", "run.length=1000 yr",
            "--set", "steps.largest=1 h"]
    with subprocess.Popen(list(map(str, slow)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as first:
        while not (folder / "busy.log").exists():
            time.sleep(0.05)
        expect("two writers", talus("run", CASE, *KEYS, "--force", "-o", folder / "busy.h5"), 4,
               "is being written by another run", f"process {first.pid}")
        first.send_signal(signal.SIGKILL)
        first.wait()
    expect("after a kill", talus("run", CASE, *KEYS, "--force", "-o", folder / "busy.h5"), 0)
    if (folder / "busy.h5.lock").exists():
        failures.append("a lock file is left behind")


def check_links(folder, whole):
    before = whole.read_bytes()
    for ending in (".h5", ".xdmf", ".log"):
        link = folder / f"link{ending}"
        link.symlink_to(whole)
        expect(f"through a link {ending}", talus("run", CASE, *KEYS, "--force", "-o", folder / "link.h5"), 4, "is a link to")
        link.unlink()
    if whole.read_bytes() != before:
        failures.append("a file was overwritten through a link")


def check_full_disk(folder, whole):
    """A file must not grow beyond some size: an error that names it; what is committed goes on."""
    most = int(whole.stat().st_size * 0.8)
    words = [*KEYS, "--set", "run.length=300 d", "--force", "-o", folder / "full.h5"]
    answer = talus("run", CASE, *words, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most * 2, most * 2)))
    expect("full disk", answer, 4, "cannot write", "full.", "File too large", "full.h5 is good up to its state at", "--last-good")
    expect("full disk: report", report(folder / "full.h5"), 0)
    code, text = talus("run", CASE, *KEYS, "--set", "run.length=400 d", "--set", "run.output_every=100 d", "--force",
                       "--restart", folder / "full.h5", "--last-good", "-o", folder / "on.h5")
    expect("full disk: restart", (code, text), 0)
    if not (folder / "full.xdmf").read_text().endswith("</Xdmf>\n"):
        failures.append("the XDMF file of a full disk is not whole")


with tempfile.TemporaryDirectory() as name:
    os.environ["HDF5_USE_FILE_LOCKING"] = "FALSE"
    FOLDER = pathlib.Path(name)
    WHOLE = FOLDER / "whole.h5"
    expect("the run itself", talus("run", CASE, *KEYS, "-o", WHOLE), 0)
    check_states(FOLDER, WHOLE)
    check_closure(FOLDER, WHOLE)
    check_one_writer(FOLDER)
    check_links(FOLDER, WHOLE)
    check_full_disk(FOLDER, WHOLE)
if failures:
    sys.exit("failed: " + "; ".join(failures))
print("torn, damaged and forged states are named")
