#!/usr/bin/python3
"""A run whose water is saltier than its model of activity is meant for says so: in how many states and cells, how far, where,
in the log, the run file and the report; so does one, in a pile or a vessel, whose constants are not known at its temperatures.
One within the range says nothing."""
import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

import h5py
import numpy as np

INPUTS = pathlib.Path(os.environ["TALUS_ROOT"]) / "inputs"
SALT = ('waters."pore water".total."Na+"=0.8 mol/kgw', 'waters."pore water".total."Cl-"=0.8 mol/kgw')


class ActivityRange(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def talus(self, *words):
        done = subprocess.run([os.environ["TALUS_PROGRAM"], *map(str, words)], capture_output=True, text=True,
                              cwd=self.folder, timeout=120, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def run_case(self, *sets):
        words = [word for s in ("run.length=3 d", "run.output_every=1 d", *sets) for word in ("--set", s)]
        said = self.talus("run", INPUTS / "column.toml", "-o", "run.h5", "--force", *words)
        with h5py.File(self.folder / "run.h5") as run:
            return said, run["provenance"].attrs.get("warnings", "")

    def one_about(self, what, said, warnings):
        """The one line of the warnings that is about `what`, which the log has too."""
        lines = [line for line in warnings.splitlines() if what in line]
        self.assertEqual(len(lines), 1, warnings)
        self.assertEqual(said.count("warning: " + lines[0] + "\n"), 1, said)
        return lines[0]

    def test_a_brine_is_told_with_place_and_numbers(self):
        said, warnings = self.run_case("chemistry.activity=Davies", *SALT)
        found = re.search(r"at (\d+) of 4 written states the ionic strength was above the range of Davies activities "
                          r"\(0\.5 mol/kgw\), in up to (\d+) cells: ([\d.]+) mol/kgw in cell (\d+), ([\d.]+) m deep", warnings)
        self.assertIsNotNone(found, warnings)
        with h5py.File(self.folder / "run.h5") as run:
            strength, depth = run["fields/ionic_strength"][:], run["cell/depth"][:]
        self.assertEqual(int(found[1]), np.count_nonzero(strength.max(axis=1) > 0.5))
        self.assertEqual(int(found[2]), np.count_nonzero(strength > 0.5, axis=1).max())
        cell = int(found[4])
        self.assertAlmostEqual(float(found[3]), strength.max(), delta=0.005 * strength.max())
        self.assertAlmostEqual(strength[:, cell].max(), strength.max(), delta=1e-9)
        self.assertAlmostEqual(float(found[5]), depth[cell], delta=0.005 * depth[cell])
        warning = self.one_about("ionic strength", said, warnings)
        self.assertTrue(warning.startswith(found[0]), warning)
        self.talus("report", "run.h5")
        report = json.loads((self.folder / "run_report/report.json").read_text())["runs"][0]
        self.assertIn(f"Beware: {warning}.", report["warnings"])

    def test_constants_outside_of_their_temperatures_are_named(self):
        form = 'chemistry.precipitate.Lansfordite={ seed = "10 m2/m3" }'
        lansfordite = INPUTS.parent / "tests/examples/lansfordite.toml"  # known up to 25 degC
        sets = (form, f'chemistry.database=["talus", "{lansfordite}"]')
        said, warnings = self.run_case(*sets, "temperature.constant=40 degC")
        self.assertEqual(self.one_about("constants", said, warnings), "used at 40 degC: constants outside of their range, of Lansfordite")
        self.assertNotIn("Lansfordite", self.run_case(*sets, "temperature.constant=20 degC")[1])

    def test_pores_that_minerals_would_fill_are_told(self):
        said, warnings = self.run_case("run.length=60 d", "run.output_every=20 d")
        found = re.search(r"change the pores of (\d+) of 27 cells by more than 5 % at the end, by ([\d.]+) % in the worst", warnings)
        self.assertIsNotNone(found, warnings)
        self.assertIn('chemistry.porosity = "fixed" leaves that out', said)
        with h5py.File(self.folder / "run.h5") as run:
            volume = 0
            for name, molar in (("Brucite", 24.63e-6), ("Nesquehonite", 74.79e-6), ("Hydromagnesite", 208.8e-6)):
                amount = run[f"fields/mineral_{name}"][:]
                volume = volume + molar * (amount[-1] - amount[0])
            part = abs(volume) / run["cell/porosity"][:]
        self.assertEqual(int(found[1]), np.count_nonzero(part > 0.05))
        self.assertAlmostEqual(float(found[2]), 100 * part.max(), delta=0.01 * 100 * part.max())
        filled = self.run_case("run.length=60 d", "run.output_every=20 d", "chemistry.porosity=from minerals")[1]
        self.assertNotIn("leaves that out", filled)

    def test_what_may_only_dissolve_in_supersaturated_water_is_named(self):
        basic = 'waters."pore water".pH=11'
        check = self.talus("check", INPUTS / "column.toml", "--set", basic)
        self.assertRegex(check, r"only dissolve, and stay as they are where the water is supersaturated: Brucite \(SI 0\.\d+ in water 'pore water'\)")
        said, warnings = self.run_case(basic)
        found = re.search(r"supersaturated with Brucite, which this case lets only dissolve, in up to (\d+) of 27 cells that hold it: "
                          r"SI ([\d.]+) in cell (\d+), [\d.]+ m deep, after (\d+ \w+); first after 0 s", warnings)
        self.assertIsNotNone(found, warnings)
        with h5py.File(self.folder / "run.h5") as run:
            index, amount = run["fields/saturation_index_Brucite"][...], run["fields/mineral_Brucite"][...]
        above = (index > 0.01) & (amount > 0)
        self.assertEqual(int(found[1]), above.sum(axis=1).max())
        self.assertAlmostEqual(float(found[2]), index[above].max(), delta=0.006)
        state, cell = np.unravel_index(np.where(above, index, -np.inf).argmax(), index.shape)
        self.assertEqual(found[4], ("0 s", "24 h", "2 d", "3 d")[state])
        self.assertAlmostEqual(index[state, int(found[3])], index[state, cell], delta=0.006)
        self.assertTrue(self.one_about("supersaturated with Brucite", said, warnings).startswith("the water was " + found[0]), warnings)
        grows = 'chemistry.precipitate.Brucite={ seed = "10 m2/m3" }'
        self.assertNotIn("supersaturated with Brucite", self.run_case(basic, grows, "chemistry.rates_of.Brucite=Palandri-Kharaka")[1])
        both = self.talus("check", INPUTS / "column.toml", "--set", grows)
        self.assertIn("on both lists, so that they dissolve on two surfaces (of the rock, and of what formed): Brucite", both)

    def test_a_vessel_tells_both(self):
        leach = INPUTS / "batch/edta_leach.toml"
        said = self.talus("react", leach, "-o", "warm.csv", "--set", "temperature.constant=60 degC")
        self.assertIn("Beware: used at 60 degC: constants that are known at 25 degC only, of MgH(C10H12N2O8)-; "
                      "constants outside of their range, of Nesquehonite\n", said)
        self.assertIn("Beware: used at 60 degC", (self.folder / "warm.html").read_text())
        said = self.talus("react", leach, "-o", "dilute.csv", "--set", "chemistry.activity=ideal")
        self.assertRegex(said, r"Beware: the ionic strength came to 0\.\d+ mol/kgw, ideal activities are meant for up to 0\.001\n")
        self.assertNotIn("Beware", self.talus("react", leach, "-o", "as_given.csv"))

    def test_within_the_range_there_is_nothing_to_tell(self):
        for sets in ((), ("chemistry.activity=B-dot", *SALT)):
            said, warnings = self.run_case(*sets, "run.length=1 d")
            self.assertNotIn("above the range", warnings + said)


if __name__ == "__main__":
    unittest.main()
