#!/usr/bin/python3
"""talus speciate as a user meets it: tables, CSV and JSON, one water and thousands, what is wrong with some. TALUS_PROGRAM
names the program, TALUS_ROOT the sources. Everything is written into a temporary folder."""

import csv
import json
import os
import shutil
import subprocess
import unittest

import h5py

from program import FILE, GAVE_UP, INPUT, PROGRAM, Program, ROOT


class Speciate(Program):
    WATERS = ("water,temperature [degC],pH,Ca [mg/L],Alkalinity [mg/L as CaCO3],density [kg/L],charge\n"
              "good,25,7.5,40,100,1,\nno density,25,7.5,40,100,,\nalso good,10,8,20,50,1,\n")

    def test_speciate_a_file(self):
        shutil.copy(ROOT / "inputs/waters.toml", self.folder)
        table = self.talus("speciate", "waters.toml").stdout
        self.assertIn("\nseawater\n  pH 8.2200    25 degC\n", table)
        told = json.loads(self.talus("speciate", "waters.toml", "--json").stdout)
        self.assertEqual([water["water"] for water in told["waters"]], ["seawater", "pore", "brucite_in_air", "beside_smectite"])
        self.assertAlmostEqual(told["waters"][2]["phases"]["Brucite"]["saturation_index"], 0, places=9)
        lines = [line.split(",") for line in self.talus("speciate", "waters.toml", "--csv").stdout.splitlines()]
        self.assertEqual([len(line) for line in lines], [len(lines[0])] * 5)
        column = lines[0].index("molality:Mg+2 [mol/kgw]")
        self.assertAlmostEqual(float(lines[1][column]), told["waters"][0]["species"]["Mg+2"]["molality [mol/kgw]"], places=9)

    def test_what_nature_does_not_reach_is_a_note(self):
        (self.folder / "acid.toml").write_text('database = ["talus", "talus redox", "talus pe"]\n[waters.acid]\ntemperature = "25 degC"\n'
                                               'pH = 1\ncharge = "pH"\ntotal = { Na = "1 mmol/kgw", Cl = "1 mmol/kgw" }\n'
                                               'equilibrium = { pe = "O2(g) -0.68", N = "N2(g) -0.107" }\n')
        kind = "redox equilibria that do not come about by themselves below some 100 degC"
        summary = f"note: {kind}, in 1 water "
        done = self.talus("speciate", "acid.toml", notes=summary)
        self.assertIn("pH 1.0946", done.stdout)  # of nitric acid: right by thermodynamics
        self.assertRegex(done.stdout, f"note: {kind}: N as .*NO3- .\\+5. 0.096 mol/kgw")
        notes = json.loads(self.talus("speciate", "acid.toml", "--json", notes=summary).stdout)["waters"][0]["notes"]
        self.assertTrue(any(note.startswith(kind + ": N as ") for note in notes))
        head, row = (line.split(",") for line in self.talus("speciate", "acid.toml", "--csv", notes=summary).stdout.splitlines())
        self.assertIn(kind, row[head.index("notes")])

    def test_a_bad_water_does_not_hide_the_others(self):
        (self.folder / "w.csv").write_text(self.WATERS)
        done = self.talus("speciate", "w.csv", "--csv", code=INPUT)
        rows = done.stdout.splitlines()
        self.assertIn("needs the density", rows[2])
        self.assertTrue(rows[1].endswith(",") and rows[3].endswith(","))
        self.assertIn("w.csv:3:19: error: no density, total.Ca: 'mg/L' needs the density of the solution", done.stderr)
        self.assertIn("1 of 3 waters could not be speciated", done.stderr)
        (self.folder / "w.csv").write_text(self.WATERS.splitlines()[0] + "\nimpossible,25,3,400,0,1,Na\n")
        self.assertIn("other sign", self.talus("speciate", "w.csv", code=GAVE_UP).stderr)

    def test_many_waters_are_those_of_each(self):
        """CSV goes by kinds of waters, in blocks of 512 rows; JSON by one water after the other."""
        rows = []
        for i in range(1100):
            name = f"w{i % 1098}"  # the last two return
            row = [name, 5 + i % 30, f"{6 + i % 17 / 5:.2f}", 10 + i % 90, "" if i % 3 else 20 + i % 50, 60 + i % 40, 1, ""]
            if i % 7 == 0:
                row[-1] = "Cl"
            if i == 600:
                row[2] = "acid"
            if i == 601:
                row = row[:-2]
            if i == 602:
                row[6] = ""
            rows.append(",".join(map(str, row)))
        (self.folder / "w.csv").write_text(self.WATERS.splitlines()[0].replace("Alkalinity", "Mg [mg/L],Alkalinity")
                                           + "\n" + "\n".join(rows) + "\n")
        done = self.talus("speciate", "w.csv", "--csv", code=INPUT)
        table = list(csv.DictReader(done.stdout.splitlines()))
        other = self.talus("speciate", "w.csv", "--json", code=INPUT)
        waters = json.loads(other.stdout)["waters"]
        self.assertEqual(done.stderr, other.stderr)
        self.assertIn("w.csv:602:8: error: pH: 'acid' is not a number", done.stderr)
        self.assertIn("w.csv:603:1: error: 6 cells where the heading has 8", done.stderr)
        self.assertIn("w.csv:604:13: error: w602, total.Ca: 'mg/L' needs the density", done.stderr)
        self.assertIn("'w0' in lines 2 and 1100", done.stderr)
        self.assertEqual(len(table), 1100)
        for row, water in zip(table, waters):
            self.assertEqual(row["water"], water["water"])
            if row["problem"]:
                self.assertEqual(row["problem"], water["problem"])
                continue
            self.assertAlmostEqual(float(row["pH"]), water["pH"], places=9)
            self.assertEqual(row["notes"], "; ".join(note.split(": ")[0] for note in water.get("notes", [])))
            for name, phase in water["phases"].items():
                self.assertAlmostEqual(float(row[f"SI:{name}"]), phase["saturation_index"], delta=1e-8)
            for name, species in water["species"].items():
                found, expected = float(row[f"molality:{name} [mol/kgw]"]), species["molality [mol/kgw]"]
                self.assertLessEqual(abs(found - expected), 1e-8 * expected)

    def test_rows_keep_their_places(self):
        """More rows than are read, solved and written at once: those that fail, at the ends of blocks and in the last one, keep their
        places in CSV and in HDF5, and memory does not grow with what is written (4e6 numbers here)."""
        count = 20_000
        wrong = dict.fromkeys((511, 512, count - 1), "pH: 'acid' is not a number") | {4095: "'mg/L' needs the density"}
        with open(self.folder / "w.csv", "w") as file:
            print(self.WATERS.splitlines()[0], file=file)
            for i in range(count):
                pH = "acid" if "acid" in wrong.get(i, "") else 6 + i % 2000 / 1000
                print(f"w{i},25,{pH},{40 + i % 7}e-{i % 3},{100 + i % 11},{'' if i == 4095 else 1},", file=file)
        with open(self.folder / "table.csv", "w") as table, open(self.folder / "said", "w") as said:
            child = subprocess.Popen([PROGRAM, "speciate", "w.csv", "--csv", "--h5", "w.h5"], stdout=table, stderr=said, cwd=self.folder)
            _, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(child.returncode, INPUT)
        self.assertLess(used.ru_maxrss, 100e3)  # kB; one water takes 45 MB
        messages = [line for line in (self.folder / "said").read_text().splitlines() if ": error: " in line]
        for message, (i, what) in zip(messages, sorted(wrong.items()), strict=True):
            self.assertRegex(message, f"^w.csv:{i + 2}:[0-9]+: error: .*{what}")
        with open(self.folder / "table.csv") as table, h5py.File(self.folder / "w.h5") as file:
            names, problems = ([text.decode() for text in file[key]] for key in ("water", "problem"))
            calcium = file["molality"][:, [name.decode() for name in file["species"]].index("Ca+2")]
            rows = list(csv.DictReader(table))
        self.assertEqual([i for i, problem in enumerate(problems) if problem], sorted(wrong))
        self.assertEqual([row["water"] for row in rows], [f"w{i}" for i in range(count)])
        self.assertEqual([row["water"] for row in rows], names)
        self.assertEqual([row["problem"] for row in rows], problems)
        self.assertEqual([row["molality:Ca+2 [mol/kgw]"] for row in rows], ["" if m != m else f"{m:.10g}" for m in calcium])

    def test_columns_as_hdf5(self):
        (self.folder / "w.csv").write_text(self.WATERS)
        done = self.talus("speciate", "w.csv", "--csv", "--h5", "w.h5", code=INPUT)
        table = list(csv.DictReader(done.stdout.splitlines()))
        with h5py.File(self.folder / "w.h5") as file:
            for key, last in (("water", "water"), ("notes", "notes"), ("problem", "problem")):
                self.assertEqual([text.decode() for text in file[key]], [row[last] for row in table])
            self.assertEqual(file["alkalinity"].attrs["units"], "mol/kg")
            self.assertEqual(file["molality"].dims[1][0].name, "/species")
            for path, prefix, unit in (("molality", "molality:", " [mol/kgw]"), ("log10_gamma", "log10_gamma:", ""),
                                       ("saturation_index", "SI:", ""), ("total", "total:", " [mol/kgw]")):
                names = [name.decode() for name in file[path].dims[1][0]]
                for row, numbers in zip(table, file[path]):
                    for name, number in zip(names, numbers, strict=True):
                        text = row[prefix + name + unit]
                        self.assertTrue(number != number if text == "" else abs(number - float(text)) <= 1e-9 * abs(number))
        self.assertIn("'w.h5' exists", self.refused("speciate", "w.csv", "--h5", "w.h5", code=FILE))
        self.assertEqual(self.talus("speciate", "w.csv", "--h5", "w.h5", "--force", code=INPUT).stdout, "")
        self.assertIn("one of the two", self.refused("speciate", "w.csv", "--h5", "a.h5", "--json"))
        self.assertIn("cannot", self.refused("speciate", "w.csv", "--h5", "nowhere/a.h5", code=FILE))

    def test_speciate_refuses(self):
        (self.folder / "w.csv").write_text(self.WATERS.replace("Ca [", "Cax ["))
        self.assertIn("no element 'Cax'", self.refused("speciate", "w.csv"))
        (self.folder / "w.toml").write_text('[waters.a]\ntemperature = "5 degC"\nph = 7\n')
        self.assertIn("did you mean 'pH'", self.refused("speciate", "w.toml"))
        self.assertIn("cannot read", self.refused("speciate", "nowhere.csv", code=FILE))
        self.assertIn("one of the two", self.refused("speciate", "w.csv", "--csv", "--json"))
        (self.folder / "w.toml").write_text('activity = "Pitzer"\n[waters.a]\ntemperature = "5 degC"\npH = 7\n')
        self.assertIn("no database of this case has parameters of Pitzer", self.refused("speciate", "w.toml"))


if __name__ == "__main__":
    unittest.main()
