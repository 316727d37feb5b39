#!/usr/bin/python3
"""What a run says about its own grid: `--refine` runs the same case with every cell halved and notes the difference, which
the report prints; a reaction front thinner than two cells is a warning in the log, the run file and the report."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import h5py
import numpy as np

INPUTS = pathlib.Path(os.environ["TALUS_ROOT"]) / "inputs"
SHORT = ("run.length=2 d", "run.output_every=1 d")


class Grid(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def talus(self, *words, code=0):
        done = subprocess.run([os.environ["TALUS_PROGRAM"], *map(str, words)], capture_output=True, text=True,
                              cwd=self.folder, timeout=120, check=False)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def run_case(self, case, *sets, options=(), code=0):
        return self.talus("run", INPUTS / case, "-o", "run.h5", "--force", *options,
                          *[word for s in sets for word in ("--set", s)], code=code)

    def report(self):
        said = self.talus("report", "run.h5", "--force")
        page = (self.folder / "run_report/report.html").read_text()
        return " ".join(said.split()), json.loads((self.folder / "run_report/report.json").read_text())["runs"][0], page

    def faces(self, name):
        with h5py.File(self.folder / name) as run:
            heights = (run["cell/volume"][...] / run["patches/top/area"][0])[::-1]
        return np.concatenate([[0], np.cumsum(heights)])


class Refine(Grid):
    def test_every_cell_is_halved_and_the_difference_is_noted(self):
        self.run_case("column.toml", *SHORT, options=["--refine", "-q"])
        with h5py.File(self.folder / "run.h5") as run, h5py.File(self.folder / "run_refined.h5") as fine:
            self.assertAlmostEqual(len(fine["cell/id"]) / len(run["cell/id"]), 2, delta=0.1)
            self.assertAlmostEqual(fine["cell/volume"][-1] / run["cell/volume"][-1], 0.5, delta=0.05)
            self.assertIn("tolerance = 0.00025\n", fine["provenance"].attrs["case_echo"])
            noted = run["refined"].attrs
            self.assertEqual(noted["file"], "run_refined.h5")
            for prefix, file in (("", run), ("refined_", fine)):
                for what in ("stored_CO2", "from_air_CO2"):
                    self.assertEqual(noted[prefix + what], file["series/" + what][-1])
                start, end = ((file["fields/mineral_Brucite"][row] * file["cell/volume"][...]).sum() for row in (0, -1))
                self.assertAlmostEqual(noted[prefix + "conversion_Brucite"], 1 - end / start, delta=1e-12)
            self.assertEqual(noted["difference"], noted["refined_stored_CO2"] - noted["stored_CO2"])
            self.assertNotEqual(noted["difference"], 0)
            changed = {what: 100 * abs(noted[what + "_CO2"] / noted[f"refined_{what}_CO2"] - 1) for what in ("stored", "from_air")}
        said, found, page = self.report()
        self.assertAlmostEqual(100 * found["numerical_error"]["relative"], changed["from_air"])
        self.assertAlmostEqual(100 * found["numerical_error"]["relative_of_stored"], changed["stored"])
        for text, formula in ((said, "CO2"), (page, "CO₂")):
            self.assertIn(f"numerical error (grid and steps) of {formula} from air: {changed['from_air']:.2g} % (refined run: ", text)

    def test_without_it_the_report_says_so(self):
        self.run_case("column.toml", *SHORT, options=["-q"])
        said, found, page = self.report()
        self.assertIsNone(found["numerical_error"])
        for text, formula in ((said, "CO2"), (page, "CO₂")):
            self.assertIn(f"numerical error (grid and steps) of {formula} from air: not estimated: run with --refine", text)

    def test_the_depth_of_churning_stays_a_face(self):
        self.run_case("column.toml", *SHORT, options=["-q"])
        depth = float(self.faces("run.h5")[7])
        churn = f'operations=[{{ kind = "churn", depth = "{depth!r} m", every = "1 d" }}]'
        self.run_case("column.toml", *SHORT, churn, options=["-q", "--refine"])
        for name in ("run.h5", "run_refined.h5"):
            self.assertLess(np.min(np.abs(self.faces(name) - depth)), 1e-9)

    def test_columns_and_equal_cells_too(self):
        self.run_case("section.toml", "run.length=2 h", "run.output_every=1 h", options=["-q", "--refine"])
        with h5py.File(self.folder / "run.h5") as run, h5py.File(self.folder / "run_refined.h5") as fine:
            self.assertEqual(len(fine["patches/top/area"]), 2 * len(run["patches/top/area"]))
        self.run_case("column.toml", *SHORT, "mesh.cells={ count = 5 }", options=["-q", "--refine"])
        with h5py.File(self.folder / "run_refined.h5") as fine:
            self.assertEqual(len(fine["cell/id"]), 10)

    def test_refused_where_it_cannot_work(self):
        (self.folder / "run_refined.h5").write_text("dear")
        said = self.talus("run", INPUTS / "column.toml", "-o", "run.h5", "--refine", code=4)
        self.assertIn("run_refined.h5 exists", said)
        said = self.talus("run", INPUTS / "column.toml", "-o", "run.h5", "--refine", "--restart", "other.h5", code=2)
        self.assertIn("--refine and --restart do not go together", said)


class Front(Grid):
    """Air rich in CO2 makes a front of brucite a few centimetres wide."""
    FRONT = ("run.length=100 d", "run.output_every=5 d", 'boundaries.top.air."CO2(g)"=0.02 atm',
             "materials.tailings.surface.Brucite=0.5 m2/g", "chemistry.porosity=from minerals")

    def warnings(self):
        """Of the lines of warnings those about fronts."""
        with h5py.File(self.folder / "run.h5") as run:
            lines = run["provenance"].attrs.get("warnings", "").splitlines()
        return "\n".join(line for line in lines if "reaction front" in line)

    def test_a_thin_front_is_a_warning_once_with_its_place(self):
        said = self.run_case("column.toml", *self.FRONT, "mesh.cells={ count = 10 }")
        self.assertRegex(self.warnings(), r"^at \d+ of 20 outputs a reaction front was thinner than two cells: Brucite, "
                                          r"\d+ cm deep, between cells of 50 mm, first after [\d.]+ \w+\. .*--refine")
        self.assertEqual(said.count("warning: " + self.warnings()), 1)
        self.assertEqual((self.folder / "run.log").read_text().count("warning: " + self.warnings()), 1)
        said, found, page = self.report()
        self.assertEqual([one for one in found["warnings"] if "reaction front" in one], [f"Beware: {self.warnings()}."])
        self.assertIn(self.warnings(), said)
        self.assertIn("a reaction front was thinner than two cells", page)

    def test_a_front_that_is_resolved_is_none(self):
        self.run_case("column.toml", *self.FRONT, "mesh.cells={ count = 50 }", options=["-q"])
        with h5py.File(self.folder / "run.h5") as run:
            left = run["fields/mineral_Brucite"][-1] / run["fields/initial_Brucite"][-1]
        self.assertLess(left[-1], 0.5)
        self.assertGreater(left[0], 0.99)
        self.assertEqual(self.warnings(), "")

    def test_layers_of_different_materials_are_none(self):
        self.run_case("section.toml", "run.length=1 d", "run.output_every=1 d", 'boundaries={}', options=["-q"])
        self.assertEqual(self.warnings(), "")


if __name__ == "__main__":
    sys.exit(unittest.main())
