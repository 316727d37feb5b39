#!/usr/bin/python3
"""Includes point down (docs/developing.md): base <- mesh, chemistry <- solver <- case <- batch <- api <- study <- cli, and report
beside the solver; and inside of a room between its shelves, which are folders and files that stand beside them.

Also: every include of ours names an existing file from the root, and no two headers include each other."""

import re
from pathlib import Path

from sources import ROOMS, ROOT, files, lines, report

BELOW = {
    "base": {"base"},
    "mesh": {"mesh", "base"},
    "chemistry": {"chemistry", "base"},
    "solver": {"solver", "mesh", "chemistry", "base"},
    "case": {"case", "solver", "mesh", "chemistry", "base"},
    "report": {"report", "chemistry", "base"},
    "batch": {"batch", "case", "solver", "mesh", "chemistry", "base"},
    "api": set(ROOMS) - {"cli", "study"},
    "study": set(ROOMS) - {"cli"},
    "cli": set(ROOMS),
}
# The shelves of a room, each with those below it. A file beside the folders is on the shelf that LOOSE names.
SHELVES = {
    "chemistry": {
        "numbers": set(),
        "public": set(),
        "rates": {"numbers"},
        "database": {"rates", "numbers"},
        "activity": {"database", "rates", "numbers"},
        "system": {"activity", "database", "rates", "numbers"},
        "solids": {"numbers"},
        "speciation": {"public", "system", "activity", "database", "rates", "numbers"},
        "balances": {"speciation", "solids", "system", "activity", "database", "rates", "numbers"},
        "equilibrium": {"balances", "speciation", "solids", "system", "activity", "database", "rates", "numbers"},
        "reactor": {"equilibrium", "balances", "speciation", "solids", "system", "activity", "database", "rates", "numbers"},
    },
    "solver": {
        "plain": set(),
        "laws": set(),
        "linear": {"plain"},
        "model": {"laws", "plain"},
        "state": {"model", "laws", "plain"},
        "own steps": {"linear", "model", "laws", "plain"},
        "flow": {"own steps", "linear", "state", "model", "laws", "plain"},
        "heat": {"own steps", "linear", "state", "model", "laws", "plain"},
        "transport": {"state", "model", "laws", "plain"},
        "coupling": {"flow", "heat", "transport", "own steps", "linear", "state", "model", "laws", "plain"},
        "operations": {"coupling", "state", "model", "laws", "plain"},
        "output": {"operations", "coupling", "flow", "state", "model", "laws", "plain"},
        "simulation": {"output", "operations", "coupling", "flow", "state", "model", "laws", "plain"},
    },
}
LOOSE = {
    "chemistry": {"pack": "numbers", "constants_of_nature": "numbers", "reaction_row": "numbers", "temperature": "numbers",
                  "reaction_steps": "database", "system": "system", "formation": "system", "exchanger": "system", "left_out": "system",
                  "constants_of_cells": "system", "reaction_enthalpy": "system", "chemical_enthalpy": "balances", "assumptions": "speciation", "known_temperatures": "speciation",
                  "recession": "balances", "contents": "balances", "balances": "balances", "balances_derivatives": "balances"},
    "solver": {"controls": "plain", "tiny_steps": "plain", "time_path": "plain", "own_steps": "own steps", "recurring": "plain", "unknown": "plain", "named": "model",
               "model": "model", "carbon_sources": "model", "unknowns": "model", "temperature_table": "model", "temperature_range": "model", "simulation": "simulation",
               "simulation_restart": "simulation", "simulation_stops": "simulation", "simulation_warnings": "simulation",
               "growing_pile": "simulation"},
}
INCLUDE = re.compile(r'\s*#\s*include\s+"([^"]+)"')



def shelf_of(path):
    room, first = path.parts[0], path.parts[1]
    return first if len(path.parts) > 2 else LOOSE[room].get(path.stem, path.stem)


def may_include(path, target):
    here, there = shelf_of(path), shelf_of(target)
    return here == there or there in SHELVES[path.parts[0]].get(here, set())


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
        elif room in SHELVES and target.split("/")[0] == room and not may_include(path, Path(target)):
            problems.append(f'{place} {room}/{shelf_of(path)} must not know "{target}"')
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
