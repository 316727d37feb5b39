#!/usr/bin/python3
"""Every wrong case of this folder gets exactly the answer that stands beside it, NAME.toml that of NAME.expected, with
exit code 2, and nothing is written. The valid case that they are made from passes. The same for those in react/, which
are cases of `talus react`, in study/, which are studies, and in fit/, which are fits.

When a message changes for the better: tests/input/run_wrong_inputs.py --accept, with TALUS_PROGRAM set to the program,
then read the difference.
"""

import difflib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
PROGRAM = os.environ["TALUS_PROGRAM"]


def check(case):
    """Runs talus check, react, study or fit, in the folder of the case, so that messages name the file alone."""
    folder = case.parent
    before = sorted(folder.iterdir())
    with tempfile.TemporaryDirectory() as elsewhere:
        words = ["react", "-q", "-o", f"{elsewhere}/{case.stem}"] if folder.name == "react" else ["check"]
        if folder.name in {"study", "fit"}:
            words = [folder.name, "--check"]
        done = subprocess.run([PROGRAM, *words, case.name], cwd=folder, capture_output=True, text=True, timeout=60)
        written = [path.name for path in sorted(folder.iterdir()) if path not in before] + os.listdir(elsewhere)
    return done, written


def faults_of(case, accept):
    done, written = check(case)
    if case.name == "valid.toml":
        return [] if done.returncode == 0 and not done.stderr else [f"exit code {done.returncode}\n{done.stderr}"]
    answer = case.with_suffix(".expected")
    if accept:
        answer.write_text(done.stderr)
    expected = answer.read_text() if answer.exists() else ""
    faults = []
    if done.stderr != expected or not expected:
        lines = difflib.unified_diff(expected.splitlines(), done.stderr.splitlines(), answer.name, "answer",
                                     lineterm="")
        faults.append("\n".join(lines) or "there is no answer to compare with")
    if done.returncode != 2:
        faults.append(f"exit code {done.returncode}, not 2")
    if done.stdout:
        faults.append(f"a wrong case is not for stdout: {done.stdout}")
    if written:
        faults.append(f"wrote {', '.join(written)}")
    return faults


def main():
    accept = sys.argv[1:] == ["--accept"]
    cases = sorted(path for path in FOLDER.rglob("*.toml") if path.name != "slips.toml")
    wrong = 0
    for case in cases:
        for fault in faults_of(case, accept):
            wrong += 1
            print(f"{case.relative_to(FOLDER)}: {fault}\n")
    for answer in sorted(FOLDER.rglob("*.expected")):
        if answer.with_suffix(".toml") not in cases:
            wrong += 1
            print(f"{answer.relative_to(FOLDER)}: there is no case for it\n")
    print(f"{len(cases)} cases, {wrong} faults")
    return 1 if wrong or len(cases) < 15 else 0


sys.exit(main())
