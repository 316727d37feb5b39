#!/usr/bin/python3
"""Includes point down (docs/developing.md): base <- mesh, chemistry <- solver <- case <- batch <- api <- cli, and report beside
the solver.

Also: every include of ours names an existing file from the root, and no two headers include each other."""

import re

from sources import ROOMS, ROOT, files, lines, report

BELOW = {
    "base": {"base"},
    "mesh": {"mesh", "base"},
    "chemistry": {"chemistry", "base"},
    "solver": {"solver", "case", "mesh", "chemistry", "base"},
    "case": {"case", "solver", "mesh", "chemistry", "base"},
    "report": {"report", "chemistry", "base"},
    "batch": {"batch", "case", "solver", "mesh", "chemistry", "base"},
    "api": set(ROOMS) - {"cli"},
    "cli": set(ROOMS),
}
INCLUDE = re.compile(r'\s*#\s*include\s+"([^"]+)"')

problems = []
graph = {}
for path in files(".h", ".cpp"):
    room = path.parts[0]
    if room not in BELOW and room != "tests":
        continue
    for number, line in enumerate(lines(path), 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        target = match[1]
        place = f"{path}:{number}: error:"
        if not (ROOT / target).is_file():
            problems.append(f'{place} "{target}" is no file; write the path from the root of the project')
        elif room in BELOW and target.split("/")[0] not in BELOW[room]:
            problems.append(f'{place} {room} must not know "{target}"')
        else:
            graph.setdefault(str(path), []).append((target, place))


def look_for_circles(path, trail):
    for target, place in graph.get(path, []):
        if target in trail:
            problems.append(f'{place} "{target}" includes this file in turn')
        elif target not in done:
            look_for_circles(target, trail + [target])
    done.add(path)


done = set()
for start in list(graph):
    look_for_circles(start, [start])

report(problems, "Move what is needed to a room below, or hand it over as an argument.")
