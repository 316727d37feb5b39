#!/usr/bin/python3
"""`talus study` as a user meets it: runs side by side and their results, killed at any moment and resumed to the same bytes,
failures and how to reproduce them, pairs and what is credited of them, jobs of a cluster. TALUS_PROGRAM names the program,
TALUS_ROOT the sources."""
import csv
import json
import os
import signal
import subprocess
import time
import unittest

import h5py

from program import FILE, INPUT, PROGRAM, Program, ROOT

STUDY = """title      = "A study of the column"
case       = "column.toml"
method     = "sobol"
runs       = {runs}
seed       = 1
tornado    = "16 %"
quantities = ["CO2 stored (kg)", "CO2 from air per dry mass"]
[[vary]]
keys = ["temperature.constant"]
distribution = "normal"
mean = "15 degC"
deviation = "3 K"
[[vary]]
name = "length"
keys = ["run.length"]
distribution = "uniform"
low = "{low}"
high = "3 h"
"""
PAIR = """
title = "A pair"
case = "column.toml"
project = "project"
baseline = "baseline"
method = "latin hypercube"
runs = 6
seed = 2
quantities = ["net removal (t)", "CO2 from air (kg)"]
[[vary]]
keys = ["temperature.constant"]
distribution = "uniform"
low = "5 degC"
high = "25 degC"
[[credit]]
rule = "percentile"
percentile = "16 %"
[[credit]]
rule = "lower bound"
confidence = "90 %"
buffer = "10 %"
"""
LACKING = """title = "Forsterite or none"
case = "column.toml"
method = "grid"
quantities = ["Forsterite conversion", "time to 90 % of Forsterite"]
[[vary]]
keys = ["materials.tailings.minerals.Forsterite"]
distribution = "list"
values = ["0 wt%", "5 wt%"]
"""
CLAIMED = """
[scenarios.project]
[scenarios.baseline]
materials.tailings.water.saturation = 0.8
[claim]
project = "project"
baseline = "baseline"
gas = "atmospheric"
[economics]
currency = "USD"
discount_rate = "5 %"
"""


class Study(Program):
    def setUp(self):
        super().setUp()
        text = (self.folder / "column.toml").read_text()
        short = [line for line in text.splitlines()]
        for i, line in enumerate(short):
            if line.startswith("length"):
                short[i] = 'length = "3 h"'
            if line.startswith("output_every"):
                short[i] = 'output_every = "3 h"'
        (self.folder / "column.toml").write_text("\n".join(short) + "\n")
        self.write(runs=4)

    def write(self, runs, low="1 h"):
        (self.folder / "s.toml").write_text(STUDY.format(runs=runs, low=low))

    def rows(self, folder="s_study"):
        with open(self.folder / folder / "results.csv") as table:
            return list(csv.DictReader(table))

    def bytes_of(self, folder):
        names = ["results.csv", "study.json", "summary.csv", "study.html"]
        return {name: (self.folder / folder / name).read_bytes() for name in names}

    def test_runs_and_their_results(self):
        self.assertIn("9 runs of", self.talus("study", "s.toml", "--check").stdout)
        self.assertFalse((self.folder / "s_study").exists())
        said = self.talus("study", "s.toml", "--jobs", 2).stdout
        self.assertIn("CO2 stored (kg): P50", said)
        self.assertIn("9 of 9 runs", said)
        rows = self.rows()
        self.assertEqual([row["part"] for row in rows], ["medians", "low", "high", "low", "high"] + 4 * ["sample"])
        self.assertEqual(rows[0]["constant (degC)"], "15")
        self.talus("run", "column.toml", "--set", f"temperature.constant={rows[7]['constant (degC)']} degC", "--set",
                   f"run.length={rows[7]['length (h)']} h", "-o", "alone.h5", "-q")
        self.talus("report", "alone.h5")
        with open(self.folder / "alone_report/summary.csv") as table:
            alone = next(csv.DictReader(table))
        self.assertEqual(rows[7]["CO2 stored (kg)"], alone["CO2 stored (kg)"])
        self.assertEqual(rows[7]["CO2 from air per dry mass (g/kg)"], alone["CO2 from air per dry mass (g/kg)"])
        self.assertEqual(sorted(os.listdir(self.folder / "s_study")),
                         ["about.json", "results.csv", "results.h5", "rows", "study.html", "study.json", "summary.csv", "work"])
        self.assertEqual(os.listdir(self.folder / "s_study/work") + os.listdir(self.folder / "s_study/rows"), [])
        with h5py.File(self.folder / "s_study/results.h5") as file:
            self.assertEqual(list(file["run"][:]), list(range(9)))
            self.assertEqual([part.decode() for part in file["part"][:]], [row["part"] for row in rows])
            self.assertEqual(list(file["parameters"]), ["constant", "length"])
            self.assertEqual(set(file["quantities"]), {"CO2 stored", "CO2 from air per dry mass"})
            self.assertEqual(list(file["parameters/length"][:]), [float(row["length (h)"]) for row in rows])
            stored = file["quantities/CO2 stored"]
            self.assertEqual(list(stored[:]), [float(row["CO2 stored (kg)"]) for row in rows])
            self.assertEqual(stored.attrs["units"], "kg")
            self.assertEqual(stored.dims[0][0], file["run"])
        before = self.bytes_of("s_study")
        self.write(runs=6)  # more of the same points
        self.talus("study", "s.toml", "-q")
        self.assertEqual(self.rows()[:9], rows)
        self.assertEqual(len(self.rows()), 11)
        self.write(runs=4)
        self.talus("study", "s.toml", "-q", "--report")
        self.assertEqual(self.bytes_of("s_study")["study.json"], before["study.json"])

    def test_killed_and_resumed_it_gives_the_same_bytes(self):
        self.talus("study", "s.toml", "-q", "--out", "whole")
        for kind, patience in [(signal.SIGKILL, 0.9), (signal.SIGTERM, 0.9), (signal.SIGKILL, 1.3)]:
            study = subprocess.Popen([PROGRAM, "study", "s.toml", "-q", "--jobs", "2", "--out", "parts"], cwd=self.folder,
                                     stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            time.sleep(patience)
            study.send_signal(kind)
            said = study.communicate(timeout=60)[1].decode()
            self.assertIn(study.returncode, {-kind, 85, 0}, said)
        self.talus("study", "s.toml", "-q", "--out", "parts")
        self.assertEqual(self.bytes_of("whole"), self.bytes_of("parts"))
        with h5py.File(self.folder / "whole/results.h5") as whole, h5py.File(self.folder / "parts/results.h5") as parts:
            for name in ["run", "parameters/constant", "parameters/length", "quantities/CO2 stored"]:
                self.assertEqual(list(whole[name][:]), list(parts[name][:]))
        self.assertEqual(os.listdir(self.folder / "parts/work"), [])

    def test_runs_that_fail_are_reported_one_by_one(self):
        text = (self.folder / "s.toml").read_text()
        (self.folder / "s.toml").write_text(text.replace('tornado    = "16 %"\n', "") + """
[[vary]]
name = "step"
keys = ["steps.first", "steps.smallest"]
distribution = "discrete"
values = ["30 min", "1 s"]
[[vary]]
keys = ['boundaries.top.air."CO2(g)"']
distribution = "discrete"
values = ["0.5 atm"]
""")
        said = self.talus("study", "s.toml", "--jobs", 2).stdout
        self.assertIn("of 4 runs failed", said)
        failed = [row for row in self.rows() if row["failure"]]
        self.assertTrue(0 < len(failed) < 4)
        with h5py.File(self.folder / "s_study/results.h5") as file:
            empty = [not why for why in file["failure"][:]]
            self.assertEqual([stored == stored for stored in file["quantities/CO2 stored"][:]], empty)
            self.assertEqual(file["parameters/step"].attrs["units"], "min")
        for row in failed:
            self.assertIn("error: the speciation has no answer; the step would have to be", row["failure"])
            self.assertEqual(row["CO2 stored (kg)"], "")
            self.assertEqual(row["step (min)"], "30")
        script = self.folder / "s_study/failures" / failed[0]["run"] / "reproduce.sh"
        again = subprocess.run(["sh", str(script)], cwd=self.folder, capture_output=True, text=True,
                               env=os.environ | {"TALUS": PROGRAM})
        self.assertEqual(again.returncode, 3)
        self.assertIn("shorter than steps.smallest", again.stderr)

    def test_a_pair_and_what_is_credited_of_it(self):
        with open(self.folder / "column.toml", "a") as case:
            case.write(CLAIMED)
        (self.folder / "pair.toml").write_text(PAIR)
        said = self.talus("study", "pair.toml", "--jobs", 2).stdout
        self.assertIn("credited, 16th percentile", said)
        found = json.loads((self.folder / "pair_study/study.json").read_text())
        net, air = found["quantities"][0], found["quantities"][1]
        self.assertEqual(net["name"], "net removal (t)")
        self.assertEqual([q["name"] for q in found["quantities"][1:]],
                         ["CO2 from air (kg)", "CO2 from air, project (kg)", "CO2 from air, baseline (kg)"])
        self.assertGreater(air["variance_independent_to_common"], 1)
        values = sorted(float(row["net removal (t)"]) for row in self.rows("pair_study"))
        at = 0.16 * 5
        expected = values[int(at)] + (at - int(at)) * (values[int(at) + 1] - values[int(at)])
        self.assertAlmostEqual(found["credited"][0]["credited"] / expected, 1, places=9)
        self.assertAlmostEqual(found["credited"][1]["issued"], found["credited"][1]["credited"] -
                               0.1 * max(0, found["credited"][1]["credited"]), places=12)
        for row in self.rows("pair_study"):
            self.assertAlmostEqual(float(row["CO2 from air (kg)"]), float(row["CO2 from air, project (kg)"]) -
                                   float(row["CO2 from air, baseline (kg)"]), places=12)

    def test_jobs_of_a_cluster(self):
        self.write(runs=1)
        self.talus("study", "s.toml", "--write-jobs", "s.sbatch", "--runs-per-job", 2)
        script = (self.folder / "s.sbatch").read_text()
        self.assertIn("#SBATCH --array=0-2\n", script)
        for task in range(3):
            subprocess.run(["bash", "s.sbatch"], cwd=self.folder, check=True, timeout=60,
                           env=os.environ | {"SLURM_ARRAY_TASK_ID": str(task), "TALUS": PROGRAM})
        self.assertEqual(len(os.listdir(self.folder / "s_study/rows")), 6)
        self.talus("study", "s.toml", "-q")
        self.talus("study", "s.toml", "-q", "--out", "other")
        self.assertEqual(self.bytes_of("s_study"), self.bytes_of("other"))

    def test_a_quantity_that_some_runs_lack(self):
        (self.folder / "s.toml").write_text(LACKING)
        said = self.talus("study", "s.toml", "-q", "--jobs", 1).stdout
        self.assertIn("1 of 2 runs failed; the first, run 0: its report has no", said)
        rows = self.rows()
        self.assertIn("no quantity 'Forsterite conversion", rows[0]["failure"])
        self.assertEqual([row["failure"] for row in rows[1:]], [""])
        self.assertEqual(rows[1]["time to 90 % of Forsterite (d)"], "inf")
        self.assertTrue((self.folder / "s_study/failures/0/reproduce.sh").exists())
        self.talus("study", "s.toml", "-q")

    def test_what_is_refused(self):
        self.write(runs=1)
        study = (self.folder / "s.toml").read_text().replace('tornado    = "16 %"\n', "")
        (self.folder / "s.toml").write_text(study.replace("CO2 stored (kg)", "CO2 stord (kg)"))
        said = self.refused("study", "s.toml", "-q")
        self.assertIn("s.toml:6:", said)
        self.assertIn("no quantity 'CO2 stord (kg)'\n", said)
        self.assertIn("did you mean 'CO2 stored (kg)'?", said)
        (self.folder / "s.toml").write_text(study.replace("CO2 stored (kg)", "CO2 stored"))
        self.assertIn("in several units", self.refused("study", "s.toml", "-q", "--out", "units"))
        (self.folder / "s.toml").write_text(study.replace('"temperature.constant"', '"temperature.constnat"'))
        self.assertIn("temperature.constnat", self.refused("study", "s.toml", "--check"))
        (self.folder / "s.toml").write_text(study)
        self.talus("study", "s.toml", "-q", "--out", "units")  # nothing was run there
        (self.folder / "s.toml").write_text(study.replace("seed       = 1", "seed       = 2"))
        self.assertIn("another study", self.refused("study", "s.toml", "--out", "units", code=FILE))
        self.talus("study", "s.toml", "-q", "--out", "units", "--force")
        self.assertIn("this is a study, which 'talus run' does not read", self.refused("run", "s.toml"))
        self.assertIn("talus run column.toml", self.refused("study", "column.toml"))
        self.assertIn("--only needs runs from 0 to 0", self.refused("study", "s.toml", "--only", "1"))
        for one, other in [("--check", "--only=0"), ("--check", "--force"), ("--only=0", "--retry"), ("--only=0", "--jobs=2"),
                           ("--report", "--retry"), ("--report", "--force"), ("--write-jobs=x", "--retry")]:
            said = self.refused("study", "s.toml", one, other)
            self.assertIn(f"{one.split('=')[0]} and {other.split('=')[0]} do not go together", said)
        self.assertIn("goes with --write-jobs", self.refused("study", "s.toml", "--runs-per-job", 2))
        self.assertIn("column.toml' exists", self.refused("study", "s.toml", "--write-jobs", "column.toml", code=FILE))

    def test_keys(self):
        self.assertEqual(self.talus("manual", "study").stdout, (ROOT / "docs/study_inputs.md").read_text(),
                         "the keys have changed; refresh the page:\n    build/release/talus manual study > docs/study_inputs.md")
        self.assertIn("[[vary]]", self.talus("new", "study").stdout)
        self.assertIn("Saltelli", self.talus("explain", "study", "indices").stdout)


if __name__ == "__main__":
    unittest.main()
