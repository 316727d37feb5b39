#!/usr/bin/python3
"""A part of the random problems that PHREEQC answered (tests/chemistry/test_random_problems.cpp has all of them), through the
program: waters that stand in a vessel, batches, forced additions. Then what cases without an end leave."""
import csv
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(os.environ["TALUS_ROOT"])
REFERENCE = pathlib.Path(os.environ.get("TALUS_REFERENCE", ROOT / "../shared/reference")) / "phreeqc/random"
DATABASES = (REFERENCE / "../../../databases").resolve()
GAVE_UP = 3

MODELS = {"llnl.dat": "B-dot", "phreeqc.dat": "WATEQ", "wateq4f.dat": "WATEQ"}
IONS = {"Na": "Na+", "K": "K+", "Mg": "Mg+2", "Ca": "Ca+2", "Cl": "Cl-", "S(6)": "SO4-2", "Al": "Al+3", "Fe(2)": "Fe+2",
        "Fe(3)": "Fe+3", "Mn(2)": "Mn+2"}
OTHERS = {"llnl.dat": {"C(4)": "HCO3-", "Si": "SiO2"}}
# Fe(3) apart from Fe(2): a component that is no longer made of the other
APART = {name: f"SOLUTION_SPECIES\nFe+3 = Fe+3\n{size}\n" for name, size in
         {"llnl.dat": "-llnl_gamma 9", "phreeqc.dat": "-gamma 9 0", "wateq4f.dat": "-gamma 9 0"}.items()}
OTHERS["phreeqc.dat"] = OTHERS["wateq4f.dat"] = {"C(4)": "CO3-2", "Si": "H4SiO4"}


def rows(name):
    with open(REFERENCE / name, encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def between(row, begin, end):
    return {column[len(begin):-len(end)]: float(cell) for column, cell in row.items()
            if cell and column.startswith(begin) and column.endswith(end)}


def inline(amounts, unit):
    return "{ " + ", ".join(f'"{name}" = "{value!r} {unit}"' for name, value in amounts.items()) + " }"


def case_of(row, totals, path, more="", phases=()):
    names = IONS | OTHERS[row["database"]]
    components = ["H+"] + sorted(set(names.values()) - (set() if "Fe(3)" in totals else {"Fe+3"}))
    recipe = f'total = {inline({names[k]: v for k, v in totals.items() if v}, "mol/kgw")}\n'
    if row.get("pH is") == "given":
        recipe += f'pH = {row["pH [-]"]}\n'
    if row.get("balanced by", "pH") != "nothing":
        balance = row.get("balanced by", "pH")
        recipe += f'balance = "{"H+" if balance == "pH" else names[balance]}"\n'
    return f"""title = "{row["id"]}"
[path]
{path}
[vessel]
water = "1 kg"
composition = "w"
[temperature]
constant = "{row["temperature [degC]"]} degC"
[chemistry]
database = ["{DATABASES}/{row["database"]}", "apart.dat"]
components = {components}
gases = ["CO2(g)"]
activity = "{MODELS[row["database"]]}"
equilibrium = {list(phases)}
[waters.w]
{recipe}{more}"""


class React(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def react(self, text, code=0, apart="SOLUTION_SPECIES\n"):
        (self.folder / "apart.dat").write_text(apart, encoding="utf-8")
        (self.folder / "case.toml").write_text(text, encoding="utf-8")
        done = subprocess.run([os.environ["TALUS_PROGRAM"], "react", "-q", "--force", "-o", self.folder / "out",
                               self.folder / "case.toml"], capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, code, text + done.stderr)
        if not (self.folder / "out.csv").exists():
            return done.stderr, []
        with open(self.folder / "out.csv", encoding="utf-8", newline="") as table:
            return done.stderr, [{k: float(v) for k, v in row.items()} for row in csv.DictReader(table)]


class Random(React):
    def reference(self, name):
        if not REFERENCE.exists():
            self.skipTest(f"there is no {REFERENCE}")
        return rows(name)

    def test_waters_in_a_vessel(self):
        tried = 0
        for row in self.reference("waters_W.csv"):
            totals = between(row, "total ", " [mol/kgw]")
            known = set(IONS) | set(OTHERS[row["database"]])
            if not set(k for k, v in totals.items() if v) <= known or row["redox"] != "states apart":
                continue
            if row["CO2(g) log10 target [log10 atm]"]:
                continue
            with self.subTest(row["id"]):
                _, table = self.react(case_of(row, totals, 'add = { H2O = "1e-12 mol" }\nparts = [0]'),
                                      apart=APART[row["database"]])
                self.assertAlmostEqual(table[-1]["pH"], float(row["answer pH [-]"]), delta=0.002)
                tried += 1
        self.assertGreater(tried, 8)

    def batches(self, name, count):
        tried = 0
        for row in self.reference(name):
            added = between(row, "add ", " [mol]")
            if row["O2(g) pressure [atm]"] or any(k.startswith(("Fe", "Siderite", "Fayalite", "O2")) for k in added):
                continue
            if "CO2" in added:
                added["CO2(g)"] = added.pop("CO2")
            gas = ""
            if row["gas"] != "closed":
                gas = f'[gas]\nair = {{ "CO2(g)" = "{row["CO2(g) pressure [atm]"]} atm" }}\n'
            if row["gas"] == "headspace":
                gas += f'volume = "{row["gas volume [L]"]} L"\n'
            phases = [k for k in row["minerals that may form"].split(";") if k]
            text = case_of(row, between(row, "water total ", " [mol/kgw]"), f'add = {inline(added, "mol")}\nparts = [1]',
                           gas, phases)
            with self.subTest(row["id"]):
                _, table = self.react(text)
                self.assertAlmostEqual(table[-1]["pH"], float(row["answer pH [-]"]), delta=0.002)
                for phase in phases:
                    answer = float(row[f"amount {phase} [mol]"] or 0)
                    self.assertAlmostEqual(table[-1][f"{phase} [mol]"], answer,
                                           delta=1e-3 * answer + 1e-6 * sum(added.values()))
                tried += 1
            if tried == count:
                break
        self.assertEqual(tried, count)

    def test_batches(self):
        self.batches("batches_B.csv", 12)

    def test_forced_additions(self):
        self.batches("forced_F.csv", 24)


WATER = """
[vessel]
water = "1 kg"
composition = "w"
[temperature]
constant = "25 degC"
[chemistry]
database = ["talus"]
components = ["H+", "HCO3-", "Ca+2", "Na+", "Cl-"]
activity = "B-dot"
equilibrium = ["Calcite"]
[waters.w]
charge = "Cl"
total = { "Na+" = "3 mmol/kgw", "HCO3-" = "2 mmol/kgw", "Ca+2" = "1 mmol/kgw" }
"""


class WithoutAnEnd(React):
    def test_a_path_that_fails_late_keeps_its_rows(self):
        said, table = self.react('title = "to dryness"\n[path]\nadd = { H2O = "-60 mol" }\nsteps = 20\n' + WATER + "pH = 8\n",
                                 GAVE_UP)
        self.assertRegex(said, r"^error: part 0\.9\d* of the path \(row \d+ of 21\): the batch has no equilibrium: ")
        self.assertRegex(said, r"the rows until then \(\d+\) are in .*out.csv and .*out.html")
        self.assertNotIn("is the water a brine", said)
        self.assertGreater(len(table), 15)
        page = (self.folder / "out.html").read_text(encoding="utf-8")
        self.assertIn("It gave up part 0.9", page)

    def test_charge_that_is_asked_for_has_a_column(self):
        path = 'title = "charge"\n[path]\nadd = { "Na+" = "1 mmol" }\nsteps = 2\nnet_charge = true\n'
        _, table = self.react(path + WATER + "pH = 8\n")
        self.assertAlmostEqual(table[0]["charge [eq/kgw]"], 0, delta=1e-12)
        self.assertAlmostEqual(table[-1]["charge [eq/kgw]"] * table[-1]["water [kg]"], 1e-3, delta=1e-9)

    def test_a_water_is_saturated_with_a_mineral_at_equilibrium(self):
        path = 'title = "saturated"\n[path]\nadd = { H2O = "1e-9 mol" }\nparts = [0]\n'
        water = WATER.replace('"Ca+2" = "1 mmol/kgw" ', "") + 'saturated = ["Calcite"]\npH = 8.2\n'
        _, table = self.react(path + water.replace('"2 mmol/kgw", }', '"2 mmol/kgw" }'))
        self.assertAlmostEqual(table[0]["SI Calcite"], 0, delta=1e-9)
        self.assertAlmostEqual(table[0]["pH"], 8.2, delta=1e-6)
        self.assertAlmostEqual(table[0]["Calcite [mol]"], 0, delta=1e-9)


if __name__ == "__main__":
    sys.exit(unittest.main())
