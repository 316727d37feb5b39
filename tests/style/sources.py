"""The files that were written by hand, for the checks beside this one."""

import os
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
ROOMS = ["base", "mesh", "chemistry", "solver", "case", "report", "batch", "api", "study", "cli"]
FOLDERS = ROOMS + ["tests", "inputs", "examples", "python", "benchmarks", "docs", "scripts", "cmake", ".ci"]
PRODUCED = {".h5", ".xz", ".xdmf", ".log", ".pyc", ".png", ".svg"}


def files(*suffixes, folders=None):
    """Paths from the root, sorted; only those that end with one of the suffixes, if there are any. A suffix of ""
    stands for files without one."""
    found = []
    for folder in folders or FOLDERS:
        for parent, children, names in os.walk(ROOT / folder):
            children[:] = [c for c in children if c not in {"__pycache__", "corpus"} and not c.endswith("_report")]
            found += [pathlib.Path(parent, name).relative_to(ROOT) for name in names]
    if folders is None:
        found += [p.relative_to(ROOT) for p in ROOT.iterdir() if p.is_file()]
    found = [p for p in found if p.suffix not in PRODUCED]
    return sorted(p for p in found if not suffixes or p.suffix in suffixes)


def scripts(shell):
    """Files whose first line names that shell, and *.sh when it is bash."""
    found = []
    for path in files():
        with open(ROOT / path, "rb") as file:
            first = file.readline(80)
        if (first.startswith(b"#!") and shell.encode() in first) or (shell == "bash" and path.suffix == ".sh"):
            found.append(path)
    return found


def lines(path):
    return (ROOT / path).read_text(encoding="utf-8").splitlines()


def report(problems, remedy):
    """Ends the check: says what is wrong, clickable, and what to do about it."""
    for problem in problems:
        print(problem)
    if problems:
        print(f"{len(problems)} found. {remedy}")
    sys.exit(1 if problems else 0)
