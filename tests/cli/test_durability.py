#!/usr/bin/python3
"""`talus study --durability`: what is kept of what a run has stored, checked against the run files of its futures. TALUS_PROGRAM names
the program, TALUS_ROOT the sources."""
import json
import shutil
import unittest

import h5py
import numpy
from program import FILE, INPUT, Program, ROOT

YEAR = 31557600
CARBON = {"Nesquehonite": 1, "Hydromagnesite": 4}  # C in a formula: MgCO3:3H2O, Mg5(CO3)4(OH)2:4H2O


class Durability(Program):
    def setUp(self):
        super().setUp()
        shutil.copy(ROOT / "inputs/claim/cell.toml", self.folder)
        text = (ROOT / "inputs/claim/durability.toml").read_text()
        (self.folder / "d.toml").write_text(text.replace('["100 yr", "1000 yr"]', '["1 yr", "20 yr"]'))
        self.talus("run", "cell.toml", "--scenario", "project", "-q", "-o", "cell.project.h5")

    def carbon(self, path):
        """Time in s and mol of carbon in minerals of each layer at each output of a run file."""
        with h5py.File(path) as file:
            volume = file["cell/volume"][:]
            sums = sum(atoms * file[f"fields/mineral_{name}"][:] * volume for name, atoms in CARBON.items())
            return file["time"][:], sums

    def test_futures_and_what_they_keep(self):
        self.assertIn("3 futures of", self.talus("study", "d.toml", "--durability", "--check").stdout)
        said = self.talus("study", "d.toml", "--durability", "--jobs", 2).stdout
        found = json.loads((self.folder / "d_study/durability.json").read_text())
        self.assertEqual([one["name"] for one in found["futures"]], ["as it is", "warming", "covered"])
        for number, one in enumerate(found["futures"]):
            time, carbon = self.carbon(self.folder / f"d_study/runs/{number}/run.h5")
            whole = carbon.sum(axis=1)
            for after, kept in zip(found["after_s"], one["kept"]):
                self.assertAlmostEqual(kept, numpy.interp(found["end_s"] + after, time, whole) / whole[0], places=9)
            lost = numpy.maximum(0, carbon[0] - carbon[-1]).sum() / whole[0]
            self.assertAlmostEqual(one["lost_by_layers"], lost, places=9)
            fall = (whole[:-1] - whole[1:]) / numpy.diff(time) > 0.01 / YEAR * whole[0]
            first = time[1:][fall][0] - found["end_s"] if fall.any() else None
            self.assertEqual(one["reversal_s"], first)
            some = (carbon[0] - carbon).max(axis=1) >= 0.01 * whole[0]
            self.assertEqual(one["first_loss_s"], time[some][0] - found["end_s"] if some.any() else None)
        covered = found["futures"][2]
        self.assertLess(covered["kept"][1], found["futures"][0]["kept"][1])
        self.assertIsNotNone(covered["seen"][0]["time_s"])
        self.assertIn("seen first by", said)
        self.assertNotIn("seen", said.splitlines()[0])
        before = (self.folder / "d_study/durability.html").read_bytes()
        self.talus("study", "d.toml", "--durability")  # nothing is run again
        self.assertEqual((self.folder / "d_study/durability.html").read_bytes(), before)

    def test_what_is_refused(self):
        text = (self.folder / "d.toml").read_text()

        def said(old, new, code=INPUT):
            (self.folder / "wrong.toml").write_text(text.replace(old, new))
            return self.refused("study", "wrong.toml", "--durability", code=code)
        self.assertIn("futures[1] (warming): the case does not take it: unknown key 'temperature.konstant'",
                      said("temperature.constant", "temperature.konstant"))
        self.assertIn("'after' goes back", said('["1 yr", "20 yr"]', '["20 yr", "1 yr"]'))
        self.assertIn("two of [[futures]] are called 'warming'", said('"covered"', '"warming"'))
        self.assertIn("has no scenario 'projekt'", said('"project"', '"projekt"'))
        self.assertIn("no_run.h5", said("cell.project.h5", "no_run.h5", code=FILE))
        self.assertIn("--durability and --retry do not go together",
                      self.refused("study", "d.toml", "--durability", "--retry"))


if __name__ == "__main__":
    unittest.main()
