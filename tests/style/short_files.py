#!/usr/bin/python3
"""No file of code is longer than 400 lines: one file, one idea."""

from sources import files, lines, report, scripts

LONGEST = 400

code = set(files(".h", ".cpp", ".py", ".cmake")) | set(scripts("bash"))
code |= {path for path in files(".txt") if path.name == "CMakeLists.txt"}
counted = [(path, len(lines(path))) for path in sorted(code)]
report(
    [f"{path}:{LONGEST}: error: {count} lines" for path, count in counted if count > LONGEST],
    "Split it along its ideas.",
)
