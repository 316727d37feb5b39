#!/usr/bin/python3
"""A run in three parts, each continuing the one before, reports what the run in one piece reports, digit by digit; and parts that
do not continue each other stay two runs. TALUS_PROGRAM names the program."""
import csv
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(os.environ["TALUS_ROOT"])
PROGRAM = os.environ["TALUS_PROGRAM"]
CHURN = ["--set", 'operations=[{ kind = "churn", depth = "12 cm", every = "2 d", renew_air = true }]', "--set", "run.output_every=1 d",
         "--scenario", "baseline"]


def talus(*words):
    done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, (words, done.stdout, done.stderr)


def rows(path):
    with open(path, encoding="utf-8") as file:
        return list(csv.DictReader(file))


def main():
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)

        def run(days, name, *words):
            talus("run", ROOT / "inputs/claim/cell.toml", *CHURN, "--set", f"run.length={days} d", "--set", "run.output_at=[]", "-q",
                  "-o", folder / name, *words)

        run(7, "whole.h5")
        run(3, "a.h5")
        run(5, "b.h5", "--restart", folder / "a.h5")
        run(7, "c.h5", "--restart", folder / "b.h5")
        talus("report", folder / "whole.h5", "--out", folder / "whole")
        talus("report", *(folder / f"{name}.h5" for name in "cab"), "--join", "--out", folder / "joined")
        talus("report", *(folder / f"{name}.h5" for name in "ac"), "--join", "--out", folder / "apart")
        whole, joined = rows(folder / "whole/summary.csv"), rows(folder / "joined/summary.csv")
        assert len(joined) == 1 and len(rows(folder / "apart/summary.csv")) == 2, joined
        for name, value in whole[0].items():
            if name == "run" or value == joined[0][name]:
                continue
            if "closure" in name or "misses" in name or "against" in name:  # rounding
                continue
            if not abs(float(value) - float(joined[0][name])) <= 1e-12 * abs(float(value)):
                problems.append(f"{name}: {value} in one piece, {joined[0][name]} joined")
        for table in ("series.csv", "ledger.csv"):
            one, other = rows(folder / "whole" / table), rows(folder / "joined" / table)
            if [row["time_s"] for row in one] != [row["time_s"] for row in other]:
                problems.append(f"{table} has other times when it is joined")
            problems += [f"{table}: {a} and {b}" for a, b in zip(one, other)
                         if a.get("term", "store") == "store" and a["value"] and
                         abs(float(a["value"]) - float(b["value"])) > 1e-9 * abs(float(a["value"]))][:3]
        one, other = rows(folder / "whole/profiles.csv"), rows(folder / "joined/profiles.csv")
        if [(row["time_s"], row["quantity"], row["depth_m"]) for row in one] != [
                (row["time_s"], row["quantity"], row["depth_m"]) for row in other]:
            problems.append("profiles.csv is of other times when it is joined")
        problems += [f"profiles.csv: {a} and {b}" for a, b in zip(one, other)
                     if abs(float(a["value"]) - float(b["value"])) > 1e-9 * abs(float(a["value"]))][:3]
        parts = json.loads((folder / "joined/report.json").read_text(encoding="utf-8"))["runs"][0]["parts"]
        if [part["file"] for part in parts] != ["a.h5", "b.h5", "c.h5"] or "case_text" not in parts[1]["provenance"]:
            problems.append(f"the parts have lost their provenance: {[part['file'] for part in parts]}")
        crate = json.loads((folder / "joined/ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
        for name in "abc":
            entity = next(one for one in crate if one["@id"] == f"#{name}.h5")
            if entity["sha256"] != hashlib.sha256((folder / f"{name}.h5").read_bytes()).hexdigest():
                problems.append(f"{name}.h5 has another hash in the crate")
        probe = '{{ name = "{}", depth = "{} cm", quantities = ["pH"] }}'
        chamber = '{ name = "chamber", patch = "top" }'
        run(1, "d.h5", "--set", f"instruments=[{probe.format('probe', 2)}, {probe.format('other', 3)}, {chamber}]")
        run(2, "e.h5", "--restart", folder / "d.h5", "--set", f"instruments=[{probe.format('probe', 8)}, {probe.format('other', 3)}, {chamber}]")
        talus("report", folder / "d.h5", folder / "e.h5", "--join", "--out", folder / "moved")
        read = {row["instrument"] for row in rows(folder / "moved/instruments.csv")}
        if read != {"other", "chamber"} or "the instrument 'probe' is not the same" not in (folder / "moved/report.html").read_text(encoding="utf-8").replace("&#39;", "'"):
            problems.append(f"the joined run has the instruments {read}, of which one was moved")
        talus("report", folder / "d.h5", "--out", folder / "first")
        fluxes = [float(row["time_s"]) for row in rows(folder / "first/instruments.csv") if row["instrument"] == "chamber"]
        steps = sorted({float(row["time_s"]) for row in rows(folder / "first/instruments.csv") if row["instrument"] == "other"})
        if len(fluxes) != len(steps) or abs(fluxes[0] - steps[0] / 2) > 1e-9:
            problems.append(f"the flux of a chamber does not begin with the first step: {fluxes[:2]}, {steps[:2]}")
    print("\n".join(problems) if problems else "the parts are the whole")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
