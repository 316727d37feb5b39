#!/usr/bin/python3
"""In comments, the lines of a formula or a table (indented by five blanks or more) end with an empty comment line, so that
a formula that was run into the next line is seen. The formatter leaves comments alone (.clang-format)."""

import re

from sources import files, lines, report

COMMENT = re.compile(r"^\s*//+( *)(.*)$")

problems = []
for path in files(".h", ".cpp"):
    formula = False
    for number, line in enumerate(lines(path), 1):
        comment = COMMENT.match(line)
        indented = bool(comment) and len(comment[1]) >= 5 and comment[2] != ""
        if formula and comment and comment[2] and not indented:
            problems.append(f"{path}:{number}: error: '{comment[2][:60]}' follows a formula")
        formula = indented

report(problems, "End the formula with an empty comment line.")
