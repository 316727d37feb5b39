#!/usr/bin/python3
"""[scenarios] of a case as a user meets them: which runs there are, their files, what fails, and that a run of a scenario
is the run of the same case with the same values by --set. TALUS_PROGRAM names the program, TALUS_ROOT the sources."""
import unittest

import h5py
import numpy as np

from program import GAVE_UP, INPUT, FILE, Program

SCENARIOS = """
[scenarios.project]
[scenarios.wet]
materials.tailings.water.saturation = 0.7
run.output_at = ["12 h"]
"""
HOURS = ["--set", "run.length=1 d", "--set", "run.output_every=1 d"]


class Scenarios(Program):
    def setUp(self):
        super().setUp()
        with open(self.folder / "column.toml", "a") as case:
            case.write(SCENARIOS)

    def run_case(self, *words, **more):
        return self.talus("run", "column.toml", *HOURS, *words, **more)

    def test_all_runs_by_default_each_in_its_files(self):
        said = self.run_case().stdout
        self.assertIn("scenario project (1 of 2): column.project.h5", said)
        self.assertIn("scenario wet (2 of 2): column.wet.h5", said)
        for name in ["column.project", "column.wet"]:
            self.assert_run_of(name)
        with h5py.File(self.folder / "column.wet.h5") as run:
            self.assertEqual(run["provenance"].attrs["scenario"], "wet")
            self.assertEqual(list(run["time"][:]), [0, 43200, 86400])
        self.run_case("--scenario", "project", "--set", "materials.tailings.water.saturation=0.7", "-o", "set.h5")
        with h5py.File(self.folder / "column.wet.h5") as one, h5py.File(self.folder / "set.h5") as other:
            wet, other = one["fields/saturation"][-1], other["fields/saturation"][-1]
            self.assertTrue(np.allclose(wet, other, rtol=1e-6))
            self.assertAlmostEqual(float(wet[0]), 0.7, places=2)

    def test_one_by_name_and_its_continuation(self):
        self.run_case("--scenario", "wet")
        self.assertNotIn("column.project.h5", self.files())
        self.talus("run", "column.toml", "--scenario", "wet", "--set", "run.length=2 d", "--set",
                   "run.output_every=1 d", "--restart", "column.wet.h5", "-o", "longer.h5")
        with h5py.File(self.folder / "longer.h5") as run:
            self.assertEqual(run["provenance"].attrs["scenario"], "wet")
            self.assertEqual(list(run["time"][:]), [86400, 172800])

    def test_what_goes_with_one_run_only(self):
        for words in [["-o", "one.h5"], ["--restart", "one.h5"]]:
            self.assertIn("goes with one run, and these are 2 scenarios\n  --scenario NAME chooses one: project, wet",
                          self.refused("run", "column.toml", *words))
        self.assertIn("has no scenario 'wte'\n  did you mean 'wet'? known: project, wet",
                      self.refused("run", "column.toml", "--scenario", "wte"))
        self.assertEqual(self.files(), {"column.toml"})

    def test_nothing_is_run_when_one_has_a_mistake_or_is_there(self):
        said = self.refused("run", "column.toml", "--set", "scenarios.wet.run.lenght=1 d")
        self.assertIn("scenario wet: unknown key 'run.lenght'", said)
        (self.folder / "column.wet.h5").touch()
        self.refused("run", "column.toml", code=FILE)
        self.assertEqual(self.files(), {"column.toml", "column.wet.h5"})

    def test_a_name_that_refine_writes_to_is_refused(self):
        with open(self.folder / "column.toml", "a") as case:
            case.write("[scenarios.project_refined]\n")
        said = self.refused("run", "column.toml", *HOURS, "--refine")
        self.assertIn("writes the finer run of scenario 'project' to column.project_refined.h5", said)
        self.assertIn("give 'project_refined' another name", said)
        self.assertEqual(self.files(), {"column.toml"})

    def test_one_that_fails_does_not_stop_the_others(self):
        with open(self.folder / "column.toml", "a") as case:
            case.write("""[scenarios.hard]
boundaries.top.air."CO2(g)" = "0.5 atm"
steps.first = "12 h"
steps.smallest = "12 h"
[scenarios.last]
temperature.constant = "5 degC"
""")
        done = self.run_case("--scenario", "hard", "--scenario", "last", code=GAVE_UP)
        self.assertIn("error: scenario hard: ", done.stderr)
        self.assertIn("not all of the 2 scenarios ran to their end; these failed: hard", done.stderr)
        self.assert_run_of("column.last")

    def test_check_lists_them_and_shows_one(self):
        said = self.talus("check", "column.toml").stdout
        self.assertIn("  project: the case as it is\n", said)
        self.assertIn("  wet: materials.tailings.water.saturation = 0.7; run.output_at = [12 h]\n", said)
        self.assertIn("column.toml, scenario wet)", self.talus("check", "column.toml", "--scenario", "wet").stdout)
        self.assertIn("a longer run, or an earlier time",
                      self.refused("check", "column.toml", "--set", 'run.output_at=["3 yr"]', code=INPUT))

    def test_a_table_of_runs(self):
        with open(self.folder / "column.toml", "a") as case:
            case.write("[scenarios.t.vary]\ntemperature.constant = [\"5 degC\", \"15 degC\"]\n"
                       "materials.tailings.water.saturation = [0.3, 0.6]\n")
        said = self.talus("check", "column.toml", "--scenario", "t").stdout
        self.assertIn("4 scenarios\n  t_5degC_0.3: temperature.constant = 5 degC; "
                      "materials.tailings.water.saturation = 0.3\n", said)
        self.run_case("--scenario", "t_15degC_0.6")
        self.assert_run_of("column.t_15degC_0.6")


if __name__ == "__main__":
    unittest.main()
