#!/usr/bin/python3
"""In comments, lines of a formula or a table (indented by five blanks or more) end with an empty comment line, so that a
formatter, or a hand, that runs a formula into the next line is seen."""
import os
import pathlib
import re
import sys

ROOT = pathlib.Path(os.environ["TALUS_ROOT"])
ROOMS = ("base", "mesh", "chemistry", "solver", "report", "cli", "tests", "benchmarks")
COMMENT = re.compile(r"^\s*(//+)( *)(.*)$")


def faults(path):
    inside = False
    for number, line in enumerate(path.read_text().splitlines(), 1):
        found = COMMENT.match(line)
        text = found and found[3]
        indented = bool(text) and len(found[2]) >= 5
        if inside and text and not indented:
            yield f"{path.relative_to(ROOT)}:{number}: '{text[:60]}' follows a formula without an empty line between"
        inside = indented


found = [fault for room in ROOMS for end in ("*.h", "*.cpp") for path in sorted((ROOT / room).rglob(end))
         for fault in faults(path)]
print("\n".join(found))
sys.exit(1 if found else 0)
