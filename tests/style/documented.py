#!/usr/bin/python3
"""Every public type and function in a header has a comment: above it, above its group (blank lines end groups), above
another one of its name, or, for the type that a file is named after, at the head of the file. describe(), and functions
that are their formula on one line, speak for themselves.

A simple reading: declarations that start in the first column, outside of namespaces whose name contains "detail"."""

import re

from sources import ROOMS, files, lines, report

NOT_ASKED = re.compile(
    r"#|//|\}|\{|namespace\b|using\b|extern \"C\"|(?:struct|class|enum|template class)\s[\w: ]+;|template <>|\s|public:|private:"
)

NAME = re.compile(r"(?:struct|class)\s+(\w+)|(\w+|operator\S+)\s*\(|(\w+)\s*[={;]")


def declarations(path):
    """(number, line, commented) of each public declaration."""
    in_detail, in_group = False, False
    text = lines(path)
    for number, line in enumerate(text, 1):
        if re.match(r"namespace [\w:]*detail", line):
            in_detail = True
        elif re.match(r"\}\s*// namespace [\w:]*detail", line):
            in_detail = False
        if not line.strip():
            in_group = False
        elif line.lstrip().startswith(("//", "/*", "*")):
            in_group = True
        elif not in_detail and not NOT_ASKED.match(line):
            whole = line if not line.startswith("template") else line + " " + text[number].strip()
            yield number, whole, in_group or "//" in line
            in_group = True


def name(line):
    match = NAME.search(re.sub(r"template\s*<[^>]*>", "", line))
    return next((group for group in match.groups() if group), None) if match else None


problems = []
for path in files(".h", folders=ROOMS):
    found = list(declarations(path))
    known = {name(line) for _, line, commented in found if commented} | {"describe"}
    if lines(path)[0].startswith("//"):
        stem = path.stem.replace("_", "")
        known |= {name(line) for _, line, _ in found if (name(line) or "").lower().endswith(stem)}
    problems += [
        f"{path}:{number}: error: no comment: {line}"
        for number, line, commented in found
        if not commented and name(line) not in known and not line.endswith("; }")
    ]

report(problems, "Say with /// what it is: equation, unit, errors, source.")
