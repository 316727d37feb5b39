#!/usr/bin/python3
"""The claim of inputs/claim/cell.toml, by another route: each line of claim.csv is summed again with h5py and nothing of Talus,
for the whole period and for each part, and parts add up. Then a mineral of one cell of one state is changed in a copy of
a run file: the report must refuse that state, or call its claim not for issuance. TALUS_PROGRAM names the program."""
import csv
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile

import h5py
import jsonschema

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from check_ledger import Books

ROOT = pathlib.Path(os.environ["TALUS_ROOT"])
PROGRAM = os.environ["TALUS_PROGRAM"]
CO2 = 0.012011 + 2 * 0.015999  # kg/mol
AREA, DIESEL, LIME = 2e4, 5 * 2.68, 50.0  # m2, kg, kg; what the case says
EXACT = 1e-10


def talus(*words, code=0):
    done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == code, (words, done.returncode, done.stdout, done.stderr)
    return done.stdout + done.stderr


class Again:
    """What a run stores of what came in as gas, in kg of CO2 on the claimed area."""

    def __init__(self, path):
        with h5py.File(path) as file:
            books = Books(file)
            self.time, self.moment = file["time"][()], file["moment"][()]
            self.footprint = sum(group["area"][()].sum() for name, group in file["patches"].items() if name == "top")
        carbon = books.atoms[:, books.elements.index("C")]
        self.stored = sum(phase @ carbon for phase in books.phases.values())
        self.by_water = sum(crossing["in"] @ carbon for crossing in books.crossings.values())
        self.external = books.external @ carbon

    def row(self, time):
        return max(k for k, one in enumerate(self.time) if abs(one - time) < 1)

    def of(self, begin, end):
        a, b = self.row(begin), self.row(end)
        change = lambda curve: curve[b] - curve[a]
        return (change(self.stored) - change(self.by_water) - change(self.external)) * CO2 * AREA / self.footprint


def check_workbook(folder):
    """The sheets of the workbook hold the tables, number by number; read as what it is, XML in an archive."""
    with zipfile.ZipFile(folder / "report.xlsx") as book:
        text = lambda name: book.read(name).decode()
        sheets = re.findall(r'<sheet name="([^"]+)"', text("xl/workbook.xml"))
        assert sheets[0] == "claim" and "summary" in sheets, sheets
        cells = re.findall(r'<c r="E(\d+)"[^>]*><v>([^<]*)</v>', text("xl/worksheets/sheet1.xml"))
    with open(folder / "claim.csv", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    for row, value in cells:
        assert abs(float(value) - float(rows[int(row) - 1][4])) <= 1e-12 * abs(float(value)), row
    assert len(cells) > 30, len(cells)


def main():
    problems = []

    def same(name, one, other, size):
        if not abs(one - other) <= EXACT * size:
            problems.append(f"{name}: {one} and {other}")

    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for name in ["cell.toml", "measured.toml", "cores.csv"]:
            shutil.copy(ROOT / "inputs/claim" / name, folder)
        talus("run", folder / "cell.toml", "-q", "--refine")
        runs = [folder / "cell.project.h5", folder / "cell.baseline.h5"]
        talus("report", *runs, "--out", folder / "out")
        project, baseline = map(Again, runs)
        with open(folder / "out/claim.csv", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        periods = {(float(row["period_from_s"]), float(row["period_to_s"])) for row in rows}
        assert len(periods) == 4, periods
        nets = {}
        for begin, end in periods:
            lines = {row["line"]: row for row in rows if (float(row["period_from_s"]), float(row["period_to_s"])) == (begin, end)}
            size = project.of(0, project.time[-1])
            line = lines["stored of what came in as gas"]
            one, other = project.of(begin, end), baseline.of(begin, end)
            same(f"project from {begin}", float(line["project"]), one, size)
            same(f"baseline from {begin}", float(line["baseline"]), other, size)
            part = (end - begin) / project.time[-1]
            churned = sum(moment == 2 and begin < time <= end for time, moment in zip(project.time, project.moment))
            nets[begin, end] = float(lines["net removal"]["difference"])
            same(f"net from {begin}", nets[begin, end], one - other - churned * DIESEL - part * LIME, size)
        whole = max(periods, key=lambda period: period[1] - period[0])
        same("parts and the whole", nets.pop(whole), sum(nets.values()), project.of(0, project.time[-1]))
        report = json.loads((folder / "out/report.json").read_text(encoding="utf-8"))
        claim = report["claim"]
        assert "was not estimated" not in claim["verdict"], claim["verdict"]
        assert [one["file"][-9:] for one in report["asked_by"]] == ["cell.toml"] and len(report["asked_by"][0]["sha256"]) == 64
        total = (claim["uncertainty"]["standard_deviation"] ** 2 + claim["uncertainty"]["numerical"] ** 2) ** 0.5
        same("credited", claim["credited"], claim["period"]["net"] - 0.994457883209753 * total, abs(claim["credited"]))
        schema = json.loads((ROOT / "docs/report.schema.json").read_text(encoding="utf-8"))
        jsonschema.validate(report, schema)
        for broken in ({**report, "claim": {**claim, "gas": "air"}}, {**report, "more": 1}, {**report, "schema_version": 2}):
            try:
                jsonschema.validate(broken, schema)
                problems.append("the schema lets a wrong report pass")
            except jsonschema.ValidationError:
                pass
        points = json.loads((folder / "out/datapoints.json").read_text(encoding="utf-8"))["datapoints"]
        net = next(point for point in points if point["name"] == "claim: net removal")
        assert net["magnitude"] == claim["period"]["net"] and net["standard_deviation"] == claim["uncertainty"]["total"]
        time.sleep(2.1)  # the clock of archives ticks in steps of two seconds
        talus("report", *runs, "--out", folder / "again")
        for file in (folder / "out").iterdir():
            assert file.read_bytes() == (folder / "again" / file.name).read_bytes(), file.name
        check_workbook(folder / "out")
        assert "has no state at 10 d" in talus("report", *runs, "--from", "10 d", "--out", folder / "no", code=2)
        assert "among those of this report" in talus("report", runs[0], "--to", "84 d", "--out", folder / "no", code=2)
        assert "Not answered: claim.baseline: no run 'baseline'" in talus("report", runs[0], "--out", folder / "one").replace("\n", " ")
        assert not (folder / "no").exists()

        said = talus("report", *runs, "--with", folder / "measured.toml", "--out", folder / "beside")
        assert "cell.project, TIC: 4 measured values" in said and "Net removal" in said, said
        both = json.loads((folder / "beside/report.json").read_text(encoding="utf-8"))
        jsonschema.validate(both, schema)
        assert [len(one["points"]) for one in both["measured"]] == [4, 1, 1]
        assert [one["file"] for one in both["asked_by"]] == ["cell.toml", "measured.toml", "cores.csv"], both["asked_by"]
        (folder / "other.toml").write_text('[claim]\nproject = "cell.project"\nbaseline = "cell.project"\ngas = "biogenic"\n')
        talus("report", *runs, "--with", folder / "other.toml", "--out", folder / "none")
        assert json.loads((folder / "none/report.json").read_text(encoding="utf-8"))["claim"]["period"]["net"] == 0

        with h5py.File(runs[0], "r+") as file:
            file["fields/mineral_Nesquehonite"][-1, 0] *= 1.001
        said = talus("report", *runs, "--to", "84 d", "--out", folder / "changed", code=2)
        assert "has no state at 84 d" in said, said
    print("\n".join(problems) if problems else "the claim is what h5py says")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
