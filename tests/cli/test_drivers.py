#!/usr/bin/python3
"""Talus run by programs that fit and sample: the examples of inputs/fit for PEST++ and for Dakota, with stand-ins that write and read the
files as those do. TALUS_PROGRAM names the program, TALUS_ROOT the sources."""
import os
import re
import shutil
import subprocess
import unittest

from program import FILE, PROGRAM, Program, ROOT


class Drivers(Program):
    def setUp(self):
        super().setUp()
        shutil.copytree(ROOT / "inputs/fit", self.folder / "fit")

    def shell(self, folder, *words):
        return subprocess.run(["sh", *map(str, words)], cwd=folder, capture_output=True, text=True, timeout=60,
                              env=os.environ | {"TALUS": PROGRAM})

    def control(self):
        """The sections of the control file of PEST, by name, as lists of words."""
        sections = {}
        for line in (self.folder / "fit/pest/column.pst").read_text().splitlines()[1:]:
            if line.startswith("* "):
                sections[line[2:]] = lines = []
            elif line.strip():
                lines.append(line.split())
        return sections

    def pest_run(self, values):
        """What PEST does for one run: fills in the template, runs the model, reads the observations as the instructions say."""
        here, control = self.folder / "fit/pest", self.control()
        (template, made), (instructions, read) = control["model input/output"]
        first, *lines = (here / template).read_text().splitlines()
        mark = first.split()[1]

        def number(field):
            return f"{values[field[1].strip()]:.10g}".ljust(len(field[0]))[:len(field[0])]
        text = "\n".join(re.sub(f"{mark}([^{mark}]+){mark}", number, line) for line in lines) + "\n"
        (here / made).write_text(text)
        done = self.shell(here, *control["model command line"][0][1:])
        self.assertEqual(done.returncode, 0, done.stderr)
        found, at, rows = {}, -1, (here / read).read_text().splitlines()
        for step, field in (line.split() for line in (here / instructions).read_text().splitlines()[1:]):
            at += int(step[1:])
            name, begin, end = re.fullmatch(r"\[(\w+)\](\d+):(\d+)", field).groups()
            found[name] = float(rows[at][int(begin) - 1:int(end)])
        self.assertEqual(len(found), len(rows))
        return found

    def test_pest(self):
        control = self.control()
        parameters = {row[0]: float(row[3]) for row in control["parameter data"]}
        observed = {row[0]: float(row[1]) for row in control["observation data"]}
        counts = list(map(int, control["control data"][1]))
        self.assertEqual(counts[:2], [len(parameters), len(observed)])
        at_start = self.pest_run(parameters)
        self.assertEqual(set(at_start), set(observed))
        at_truth = self.pest_run({"surface": 1.0, "saturation": 0.4})
        misfit = [sum((run[name] - value) ** 2 for name, value in observed.items()) for run in (at_start, at_truth)]
        self.assertLess(misfit[1], 0.1 * misfit[0])
        self.talus("run", "fit/column.toml", "-q", "-o", "same.h5")  # the truth is what the case says
        self.talus("report", "same.h5", "--with", "fit/pest/measured.toml", "--observations", "same.txt")
        self.assertEqual((self.folder / "same.txt").read_text(), (self.folder / "fit/pest/observations.txt").read_text())

    def test_a_run_that_fails_leaves_no_observations(self):
        here = self.folder / "fit/pest"
        (here / "values.set").write_text("materials.tailings.water.saturation = 1.5\n")
        (here / "observations.txt").write_text("of another run\n")
        done = self.shell(here, "model.sh")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("values.set:1:", done.stderr)
        self.assertFalse((here / "observations.txt").exists())

    def test_dakota(self):
        here = self.folder / "fit/dakota"
        text = (here / "dakota.in").read_text()
        driver = re.search(r"analysis_drivers\s*=\s*'([^']+)'", text)[1]
        names = re.search(r"descriptors((?:\s+'\w+')+)", text)[1].replace("'", "").split()
        functions = int(re.search(r"calibration_terms\s*=\s*(\d+)", text)[1])
        values = {"surface": 1.0, "saturation": 0.4}
        (here / "params.in").write_text(f"{len(names):>21} variables\n" +
                                        "".join(f"{values[name]:>21.10e} {name}\n" for name in names) +
                                        f"{functions:>21} functions\n" +
                                        "".join(f"{1:>21} ASV_{i + 1}:term_{i + 1}\n" for i in range(functions)))
        done = self.shell(here, driver, "params.in", "results.out")
        self.assertEqual(done.returncode, 0, done.stderr)
        results = [line.split() for line in (here / "results.out").read_text().splitlines()]
        self.assertEqual(len(results), functions)
        self.assertTrue(all(len(row) == 2 and float(row[0]) > 0 for row in results))

    def test_what_is_refused(self):
        (self.folder / "wrong.set").write_text("# values\nrun.lenght = 1 d\n\n[run]\n")
        said = self.refused("check", "column.toml", "--set-from", "wrong.set")
        self.assertIn("wrong.set:4:1: error: a line is KEY = VALUE", said)
        (self.folder / "wrong.set").write_text("# values\nrun.lenght = 1 d\n")
        for verb in ["check", "run"]:
            said = self.refused(verb, "column.toml", "--set-from", "wrong.set")
            self.assertIn("wrong.set:2:", said)
            self.assertIn("did you mean 'length'?", said)
        self.assertIn("cannot read", self.refused("check", "column.toml", "--set-from", "none.set", code=FILE))
        (self.folder / "long.set").write_text("run.length = 3 d\nrun.output_every = \"1 d\"\n")
        self.talus("run", "column.toml", "--set-from", "long.set", "--set", "run.length=2 d", "-o", "a.h5", "-q")
        self.run_short("-o", "b.h5", "-q")
        said = [self.talus("report", f"{name}.h5").stdout.replace(name + ".h5", "").replace(name + "_report", "")
                for name in "ab"]
        self.assertEqual(*[text.splitlines()[0] for text in said])  # --set stands on top
        self.assertIn("nothing measured is asked for", self.refused("report", "a.h5", "--observations", "o.txt", "--force"))


if __name__ == "__main__":
    unittest.main()
