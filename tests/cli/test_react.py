#!/usr/bin/python3
"""talus react as a user meets it: what it writes, what it refuses, its keys, a material for a pile."""
import csv
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(os.environ["TALUS_ROOT"])
PROGRAM = os.environ["TALUS_PROGRAM"]
DONE, INPUT, GAVE_UP, FILE = 0, 2, 3, 4


class React(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="talus_react_"))
        self.addCleanup(shutil.rmtree, self.folder)
        for name in ("batch/flue_gas", "batch/titration", "slurry_tanks/pile"):
            shutil.copy(ROOT / f"inputs/{name}.toml", self.folder)

    def talus(self, *words, code=DONE):
        done = subprocess.run([PROGRAM, *words], cwd=self.folder, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, code, f"talus {' '.join(words)}\n{done.stdout}{done.stderr}")
        return done.stderr if code != DONE else done.stdout

    def files(self):
        return {path.name for path in self.folder.iterdir()}

    def rows(self, name):
        with open(self.folder / name) as file:
            return list(csv.DictReader(file))

    def test_table_and_page_stand_beside_the_case(self):
        said = self.talus("react", "flue_gas.toml")
        self.assertIn("mass balances closed to", said)
        self.assertLessEqual({"flue_gas.csv", "flue_gas.html"}, self.files())
        rows = self.rows("flue_gas.csv")
        self.assertEqual(len(rows), 121)  # every 6 h of 30 d, and the start
        self.assertEqual(float(rows[-1]["time [d]"]), 30)
        taken = [float(row["CO2(g) taken up [mol]"]) for row in rows]
        self.assertEqual(taken, sorted(taken))
        page = (self.folder / "flue_gas.html").read_text()
        self.assertIn("Content-Security-Policy", page)
        self.assertIn('id="saturation"', page)

    def test_files_are_kept_unless_forced(self):
        self.talus("react", "titration.toml", "-q", "-o", "a")
        before = (self.folder / "a.csv").read_text()
        self.assertIn("'a.csv' exists", self.talus("react", "titration.toml", "-o", "a", code=FILE))
        self.assertEqual(self.talus("react", "titration.toml", "-q", "--force", "-o", "a.csv"), "")
        self.assertEqual((self.folder / "a.csv").read_text(), before)

    def test_a_case_for_another_verb_is_told_in_one_sentence(self):
        shutil.copy(ROOT / "inputs/waters.toml", self.folder)
        for verb, case, told in (("react", "pile", "the case of a pile"), ("run", "flue_gas", "the case of a batch"),
                                 ("speciate", "pile", "the case of a pile"), ("check", "waters", "a list of waters")):
            said = self.talus(verb, f"{case}.toml", code=INPUT)
            self.assertIn(f"this is {told}, which 'talus ", said)
            self.assertIn(f"1 error in {case}.toml", said)

    def test_a_value_changes_on_the_command_line(self):
        self.talus("react", "flue_gas.toml", "-q", "-o", "small")
        self.talus("react", "flue_gas.toml", "-q", "-o", "large", "--set", "gas.volume=3 L")
        taken = [float(self.rows(name)[-1]["CO2(g) taken up [mol]"]) for name in ("small.csv", "large.csv")]
        self.assertGreater(taken[1], 2.5 * taken[0])

    def test_brucite_takes_all_but_the_equilibrium_with_nesquehonite(self):
        self.talus("react", "flue_gas.toml", "-q", "--set", "run.length=365 d", "--set", "run.output_every=365 d")
        last = self.rows("flue_gas.csv")[-1]
        self.assertLess(abs(float(last["SI Brucite"])), 1e-3)
        self.assertLess(abs(float(last["SI Nesquehonite"])), 1e-2)
        self.assertAlmostEqual(float(last["CO2(g) in the gas [atm]"]) * 1e6, 58, delta=3)  # docs/theory.md: 58 ppm

    def test_acid_neutralises_brucite_two_to_one(self):
        self.talus("react", "titration.toml", "-q")
        rows = self.rows("titration.csv")
        gone = next(float(row["part"]) * 0.040 for row in rows if float(row["Brucite [mol]"]) == 0)
        self.assertAlmostEqual(gone, 2 * float(rows[0]["Brucite [mol]"]), delta=0.003)  # and what the water takes

    def test_mistakes(self):
        self.assertIn("unknown key 'vessel.watr'", self.talus("react", "flue_gas.toml", "--set", "vessel.watr=1 kg", code=INPUT))
        self.assertIn("has no option '--out'", self.talus("react", "flue_gas.toml", "--out", "a", code=INPUT))
        self.talus("react", "nothing.toml", code=FILE)
        self.assertIn("no solids", self.talus("react", "titration.toml", "--write-material", "m.toml", "--set",
                                              "vessel.minerals={}", code=INPUT))
        self.assertEqual(self.files(), {"flue_gas.toml", "titration.toml", "pile.toml"})

    def test_a_batch_without_an_answer(self):
        said = self.talus("react", "titration.toml", "--set", 'path.add={H2O="-60 mol"}', code=GAVE_UP)
        self.assertRegex(said, r"^error: part 0\.\d+ of the path \(row \d+ of 81\): the batch has no equilibrium")
        self.assertIn("the rows until then", said)
        self.assertIn("titration.csv", self.files())

    def test_keys(self):
        self.assertIn("kLa", self.talus("explain", "gas.transfer"))
        self.assertIn("kLa", self.talus("explain", "react", "gas.transfer"))
        self.assertIn("[vessel]", self.talus("new", "react"))
        self.assertEqual(self.talus("manual", "react"), (ROOT / "docs/react_inputs.md").read_text(),
                         "the keys have changed; refresh the page:\n    build/release/talus manual react > docs/react_inputs.md")

    def test_a_clay_takes_magnesium_for_sodium(self):
        (self.folder / "clay.dat").write_text("EXCHANGE_MASTER_SPECIES\nX X-\nEXCHANGE_SPECIES\nX- = X-\n"
                                              "Na+ + X- = NaX; -log_k 0\nMg+2 + 2 X- = MgX2; -log_k 0.6\n")
        clay = ["--set", 'chemistry.database=["talus","clay.dat"]', "--set", "vessel.exchangers.X=5 mmol"]
        said = self.talus("react", "flue_gas.toml", "-o", "clay", *clay)
        self.assertLess(float(said.split("mass balances closed to ")[1].split(",")[0]), 1e-12)
        self.assertLess(float(said.split("met their totals to ")[1].split(";")[0]), 1e-11)
        rows = self.rows("clay.csv")
        for row in rows:
            self.assertAlmostEqual(float(row["NaX [mol]"]) + 2 * float(row["MgX2 [mol]"]), 5e-3, delta=1e-12)
        self.assertGreater(float(rows[0]["NaX [mol]"]), 0.99 * 5e-3)  # sodium was alone
        self.assertLess(float(rows[-1]["NaX [mol]"]), 0.5 * 5e-3)
        self.assertIn('id="exchangers"', (self.folder / "clay.html").read_text())
        self.assertIn("no place in a pile", self.talus("react", "flue_gas.toml", "-o", "none", "--write-material", "m.toml", *clay,
                                                       code=INPUT))
        unknown = self.talus("react", "flue_gas.toml", "--set", "vessel.exchangers.Y=5 mmol", code=INPUT)
        self.assertIn("vessel.exchangers.Y", unknown)

    def test_a_material_for_a_pile(self):
        self.talus("react", "flue_gas.toml", "-q", "--write-material", "slurry.toml")
        pile = ["pile.toml", "--set", 'chemistry.dissolve=["Brucite","Forsterite"]']
        self.talus("check", *pile)
        self.talus("run", *pile, "-q", "-o", "pile.h5", "--set", "run.length=2 d", "--set", "run.output_every=1 d")
        again = self.talus("react", "flue_gas.toml", "-q", "-o", "again", "--set", "materials={rock={from='slurry.toml'}}",
                           "--set", "vessel.composition=rock", "--set", "gas.air.\"CO2(g)\"=58.6e-6 atm")
        self.assertEqual(again, "")
        first, last = self.rows("flue_gas.csv")[-1], self.rows("again.csv")[0]
        self.assertAlmostEqual(float(first["pH"]), float(last["pH"]), delta=0.01)


if __name__ == "__main__":
    unittest.main()
