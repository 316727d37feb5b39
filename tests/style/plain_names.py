#!/usr/bin/python3
"""Names are whole words from the field (docs/developing.md): no m_, get_, Manager, Helper, util. And no file names a
machine: home folders, mirrors and registries stay out."""

import re

from sources import ROOMS, files, lines, report

NAME = re.compile(r"\bm_[a-z]\w*|(?<![.:>])\bget_\w+\s*\(|\b[A-Za-z]*(?:Manager|Helper|Util(?:s|ity)?)\b|\bnamespace utils?\b")
MACHINE = re.compile(r"/home/\w|/Users/\w|/root/\w|\b(?:registry|mirrors?|deb|snapshot)\.[a-z]+\.(?:org|net|com)\b")
COMMENT_OR_TEXT = re.compile(r'//.*|"(?:[^"\\]|\\.)*"')

problems = []
for path in files():
    if path.parts[:2] == ("tests", "style"):
        continue
    for number, line in enumerate(lines(path), 1):
        match = MACHINE.search(line)
        if match is None and path.suffix in {".h", ".cpp"} and path.parts[0] in [*ROOMS, "tests"]:
            match = NAME.search(COMMENT_OR_TEXT.sub("", line))
        if match:
            problems.append(f"{path}:{number}:{match.start() + 1}: error: '{match[0].strip()}'")

report(problems, "Say what it is in words of the field, or without the place where it was seen.")
