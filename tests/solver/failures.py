#!/usr/bin/python3
"""A run that gives up says what, where, when, with which numbers and what to try, ends with exit code 3 and leaves its
last good state; a composition that nothing can have is a mistake of the input."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import h5py
import numpy as np

COLUMN = str(pathlib.Path(os.environ["TALUS_ROOT"]) / "inputs/column.toml")
GAVE_UP, INPUT = 3, 2
RICH_AIR = 'boundaries.top.air."CO2(g)"=0.5 atm'
HALF_DRY = ("run.length=30 d", RICH_AIR, "materials.tailings.water.saturation=0.03")
AT_LEAST_30_MIN = ("steps.first=30 min", "steps.smallest=30 min")
AT_LEAST_10_MIN = ("steps.first=10 min", "steps.smallest=10 min")


def salt(molality):
    return tuple(f'waters."pore water".total."{ion}"={molality} mol/kgw' for ion in ("Na+", "Cl-"))


class Failure(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = pathlib.Path(folder.name) / "run.h5"

    def run_column(self, *sets, code=GAVE_UP):
        words = [word for s in sets for word in ("--set", s)]
        done = subprocess.run([os.environ["TALUS_PROGRAM"], "run", COLUMN, "-q", "-o", str(self.file), *words],
                              capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stderr

    def gives_up(self, *sets):
        """What it says, after a look at what every message must have and at the state that it left."""
        said = self.run_column(*sets)
        self.assertRegex(said, r"\n  cell \d+ at \(0\.5, 0\.5, [\d.]+\) m, [\d.e-]+ m deep, in material 'tailings', after "
                               r"[\d.]+ \w+, step \d+, dt [\d.e-]+ \w+ \(cut \d+ times?\)\n")
        self.assertRegex(said, r"before the step pH [\d.]+, saturation [\d.e-]+, ionic strength [\d.e+-]+ mol/kg")
        self.assertRegex(said, r"\n  try: ")
        self.assertIn(f"\n  the last good state is in {self.file}", said)
        with h5py.File(self.file) as run:
            self.assertTrue(run["provenance"].attrs["status"].startswith("gave up: "))
            steps = int(re.search(r"step (\d+)", said)[1])
            self.assertEqual(steps, len(run["series/step"]) + 1)
            self.assertEqual(run["time"][-1], run["series/time"][-1] if steps > 1 else 0)
            self.last = {name: run["fields"][name][-1] for name in ("saturation", "ionic_strength", "pH")}
            self.assertTrue(all(np.all(np.isfinite(values)) for values in self.last.values()))
            cell = int(re.search(r"cell (\d+)", said)[1])
            shown = float(re.search(r"ionic strength ([\d.e+-]+)", said)[1])
            self.assertAlmostEqual(shown / self.last["ionic_strength"][cell], 1, delta=0.01)
        return said

    def test_a_smallest_step_that_is_too_large(self):
        said = self.gives_up("run.length=60 d", RICH_AIR, *AT_LEAST_30_MIN)
        self.assertRegex(said, r"shorter than steps\.smallest")
        self.assertIn("the speciation has no answer; the step would have to be", said)
        self.assertIn("a smaller steps.smallest: it is 30 min", said)
        self.assertNotIn("meant for", said)
        self.assertNotIn("brine", said)

    def test_a_brine(self):
        said = self.gives_up("run.length=30 d", RICH_AIR, *AT_LEAST_10_MIN, *salt(18))
        self.assertIn("the speciation has no answer", said)
        self.assertIn("B-dot activity is meant for ionic strength below 1 mol/kg", said)
        self.assertIn("this is a brine", said)
        self.assertNotIn("dries out", said)

    def test_hydrates_that_take_all_water_are_no_failure(self):
        """They were, before dry cells became states; tests/solver/drying.py looks at them."""
        self.run_column(*HALF_DRY, code=0)
        with h5py.File(self.file) as run:
            self.assertIn("dried out at the end", run["provenance"].attrs["warnings"])

    def test_two_ranks_name_the_same_kind_of_cell_once(self):
        self.file = self.file.with_name("two.h5")
        words = [word for s in ("run.length=30 d", RICH_AIR, *AT_LEAST_10_MIN, *salt(18)) for word in ("--set", s)]
        done = subprocess.run([os.environ["TALUS_MPIRUN"], "--oversubscribe", "--bind-to", "none", "-n", "2",
                               os.environ["TALUS_PROGRAM"], "run", COLUMN, "-q", "-o", str(self.file), *words],
                              capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(done.returncode, GAVE_UP, done.stderr)
        self.assertEqual(done.stderr.count("this is a brine"), 1)

    def test_a_composition_that_nothing_can_have(self):
        for sets, word in ((salt(100), "more dissolved than there is water"),
                           (('waters."pore water".charge="Mg"', 'waters."pore water".total."Cl-"=1 mmol/kgw',
                             'waters."pore water".total."Na+"=900 mmol/kgw'), "water 'pore water'")):
            with self.subTest(word):
                said = self.run_column(*sets, code=INPUT)
                self.assertIn(word, said)
                self.assertIn("nothing was run", said)
                self.assertFalse(self.file.exists())

    def test_steps_that_do_not_get_on(self):
        """Absurd tolerances: the run says which of them it is, and where, and ends at last."""
        column = pathlib.Path(os.environ["TALUS_ROOT"]) / "benchmarks/srivastava_yeh_1991/case.toml"
        command = [os.environ["TALUS_PROGRAM"], "run", str(column), "-o", str(self.file)]
        for word in ("mesh.cells.count=10", "run.length=10 yr", "run.output_every=10 yr", "flow.tolerance=1e-15", "boundaries.top.water={ rain_file = '../../tests/solver/showers.csv' }"):
            command += ["--set", word]
        done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
        self.assertEqual(done.returncode, GAVE_UP, done.stderr)
        self.assertIn("successive steps were each shorter than a millionth of what is left of the run", done.stderr)
        self.assertIn("flow.tolerance", done.stderr)
        self.assertRegex(done.stderr, r"cell \d+ at")
        self.assertRegex(done.stderr, r"\n  largest imbalance: H2O -?[\d.]+e-\d+ mol/m3; before the step saturation [\d.]+\n")


if __name__ == "__main__":
    sys.exit(unittest.main())
