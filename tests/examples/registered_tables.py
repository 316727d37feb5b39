#!/usr/bin/python3
"""Comparisons that are registered before their runs (docs/sites/README.md): the tables of the pages and their copies for programs
say the same, ranges are in order, and a climate has twelve months that can be. No run."""
import csv
import os
import pathlib
import sys

ROOT = pathlib.Path(os.environ["TALUS_ROOT"])
COLUMNS = ["parameter", "low", "base", "high", "unit", "source", "confidence", "key"]
CONFIDENCE = {"published", "derived", "second-hand", "memory", "assumed"}
CLIMATE = {"month [1]": (1, 12), "rain [mm]": (0, 500), "wet_days [1]": (1, 31), "air_temperature [degC]": (-45, 45), "relative_humidity [%]": (5, 100),
           "wind_speed [m/s]": (0.1, 15), "shortwave_radiation [W/m2]": (1, 450)}
OTHER_PAGES = {"inputs/common_parameters.csv": "docs/sites/README.md", "inputs/baptiste_cells/informed_parameters.csv": "docs/baptiste.md"}


def rows_of(path):
    """Rows of a CSV file below its comments, without the blanks beside commas."""
    with open(path, encoding="utf-8", newline="") as file:
        return [[cell.strip() for cell in row] for row in csv.reader(line for line in file if not line.startswith("#"))]


def number(text):
    try:
        return float(text)
    except ValueError:
        return None


def table_problems(path, page):
    heading, *rows = rows_of(path)
    if heading != COLUMNS:
        yield f"the columns are {heading}, not {COLUMNS}"
        return
    lines = page.read_text(encoding="utf-8").splitlines() if page.exists() else []
    shown = sum(line.startswith("| ") and line.count(" |") == 7 and line.rstrip(" |").rsplit("| ", 1)[-1] in CONFIDENCE for line in lines)
    if shown != len(rows):
        yield f"{len(rows)} rows, {shown} in {page.relative_to(ROOT)}"
    if len({row[0] for row in rows}) != len(rows):
        yield "a parameter stands there twice"
    for row in rows:
        entry = dict(zip(COLUMNS, row, strict=True))
        if not entry["parameter"] or not entry["source"] or entry["base"] in ("", "-"):
            yield f"'{entry['parameter']}' lacks its name, its base or its source"
        if entry["confidence"] not in CONFIDENCE:
            yield f"'{entry['parameter']}': confidence '{entry['confidence']}'"
        values = [value for value in map(number, row[1:4]) if value is not None]
        if values != sorted(values):
            yield f"'{entry['parameter']}': low, base and high are not in order"
        if "".join(f"| {cell} " if cell else "| " for cell in row[:7]) + "|" not in lines:
            yield f"'{entry['parameter']}' is not in {page.relative_to(ROOT)} as it is here"


def climate_problems(path):
    heading, *rows = rows_of(path)
    wanted = {name: range_ for name, range_ in CLIMATE.items() if name in heading or name != "wet_days [1]"}
    if heading != list(wanted):
        yield f"the columns are {heading}, not {list(CLIMATE)}"
        return
    if [row[0] for row in rows] != [str(month) for month in range(1, 13)]:
        yield "the months are not 1 to 12"
    for row in rows:
        for (name, (least, most)), text in zip(wanted.items(), row, strict=True):
            value = number(text)
            if value is None or not least <= value <= most:
                yield f"month {row[0]}: {name} {text}"


def main():
    inputs = ROOT / "inputs"
    tables = sorted([*inputs.glob("*parameters.csv"), *inputs.glob("*/*parameters.csv")])
    climates = sorted(inputs.glob("*/climate.csv"))
    problems = []
    for path in tables:
        name = str(path.relative_to(ROOT))
        page = ROOT / OTHER_PAGES.get(name, f"docs/sites/{path.parent.name}.md")
        problems += [f"{name}: {problem}" for problem in table_problems(path, page)]
    problems += [f"{path.relative_to(ROOT)}: {problem}" for path in climates for problem in climate_problems(path)]
    registered = {path.name for path in (ROOT / "docs/sites").glob("*.md")} - {"README.md"}
    problems += [f"docs/sites/{name}: has no table in inputs" for name in sorted(registered)
                 if not (inputs / name.removesuffix(".md") / "parameters.csv").exists()]
    if len(tables) < 10 or len(climates) < 5:
        problems.append(f"only {len(tables)} tables and {len(climates)} climates were found")
    print("\n".join(problems) if problems else f"{len(tables)} tables and {len(climates)} climates are as registered")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
