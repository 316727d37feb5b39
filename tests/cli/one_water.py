#!/usr/bin/python3
"""A water is one table with one language: pasted into the files of `talus speciate`, `talus react` and `talus run` it is the same
water, and the same wrong word gets the same answer at the same place. TALUS_PROGRAM names the program."""

import csv
import json
import os
import subprocess
import unittest

import h5py

from program import ALLOW_ROOT, INPUT, PROGRAM, Program

COMPONENTS = '["H+", "HCO3-", "Mg+2", "Ca+2", "Na+", "Cl-", "SO4-2", "SiO2(aq)"]'
CHEMISTRY = f"""[chemistry]
database = ["talus"]
components = {COMPONENTS}
gases = ["CO2(g)"]
rates = "Palandri-Kharaka"
activity = "B-dot"
"""
# Each begins in the line of its block, so that places can be compared.
SPECIATE = """activity = "B-dot"
fugacity = "above 1 atm"
BLOCK"""
REACT = """title = "a bottle"
temperature.constant = "15 degC"
BLOCK
[run]
length = "1 s"
output_every = "1 s"
[vessel]
water = "1 kg"
composition = "a"
""" + CHEMISTRY
RUN = """title = "a column"
temperature.constant = "15 degC"
BLOCK
[run]
length = "1 s"
output_every = "1 s"
[mesh]
shape = "column"
depth = "10 cm"
area = "1 m2"
cells = { count = 1 }
[[layers]]
thickness = "10 cm"
material = "sand"
[materials.sand]
dry_density = "1600 kg/m3"
grain_density = "2800 kg/m3"
minerals = { inert = "rest" }
water = { saturation = 0.5, composition = "a", moves = false }
gas_diffusion = "Millington-Quirk 1961"
[boundaries.top]
air = { "CO2(g)" = "420 ppm" }
""" + CHEMISTRY
FILES = {"speciate": SPECIATE, "react": REACT, "run": RUN}
HEAD = '[waters.a]\ntemperature = "15 degC"\n'
MAJOR = 'Mg = "5 mmol/kgw", Na = "23 mg/kgw", "S(6)" = "48 mg/L as SO4", Si = "3 mg/L as SiO2"'
SPECIES = {"C": "HCO3-", "C(4)": "HCO3-", "Mg": "Mg+2", "Ca": "Ca+2", "Na": "Na+", "Cl": "Cl-", "S": "SO4-2", "S(6)": "SO4-2",
           "Si": "SiO2(aq)"}
# A comment says what a block is about.
BLOCKS = [
    # elements, states, masses, litres
    f'density = "1.001 kg/L"\npH = 9.3\ntotal = {{ {MAJOR}, C = "2 mmol/kgw" }}\ncharge = "Cl"\n',
    # alkalinity fixes carbon; units of the whole water
    f'units = "mmol/kgw"\npH = 8.2\ntotal = {{ Ca = "1", Na = "2", Alkalinity = "100 mg/kgw as CaCO3" }}\ncharge = "Cl"\n',
    # alkalinity and total carbon fix pH
    'total = { Ca = "1 mmol/kgw", C = "2.1 mmol/kgw", Alkalinity = "2 meq/kgw", Cl = "0.1 mmol/kgw" }\n',
    # components by their species, and H+
    'total = { "Mg+2" = "24.3 mg/kgw", "SO4-2" = "96 mg/kgw", "HCO3-" = "1 mmol/kgw", "H+" = "-0.2 mmol/kgw" }\n',
    # phases; none is a mineral of the cases
    'charge = "pH"\nequilibrium = { Mg = "Brucite 0", "C(4)" = "CO2(g) -3.377" }\n',
    'pH = 7.5\ncharge = "pH"\nequilibrium = { Ca = "Calcite", C = "CO2(g) 420 ppm" }\n',
    'total = { Ca = "1 mmol/kgw", C = "2 mmol/kgw", Cl = "0.1 mmol/kgw" }\nequilibrium = { pH = "calcite 0.5" }\n',
    'total = { Na = "2 mmol/kgw" }\ncharge = "pH"\nequilibrium = { C = "CO2(g) 0.2 atm" }\n',
    # older words
    'pH = 9\ntotal = { "Na+" = "2 mmol/kgw", "HCO3-" = "1 mmol/kgw" }\nbalance = "Cl-"\n',
    'total = { "Na+" = "2 mmol/kgw" }\nbalance = "H+"\nequilibrium = { "CO2(g)" = "420e-6 atm" }\n',
    'pH = 8\nbalance = "Cl-"\nsaturated = ["Calcite"]\nequilibrium = { "CO2(g)" = "420 ppm" }\n',
]
# What is wrong, and what of it is said; in one line of the block.
WRONG = [
    ('pH = 7\ntotal = { Mgg = "1 mmol/kgw" }\n', "a, total.Mgg: no element 'Mgg' in the database; did you mean 'Mg'?"),
    ('pH = 7\ntotal = { Mg = "1 mmol/kg" }\n', "a, total.Mg: 'mmol/kg' does not say which kilogram"),
    ('pH = 7\ntotal = { Mg = "1 mmmol/kgw" }\n', "a, total.Mg: unknown unit 'mmmol/kgw'"),
    ('pH = 7\ntotal = { Mg = "1 mg/L" }\n', "a, total.Mg: 'mg/L' needs the density of the solution"),
    ('pH = 7\ntotal = { Mg = "-1 mmol/kgw" }\n', "a, total.Mg: a total below 0"),
    ('pH = 7\ntotal = { Mg = "1 mmol/kgw", "Mg+2" = "1 mmol/kgw" }\n', "are one total"),
    ('total = { Mg = "1 mmol/kgw" }\n', "a, pH: nothing fixes pH"),
    ('pH = 7\ntotal = { "H+" = "1 mmol/kgw" }\n', "a, total.H+: pH is given already"),
    ('pH = 7\ncharge = "Cll"\n', "a, charge: no element 'Cll' in the database; did you mean 'Cl'?"),
    ('pH = 7\ncharge = "Si"\n', "which has no charge; choose an ion, or pH"),
    ('pH = 7\ntotal = { C = "1 mmol/kgw" }\nequilibrium = { Ca = "Calcit" }\n',
     "a, equilibrium.Ca: no phase 'Calcit' among those that this water can form; did you mean 'Calcite'?"),
    ('pH = 7\ntotal = { C = "1 mmol/kgw" }\nequilibrium = { Ca = "Calcite 1 atm" }\n', "Calcite is no gas"),
    ('pH = 7\nequilibrium = { C = "CO2(g) 5 furlong" }\n', "a, equilibrium.C:"),
    ('pH = 7\ntotal = { Mg = "1 mmol/kgw" }\nequilibrium = { Ca = "Brucite 0" }\n', "has no Ca+2 in it, so it cannot fix that"),
    ('pH = 7\nchargee = "Cl"\n', "unknown key 'waters.a.chargee'"),
    ('pH = 77\n', "waters.a.pH = 77 is out of range"),
    ('pH = 7\ntotal = { Mg = 1 }\n', "waters.a.total.Mg must be text"),
    ('pH = 7\ncharge = "Cl"\nbalance = "Cl-"\n', "'balance' is the older word for 'charge'"),
]
# What only talus speciate has.
REFUSED = [
    ('pH = 7\npe = 4\n', "a, pe: a case has no electron"),
    ('pH = 7\nredox = "Fe(2)/Fe(3)"\n', "a, redox: a case knows the couple O(0)/O(-2) alone"),
    ('pH = 7\ntotal = { Na = "1 mmol/kgw" }\nexchange = { X = "1 mmol/kgw" }\n', "a, exchange.X: exchangers beside a water"),
    ('pH = 7\ntotal = { Na = "<1 mmol/kgw" }\n', "a, total.Na: '<1 mmol/kgw' is no amount"),
    ('pH = 7\ntotal = { K = "1 mmol/kgw" }\n', "a, total.K: 'K' stands for K+, which is not in chemistry.components"),
]


class OneWater(Program):
    def files(self, block):
        for verb, text in FILES.items():
            (self.folder / f"{verb}.toml").write_text(text.replace("BLOCK", block))

    def of_speciate(self):
        """pH, and totals by the species of components, mol/kgw."""
        water = json.loads(self.do("speciate", "speciate.toml", "--json").stdout)["waters"][0]
        return water["pH"], {SPECIES[name]: total for name, total in water["total [mol/kgw]"].items()}

    def of_react(self):
        self.do("react", "react.toml", "--force", "-o", "react")
        with open(self.folder / "react.csv") as file:
            head, first = list(csv.reader(file))[:2]
        values = dict(zip((name.split(" [")[0] for name in head), first))
        return float(values["pH"]), {name[6:]: float(value) for name, value in values.items() if name.startswith("total ")}

    def of_run(self):
        self.do("run", "run.toml", "-q", "--force")
        with h5py.File(self.folder / "run.h5") as file:
            fields = file["fields"]
            water = fields["water"][0, 0]
            return fields["pH"][0, 0], {name[8:]: fields[name][0, 0] / water for name in fields if name.startswith("aqueous_")}

    def do(self, *words, code=0):
        done = subprocess.run([PROGRAM, *words], cwd=self.folder, capture_output=True, text=True, timeout=60, env=os.environ | ALLOW_ROOT)
        self.assertEqual(done.returncode, code, f"{words}\n{done.stdout}{done.stderr}")
        return done

    def test_the_same_water_everywhere(self):
        for block in BLOCKS:
            with self.subTest(block=block):
                self.files(HEAD + block)
                pH, totals = self.of_speciate()
                self.assertTrue(totals)
                for other, found in (self.of_react(), self.of_run()):
                    self.assertAlmostEqual(other, pH, delta=1e-6)
                    for name, total in totals.items():
                        self.assertAlmostEqual(found[name] / total, 1, delta=1e-6, msg=name)

    def test_the_same_words_for_what_is_wrong(self):
        for block, words in WRONG:
            self.files(HEAD + block)
            said = {}
            for verb, words_of in (("speciate", ["speciate"]), ("react", ["react"]), ("run", ["check"])):
                error = self.do(*words_of, f"{verb}.toml", code=INPUT).stderr.replace(f"{verb}.toml", "FILE")
                said[verb] = [line for line in error.splitlines() if not line.endswith(("in FILE.", "nothing was run.", "are above"))]
            with self.subTest(block=block):
                self.assertIn(words, "\n".join(said["speciate"]))
                self.assertEqual(said["react"], said["speciate"])
                self.assertEqual(said["run"], said["speciate"])

    def test_what_a_case_does_not_have_is_refused_by_name(self):
        for block, words in REFUSED:
            self.files(HEAD + block)
            for verb, of_case in (("react", "react"), ("run", "check")):
                with self.subTest(block=block, verb=verb):
                    self.assertIn(words, self.do(of_case, f"{verb}.toml", code=INPUT).stderr)
        self.files(HEAD.replace("15", "20") + "pH = 7\n")
        for verb, of_case in (("react", "react"), ("run", "check")):
            self.assertIn("a, temperature: 20 degC is not the temperature of the case, 15 degC", self.do(of_case, f"{verb}.toml", code=INPUT).stderr)

    def test_older_words_get_a_note(self):
        self.files(HEAD + BLOCKS[-1])
        for verb, words in (("speciate", ["speciate"]), ("react", ["react", "--force"]), ("run", ["check"])):
            done = self.do(*words, f"{verb}.toml")
            for note in ('balance = "Cl-" is now charge = "Cl-"', 'saturated[0] is now equilibrium = { Ca = "Calcite" }',
                         'equilibrium.CO2(g) is now equilibrium = { C = "CO2(g) 420 ppm" }'):
                self.assertIn(note, done.stdout + done.stderr)

    def test_one_temperature_for_all_waters_of_a_file(self):
        (self.folder / "w.toml").write_text('temperature = "10 degC"\n[waters.a]\npH = 7\n[waters.b]\ntemperature = "20 degC"\npH = 7\n')
        told = json.loads(self.do("speciate", "w.toml", "--json").stdout)["waters"]
        self.assertEqual([water["temperature [degC]"] for water in told], [10, 20])
        (self.folder / "w.toml").write_text("[waters.a]\npH = 7\n")
        self.assertIn("missing key 'waters.a.temperature'", self.do("speciate", "w.toml", code=INPUT).stderr)


if __name__ == "__main__":
    unittest.main()
