#!/usr/bin/python3
"""`talus fit` as a user meets it: known parameters found again, what data do not say, killed and resumed to the same bytes, what it
hands on to `run` and `study`, messages. TALUS_PROGRAM names the program, TALUS_ROOT the sources."""
import csv
import json
import os
import shutil
import signal
import subprocess
import time
import unittest

from program import FILE, GAVE_UP, PROGRAM, Program, ROOT

SMALL = """title = "Surface alone"
case  = "column.toml"
[[vary]]
name = "surface"
keys = ["materials.tailings.surface.Brucite"]
distribution = "loguniform"
low   = "0.05 m2/g"
high  = "20 m2/g"
start = "0.5 m2/g"
[[measured]]
quantity    = "CO2 uptake"
value       = "{value} g/kg"
uncertainty = "0.01 g/kg"
time        = "28 d"
kind        = "gas balance"
source      = "a run"
"""


class Fit(Program):
    def setUp(self):
        super().setUp()
        for file in (ROOT / "inputs/fit").glob("*.*"):
            shutil.copy(file, self.folder)

    def found(self, folder="fit_fit"):
        return json.loads((self.folder / folder / "fit.json").read_text())

    def results(self, folder):
        names = ["fit.json", "parameters.csv", "residuals.csv", "fit.html", "fitted.set", "posterior.toml"]
        return {name: (self.folder / folder / name).read_bytes() for name in names}

    def uptake(self, *words):
        self.talus("run", "column.toml", "-q", "--force", "-o", "r.h5", *words)
        self.talus("report", "r.h5", "--force")
        with open(self.folder / "r_report/summary.csv") as table:
            return float(next(csv.DictReader(table))["CO2 from air per dry mass (g/kg)"])

    def test_the_example(self):
        self.assertIn("3 parameters of column.toml", self.talus("fit", "fit.toml", "--check").stdout)
        self.assertFalse((self.folder / "fit_fit").exists())
        said = self.talus("fit", "fit.toml", "--jobs", 2).stdout
        self.assertIn("point 0: surface of brucite 0.4000 m2/g", said)
        found = self.found()
        surface, water, seed = found["parameters"]
        for one, true in [(surface, 1.0), (water, 0.4), (seed, 10.0)]:
            self.assertTrue(one["low"] < true < one["high"], one)
            self.assertTrue(one["constrained_by_the_data"])
            self.assertGreater(one["variance_taken_away"], 0.5)
        self.assertIn("held out, CO2 flux: 1 measured value", said)
        self.assertTrue(found["converged"])
        self.assertGreater(found["probability"], 0.01)
        with open(self.folder / "fit_fit/residuals.csv") as table:
            rows = list(csv.DictReader(table))
        self.assertEqual([row["use"] for row in rows].count("held out"), 1)
        fitted = [row for row in rows if row["use"] == "fitted"]
        self.assertAlmostEqual(sum(float(row["z"]) ** 2 for row in fitted), found["misfit_of_data"], places=6)
        # what is handed on: the best values are those of the best run, and the study is one
        self.assertEqual(self.uptake("--set-from", "fit_fit/fitted.set"),
                         max(float(row["modelled"]) for row in fitted if row["quantity"] == "CO2 uptake"))
        self.assertIn("64 runs of", self.talus("study", "fit_fit/posterior.toml", "--check").stdout)
        before = self.results("fit_fit")
        self.assertNotIn("runs", os.listdir(self.folder / "fit_fit/points/0"))
        self.talus("fit", "fit.toml", "-q")  # there is nothing to do
        self.assertEqual(self.results("fit_fit"), before)

    def test_held_out_values_are_not_used(self):
        without = SMALL.format(value=1.2)
        (self.folder / "without.toml").write_text(without)
        (self.folder / "with.toml").write_text(
            without + without[without.index("[[measured]]"):].replace("[[measured]]", "[[held_out]]").replace("1.2", "9"))
        for name in ("with", "without"):
            self.talus("fit", f"{name}.toml", "-q")
        self.assertEqual(*[(self.folder / name / "parameters.csv").read_bytes() for name in ("with_fit", "without_fit")])
        self.assertEqual(self.found("with_fit")["held_out"][0]["points"][0]["measured"], 9)

    def test_killed_and_resumed_it_gives_the_same_bytes(self):
        (self.folder / "small.toml").write_text(SMALL.format(value=1.2))
        self.talus("fit", "small.toml", "-q", "--out", "whole")
        for kind, patience in [(signal.SIGKILL, 0.4), (signal.SIGTERM, 0.5), (signal.SIGKILL, 0.6)]:
            fit = subprocess.Popen([PROGRAM, "fit", "small.toml", "-q", "--jobs", "2", "--out", "parts"], cwd=self.folder,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            time.sleep(patience)
            fit.send_signal(kind)
            said = fit.communicate(timeout=60)[1].decode()
            self.assertIn(fit.returncode, {-kind, 85, 0}, said)
        self.talus("fit", "small.toml", "-q", "--out", "parts", "--jobs", 1)
        self.assertEqual(self.results("whole"), self.results("parts"))

    def test_interrupted_before_its_last_slopes(self):
        (self.folder / "small.toml").write_text(SMALL.format(value=1.2))
        self.talus("fit", "small.toml", "-q", "--out", "parts")
        whole = self.results("parts")
        parts = self.folder / "parts"
        last = max((point for point in (parts / "points").iterdir() if (point / "slopes").exists()), key=lambda p: int(p.name))
        self.assertGreater(int(last.name), 0)
        shutil.rmtree(last / "slopes")  # as it was when the point had been taken
        (last / "runs/0").mkdir(parents=True)
        (parts / "best.h5").rename(last / "runs/0/run.h5")
        self.talus("fit", "small.toml", "-q", "--out", "parts")
        self.assertEqual(self.results("parts"), whole)

    def test_runs_by_the_steps_of_another_differ_smoothly(self):
        key = "materials.tailings.surface.Brucite"
        base = self.uptake()
        os.rename(self.folder / "r.h5", self.folder / "base.h5")
        self.assertAlmostEqual(self.uptake("--steps-of", "base.h5"), base, delta=1e-12 * base)  # its steps are differences of times
        # a slope by a difference of a thousandth is that by one of a hundred-thousandth, to a few thousandths of it
        slopes = [(self.uptake("--steps-of", "base.h5", "--set", f"{key}={1 + h} m2/g") - base) / h
                  for h in (1e-3, 1e-5)]
        self.assertAlmostEqual(slopes[0] / slopes[1], 1, delta=2e-3)
        self.assertIn("no steps that this run could take", self.refused(
            "run", "column.toml", "-q", "--set", "run.length=1 s", "--steps-of", "base.h5", "-o", "x.h5", code=FILE))

    def test_what_one_value_does_not_say(self):
        more = """
[[vary]]
name = "saturation"
keys = ["materials.tailings.water.saturation"]
distribution = "normal"
mean = 0.4
deviation = 0.05
[[vary]]
name = "first step"
keys = ["steps.smallest"]
distribution = "loguniform"
low = "1e-7 s"
high = "1e-5 s"
[[measured]]"""
        value = self.uptake()
        text = SMALL.format(value=value).replace("[[measured]]", more)
        (self.folder / "small.toml").write_text(text.replace('"0.01 g/kg"', '"0.0001 g/kg"'))
        said = self.talus("fit", "small.toml", "-q").stdout
        self.assertIn("warning: The data do not constrain first step: they take away 0 % of the variance of its prior", said)
        self.assertIn("surface and saturation are found together only (correlation", said)
        self.assertIn("any other within its bounds meets the data about as well", said)
        found = self.found("small_fit")
        self.assertEqual([one["constrained_by_the_data"] for one in found["parameters"]], [True, False, False])
        self.assertLess(found["singular_values"][1]["value"], 1e-6)
        self.assertIn('distribution = "loguniform"', (self.folder / "small_fit/posterior.toml").read_text())
        self.talus("study", "small_fit/posterior.toml", "--check")

    def test_a_parameter_at_its_bound(self):
        far = 20 * self.uptake()
        (self.folder / "small.toml").write_text(SMALL.format(value=far))
        said = self.talus("fit", "small.toml", "-q").stdout
        self.assertIn("surface: 20.0 m2/g, held at a bound", said)
        self.assertIn("The data would have surface beyond its bound of 20.0 m2/g", said)
        self.assertIn("The runs do not meet the data within their uncertainties", said)
        self.assertIn('values = ["20 m2/g"]', (self.folder / "small_fit/posterior.toml").read_text())

    def test_a_fit_that_is_not_at_its_end(self):
        (self.folder / "small.toml").write_text('points = 1\n' + SMALL.format(value=self.uptake()))
        done = self.talus("fit", "small.toml", "-q", code=GAVE_UP)
        self.assertIn("NOT CONVERGED", done.stdout)
        self.assertIn("the fit has not converged: the fit was not at its end after 1 point", done.stderr)
        (self.folder / "small.toml").write_text(SMALL.format(value=self.uptake()))
        self.talus("fit", "small.toml", "-q")  # with more points it goes on
        self.assertAlmostEqual(self.found("small_fit")["parameters"][0]["value"], 1, delta=0.02)

    def test_what_is_refused(self):
        text = SMALL.format(value=0.1)

        def said(old, new, code=2):
            (self.folder / "small.toml").write_text(text.replace(old, new))
            return self.refused("fit", "small.toml", "-q", code=code)
        self.assertIn("small.toml:11:15: error: measured[0]: run has no 'CO2 uptakes'",
                      said('"CO2 uptake"', '"CO2 uptakes"'))
        self.assertIn("weighs each value by its uncertainty", said('uncertainty = "0.01 g/kg"\n', ""))
        self.assertIn("29 d is not within", said('"28 d"', '"29 d"'))
        self.assertIn("a fit has one run", said('kind  ', 'run = "a"\nkind  '))
        self.assertIn("is not within the prior", said('"0.5 m2/g"', '"50 m2/g"'))
        self.assertIn("vary[0].start: ", said('start = "0.5 m2/g"', 'start = "0.5 m"'))
        self.assertIn("the case does not take materials.tailings.surface.Brucit=", said("surface.Brucite", "surface.Brucit"))
        self.assertIn("begins at 0 or below", said('"0.05 m2/g"', '"0 m2/g"'))
        self.assertIn("a fit needs measured values", said(text, "measured = []\n" + text[:text.index("[[measured]]")]))
        self.assertIn("points = 0 is out of range", said("title", "points = 0\ntitle"))
        (self.folder / "small.toml").write_text(text)
        self.assertIn("this is the case of a pile", self.refused("fit", "column.toml"))
        self.assertIn("this is a fit, which 'talus run' does not read", self.refused("run", "small.toml"))
        self.assertIn("--check and --jobs do not go together", self.refused("fit", "small.toml", "--check", "--jobs", 2))

    def test_the_run_at_the_start_fails(self):
        (self.folder / "small.toml").write_text('run_time = "0.01 s"\n' + SMALL.format(value=0.1))
        done = self.talus("fit", "small.toml", "-q", code=GAVE_UP)
        self.assertIn("the run at the start of the fit failed: it took longer than run_time", done.stderr)
        self.assertIn("reproduce.sh", done.stderr)

    def test_keys(self):
        self.assertEqual(self.talus("manual", "fit").stdout, (ROOT / "docs/fit_inputs.md").read_text(),
                         "the keys have changed; refresh the page:\n    build/release/talus manual fit > docs/fit_inputs.md")
        self.assertIn("[[vary]]", self.talus("new", "fit").stdout)
        self.assertIn("does not see", self.talus("explain", "fit", "held_out").stdout)


if __name__ == "__main__":
    unittest.main()
